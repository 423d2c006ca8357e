// A room embedded in another site's page: the host's options work, and neither side interferes with the other.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readdirSync } from "node:fs";
import { test } from "@playwright/test";
import { claimsOf, signByHmac } from "../../examples/host-users/sign.mjs";
import { serveExample } from "../../scripts/lib/example.mjs";
import { inProject } from "../../scripts/lib/paths.mjs";
import { hasReadableColors, isAccessibleNow } from "./support/axe.mjs";
import { makesRoom, mints, newKey } from "./support/keys.mjs";
import { DESKTOP, PHONE, useWorld } from "./support/world.mjs";

const IN_EXAMPLE = { alcove: "https://alcove.example", element: '<alcove-room room="kiln-and-clay"></alcove-room>' };
const SCRIPT = '<script src="https://alcove.example/embed.js" async></script>';
/** Names of one server, which to a browser are sites of their own; some refuse storage in a frame from another site. */
const OTHER_SITE = "localhost";
/** Another origin by its port alone, so that the frame has its storage in any browser. */
const SAME_SITE = "127.0.0.1";
const UNLISTED = "stranger.localhost";
const REFUSED = /frame-ancestors|is not in its ALLOWED_ORIGINS/;

let example;
test.beforeAll(async () => {
  example = await serveExample({ port: 0, change: asked });
});
const SECRET = randomBytes(32).toString("base64url");
const world = useWorld(() => ({
  ALLOWED_ORIGINS: `${hostOf(OTHER_SITE)}, ${hostOf(SAME_SITE)}`,
  HOST_KEYS: JSON.stringify({ [hostOf(SAME_SITE)]: { kty: "oct", k: SECRET } }),
}));
test.afterAll(() => {
  example.close();
  example.closeAllConnections();
});

/** The example as a test asks for it by the query: with another element, or another script. */
function asked(page, url) {
  const element = url.searchParams.get("element") ?? IN_EXAMPLE.element;
  const script = url.searchParams.get("script") ?? SCRIPT;
  return page.replace(IN_EXAMPLE.element, element).replace(SCRIPT, script).replaceAll(IN_EXAMPLE.alcove, world.server.url);
}

const hostOf = (name) => `http://${name}:${example.address().port}`;

/** The address of the example with such an element: `room="tea" name="Ana"`. */
function hostPage(attributes, { host = OTHER_SITE, script } = {}) {
  const query = new URLSearchParams({ element: `<alcove-room ${attributes}></alcove-room>`, ...(script && { script }) });
  return `${hostOf(host)}/?${query}`;
}

test.describe("the room", () => {
  for (const device of [PHONE, DESKTOP]) {
    test(`is the same on a host page and on its own (${device.name})`, async () => {
      const room = `both-${device.name}`;
      const [ana, ben] = [await world.person("Ana", device), await world.visitor(room, "Ben")];
      await ana.comesUpon(hostPage(`room="${room}"`));
      await ana.givesName("Ana");
      await ana.isIn();
      await ben.sees({ type: "join", member: { name: "Ana" } });
      await ana.says("from the host's page");
      await ben.sees({ type: "message", text: "from the host's page" });
      await ben.says("from the room's own");
      await ana.reads("from the room's own");
    });
  }

  test("opens menus and pickers without an error in the host's console", async () => {
    const ana = await world.person("Ana");
    await ana.comesUpon(hostPage('room="opened" name="Ana"'));
    await ana.isIn();
    await ana.says("open me");
    const row = ana.part("rows").and(ana.place.locator(":not(.pending)"));
    await row.hover();
    for (const [button, opened] of [
      [row.locator(".tools .menu"), "menu"],
      [ana.part("emojiButton"), "emoji"],
    ]) {
      await button.click();
      await ana.part(opened).first().waitFor();
      await ana.page.keyboard.press("Escape");
      await ana.part(opened).first().waitFor({ state: "detached" });
    }
  });

  test("is alone in its frame, wherever a link leads: nothing in private, no list of rooms, no finding", async () => {
    const ana = await world.person("Ana");
    const [ben, there] = [await world.visitor("solo", "Ben"), await world.visitor("solo-too", "Ben")];
    await ben.says("a word");
    await there.says("a word");
    await ana.comesUpon(hostPage('room="solo" name="Ana"', { host: SAME_SITE }));
    await ana.isIn();
    const { member } = await ben.sees({ type: "join", member: { name: "Ana" } });
    ben.send({ type: "direct", cid: "d", to: member.id });
    await ben.sees({ type: "direct", state: "asked" });
    await ana.place.waitForFunction(() => document.querySelector("alcove-room").store.room.directs.length === 1);
    const isAlone = async () => {
      await ana.place.getByRole("button", { name: /^People/ }).click();
      await ana.place.locator("alcove-roster").getByText("Ben").first().waitFor();
      assert.equal(await ana.place.locator('[aria-label="Message Ben privately"]').count(), 0);
      await ana.page.keyboard.press("Escape");
      await ana.part("rows").first().hover();
      await ana.part("rows").first().locator(".tools .menu").click();
      await ana.part("menu").waitFor();
      assert.equal(await ana.place.getByRole("menuitem", { name: "Copy text" }).count(), 1);
      assert.equal(await ana.place.getByText("Message privately").count(), 0);
      await ana.page.keyboard.press("Escape");
      await ana.part("menu").waitFor({ state: "detached" });
      assert.deepEqual(await ana.place.evaluate(isLikeTheApp), { isFinding: false, hasList: false, directs: 0 });
    };
    await isAlone();
    await ana.place.evaluate(() => location.assign("/room/solo-too"));
    await ana.givesName("Ana");
    await there.sees({ type: "join", member: { name: "Ana" } });
    await isAlone();
  });

  test("may be written in any case of letters", async () => {
    const ben = await world.visitor("any-case", "Ben");
    const ana = await world.person("Ana");
    await ana.comesUpon(hostPage('room="Any-Case" name="Ana"'));
    await ben.sees({ type: "join", member: { name: "Ana" } });
  });

  test("has its own link to share, on its own site, and leads to the start page in a new tab", async () => {
    const ana = await world.person("Ana");
    await ana.context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await ana.comesUpon(hostPage('room="shared" name="Ana"'));
    await ana.isIn();
    await ana.place.getByRole("button", { name: "Invite", exact: true }).click();
    await ana.place.getByRole("button", { name: "Copy", exact: true }).click();
    await ana.place.getByText("Link copied").first().waitFor();
    assert.equal(await ana.page.evaluate(() => navigator.clipboard.readText()), world.server.link("shared"));
    const home = ana.place.getByRole("link", { name: /^Alcove/ });
    assert.equal(await home.getAttribute("target"), "_blank");
  });

  for (const [attributes, reason] of [
    ["", /room is missing/],
    ['room=""', /not a valid room name/],
    ['room="no spaces"', /not a valid room name/],
    ['room="../admin"', /not a valid room name/],
  ]) {
    test(`that is none is told in words: ${attributes || "no attribute"}`, async () => {
      const ana = await world.person("Ana");
      const complaint = ana.page.waitForEvent("console", (message) => reason.test(message.text()));
      ana.expectsToHear(reason);
      await ana.page.goto(hostPage(attributes));
      await ana.page.getByText("its room name is missing or invalid").waitFor();
      await complaint;
      assert.equal(await ana.page.locator("alcove-room iframe").count(), 0);
      await setsAttribute(ana, "room", "found-after-all");
      await ana.page.locator("alcove-room iframe").waitFor();
    });
  }
});

