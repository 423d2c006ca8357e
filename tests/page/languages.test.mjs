/**
 * Every language has everything that English has, with every plural form it needs; and no component shows
 * anything that is not in the catalogues.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { STATES } from "../../public/rooms/room-record.js";
import { html } from "../../scripts/lib/html.mjs";
import { languages } from "../../scripts/lib/languages.mjs";
import { catalogueIn, FILES } from "./catalogues.mjs";
import { hardCodedWords } from "./hard-coded-words.mjs";

const PUBLIC = new URL("../../public/", import.meta.url);

const OUTSIDE = languages();
const LANGUAGES = Object.keys(OUTSIDE);
const OTHERS = LANGUAGES.filter((language) => language !== "en");

/** What a language may say as English does: names, and words that it has the same. */
const SAME_EVERYWHERE = ["product", "documentTitle", "shareText", "heard", "accountTitle"];
/** @type {Record<string, string[]>} */
const SAME = {
  de: [
    "code",
    "emoji",
    "emojiGroups.0",
    "themes.auto",
    "contrasts.auto",
    "notificationTitle",
    "keys.escape",
    "keys.tab",
    "formats.code",
    "formats.link",
    "settingNames.title",
    "findPerson",
    "passkeys",
    "passkeyUnnamed",
  ],
  es: ["emoji", "keys.escape", "keys.tab", "keys.control"],
  fr: [
    "message",
    "messages",
    "emojiGroups.0",
    "notifications",
    "notifies.mentions",
    "code",
    "keys.tab",
    "keys.control",
    "formats.code",
  ],
  // Keyboards are labelled in English there.
  hi: ["keys.enter", "keys.shift", "keys.escape", "keys.delete", "keys.tab", "keys.control"],
  ar: ["keys.enter", "keys.shift", "keys.escape", "keys.delete", "keys.tab", "keys.control"],
};

