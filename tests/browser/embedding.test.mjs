// A room embedded in another site's page: the host's options work, and neither side interferes with the other.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "@playwright/test";
import { serveExample } from "../../scripts/lib/example.mjs";
import { inProject } from "../../scripts/lib/paths.mjs";
import { isAccessibleNow } from "./support/axe.mjs";
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
const world = useWorld(() => ({ ALLOWED_ORIGINS: `${hostOf(OTHER_SITE)}, ${hostOf(SAME_SITE)}` }));
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
      const [ana, ben] = [await world.person("Ana", device), await world.person("Ben")];
      await ben.joins(room);
      await ana.comesUpon(hostPage(`room="${room}"`));
      await ana.givesName("Ana");
      await ana.isIn();
      await ben.notices("Ana joined");
      await ana.says("from the host's page");
      await ben.reads("from the host's page");
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

  test("may be written in any case of letters", async () => {
    const [ana, ben] = await world.people("Ana", "Ben");
    await ben.joins("any-case");
    await ana.comesUpon(hostPage('room="Any-Case" name="Ana"'));
    await ben.notices("Ana joined");
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
    const [ana, ben] = await world.people("Ana", "Ben");
    await ben.joins("named");
    await ana.comesUpon(hostPage('room="named" name="Ana &amp; co #1"', { host: SAME_SITE }));
    await ana.isIn();
    await ben.notices("Ana & co #1 joined");
    assert.equal(await ana.place.evaluate(() => localStorage.getItem("alcove:name")), null);
  });

  test("that is taken is asked for, once", async () => {
    const [ana, ben] = await world.people("Ana", "Ben");
    await world.visitor("taken-name", "Ana");
    await ben.joins("taken-name");
    await ana.comesUpon(hostPage('room="taken-name" name="Ana"', { host: SAME_SITE }));
    await ana.readsIn("nameProblem", "That name is taken in this room.");
    const offer = ana.place.getByRole("button", { name: /^Use “/ });
    const suggestion = /“(.+)”/.exec(await offer.textContent())[1];
    await offer.click();
    await ana.isIn();
    await ben.notices(`${suggestion} joined`);
    assert.equal(await ana.place.evaluate(() => localStorage.getItem("alcove:name")), null);
    await ana.comesUpon(hostPage('room="taken-name" name="Ana"', { host: SAME_SITE }));
    await ana.isIn();
    assert.deepEqual(await ben.rosterNames(), ["Ben", "Ana", suggestion]);
  });

  test("that the host changes is changed in the room, without coming anew", async () => {
    const [ana, ben] = await world.people("Ana", "Ben");
    await ben.joins("renamed");
    await ana.comesUpon(hostPage('room="renamed" name="Ana"'));
    await ana.isIn();
    await ana.place.evaluate(() => {
      window.isTheSamePage = true;
    });
    const steps = await ana.page.evaluate(() => history.length);
    await setsAttribute(ana, "name", "Anna");
    await ben.sees(rosterHas, "Anna", "Anna in the roster", () => ben.rosterNames());
    assert.equal(await ana.place.evaluate(() => window.isTheSamePage), true);
    assert.equal(await ana.page.evaluate(() => history.length), steps, "no step in the host's history");
    assert.deepEqual(await ben.allNotices(), ["Anna joined"], "nobody came anew");
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
      const ben = await world.person("Ben");
      await ben.joins(room);
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
      await ben.reads("Thank you");
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
      for (const theme of ["light", "dark"]) {
        const ana = await world.person("Ana", { ...device, reducedMotion: "reduce" });
        await ana.comesUpon(hostPage(`room="axe-${device.name}-${theme}" theme="${theme}"`));
        await ana.part("prompt").waitFor();
        await isAccessibleNow(ana.page, "host page");
        await isAccessibleNow(ana.place, "prompt");
        await ana.givesName("Ana");
        await ana.isIn();
        await ana.says("Hello");
        await ana.reads("Hello");
        await isAccessibleNow(ana.place, "room");
        assert.equal(await ana.page.locator("alcove-room iframe").getAttribute("title"), `Chat room axe-${device.name}-${theme}`);
      }
    }
    const ana = await world.person("Ana");
    ana.expectsToHear(/room is missing/);
    await ana.page.goto(hostPage(""));
    await ana.page.getByText("its room name is missing or invalid").waitFor();
    await isAccessibleNow(ana.page, "no room");
  });

  test("is told how many messages wait while the room is out of sight, and nothing else", async () => {
    const [ana, ben] = await world.people("Ana", "Ben");
    await ana.page.addInitScript(() => {
      window.told = [];
      window.addEventListener("message", ({ data }) => window.told.push(data));
    });
    await ana.comesUpon(hostPage('room="unread" name="Ana"'));
    await ana.isIn();
    await ben.joins("unread");
    await ben.says("in sight");
    await ana.reads("in sight");
    await ana.place.evaluate(watchSight);
    for (const [property, away] of [["marginTop", "300vh"], ["display", "none"]]) {
      const puts = (value) => ana.page.locator("alcove-room").evaluate((room, [property, value]) => { room.style[property] = value; }, [property, value]);
      await puts(away);
      // A frame that is not drawn has no animation frames to look in.
      await ana.place.waitForFunction(() => window.isInSight === false, undefined, { polling: 50 });
      await ben.says("one", "two");
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
    const [ana, ben] = await world.people("Ana", "Ben");
    await ben.joins("moved");
    await ana.comesUpon(hostPage('room="moved" name="Ana"', { host: SAME_SITE }));
    await ana.isIn();
    await ana.page.evaluate(() => {
      const room = document.querySelector("alcove-room");
      room.setAttribute("theme", "dark");
      document.querySelector("section").append(room);
    });
    await ana.page.frameLocator("alcove-room iframe").locator(":root[data-theme=dark] alcove-timeline .empty").waitFor();
    assert.deepEqual(await ben.rosterNames(), ["Ben", "Ana"]);
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

test("where a browser refuses frames any storage, the room is there all the same", async () => {
  const [ana, ben] = await world.people("Ana", "Ben");
  await ben.joins("forgetful");
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
  await ben.reads("still here");
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

// ---- run in the page ----

function rosterHas(name) {
  const roster = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-roster");
  return [...roster.shadowRoot.querySelectorAll(".name bdi")].some(({ textContent }) => textContent === name);
}

/** By the browser's own word, as the room has it. */
/** Begins before the frame goes out of sight: one that is not drawn hears of nothing new. */
function watchSight() {
  new IntersectionObserver((entries) => {
    window.isInSight = entries.at(-1).isIntersecting;
  }).observe(document.documentElement);
}
