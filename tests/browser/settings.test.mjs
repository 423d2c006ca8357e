// Every setting takes effect at once, in every tab, and on the next visit.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { isAccessible, isOfHighContrast } from "./support/axe.mjs";
import { DESKTOP, PHONE, useWorld } from "./support/world.mjs";

const world = useWorld();

test("the landing page has what concerns every page, and nothing of a room", async () => {
  const ana = await world.person("Ana", PHONE);
  await ana.visits();
  await ana.opensDialog("Settings");
  for (const name of ["Theme", "Contrast"]) await ana.part("dialog").getByRole("group", { name }).waitFor();
  await ana.part("dialog").getByLabel("Language").waitFor();
  assert.equal(await ana.part("dialog").getByRole("switch").count(), 0);
  await ana.page.keyboard.press("Escape");
  assert.equal(await ana.focus(), "Settings");
});

test("a choice holds in other tabs at once, also where it is shown", async () => {
  const ana = await world.person("Ana");
  await ana.joins("tabs");
  const tab = await ana.anotherTab();
  await tab.opens("tabs");
  await tab.isIn();
  for (const each of [ana, tab]) await each.opensDialog("Settings");
  await ana.chooses("Theme", "Dark");
  await tab.sees(() => document.documentElement.dataset.theme === "dark", undefined, "the dark theme");
  await tab.radio("Theme", "Dark").and(tab.page.locator(":checked")).waitFor();
  await tab.switches("Mute this room", true);
  await ana.page.locator("alcove-settings-dialog #mute:checked").waitFor();
  await ana.page.locator("alcove-top-bar .muted").waitFor();
});

test("no switch comes over the button that closes the dialog", async () => {
  const ana = await world.person("Ana", { ...PHONE, viewport: { width: 360, height: 400 } });
  await ana.joins("under");
  await ana.opensDialog("Settings");
  const under = await ana.part("dialog").evaluate((dialog) => {
    const close = dialog.querySelector(".head button");
    const middle = (each) => {
      const { top, left, width, height } = each.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    };
    return [...dialog.querySelectorAll("[role=switch]")].map((each) => {
      dialog.scrollTop += middle(each).y - middle(close).y;
      const [{ x, y }, { y: at }] = [middle(close), middle(each)];
      const button = dialog.getRootNode().elementFromPoint(x, y)?.closest("button");
      return { apart: Math.round(Math.abs(at - y)), isClose: button === close };
    });
  });
  assert.ok(under.length > 1 && under.every(({ apart }) => apart < 10), JSON.stringify(under));
  assert.ok(under.every(({ isClose }) => isClose), JSON.stringify(under));
  await ana.part("dialog").getByRole("button", { name: "Close" }).tap();
  await ana.part("dialog").waitFor({ state: "detached" });
});

test("every choice is made by keys alone", async () => {
  const ana = await world.person("Ana");
  const { keyboard } = ana.page;
  await ana.joins("keys");
  await ana.page.getByRole("button", { name: "Settings" }).focus();
  await keyboard.press("Enter");
  await ana.part("dialog").waitFor();
  assert.equal(await ana.focus(), "System");
  await keyboard.press("ArrowRight");
  await ana.radio("Theme", "Light").and(ana.page.locator(":checked:focus-visible")).waitFor();
  await keyboard.press("Tab");
  await keyboard.press("ArrowRight");
  await ana.radio("Contrast", "High").and(ana.page.locator(":checked:focus-visible")).waitFor();
  const { theme, contrast } = await ana.page.evaluate(() => ({ ...document.documentElement.dataset }));
  assert.deepEqual({ theme, contrast }, { theme: "light", contrast: "more" });
  while ((await ana.focus()) !== "Mute this room") await keyboard.press("Tab");
  await keyboard.press("Space");
  await ana.page.locator("alcove-settings-dialog #mute:checked").waitFor();
});