test.describe("the name", () => {
  test("that a host gives is taken at once, and is for this room alone", async () => {
    const ben = await world.visitor("named", "Ben");
    const ana = await world.person("Ana");
    await ana.comesUpon(hostPage('room="named" name="Ana &amp; co #1"', { host: SAME_SITE }));
    await ana.isIn();
    await ben.sees({ type: "join", member: { name: "Ana & co #1" } });
    assert.equal(await ana.place.evaluate(() => localStorage.getItem("alcove:name")), null);
  });

  test("that is taken is asked for, once", async () => {
    const ben = await world.visitor("taken-name", "Ana");
    const ana = await world.person("Ana");
    await ana.comesUpon(hostPage('room="taken-name" name="Ana"', { host: SAME_SITE }));
    await ana.readsIn("nameProblem", "That name is taken in this room.");
    const offer = ana.place.getByRole("button", { name: /^Use “/ });
    const suggestion = /“(.+)”/.exec(await offer.textContent())[1];
    await offer.click();
    await ana.isIn();
    await ben.sees({ type: "join", member: { name: suggestion } });
    assert.equal(await ana.place.evaluate(() => localStorage.getItem("alcove:name")), null);
    await ana.comesUpon(hostPage('room="taken-name" name="Ana"', { host: SAME_SITE }));
    await ana.isIn();
    assert.deepEqual(ben.comings, ["join Ana", `join ${suggestion}`]);
  });

  test("that the host changes is changed in the room, without coming anew", async () => {
    const ben = await world.visitor("renamed", "Ben");
    const ana = await world.person("Ana");
    await ana.comesUpon(hostPage('room="renamed" name="Ana"'));
    await ana.isIn();
    await ana.place.evaluate(() => {
      window.isTheSamePage = true;
    });
    const steps = await ana.page.evaluate(() => history.length);
    await setsAttribute(ana, "name", "Anna");
    await ben.sees({ type: "renamed", member: { name: "Anna" } });
    assert.equal(await ana.place.evaluate(() => window.isTheSamePage), true);
    assert.equal(await ana.page.evaluate(() => history.length), steps, "no step in the host's history");
    assert.deepEqual(ben.comings, ["join Ben", "join Ana"], "nobody came anew");
  });

  test("in a link gives nobody a name", async () => {
    const ana = await world.person("Ana");
    await ana.visits("/room/linked-name#embed&name=Mallory");
    await ana.part("prompt").waitFor();
    assert.equal(await ana.part("nameField").inputValue(), "");
  });
});