/** What is not said by the type of a parameter alone. */
const MESSAGE = {
  name: "Ana",
  time: "9:41",
  text: "Hello",
  replyTo: "Ben",
  isEdited: true,
  reactions: ["👍"],
  state: "",
};
const REFUSALS = [
  "text_empty",
  "text_too_long",
  "text_invalid",
  "not_found",
  "bad_frame",
  "gone",
  "removed",
  "muted",
  "forbidden",
  "shut",
  "file_too_large",
  "file_budget",
  "file_lost",
  "file_failed",
  "too_many",
  "any other",
];
const FILE_FAULTS = [
  ...[
    "file_too_large",
    "file_empty",
    "file_unreadable",
    "file_budget",
    "file_lost",
    "forbidden",
    "any other",
  ],
];
const TABS = ["knocks", "reports", "bans", "audit"];
const ACTS = [
  ...["settings", "role", "pin", "delete", "mute", "remove"],
  ...["restore", "admit", "deny", "mint", "revoke"],
];
const ROLES = ["owner", "moderator", "member", "reader", "none"];
const SAMPLES = {
  nameFault: [
    ...["name_empty", "name_too_long", "name_invalid", "name_taken", "later"],
    ...["key_invalid", "room_taken", "setting_invalid", "any other"],
  ].map((code) => [code]),
  shareHint: [
    [{ access: "open", post: "members" }],
    [{ access: "read", post: "members" }],
    [{ access: "ask", post: "members" }],
    [{ access: "closed", post: "members" }],
  ],
  keyFault: ["too_many", "last_owner", "no_change", "not_found", "forbidden", "any other"].map((code) => [
    code,
  ]),
  settingsFault: ["forbidden", "setting_invalid", "any other"].map((code) => [code]),
  notSent: REFUSALS.map((code) => [code]),
  notEdited: REFUSALS.map((code) => [code]),
  fileFault: FILE_FAULTS.map((code) => [code, "25 MB"]),
  reportFault: ["no_change", "not_found", "forbidden", "any other"].map((code) => [code]),
  actFault: ["no_change", "not_found", "forbidden", "last_owner", "too_many", "any other"].map((code) => [
    code,
  ]),
  searchTrouble: [
    ...["offline", "limited", "refused", "gone", "unsupported", "invalid", "too_long", "any other"],
  ].map((code) => [code]),
  unsearched: [
    ...["no_token", "building", "offline", "limited", "refused", "gone", "unsupported", "any other"],
  ].map((why) => [why, 3]),
  accountFault: [
    ...["cancelled", "unsupported", "insecure", "already", "offline", "rate_limited", "passkey_invalid"],
    ...[
      "passkey_unknown",
      "passkeys_full",
      "challenge_invalid",
      "oidc_needed",
      "recovery_invalid",
      "last_way",
      "signed_out",
      "origin_forbidden",
    ],
    ...["oidc_taken", "oidc_state", "oidc_denied", "oidc_unreachable", "oidc_invalid", "oidc_linked"],
    ...["too_large", "any other"],
  ].map((code) => [code]),
  deviceEnded: ["expired", "offline", "broken", "refused", "cancelled", "unkept", "unknown", "any other"].map(
    (why) => [why],
  ),
  roleName: ROLES.map((role) => [role]),
  directFault: ["forbidden", "muted", "not_found", "token_refused", "not_loaded", "any other"].map((code) => [
    code,
  ]),
  deskTab: [...TABS, "any other"].map((tab) => [tab]),
  deskEmpty: [...TABS, "any other"].map((tab) => [tab]),
  deskDid: [...ACTS, "any other"].map((act) => [act, "Ana", "Ben"]),
  knockHeard: ["", "Hello"].map((text) => ["Ana", text]),
  whatRole: ROLES.map((role) => ["Ana", role]),
  sentence: [
    [MESSAGE],
    [{ ...MESSAGE, replyTo: "" }],
    [{ ...MESSAGE, state: "Sent" }],
    [{ ...MESSAGE, isEdited: false }],
  ],
};
const NUMBERS = [0, 1, 2, 3, 11, 100, 1_000_000];
const BY_TYPE = {
  string: ["Ana"],
  "string[]": [["Ana"], ["Ana", "Ben"], ["Ana", "Ben", "Cleo", "Dara"]],
  number: NUMBERS,
};

const loaded = new Map(await Promise.all(LANGUAGES.map(async (each) => [each, await catalogueIn(each)])));
const { catalogue: english, files: englishFiles } = loaded.get("en");

test("every catalogue there is, is offered, and the other way round", () => {
  for (const folder of LANGUAGES) {
    const files = readdirSync(new URL(`i18n/languages/${folder}/`, PUBLIC));
    assert.deepEqual(files.sort(), [...FILES.map((name) => `${name}.js`), "language.json"].sort(), folder);
  }
  const offered = [...read("i18n/strings.js").matchAll(/^ {2}(\w+): /gm)].map(([, language]) => language);
  assert.deepEqual(offered.sort(), LANGUAGES.toSorted());
});

test("whatever a room of the list may be in, there is a word for", () =>
  assert.deepEqual(Object.keys(english.roomStates).sort(), STATES.toSorted()));