test.describe("whoever is to be forgotten on this device", () => {
  const kept = (person) => person.page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);
  const forgets = async (person, which) => {
    await person.opensDialog("Settings");
    await person.part("dialog").getByRole("button", { name: "Forget me on this device" }).click();
    await person.part("dialog").getByText("Messages you’ve sent stay in the room.").waitFor();
    await person.part("dialog").getByRole("button", { name: which }).click();
  };

  test("asks once, closes the room in every tab, and removes everything of it", async () => {
    const [room, another] = ["forgotten", "remembered"];
    const ben = await world.visitor(room, "Ben");
    await ben.says("Hello");
    const ana = await world.person("Ana");
    await ana.joins(another);
    const tab = await ana.anotherTab();
    await ana.comesInto(room);
    await tab.opens(room);
    await tab.isIn();
    await ana.writes("half a thought");
    await tab.writes("another half");

    await forgets(ana, "Cancel");
    assert.equal(await ana.focus(), "Forget me on this device");
    for (const { name, viewport } of [PHONE, DESKTOP]) {
      await ana.page.setViewportSize(viewport);
      await isAccessible(ana, `the settings, as wide as on a ${name}`);
    }
    await ana.page.keyboard.press("Escape");
    assert.ok((await kept(ana)).includes(`alcove:draft:${room}`));

    await forgets(ana, "Forget me in this room");
    for (const each of [ana, tab]) {
      await each.page.getByRole("button", { name: "Create a room" }).waitFor();
      const left = await kept(each);
      assert.deepEqual(left.filter((key) => key.includes(room)), []);
      assert.ok(left.includes(`alcove:member:${another}`));
    }
    await ana.opens(room);
    await ana.part("prompt").waitFor();
  });

  test("leaves nothing of a long text either, which is kept only now and then", async () => {
    const ana = await world.person("Ana");
    await ana.joins("long-draft");
    await ana.opensDialog("Settings");
    await ana.part("dialog").waitFor();
    await ana.page.evaluate(() => {
      const { shadowRoot: room } = document.querySelector("alcove-room");
      const field = room.querySelector("alcove-composer").shadowRoot.querySelector("textarea");
      field.value = "long ".repeat(2_500);
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      const dialog = room.querySelector("alcove-settings-dialog");
      dialog.dispatchEvent(new CustomEvent("forget", { detail: "long-draft" }));
    });
    await ana.page.getByRole("button", { name: "Create a room" }).waitFor();
    const left = await kept(ana);
    assert.deepEqual(left.filter((key) => key.includes("long-draft")), []);
  });

  test("removes everything for all rooms, from the start page, too", async () => {
    const ana = await world.person("Ana");
    await ana.joins("all");
    await forgets(ana, "Forget me in all rooms");
    await ana.page.getByRole("button", { name: "Create a room" }).waitFor();
    assert.deepEqual(await kept(ana), []);
    await ana.page.evaluate(() => localStorage.setItem("alcove:name", "Ana"));
    await ana.visits();
    assert.equal(await ana.page.getByLabel("Your name").inputValue(), "Ana");
    await forgets(ana, "Forget me in all rooms");
    await ana.sees(() => localStorage.length === 0, undefined, "an empty storage");
  });
});

test("a language is named in itself, and chosen without losing what was written", async () => {
  const ana = await world.person("Ana");
  await ana.joins("language");
  await ana.writes("half a thou");
  const tab = await ana.anotherTab();
  await tab.visits();
  await tab.page.evaluate(() => {
    window.isOld = true;
  });
  await ana.opensDialog("Settings");
  const list = ana.part("dialog").getByLabel("Language");
  const names = await list.locator("option").allTextContents();
  assert.equal(names[0], "Same as browser");
  assert.ok(names.includes("English"));
  await list.selectOption("en");
  await ana.page.getByRole("button", { name: "Reload in this language" }).click();
  await ana.part("dialog").waitFor({ state: "detached" });
  await ana.isIn();
  assert.equal(await ana.page.evaluate(() => localStorage.getItem("alcove:language")), "en");
  assert.equal(await ana.part("composer").inputValue(), "half a thou");
  await tab.sees(() => !window.isOld, undefined, "the other tab to follow");
  await ana.opensDialog("Settings");
  assert.equal(await list.inputValue(), "en");
});

test("each language is listed in that language", async () => {
  const ana = await world.person("Ana");
  await ana.visits();
  await ana.opensDialog("Settings");
  const list = ana.part("dialog").getByLabel("Language");
  for (const [language, words] of [["de", await wordsOf("de")], ["ar", await wordsOf("ar")], ["fr", await wordsOf("fr")]]) {
    await list.selectOption(language);
    await ana.part("dialog").getByRole("button", { name: words, exact: true }).waitFor();
  }
});