test.describe("who has given no name", () => {
  for (const device of [PHONE, DESKTOP]) {
    test(`can read first, and joins below the messages (${device.name})`, async () => {
      const room = `looked-at-${device.name}`;
      const ben = await world.visitor(room, "Ben");
      await ben.says("**Welcome** to everyone");
      const ana = await world.person("Ana", device);
      await ana.comesUpon(hostPage(`room="${room}"`));
      await ana.reads("Welcome to everyone");
      await ana.readsIn("prompt", "Last message:");
      assert.equal(await ana.place.locator("dialog:modal").count(), 0);
      assert.equal(await ana.part("composer").isVisible(), false);
      assert.deepEqual(await ana.allNotices(), []);
      await ana.part("texts").first().hover();
      await isAccessibleNow(ana.place, `a room that is looked at, ${device.name}`);
      await ana.givesName("Ana");
      await ana.isIn();
      await ana.says("Thank you");
      await ben.sees({ type: "message", text: "Thank you" });
      await ana.readsExactly(["Welcome to everyone", "Thank you"]);
    });
  }

  test("is asked for a name before acting on a message", async () => {
    const ben = await world.visitor("only-looked-at", "Ben");
    await ben.says("Hello");
    const ana = await world.person("Ana");
    await ana.comesUpon(hostPage('room="only-looked-at"'));
    await ana.reads("Hello");
    await ana.place.getByRole("button", { name: "Message actions: Ben" }).click();
    await ana.sees(() => document.querySelector("alcove-room").shadowRoot.querySelector("alcove-name-prompt").matches(":focus-within"), undefined, "the field for the name");
    assert.equal(await ana.focus(), "Your name");
  });
});

test.describe("the theme", () => {
  test("that a host gives is drawn, changes with it, and is not the user's to switch", async () => {
    const ana = await world.person("Ana", { ...DESKTOP, colorScheme: "light" });
    await ana.comesUpon(hostPage('room="themed" name="Ana" theme="dark"', { host: SAME_SITE }));
    await ana.isIn();
    assert.equal(await groundOf(ana), "dark");
    const themes = ana.place.getByRole("group", { name: "Theme" });
    await ana.place.getByRole("button", { name: "Settings" }).click();
    await ana.place.getByRole("group", { name: "Contrast" }).waitFor();
    assert.equal(await themes.count(), 0);
    await ana.place.evaluate(() => {
      window.isTheSamePage = true;
    });
    await setsAttribute(ana, "theme", "light");
    await ana.sees(() => document.documentElement.dataset.theme === "light", undefined, "the light theme");
    assert.equal(await groundOf(ana), "light");
    await setsAttribute(ana, "theme", null);
    await themes.waitFor();
    assert.equal(await ana.place.evaluate(() => window.isTheSamePage), true);
    assert.equal(await ana.place.evaluate(() => localStorage.getItem("alcove:theme")), null);
  });

  test("is the system's if the host gives none", async () => {
    const ana = await world.person("Ana", { ...DESKTOP, colorScheme: "dark" });
    await ana.comesUpon(hostPage('room="by-system" name="Ana"'));
    await ana.isIn();
    assert.equal(await groundOf(ana), "dark");
  });
});

test("the language that a host gives comes before the browser's", async () => {
  const languages = readdirSync(inProject("public", "i18n", "languages"));
  assert.ok(languages.includes("en"));
  const ana = await world.person("Ana", { ...DESKTOP, locale: languages.find((each) => each !== "en") ?? "fr" });
  await ana.comesUpon(hostPage('room="spoken" name="Ana" language="en-GB"'));
  await ana.isIn();
  // The last of them are languages to nobody, but are something to every object.
  for (const language of languages.concat("constructor", "toString", "__proto__")) {
    await setsAttribute(ana, "language", language);
    await ana.place.waitForURL(new RegExp(`language=${language}$`));
    const wanted = languages.includes(language) ? language : ana.device.locale;
    await ana.sees((wanted) => document.documentElement.lang === wanted, wanted, `the language ${language}`);
    await ana.sees(() => document.querySelector("alcove-room")?.shadowRoot?.querySelector("alcove-composer"), undefined, `the room in ${language}`);
  }
});

