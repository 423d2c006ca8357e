// How a conversation is drawn: days, groups, authors, and the state of each message.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { UNHURRIED } from "./support/server.mjs";
import { DESKTOP, ROUTED, useWorld } from "./support/world.mjs";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const world = useWorld(UNHURRIED);

test("each day has a line, and messages within five minutes share one author line", async () => {
  const ana = await world.person("Ana", { ...DESKTOP, ...ROUTED });
  const ben = await world.visitor("days", "Ben");
  // Noon by the clock of the page, so that no test runs over midnight.
  const noon = new Date().setUTCHours(12, 0, 0, 0);
  const said = { "on the 3rd": Date.UTC(2020, 2, 3, 12), yesterday: noon - DAY_MS, first: noon, within: noon + 4.9 * MINUTE_MS, after: noon + 10 * MINUTE_MS };
  for (const text of Object.keys(said)) await ben.says(text);
  await ana.page.clock.setFixedTime(noon + 11 * MINUTE_MS);
  await ana.isOnALine((event) => saidAt(event, said));
  await ana.joins("days");
  const lines = await ana.part("scroller").locator(".day, .row").evaluateAll(drawn);
  assert.deepEqual(lines, [
    "— 3 March 2020",
    "Ben: on the 3rd",
    "— Yesterday",
    "Ben: yesterday",
    "— Today",
    "Ben: first",
    "within",
    "Ben: after",
  ]);
  const times = ana.part("rows").locator("time");
  assert.equal(await times.first().getAttribute("datetime"), new Date(said["on the 3rd"]).toISOString());
  assert.match(await ana.row("on the 3rd").locator(".bubble").getAttribute("title"), /^Tuesday,? 3 March 2020 at 12:00:00$/);
});

test("scrolling back shows the day of the topmost message for a moment", async () => {
  const ana = await world.person("Ana", { ...DESKTOP, ...ROUTED });
  const ben = await world.visitor("day-in-view", "Ben");
  const noon = new Date().setUTCHours(12, 0, 0, 0);
  const said = {};
  for (let i = 0; i < 80; i += 1) said[`line ${i}`] = noon - (i < 40 ? DAY_MS : 0) + i * MINUTE_MS;
  for (const text of Object.keys(said)) await ben.says(text);
  await ana.page.clock.setFixedTime(noon + 90 * MINUTE_MS);
  await ana.isOnALine((event) => saidAt(event, said));
  await ana.joins("day-in-view");
  await ana.reads("line 79");
  const day = ana.page.locator("alcove-timeline .date");
  assert.equal(await day.count(), 0, "nothing to tell at the end");
  await ana.part("scroller").evaluate(scrollUpFromEnd, 300);
  await ana.readsIn("dayInView", "Today");
  await ana.part("scroller").evaluate((log) => {
    log.scrollTop = 0;
  });
  await ana.readsIn("dayInView", "Yesterday");
  await day.waitFor({ state: "detached" });
});

test("own messages look different from other people's", async () => {
  const ben = await world.visitor("sides", "Ben");
  const ana = await world.personIn("sides");
  await ben.says("from Ben");
  await ana.reads("from Ben");
  await ana.says("from Ana");
  await ana.row("from Ana").getByText("Sent", { exact: true }).waitFor({ state: "attached" });
  const look = (text) => ana.row(text).evaluate((row) => ({ side: getComputedStyle(row).justifyItems, ground: getComputedStyle(row.querySelector(".bubble")).backgroundColor }));
  const [own, others] = [await look("from Ana"), await look("from Ben")];
  assert.equal(own.side, "end");
  assert.equal(others.side, "start");
  assert.notEqual(own.ground, others.ground);
  assert.equal(await ana.row("from Ben").getByText("Sent", { exact: true }).count(), 0);
});