test("the way back to the browser's language is said in that, however it writes it", async () => {
  const ana = await world.person("Ana");
  await ana.context.addInitScript(() => {
    Object.defineProperty(navigator, "languages", { get: () => ["de_DE.UTF-8"] });
    localStorage.setItem("alcove:language", "en");
  });
  await ana.visits();
  await ana.opensDialog("Settings");
  await ana.part("dialog").getByLabel("Language").selectOption("");
  await ana.part("dialog").getByRole("button", { name: await wordsOf("de"), exact: true }).waitFor();
});

test("shows the user's name, and changes it", async () => {
  for (const device of [PHONE, DESKTOP]) {
    const room = `own-name-${device.name}`;
    const ana = await world.person("Ana", device);
    const ben = await world.visitor(room, "Ben");
    await ana.joins(room);
    await ana.opensDialog("Settings");
    await ana.part("dialog").getByRole("region", { name: "Your name" }).getByText("Ana").waitFor();
    await ana.part("dialog").getByRole("button", { name: "Change name" }).click();
    await ana.givesName("Anabel");
    await ana.part("prompt").waitFor({ state: "detached" });
    await ben.sees({ type: "renamed", member: { name: "Anabel" } });
    await ana.page.close();
  }
});

test.describe("permission for notifications", () => {
  test("is requested only after a gesture", async () => {
    const ana = await world.person("Ana");
    await ana.page.addInitScript(asksAndGets, "granted");
    await ana.joins("asking");
    await ana.opensDialog("Settings");
    await ana.part("dialog").getByText("Your browser needs to allow them first.").waitFor();
    assert.equal(await ana.page.evaluate(() => window.timesAsked), 0);
    await ana.page.getByRole("button", { name: "Allow notifications" }).click();
    await ana.part("dialog").getByText("Your browser allows notifications.").waitFor();
    assert.equal(await ana.focus(), "Mentions");
    assert.equal(await ana.page.evaluate(() => window.timesAsked), 1);
  });

  test("that is refused is said in words", async () => {
    const ana = await world.person("Ana");
    await ana.page.addInitScript(asksAndGets, "denied");
    await ana.joins("refused");
    await ana.opensDialog("Settings");
    await ana.chooses("Notify me about", "All messages");
    await ana.part("dialog").getByText("Your browser is blocking notifications from this site.").waitFor();
    await ana.chooses("Notify me about", "Nothing");
    await ana.part("dialog").getByText("Your browser is blocking notifications from this site.").waitFor({ state: "detached" });
    assert.equal(await ana.page.evaluate(() => window.timesAsked), 1);
    await ana.reloads();
    await ana.opensDialog("Settings");
    await ana.radio("Notify me about", "Nothing").and(ana.page.locator(":checked")).waitFor();
  });
});

for (const device of [PHONE, DESKTOP]) {
  test(`both dialogs are accessible, and with more contrast all text is at 7:1 (${device.name})`, async () => {
    const ana = await world.person("Ana", { ...device, reducedMotion: "reduce" });
    const room = `axe-${device.name}`;
    await ana.joins(room);
    const ben = await world.visitor(room, "Ben");
    await ben.says("Hello, see https://example.com/ for more");
    await ana.says("Hello");
    await ana.saysUnchecked("a bell \u0007");
    await ana.part("failure").waitFor();
    for (const opener of ["Invite", "Settings"]) {
      await ana.opensDialog(opener);
      if (opener === "Invite") await ana.page.getByRole("img", { name: /QR code/ }).waitFor();
      await isAccessible(ana, opener);
      await isOfHighContrast(ana, opener);
      await areLargeEnough(ana);
      await ana.page.keyboard.press("Escape");
      await ana.part("dialog").waitFor({ state: "detached" });
    }
  });
}

/** What the button to it says in a language. */
async function wordsOf(language) {
  return (await import(`../../public/i18n/languages/${language}/later.js`)).default.languageApply;
}

/** Whatever is pressed is at least 44 px high, with the label or row that belongs to it. */
async function areLargeEnough(person) {
  const small = await person.part("dialog").evaluate((dialog) =>
    [...dialog.querySelectorAll("button, select, .segments label, .toggle")]
      .filter((each) => each.getBoundingClientRect().height < 44)
      .map((each) => each.textContent),
  );
  assert.deepEqual(small, []);
}

/** A browser whose user gives this answer. */
function asksAndGets(answer) {
  window.timesAsked = 0;
  window.Notification = class {
    static permission = "default";
    static async requestPermission() {
      window.timesAsked += 1;
      this.permission = answer;
      return answer;
    }
  };
}