test.describe("styles", () => {
  test("of the host do not reach in", async () => {
    const [ana, ben] = await world.people("Ana", "Ben");
    const looks = (person) =>
      person.place.evaluate((properties) => {
        const room = document.querySelector("alcove-room").shadowRoot;
        const parts = ["alcove-composer textarea", "alcove-composer button", "alcove-top-bar h1", "alcove-timeline .text"];
        return parts.map((part) => {
          const [host, inner] = part.split(" ");
          const style = getComputedStyle(room.querySelector(host).shadowRoot.querySelector(inner));
          return [part, ...properties.map((property) => style[property])];
        });
      }, ["display", "boxSizing", "borderTopStyle", "backgroundColor", "fontFamily", "letterSpacing", "lineHeight", "textTransform", "color"]);
    // As wide as the frame, so that both are laid out alike.
    await ana.comesUpon(hostPage('room="isolated" name="Ana"'));
    await ana.isIn();
    const { width, height } = await ana.page.locator("alcove-room iframe").boundingBox();
    await ben.page.setViewportSize({ width: Math.round(width), height: Math.round(height) });
    await ben.joins("isolated");
    await ben.says("how do I look?");
    await ana.reads("how do I look?");
    await ben.reads("how do I look?");
    assert.deepEqual(await looks(ana), await looks(ben));
    assert.equal(await ana.page.locator("alcove-room iframe").evaluate((frame) => getComputedStyle(frame).filter), "none");
  });

  test("of the room do not get out", async () => {
    const ana = await world.person("Ana");
    const looks = () =>
      ana.page.evaluate(() => {
        const all = [...document.querySelectorAll("html, body, body *")].filter((each) => !each.matches("alcove-room"));
        return all.map((each) => {
          const { cssText, ...style } = getComputedStyle(each);
          return [each.tagName, ...Object.values(style)];
        });
      });
    await ana.page.goto(hostPage('room="contained"', { script: "<script></script>" }));
    await ana.page.evaluate(() => Object.assign(document.querySelector("alcove-room").style, { display: "block", height: "36rem" }));
    const before = await looks();
    await ana.comesUpon(hostPage('room="contained" name="Ana"'));
    await ana.isIn();
    assert.deepEqual(await looks(), before);
    const sheets = await ana.page.evaluate(() => [document.styleSheets.length, document.adoptedStyleSheets.length]);
    assert.deepEqual(sheets, [1, 0]);
  });

  test("of the host say how large it is, and whether it is shown", async () => {
    const ana = await world.person("Ana");
    await ana.comesUpon(hostPage('room="sized" name="Ana"'));
    await ana.isIn();
    const room = ana.page.locator("alcove-room");
    await room.evaluate((element) => Object.assign(element.style, { width: "300px", height: "400px", border: "0" }));
    const { width, height } = await ana.page.locator("alcove-room iframe").boundingBox();
    assert.deepEqual([width, height], [300, 400]);
    await room.evaluate((element) => element.setAttribute("hidden", ""));
    await room.waitFor({ state: "hidden" });
  });
});

test.describe("the focus", () => {
  for (const [what, attributes, part] of [
    ["joins", 'name="Ana"', "composer"],
    ["asks for a name", "", "prompt"],
  ]) {
    test(`stays with the host while the room ${what}`, async () => {
      const ana = await world.person("Ana");
      ana.expectsToHear(/room is missing/);
      await ana.page.goto(hostPage("hidden"));
      await ana.page.locator("#mail").focus();
      await ana.page.locator("alcove-room").evaluate((element, html) => {
        const made = new DOMParser().parseFromString(html, "text/html").querySelector("alcove-room");
        element.replaceWith(document.adoptNode(made));
      }, `<alcove-room room="quiet" ${attributes}></alcove-room>`);
      const frame = await (await ana.page.locator("alcove-room iframe").elementHandle()).contentFrame();
      await frame.locator(`alcove-${part === "prompt" ? "name-prompt dialog" : "composer textarea"}`).waitFor();
      if (part === "composer") await frame.locator("alcove-timeline .empty").waitFor();
      assert.equal(await frame.evaluate(() => document.hasFocus()), false);
      await ana.page.keyboard.type("ana@example.com");
      assert.equal(await ana.page.locator("#mail").inputValue(), "ana@example.com");
    });
  }

  test("comes in by Tab, goes through, and out again on the other side", async () => {
    const ana = await world.person("Ana");
    await ana.comesUpon(hostPage('room="tabbed" name="Ana"'));
    await ana.isIn();
    await ana.page.getByRole("button", { name: "Sign up" }).focus();
    await tabsUntil(ana, "Tab", () => ana.focus().then((name) => name === "Message"));
    await ana.page.keyboard.type("all by keys");
    await ana.page.keyboard.press("Enter");
    await ana.reads("all by keys");
    await tabsUntil(ana, "Tab", () => ana.page.evaluate(() => document.activeElement.id === "after"));
    await tabsUntil(ana, "Shift+Tab", () => ana.page.evaluate(() => document.activeElement.textContent === "Sign up"));
  });

  test("comes into the name prompt by Tab, and the name is given by keys", async () => {
    const ana = await world.person("Ana");
    await ana.comesUpon(hostPage('room="tabbed-prompt"'));
    await ana.part("prompt").waitFor();
    await ana.page.getByRole("button", { name: "Sign up" }).focus();
    await tabsUntil(ana, "Tab", () => ana.focus().then((name) => name === "Your name"));
    await ana.page.keyboard.type("Ana");
    await ana.page.keyboard.press("Enter");
    await ana.isIn();
    assert.equal(await ana.focus(), "Message");
  });

  test("goes to the room when the host says so", async () => {
    const ana = await world.person("Ana");
    await ana.comesUpon(hostPage('room="called" name="Ana"'));
    await ana.isIn();
    await ana.page.locator("alcove-room").evaluate((element) => element.focus());
    await ana.sees(() => document.hasFocus(), undefined, "the focus");
  });
});