test("a word is in the file that comes with what says it", () => {
  assert.equal(Object.values(englishFiles).flatMap(Object.keys).length, Object.keys(english).length, "twice");
  const saidBy = (entries) => new Set([...modulesOf(entries)].flatMap(wordsUsedIn));
  // Texts are drawn by the second as soon as they are there.
  const inRoom = saidBy(["pages/room.js", "text/markdown-view.js"]);
  const onPages = saidBy(["pages/landing.js", "pages/not-found.js", "pages/maintenance.js"]);
  const everywhere = new Set(readModules().flatMap(wordsUsedIn));
  const unloaded = [...inRoom].filter((key) => !(key in englishFiles.room));
  assert.equal(unloaded.join(", "), "", "said by a room before it is loaded: belongs into room.js");
  const early = Object.keys(englishFiles.room).filter((key) => !inRoom.has(key) && !onPages.has(key));
  assert.equal(early.join(", "), "", "loaded before it is said: belongs into later.js");
  const unloadedOnPages = [...onPages].filter((key) => key in englishFiles.later);
  assert.equal(unloadedOnPages.join(", "), "", "said by a page before it is loaded: not into later.js");
  const ofHosts = saidBy(readModules().filter((name) => name.startsWith("hosting/")));
  const strayed = Object.keys(englishFiles.hosting).filter((key) => !ofHosts.has(key));
  assert.equal(strayed.join(", "), "", "not said of a room that somebody owns: not into hosting.js");
  const inPrivate = saidBy(readModules().filter((name) => name.startsWith("directs/")));
  const common = Object.keys(englishFiles.directs).filter((key) => !inPrivate.has(key));
  assert.equal(common.join(", "), "", "not said of private conversations: not into directs.js");
  const foreign = Object.keys(englishFiles.start).filter((key) => !onPages.has(key));
  assert.equal(foreign.join(", "), "", "not said by the start page: not into start.js");
  const unsaid = Object.keys(english).filter((key) => !everywhere.has(key));
  assert.equal(unsaid.join(", "), "", "said by nothing");
});

for (const language of OTHERS) {
  const { catalogue, files } = loaded.get(language);

  test(`${language}: has what English has, and in its order`, () => {
    for (const name of FILES) {
      const file = `public/i18n/languages/${language}/${name}.js`;
      const [wanted, had] = [shape(englishFiles[name]), shape(files[name])];
      const missing = Object.keys(wanted).filter((key) => !(key in had));
      const extra = Object.keys(had).filter((key) => !(key in wanted));
      assert.equal(missing.join(", "), "", `${file} lacks ${missing.join(", ")}, which English has`);
      assert.equal(extra.join(", "), "", `${file} has ${extra.join(", ")}, which English lacks`);
      assert.deepEqual(had, wanted, `${file}: the kind of a value, or the number of its parameters`);
      assert.deepEqual(Object.keys(files[name]), Object.keys(englishFiles[name]), `${file}: the order`);
    }
  });

  test(`${language}: says everything in its own words`, () => {
    const mayBeSame = SAME[language] ?? [];
    const same = [...SAME_EVERYWHERE, ...mayBeSame];
    const own = said(catalogue);
    const untranslated = Object.entries(said(english))
      .filter(([key, words]) => own[key] === words)
      .map(([key]) => key);
    const unmeant = untranslated.filter((key) => !same.includes(key));
    assert.equal(unmeant.join(", "), "", `${language} says ${unmeant.join(", ")} in English`);
    const idle = mayBeSame.filter((key) => !untranslated.includes(key));
    assert.equal(idle.join(", "), "", `the test allows ${idle.join(", ")} to be English`);
  });

  test(`${language}: says in its own words what is said outside of the page`, () => {
    const [own, words] = [shape(OUTSIDE[language]), shape(OUTSIDE.en)];
    assert.deepEqual(own, words);
    const [ownSaid, englishSaid] = [said(OUTSIDE[language]), said(OUTSIDE.en)];
    for (const key of Object.keys(words).filter((each) => each !== "direction"))
      assert.notEqual(ownSaid[key], englishSaid[key], `language.json of ${language}: ${key}`);
  });
}