test("a message is pending until the server has it, then sent", async () => {
  const ana = await world.person("Ana", { ...DESKTOP, ...ROUTED });
  await ana.isOnALine();
  await ana.joins("states");
  await ana.isCutOff();
  await ana.says("hello");
  await ana.row("hello").getByText("Sending", { exact: true }).waitFor({ state: "attached" });
  assert.equal(await ana.part("composer").inputValue(), "");
  await ana.isOnTheLineAgain();
  await ana.row("hello").getByText("Sent", { exact: true }).waitFor({ state: "attached" });
  assert.equal(await ana.row("hello").getByText("Sending", { exact: true }).count(), 0);
});

test("emoji alone are drawn larger", async () => {
  const ana = await world.personIn("emoji");
  const sizes = {};
  for (const text of ["🎉", "👩‍👩‍👧 👍🏽", "party 🎉"]) {
    await ana.says(text);
    await ana.reads(text);
    sizes[text] = await ana.row(text).locator(".text").evaluate((each) => parseFloat(getComputedStyle(each).fontSize));
  }
  assert.deepEqual(sizes, { "🎉": 40, "👩‍👩‍👧 👍🏽": 40, "party 🎉": 16 });
});

test("each message has its own text direction", async () => {
  const ana = await world.personIn("directions");
  for (const [text, direction] of [["hello", "ltr"], ["שלום, hello", "rtl"], ["مرحبا", "rtl"], ["1, 2, good", "ltr"]]) {
    await ana.says(text);
    await ana.reads(text);
    assert.equal(await ana.row(text).locator(".text").evaluate((each) => getComputedStyle(each).direction), direction, text);
  }
});

test("people who join between two messages are summarised in one line", async () => {
  const ana = await world.personIn("comings");
  await ana.says("before");
  await ana.reads("before");
  for (const name of ["Ben", "Cleo"]) await world.visitor("comings", name);
  await ana.notices("Ben and Cleo joined");
  for (const name of ["Dara", "Emil", "Fay"]) await world.visitor("comings", name);
  await ana.notices("Ben, Cleo, Dara, Emil and 1 other joined");
  assert.equal((await ana.allNotices()).length, 1);
});

test("a member has the same colour for everyone, everywhere, under any name", async () => {
  const [ana, ben] = await world.people("Ana", "Ben");
  const cleo = await world.visitor("colours", "Cleo");
  await ana.joins("colours");
  await ben.joins("colours");
  await cleo.says("hello");
  for (const each of [ana, ben]) await each.reads("hello");
  const inLog = (person, text) => person.row(text).getAttribute("data-hue");
  const hue = await inLog(ana, "hello");
  assert.equal(await inLog(ben, "hello"), hue);
  const inRoster = ana.part("roster").locator("li", { hasText: "Cleo" }).locator(".avatar");
  assert.equal(await inRoster.getAttribute("data-hue"), hue);
  const painted = (avatar) =>
    avatar.evaluate((each) => {
      const { backgroundColor, borderRadius, boxShadow } = getComputedStyle(each);
      return { backgroundColor, borderRadius, boxShadow };
    });
  assert.deepEqual(await painted(inRoster), await painted(ana.row("hello").locator(".avatar")));
  cleo.send({ type: "rename", name: "Cloe" });
  await ana.part("roster").locator("li", { hasText: "Cloe" }).waitFor();
  await cleo.says("renamed");
  await ana.reads("renamed");
  assert.equal(await inLog(ana, "renamed"), hue);
});

test("new messages scroll the view up to 100 px from the end, not further up", async () => {
  const ben = await world.visitor("sticks", "Ben");
  for (let i = 0; i < 40; i += 1) await ben.says(`line ${i}`);
  const ana = await world.personIn("sticks");
  await ana.reads("line 39");
  await ana.part("scroller").evaluate(scrollUpFromEnd, 95);
  await ben.says("close");
  await ana.reads("close");
  await ana.sees(isAtEnd, undefined, "the end");
  assert.equal(await ana.part("toEnd").count(), 0);
  await ana.part("scroller").evaluate(scrollUpFromEnd, 110);
  await ana.part("toEnd").waitFor();
  await ben.says("far");
  await ana.reads("far");
  await ana.readsIn("toEnd", "1 new");
  assert.equal(await ana.page.evaluate(isAtEnd), false);
});