test.describe("a frame that a host has made itself, in a sandbox", () => {
  const boxed = (room, sandbox) =>
    hostPage("hidden").replace(/element=[^&]*/, `element=${encodeURIComponent(`<iframe sandbox="${sandbox}" src="${world.server.link(room)}"></iframe>`)}`);

  test("says that the room opens in a tab, if it may not load it", async () => {
    const ana = await world.person("Ana");
    ana.expectsToHear(/origin 'null'|Failed to load resource|ERR_BLOCKED_BY_RESPONSE|ERR_FAILED/);
    await ana.page.goto(boxed("boxed", "allow-scripts allow-popups allow-popups-to-escape-sandbox"));
    const frame = ana.page.frameLocator("iframe");
    await frame.getByText("This chat can’t be shown here.").waitFor();
    const opened = ana.context.waitForEvent("page");
    await frame.getByRole("link", { name: "Open in a new tab" }).click();
    const tab = await opened;
    await tab.locator("alcove-name-prompt dialog").waitFor();
    assert.equal(new URL(tab.url()).pathname, "/room/boxed");
    assert.deepEqual(ana.faults.splice(0), [`a window: ${tab.url()}`]);
  });

  test("contains the room, if it is from the same site", async () => {
    const ana = await world.person("Ana");
    await ana.page.goto(boxed("boxed-well", "allow-scripts allow-same-origin"));
    const frame = ana.page.frameLocator("iframe");
    await frame.locator("alcove-name-prompt input").fill("Ana");
    await frame.locator("alcove-name-prompt input").press("Enter");
    // The bar gives way to it in a frame that is so low.
    await frame.locator("alcove-composer textarea:focus").waitFor();
    await frame.locator("alcove-name-prompt").waitFor({ state: "detached" });
  });
});

test.describe("a host page", () => {
  test("has nothing that axe-core complains of, outside the room and in it", async () => {
    for (const device of [PHONE, DESKTOP]) {
      const ana = await world.person("Ana", { ...device, reducedMotion: "reduce" });
      await ana.comesUpon(hostPage(`room="axe-${device.name}" theme="dark"`));
      /** The room in both themes, in the second of which only colours are others. */
      const isFine = async (where) => {
        for (const [theme, isNow] of [["dark", isAccessibleNow], ["light", hasReadableColors]]) {
          await setsAttribute(ana, "theme", theme);
          await ana.sees((wanted) => document.documentElement.dataset.theme === wanted, theme, `the ${theme} theme`);
          await isNow(ana.place, `${where}, ${theme}`);
        }
      };
      await ana.part("prompt").waitFor();
      await isAccessibleNow(ana.page, "host page");
      await isFine("prompt");
      await ana.givesName("Ana");
      await ana.isIn();
      await ana.says("Hello");
      await ana.reads("Hello");
      await isFine("room");
      assert.equal(await ana.page.locator("alcove-room iframe").getAttribute("title"), `Chat room axe-${device.name}`);
    }
    const ana = await world.person("Ana");
    ana.expectsToHear(/room is missing/);
    await ana.page.goto(hostPage(""));
    await ana.page.getByText("its room name is missing or invalid").waitFor();
    await isAccessibleNow(ana.page, "no room");
  });

  test("is told how many messages wait while the room is out of sight, and nothing else", async () => {
    const ana = await world.person("Ana");
    await ana.page.addInitScript(() => {
      window.told = [];
      window.addEventListener("message", ({ data }) => window.told.push(data));
    });
    await ana.comesUpon(hostPage('room="unread" name="Ana"'));
    await ana.isIn();
    const ben = await world.visitor("unread", "Ben");
    await ben.says("in sight");
    await ana.reads("in sight");
    await ana.place.evaluate(watchSight);
    for (const [property, away] of [["marginTop", "300vh"], ["display", "none"]]) {
      const puts = (value) => ana.page.locator("alcove-room").evaluate((room, [property, value]) => { room.style[property] = value; }, [property, value]);
      await puts(away);
      // A frame that is not drawn has no animation frames to look in.
      await ana.place.waitForFunction(() => window.isInSight === false, undefined, { polling: 50 });
      for (const text of ["one", "two"]) await ben.says(text);
      await ana.page.getByText("(2 new)").waitFor();
      await puts("");
      await ana.page.getByText("(2 new)").waitFor({ state: "detached" });
    }
    const told = await ana.page.evaluate(() => window.told);
    assert.deepEqual(told[0], { alcove: "here" });
    assert.deepEqual([...new Set(told.slice(1).flatMap((each) => Object.keys(each)))], ["alcove", "count"]);
  });

  test("cannot be lied to by another frame or by itself", async () => {
    const ana = await world.person("Ana");
    await ana.comesUpon(hostPage('room="lies" name="Ana"'));
    await ana.isIn();
    const events = await ana.page.evaluate(async () => {
      let events = 0;
      document.addEventListener("alcove-unread", () => {
        events += 1;
      });
      const heard = new Promise((resolve) => window.addEventListener("message", ({ data }) => data === "last" && resolve()));
      window.postMessage({ alcove: "unread", count: 9 }, "*");
      window.postMessage("last", "*");
      await heard;
      return events;
    });
    assert.equal(events, 0);
  });

  test("may load the script as a module, and twice", async () => {
    for (const [index, script] of [
      '<script type="module" src="https://alcove.example/embed.js"></script>',
      `${SCRIPT}${SCRIPT.replace("embed.js", "embed.js?again")}`,
      '<script type="module">import "https://alcove.example/embed.js";</script>',
    ].entries()) {
      const ana = await world.person("Ana");
      await ana.comesUpon(hostPage(`room="loaded-${index}" name="Ana"`, { script }));
      await ana.isIn();
      await ana.context.close();
    }
  });

  test("may take the element away, and put it elsewhere", async () => {
    const ben = await world.visitor("moved", "Ben");
    const ana = await world.person("Ana");
    await ana.comesUpon(hostPage('room="moved" name="Ana"', { host: SAME_SITE }));
    await ana.isIn();
    await ana.page.evaluate(() => {
      const room = document.querySelector("alcove-room");
      room.setAttribute("theme", "dark");
      document.querySelector("section").append(room);
    });
    await ana.page.frameLocator("alcove-room iframe").locator(":root[data-theme=dark] alcove-timeline .empty").waitFor();
    assert.deepEqual(ben.comings, ["join Ben", "join Ana"]);
  });

  test("that is not listed is not shown the room, and goes on all the same", async () => {
    const ana = await world.person("Ana");
    ana.expectsToHear(REFUSED);
    const complaint = ana.page.waitForEvent("console", (message) => /ALLOWED_ORIGINS/.test(message.text()));
    await ana.page.goto(hostPage('room="private" name="Ana"', { host: UNLISTED }));
    await ana.page.getByText("This chat can’t be shown here.").waitFor();
    const link = ana.page.getByRole("link", { name: "Open in a new tab" });
    assert.equal(await link.getAttribute("href"), world.server.link("private"));
    assert.ok((await complaint).text().includes(hostOf(UNLISTED)));
    await ana.page.locator("#mail").fill("ana@example.com");
    await isAccessibleNow(ana.page, "refused");
  });

  test("may frame no other page of ours", async () => {
    const ana = await world.person("Ana");
    ana.expectsToHear(REFUSED);
    await ana.page.goto(hostPage('room="only-rooms" name="Ana"'));
    const violation = ana.page.waitForEvent("console", (message) => /frame-ancestors/.test(message.text()));
    await ana.page.evaluate((url) => {
      document.body.append(Object.assign(document.createElement("iframe"), { src: url }));
    }, `${world.server.url}/`);
    await violation;
  });
});