for (const language of LANGUAGES) {
  const { catalogue, locale, pluralCalls } = loaded.get(language);

  test(`${language}: every sentence is whole, whatever it is about`, () => {
    for (const [key, words] of Object.entries(said(catalogue))) {
      assert.match(words, /\S/, key);
      assert.doesNotMatch(words, /undefined|null|NaN|\[object|\$\{|#/, key);
      assert.equal(words, words.trim(), key);
    }
  });

  test(`${language}: every plural has all forms of the language, with the number in them`, () => {
    const rules = new Intl.PluralRules(language);
    const categories = rules.resolvedOptions().pluralCategories;
    const words = { ...catalogue };
    for (const [key, value] of Object.entries(words)) {
      if (typeof value !== "function") continue;
      for (const args of samplesFor(key)) {
        pluralCalls.length = 0;
        const result = value(...args);
        for (const { n, forms } of pluralCalls) {
          assert.deepEqual(
            Object.keys(forms).sort(),
            [...categories].sort(),
            `${language}, ${key}: its forms`,
          );
          const form = rules.select(n);
          // A word may stand for the number only where the form is for that number alone.
          const isWord = !forms[form].includes("#") && isForOneNumber(rules, form);
          assert.ok(isWord || result.includes(locale.number(n)), `${language}, ${key}(${n}): ${result}`);
        }
        const shown = args.filter((arg) => typeof arg === "number" && key !== "documentTitle");
        assert.ok(
          shown.every((n) => pluralCalls.length > 0 || result.includes(locale.number(n))),
          `${language}, ${key}: ${result}`,
        );
      }
    }
  });

  test(`${language}: names and emoji are in the sentences about them`, () => {
    for (const [key, value] of Object.entries(catalogue)) {
      if (typeof value !== "function" || key in SAMPLES) continue;
      for (const args of samplesFor(key)) {
        if (key === "isTyping" && args[0].length > 3) continue;
        for (const name of args.flat().filter((arg) => typeof arg === "string")) {
          assert.ok(value(...args).includes(name), `${language}, ${key}: ${value(...args)}`);
        }
      }
    }
  });

  test(`${language}: what is wrong is said for each fault, and groups of emoji have different names`, () => {
    for (const key of ["nameFault", "notSent", "notEdited", "reportFault", "actFault"]) {
      const all = SAMPLES[key].map(([code]) => catalogue[key](code));
      assert.equal(new Set(all).size, all.length, `${key}: ${all.join(" ")}`);
      for (const code of ["constructor", "__proto__", "toString"])
        assert.equal(catalogue[key](code), catalogue[key]("any other"), code);
    }
    const titles = [catalogue.recentEmoji, ...catalogue.emojiGroups];
    assert.equal(new Set(titles).size, titles.length);
  });
}

test("the pages that are nothing but a few words say in English what the catalogue says", () => {
  for (const [file, [title, heading, hint, link]] of [
    ["pages/not-found.html", [english.lostTitle, english.lostHeading, english.lostHint, english.toStart]],
    [
      "pages/maintenance.html",
      [english.maintenanceTitle, english.maintenanceHeading, english.maintenanceHint, english.tryAgain],
    ],
  ]) {
    const page = read(file);
    for (const words of [`<title>${title}<`, `<h1>${heading}<`, `<p>${hint}<`, `">${link}<`])
      assert.ok(page.includes(words), words);
  }
});

test("outside of the page, everything is said in every language, each in its direction", () => {
  const [room, landing] = ["pages/room.html", "pages/landing.html"].map(html);
  for (const [language, { direction, unfit, host }] of Object.entries(OUTSIDE)) {
    const dir = { ltr: "", rtl: ' dir="rtl"' }[direction];
    assert.equal(dir !== undefined, true, `${language}: a direction`);
    const link = `<a href="?" target="_blank" rel="noopener">${host.open}</a>`;
    assert.ok(room.includes(`<p lang="${language}"${dir}>${host.refused} ${link}</p>`), language);
    for (const page of [room, landing])
      assert.ok(page.includes(`<p lang="${language}"${dir}>${unfit}</p>`), language);
    assert.ok(host.title.includes("{room}"), language);
  }
});

test("no component has words of its own", () => {
  const files = readdirSync(PUBLIC, { recursive: true }).filter((name) => name.endsWith(".js"));
  assert.ok(files.length > 60);
  const found = files.flatMap((name) =>
    hardCodedWords(read(name)).map((words) => `public/${name}: ${words}`),
  );
  assert.deepEqual(found, []);
});

test("words in a component would be found", () => {
  const planted = {
    "html`<p>Hello</p>`": "Hello",
    "html`<p>${a} people</p>`": "people",
    'html`<p>${list.map((each) => html`<b title="${each}">of ${each}</b>`)}</p>`': "of",
    'html`<button aria-label="Close" @click=${() => `}`}>${icon}</button>`': "aria-label: Close",
    "html`<input placeholder='Your name'>`": "placeholder: Your name",
    'html`<img alt=${x} title="a ${b}">`': "title: a",
    'element.textContent = "Copied";': "textContent: Copied",
    'button.ariaLabel = isDone ? "Done" : t.copy;': "ariaLabel: Done",
    'x.setAttribute("aria-label", "Menu")': "aria-label: Menu",
  };
  for (const [source, words] of Object.entries(planted))
    assert.deepEqual(hardCodedWords(source), [words], source);
  const clean = [
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source, as the scanner reads it
    "html`<p class='lead' title=${t.a}>${t.b} · ${n}</p>&nbsp;<br>`;",
    "a.textContent = t.c; css`p { color: red }`; // html`<p>no",
  ].join("\n");
  assert.deepEqual(hardCodedWords(clean), []);
});

// ---- what is looked at ----

function read(path) {
  return readFileSync(new URL(path, PUBLIC), "utf8");
}

/** Paths of the page's modules, but for the words. */
function readModules() {
  const names = readdirSync(PUBLIC, { recursive: true });
  return names.filter((name) => name.endsWith(".js") && !name.startsWith("i18n/languages/"));
}

/** What these modules import before they run, and they themselves. */
function modulesOf(paths, found = new Set()) {
  for (const path of paths) {
    if (found.has(path)) continue;
    found.add(path);
    const imports = [...read(path).matchAll(/^(?:import|export|\} from)\b[^(]*?"(\.[^"]+\.js)";$/gm)];
    modulesOf(
      imports.map(([, to]) => new URL(to, new URL(path, PUBLIC)).href.slice(PUBLIC.href.length)),
      found,
    );
  }
  return found;
}

function wordsUsedIn(path) {
  return [...read(path).matchAll(/\bt\.(\w+)/g)].map(([, key]) => key);
}

/** Every value by its path, flat: "string", or how many parameters a function has. */
function shape(value, path = "") {
  if (typeof value === "string") return { [path]: "string" };
  if (typeof value === "function") return { [path]: `function of ${value.length}` };
  const inner = Object.entries(value).map(([key, each]) => shape(each, path ? `${path}.${key}` : key));
  return Object.assign({}, ...inner);
}

/** Everything a catalogue can say, by its path; what a function says to each of its samples in one. */
function said(value, samples, path = "") {
  if (typeof value === "string") return { [path]: value };
  if (typeof value === "function") {
    const all = (samples?.[path] ?? samplesFor(path)).map((args) => value(...args));
    assert.ok(
      all.every((words) => words.trim() !== ""),
      `${path} says nothing`,
    );
    return { [path]: all.join(" | ") };
  }
  const inner = Object.entries(value).map(([key, each]) =>
    said(each, samples, path ? `${path}.${key}` : key),
  );
  return Object.assign({}, ...inner);
}

/** Lists of arguments, made from the types that English gives its parameters. */
function samplesFor(key) {
  if (SAMPLES[key]) return SAMPLES[key];
  const types = [...english[key].toString().matchAll(/@type \{([^}]+)\} \*\/ \w+/g)].map(([, type]) => type);
  assert.equal(
    types.length,
    english[key].length,
    `English, ${key}: give each parameter its type, or the test its samples`,
  );
  return types.reduce(
    (lists, type) => {
      assert.ok(BY_TYPE[type], `English, ${key}: the test has no samples of ${type}`);
      return lists.flatMap((list) => BY_TYPE[type].map((value) => [...list, value]));
    },
    [[]],
  );
}

function isForOneNumber(rules, form) {
  return Array.from({ length: 1_001 }, (_, n) => n).filter((n) => rules.select(n) === form).length === 1;
}