test("placeholders are shown while messages load, and an empty room says what to do", async () => {
  const ana = await world.person("Ana", { ...DESKTOP, ...ROUTED });
  await ana.isOnALine();
  const isMoving = () => ana.page.locator("alcove-timeline .bone").first().evaluate((bone) => bone.getAnimations().length > 0);
  await ana.opens("first");
  await ana.part("nameField").waitFor();
  assert.equal(await isMoving(), false, "nothing is loaded before the name is known");
  await ana.givesName("Ana");
  await ana.isIn();
  await ana.page.getByRole("heading", { name: "It’s quiet in here." }).waitFor();
  await ana.page.getByRole("button", { name: "Invite someone" }).waitFor();
  await ana.isCutOff();
  await ana.opens("second");
  await ana.takesTheName();
  await ana.page.locator("alcove-timeline .bone").first().waitFor();
  assert.equal(await isMoving(), true);
  await ana.page.getByText("Loading messages…").waitFor({ state: "attached" });
  await ana.isOnTheLineAgain();
  await ana.page.getByRole("heading", { name: "It’s quiet in here." }).waitFor();
});

test("every member colour is readable on every background, in every theme", async () => {
  const ana = await world.personIn("contrast");
  for (const [contrast, least] of [["no-preference", 4.5], ["more", 7]]) {
    for (const colorScheme of ["light", "dark"]) {
      await ana.page.emulateMedia({ colorScheme, contrast });
      await ana.sees((wanted) => (document.documentElement.dataset.contrast ?? "no-preference") === wanted, contrast, `contrast ${contrast}`);
      const ratios = await ana.page.evaluate(contrasts);
      assert.equal(ratios.length, 12 * 4);
      assert.deepEqual(ratios.filter(({ ratio }) => ratio < least), [], `${colorScheme}, ${contrast}`);
    }
  }
});

/** The event as if its messages had been said at these times. */
function saidAt(event, times) {
  if (event.events) return { ...event, events: event.events.map((each) => saidAt(each, times)) };
  return event.text in times ? { ...event, at: times[event.text] } : event;
}

// ---- run in the page ----

/** Days with a dash; texts, after the author where one is named. */
function drawn(all) {
  return all.map((each) => {
    if (each.matches(".day")) return `— ${each.textContent.trim()}`;
    const author = each.querySelector(".author")?.textContent;
    return `${author ? `${author}: ` : ""}${each.querySelector(".text").textContent}`;
  });
}

async function scrollUpFromEnd(log, by) {
  log.scrollTop = log.scrollHeight - log.clientHeight - by;
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
}

function isAtEnd() {
  const log = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot.querySelector(".scroller");
  return log.scrollHeight - log.scrollTop - log.clientHeight < 2;
}

/** Of each member's colour: as a name on the ground and on quotes, and under the letter of an avatar. */
function contrasts() {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const probe = document.body.appendChild(document.createElement("i"));
  const resolved = (token) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  /** What is seen if these are laid over each other. */
  const painted = (...tokens) => {
    for (const token of tokens) {
      canvas.fillStyle = resolved(token);
      canvas.fillRect(0, 0, 1, 1);
    }
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const luminance = ([r, g, b]) => {
    const [red, green, blue] = [r, g, b].map((each) => (each / 255 <= 0.04045 ? each / 255 / 12.92 : ((each / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ratio = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const pairs = Array.from({ length: 12 }, (_, hue) => `--member-${hue}`).flatMap((member) => [
    { what: `${member} on the ground`, ratio: ratio(painted(member), painted("--ground")) },
    { what: `${member} on a quote`, ratio: ratio(painted(member), painted("--bubble", "--quoted")) },
    { what: `${member} on a quote of one's own`, ratio: ratio(painted(member), painted("--bubble-own", "--quoted")) },
    { what: `a letter on ${member}`, ratio: ratio(painted("--on-member"), painted(member)) },
  ]);
  probe.remove();
  return pairs;
}