test.describe("the key", () => {
  test("makes the room with its first settings, and is to be found nowhere", async () => {
    const ana = await world.person("Ana");
    const key = newKey();
    const left = [];
    ana.context.on("request", (request) => left.push(request.url(), JSON.stringify(request.headers()), request.postData() ?? ""));
    ana.context.on("console", (message) => left.push(message.text()));
    await gives(ana, { key, create: { settings: { access: "ask", title: "Tea" } } });
    await ana.comesUpon(hostPage('room="made" name="Ana"', { host: SAME_SITE }));
    await ana.isIn();
    assert.deepEqual(await houseOf(ana), { role: "owner", access: "ask", title: "Tea" });
    const host = await ana.page.evaluate(readPlaces);
    const room = await ana.place.evaluate(readPlaces);
    assert.match(host.frame, /\/room\/made#embed&name=Ana&keyed=$/);
    // The frame keeps it for the owner alone, as the room's own page does.
    assert.deepEqual(room.stored.filter(([, value]) => value.includes(key)), [["alcove:own-key:made", key]]);
    for (const [name, places] of Object.entries({ host, room: { ...room, stored: [] }, left }))
      assert.ok(!JSON.stringify(places).includes(key), `the key is in ${name}: ${JSON.stringify(places)}`);
    await ana.comesUpon(hostPage('room="made" name="Ana"', { host: SAME_SITE }));
    await ana.isIn();
    assert.equal((await houseOf(ana)).role, "owner", "the same once more makes nothing new");
  });

  test("that is another now loads the room anew, and only then", async () => {
    const owner = await makesRoom(world, "rekeyed");
    const key = await mints(owner, "moderator");
    const ana = await world.person("Ana");
    await ana.comesUpon(hostPage('room="rekeyed" name="Ana"', { host: SAME_SITE }));
    await ana.isIn();
    assert.equal((await houseOf(ana)).role, "member");
    await ana.place.evaluate(() => {
      window.isTheSamePage = true;
    });
    const sets = (value) => ana.page.locator("alcove-room").evaluate((room, key) => Object.assign(room, { key }).isConnected, value);
    await sets(undefined);
    assert.equal(await ana.place.evaluate(() => window.isTheSamePage), true);
    const steps = await ana.page.evaluate(() => history.length);
    await sets(key);
    await ana.staysOnThePage();
    await ana.isIn();
    assert.equal((await houseOf(ana)).role, "moderator");
    assert.equal(await ana.page.evaluate(() => history.length), steps, "no step in the host's history");
  });

  test("goes to the room alone, and is taken from the host alone", async () => {
    const owner = await makesRoom(world, "alone");
    const [given, planted] = [await mints(owner, "reader"), await mints(owner, "moderator")];
    const ana = await world.person("Ana");
    await gives(ana, { key: given });
    await ana.comesUpon(hostPage('room="alone" name="Ana"', { host: SAME_SITE }));
    await ana.isIn();
    assert.equal((await houseOf(ana)).role, "reader");
    const told = await ana.page.evaluate(asksInAFrame);
    assert.deepEqual(told, ["last"]);
    // A frame that a host has made itself: what comes from a window beside it is not the host's word.
    const ben = await world.person("Ben");
    await ben.page.goto(hostPage("hidden", { host: SAME_SITE, script: "<script></script>" }));
    await ben.page.evaluate(frameBetween, { src: `${world.server.link("alone")}#embed&keyed&name=Ben`, given, planted });
    await ben.page.frameLocator("#room").locator("alcove-timeline .empty").waitFor();
    const frame = await (await ben.page.locator("#room").elementHandle()).contentFrame();
    assert.equal(await frame.evaluate(() => document.querySelector("alcove-room").store.room.house.role), "reader");
  });

  test("that is none, and settings that are none, are said to those who write the page, without a word of it", async () => {
    const ana = await world.person("Ana");
    ana.expectsToHear(/alcove-room/);
    const heard = [];
    ana.page.on("console", (message) => heard.push(message.text()));
    await gives(ana, { key: "too-short-secret", create: [] });
    await ana.comesUpon(hostPage('room="ill-keyed" name="Ana" key="as-an-attribute"'));
    await ana.isIn();
    assert.equal((await houseOf(ana)).role, "member");
    assert.deepEqual([...new Set(heard)].sort(), [
      "<alcove-room>: create is not { settings: { … } }",
      "<alcove-room>: key is a property, not an attribute",
      "<alcove-room>: key is not 22 characters of base64url",
    ]);
  });
});

test.describe("a user of the host's", () => {
  const tokenFor = (room, fields = {}) =>
    signByHmac(SECRET, { ...claimsOf(hostOf(SAME_SITE), room, "user-1", "Uma"), ...fields });
  const seconds = () => Math.floor(Date.now() / 1_000);
  /** The host's page answers with these tokens, one after the other, and keeps what it was asked. */
  const renews = (person, ...tokens) =>
    person.page.addInitScript((tokens) => {
      if (window.parent !== window) return;
      window.asked = [];
      document.addEventListener("alcove-token", (event) => {
        window.asked.push(event.detail);
        if (tokens.length > 0) event.target.token = tokens.shift();
      });
    }, tokens);
  const asked = (person, count) => person.page.waitForFunction((count) => window.asked.length === count, count);

  test("is who the host says, is not asked for a name, and cannot take another", async () => {
    const ben = await world.visitor("hosted", "Ben");
    const uma = await world.person("Uma");
    const token = tokenFor("hosted");
    await uma.comesUpon(hostPage(`room="hosted" token="${token}"`, { host: SAME_SITE }));
    await uma.isIn();
    const { member } = await ben.sees({ type: "join", member: { name: "Uma" } });
    assert.equal(member.verified, true);
    await uma.says("hello");
    await ben.sees({ type: "message", text: "hello", from: { id: member.id } });
    await uma.place.getByRole("button", { name: /^People/ }).click();
    await uma.place.locator("alcove-roster").getByText("Ben").first().waitFor();
    assert.equal(await uma.place.getByRole("button", { name: "Change name" }).count(), 0);
    const [host, room] = [await uma.page.evaluate(readPlaces), await uma.place.evaluate(readPlaces)];
    assert.match(host.frame, /\/room\/hosted#embed&signed=$/);
    assert.ok(!JSON.stringify(room).includes(token), "the token is kept nowhere");
    // Another user opens the room anew; a fresh token of the same one does not.
    const sets = (token) => uma.page.locator("alcove-room").evaluate((room, token) => Object.assign(room, { token }).isConnected, token);
    await sets(tokenFor("hosted", { role: "member" }));
    await sets(tokenFor("hosted", { sub: "user-2", name: "Vic" }));
    await ben.sees({ type: "join", member: { name: "Vic" } });
  });

  test("whose token ends is asked for a fresh one before, and for one that has ended", async () => {
    const uma = await world.person("Uma");
    const [short, long] = [tokenFor("renewed", { exp: seconds() + 31 }), tokenFor("renewed")];
    await renews(uma, long);
    await uma.comesUpon(hostPage(`room="renewed" token="${short}"`, { host: SAME_SITE }));
    await uma.isIn();
    await asked(uma, 1);
    assert.deepEqual(await uma.page.evaluate(() => window.asked), [{ room: "renewed" }]);
    const vic = await world.person("Vic");
    await renews(vic, tokenFor("late"));
    await vic.comesUpon(hostPage(`room="late" token="${tokenFor("late", { exp: seconds() - 20 })}"`, { host: SAME_SITE }));
    await vic.isIn();
    assert.deepEqual(await vic.page.evaluate(() => window.asked), [{ room: "late" }]);
  });

  test("that the room cannot believe in is told so, and the console why; one better token is enough", async () => {
    const bad = signByHmac(randomBytes(32).toString("base64url"), claimsOf(hostOf(SAME_SITE), "doubted", "user-1", "Uma"));
    const uma = await world.person("Uma");
    uma.expectsToHear(/the token was refused: signature/);
    await renews(uma, tokenFor("doubted"));
    await uma.comesUpon(hostPage(`room="doubted" token="${bad}"`, { host: SAME_SITE }));
    await uma.isIn();
    assert.deepEqual(await uma.page.evaluate(() => window.asked), [{ room: "doubted", cause: "signature" }]);
    const vic = await world.person("Vic");
    vic.expectsToHear(/the token was refused: signature/);
    await renews(vic, bad);
    await vic.comesUpon(hostPage(`room="doubted" token="${bad}"`, { host: SAME_SITE }));
    await vic.place.getByText("could not say who you are").first().waitFor();
  });
});

test("where a browser refuses frames any storage, the room is there all the same", async () => {
  const ben = await world.visitor("forgetful", "Ben");
  const ana = await world.person("Ana");
  await ana.page.addInitScript(() => {
    if (window.parent === window) return;
    const refuse = () => {
      throw new DOMException("denied", "SecurityError");
    };
    for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { get: refuse });
    navigator.locks.request = async () => refuse();
    Object.defineProperty(navigator, "serviceWorker", { get: refuse });
  });
  await ana.comesUpon(hostPage('room="forgetful" name="Ana"'));
  await ana.isIn();
  await ana.says("still here");
  await ben.sees({ type: "message", text: "still here" });
});

/** More than there are places for the focus on the host page and in the room. */
const MOST_TABS = 25;

async function tabsUntil(person, key, isThere) {
  for (let time = 0; time < MOST_TABS; time += 1) {
    if (await isThere()) return;
    const before = await focusOf(person);
    await person.page.keyboard.press(key);
    // Between pages the focus changes hands in its own time.
    while ((await focusOf(person)) === before) await person.page.evaluate(() => new Promise(requestAnimationFrame));
  }
  assert.fail(`${key} never got there`);
}

/** Where the focus is, on the host page and in the room. */
const focusOf = async (person) =>
  `${await person.page.evaluate(() => document.activeElement.outerHTML)} ${await person.focus()}`;

const setsAttribute = (person, name, value) =>
  person.page.locator("alcove-room").evaluate(
    (element, [name, value]) => (value === null ? element.removeAttribute(name) : element.setAttribute(name, value)),
    [name, value],
  );

/** Which theme the room is drawn in. */
const groundOf = (person) =>
  person.place.evaluate(() => {
    const [red] = getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g);
    return Number(red) < 128 ? "dark" : "light";
  });

/** As soon as the element is there, whether or not its script is. */
const gives = (person, properties) =>
  person.page.addInitScript((properties) => {
    if (window.parent !== window) return;
    const watch = new MutationObserver(() => {
      const room = document.querySelector("alcove-room");
      if (!room) return;
      watch.disconnect();
      Object.assign(room, properties);
    });
    watch.observe(document, { childList: true, subtree: true });
  }, properties);

const houseOf = (person) =>
  person.place.evaluate(() => {
    const { role, settings } = document.querySelector("alcove-room").store.room.house;
    return { role, access: settings.access, title: settings.title };
  });

// ---- run in the page ----

/** What a room's own page has besides the room. */
function isLikeTheApp() {
  const key = new KeyboardEvent("keydown", { key: "k", code: "KeyK", ctrlKey: true, cancelable: true, bubbles: true });
  const isFinding = !document.body.dispatchEvent(key);
  const { shadowRoot } = document.querySelector("alcove-room");
  const hasList = document.querySelector("alcove-sidebar") !== null || "sidebar" in document.documentElement.dataset;
  return { isFinding, hasList, directs: shadowRoot.querySelectorAll("alcove-directs").length };
}

/** Wherever a page could have left something. */
function readPlaces() {
  const room = document.querySelector("alcove-room");
  return {
    address: location.href,
    state: history.state,
    title: document.title,
    referrer: document.referrer,
    document: document.documentElement.outerHTML,
    inside: room?.shadowRoot.innerHTML,
    frame: room?.shadowRoot.querySelector("iframe")?.src,
    property: room?.key,
    entries: performance.getEntries().map(({ name }) => name),
    steps: globalThis.navigation?.entries().map(({ url }) => url),
    stored: Object.entries({ ...localStorage, ...sessionStorage }),
  };
}

/** What a frame hears that asks as a room does, and is none. */
function asksInAFrame() {
  const frame = document.createElement("iframe");
  document.body.append(frame);
  const told = [];
  return new Promise((resolve) => {
    frame.contentWindow.addEventListener("message", ({ data }) => {
      told.push(data);
      if (data === "last") resolve(told);
    });
    window.addEventListener("message", ({ data }) => data === "asked" && frame.contentWindow.postMessage("last", "*"));
    frame.contentWindow.eval('parent.postMessage({ alcove: "key" }, "*"); parent.postMessage("asked", "*")');
  });
}

/** The host answers only after a window beside the room has given another key. */
function frameBetween({ src, given, planted }) {
  const [room, beside] = ["room", "beside"].map((id) => Object.assign(document.createElement("iframe"), { id }));
  document.body.append(beside, room);
  window.addEventListener("message", ({ source, data }) => {
    if (source !== room.contentWindow || data?.alcove !== "key") return;
    window.planted = planted;
    beside.contentWindow.eval('parent.document.querySelector("#room").contentWindow.postMessage({ alcove: "key", key: parent.planted }, "*")');
    room.contentWindow.postMessage({ alcove: "key", key: given }, "*");
  });
  room.src = src;
}

/** By the browser's own word, as the room has it. */
/** Begins before the frame goes out of sight: one that is not drawn hears of nothing new. */
function watchSight() {
  new IntersectionObserver((entries) => {
    window.isInSight = entries.at(-1).isIntersecting;
  }).observe(document.documentElement);
}
