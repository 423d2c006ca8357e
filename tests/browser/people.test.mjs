// Who is here: in a room of any size, under any names.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { isInScriptedRoom, says } from "./support/scripted.mjs";
import { UNHURRIED } from "./support/server.mjs";
import { DESKTOP, PHONE, useWorld } from "./support/world.mjs";

const world = useWorld({ ...UNHURRIED, MAX_ROSTER: "5", LEAVE_GRACE_MS: "0" });

const rosterIs = (person, names) =>
  person.sees(hasRoster, JSON.stringify(names), `the roster ${names}`, () => person.rosterNames());

test("a room that grows beyond its roster limit and shrinks again has everyone in the roster, and no one who left", async () => {
  const ana = await world.personIn("grows");
  const guests = [];
  for (let i = 1; i <= 6; i += 1) guests.push(await world.visitor("grows", `Guest ${i}`));
  await ana.counts(7);
  await rosterIs(ana, ["Ana", ...guests.map(({ name }) => name)]);
  await guests[0].leaves();
  await guests[1].leaves();
  await ana.counts(5);
  await rosterIs(ana, ["Ana", "Guest 3", "Guest 4", "Guest 5", "Guest 6"]);
  await world.visitor("grows", "Guest 10");
  await guests[2].leaves();
  await ana.counts(5);
  await rosterIs(ana, ["Ana", "Guest 4", "Guest 5", "Guest 6", "Guest 10"]);
  assert.equal(await ana.page.getByRole("button", { name: "Show more" }).count(), 0);
});

test("who opens a room above the limit sees who is here without asking, and the others by asking", async () => {
  const guests = [];
  for (let i = 1; i <= 7; i += 1) guests.push((await world.visitor("large", `Guest ${i}`)).name);
  const ana = await world.personIn("large");
  await ana.counts(8);
  await rosterIs(ana, ["Ana", ...guests]);
});

test("a name change is shown in the conversation", async () => {
  const ana = await world.personIn("renames");
  const ben = await world.visitor("renames", "Ben");
  await ben.says("hello");
  await ana.reads("hello");
  ben.send({ type: "rename", name: "Benjamin" });
  await ana.notices("Ben is now Benjamin");
  ben.send({ type: "rename", name: "Bo" });
  await ana.notices("Ben is now Bo");
  assert.deepEqual(await ana.allNotices(), ["Ben joined", "Ben is now Bo"]);
});

for (const device of [PHONE, DESKTOP]) {
  const opensPeople = async (person) => {
    if (person.isOnPhone) await person.part("people").tap();
  };

  test(`a press on a person mentions them in the composer, whatever it contains (${device.name})`, async () => {
    const ana = await world.personIn(`press-${device.name}`, "Ana", device);
    await world.visitor(`press-${device.name}`, "Ben B");
    await ana.writes("hi");
    await opensPeople(ana);
    const ben = ana.page.getByRole("button", { name: "Ben B", exact: true });
    if (ana.isOnPhone) await ben.tap();
    else await ben.click();
    await ana.sees(isInComposer, "hi @Ben B ", "the mention");
    assert.equal(await ana.focus(), "Message");
    await ana.part("composer").pressSequentially("!");
    assert.equal(await ana.part("composer").inputValue(), "hi @Ben B !");
    if (ana.isOnPhone) assert.equal(await ana.part("roster").count(), 0);
  });

  test(`long names can be read to their end, in either direction (${device.name})`, async () => {
    const names = ["W".repeat(32), "Maximiliane von und zu Musterberg", "عبد الرحمن بن محمد بن عبد الله"];
    const room = `long-names-${device.name}`;
    for (const name of names) await world.visitor(room, name.slice(0, 32));
    const ana = await world.personIn(room, "Ana", device);
    await opensPeople(ana);
    await ana.counts(4);
    const cut = await ana.page.locator("alcove-roster .name").evaluateAll((all) =>
      all.filter((each) => each.scrollWidth > each.clientWidth || each.scrollHeight > each.clientHeight + 1).map(({ textContent }) => textContent),
    );
    assert.deepEqual(cut, []);
  });
}

test("the roster is one tab stop, and arrow keys move within it", async () => {
  const ana = await world.personIn("keys");
  for (const name of ["Ben", "Cleo", "Dara"]) await world.visitor("keys", name);
  await ana.counts(4);
  const person = (name) => ana.page.getByRole("button", { name, exact: true });
  const isFocused = (name) => person(name).evaluate((each) => each.matches(":focus"));
  await person("Ben").focus();
  assert.equal(await person("Ben").getAttribute("title"), "Mention Ben");
  await ana.page.keyboard.press("ArrowDown");
  assert.ok(await isFocused("Cleo"));
  await ana.page.keyboard.press("End");
  assert.ok(await isFocused("Dara"));
  await ana.page.keyboard.press("Shift+Tab");
  assert.equal(await ana.focus(), "Change name");
  await ana.page.keyboard.press("Tab");
  assert.ok(await isFocused("Dara"));
  await ana.page.keyboard.press("Enter");
  await ana.sees(isInComposer, "@Dara ", "the mention");
});

test("a panel that was closed stays closed after a reload, and one that was opened again open", async () => {
  const ana = await world.personIn("closed");
  await ana.part("people").click();
  await ana.part("roster").waitFor({ state: "detached" });
  await ana.reloads();
  assert.equal(await ana.part("roster").count(), 0);
  await ana.part("people").click();
  await ana.part("roster").waitFor();
  await ana.reloads();
  await ana.part("roster").waitFor();
});

test("numbers in names are in their order, oneself first", async () => {
  const ana = await world.personIn("order", "Zoe");
  for (const name of ["Guest 10", "guest 9", "Émile", "Guest 2"]) await world.visitor("order", name);
  await rosterIs(ana, ["Zoe", "Émile", "Guest 2", "guest 9", "Guest 10"]);
});

test.describe("many who come", () => {
  const guest = (i) => ({ id: `${i}`.padStart(16, "0"), name: `Guest ${i}` });

  test("draw no message anew, one row of the roster each, and one notice", async () => {
    const ana = await world.person("Ana");
    const history = Array.from({ length: 60 }, (_, i) => [i + 1, guest(i % 7).id, guest(i % 7).name, `@Ana message ${i + 1}`, i % 3 ? {} : { reactions: { "👍": [guest(1).id, "gone"] } }]);
    const [socket] = await scripted(ana, history);
    await ana.page.evaluate(countDraws);
    for (let i = 100; i < 400; i += 1) says(socket, { type: "join", member: guest(i), count: i });
    await ana.sees(() => window.drawn().notices.endsWith("296 others joined"), undefined, "the notice", () => ana.page.evaluate(() => window.drawn()));
    const { rows, people, listed, notices } = await ana.page.evaluate(() => window.drawn());
    assert.equal(rows, 0, "rows of messages that were changed");
    assert.ok(people <= 300, `${people} rows of the roster for 300 who came`);
    assert.equal(listed, 101, "of the roster, no more is drawn at first");
    assert.match(notices, /^\S+Guest 100\S+, \S+Guest 101/);
  });

  test("are drawn where they are seen, as is all that happens, and nothing else is", async () => {
    const ana = await world.person("Ana");
    await ana.page.addInitScript(noteDraws);
    // Once the two are told apart, nothing more is loaded that would be drawn.
    const [socket] = await scripted(ana, [
      [1, guest(1).id, "Guest 1", "hello @Ana"],
      [2, guest(2).id, "Gue\u0455t 1", "hello"],
    ]);
    await ana.page.locator("alcove-roster .alike").nth(1).waitFor();
    const [one, three] = [guest(1), guest(3)];
    const hears = (event) => () => says(socket, event);
    const about = (type, seq, fields) => hears({ type, seq, at: 1_795_435_085_000 + seq, cid: `c${seq}`, from: one, target: 3, ...fields });
    const row = (text) => () => ana.row(text).waitFor();
    const isTyping = () => ana.readsIn("typing", "Guest 3");
    const typing = [hears({ type: "typing", from: three }), isTyping, ["room", "typing-line"]];
    const echo = async () => {
      const cid = await ana.row("mine").evaluate(({ dataset }) => dataset.key.slice("own ".length));
      about("message", 4, { from: { id: "00000000000000aa", name: "Ana" }, cid, text: "mine" })();
    };
    const reply = async () => {
      await ana.row("changed").hover();
      await ana.row("changed").getByRole("button", { name: "Reply", exact: true }).click();
      await ana.page.mouse.move(0, 0);
    };
    const log = ["room", "timeline"];
    const steps = [
      ["join", hears({ type: "join", member: three, count: 4 }), () => ana.notices("Guest 3 joined"), ["room", "roster", "timeline", "top-bar"]],
      ["count", hears({ type: "presence", count: 5_000 }), () => ana.counts("5,000"), ["room", "roster", "top-bar"]],
      ["typing", ...typing],
      ["message", about("message", 3, { text: "more" }), row("more"), log, 1],
      ["key", () => ana.writes("mine"), () => ana.hasWritten("mine"), ["composer"]],
      ["send", () => ana.sends(), row("mine"), ["composer", ...log], 1],
      ["ack", echo, () => ana.row("mine").getByText("Sent").waitFor({ state: "attached" }), log, 1],
      ["reaction", about("reacted", 5, { emoji: "👍", on: true }), () => ana.seesReactions("more", "👍 1"), log, 1],
      ["edit", about("edited", 6, { text: "changed" }), row("changed"), log, 1],
      ["reply", reply, () => ana.readsIn("mode", "changed"), ["composer", ...log], 1],
      ["typing while one replies", ...typing],
      ["edit of what one replies to", about("edited", 7, { text: "again" }), () => ana.readsIn("mode", "again"), ["composer", ...log], 1],
      ["name", hears({ type: "renamed", member: { ...three, name: "Cleo" }, was: three.name }), () => ana.notices("Guest 3 is now Cleo"), ["room", "roster", "timeline"]],
    ];
    await ana.page.evaluate(noteRows);
    for (const [what, happens, isSeen, drawn, rows = 0] of steps) {
      await ana.page.evaluate(forgetDraws);
      await happens();
      await isSeen();
      const found = await ana.page.evaluate(drawnSince);
      assert.deepEqual(found, { drawn: drawn.map((each) => `alcove-${each}`), rows }, what);
    }
  });

  test("and those who are there already are drawn after the newest messages, which are drawn before all others", async () => {
    const ana = await world.person("Ana");
    await ana.page.addInitScript(noteDraws);
    const members = Array.from({ length: 1_000 }, (_, i) => guest(i + 1));
    const history = Array.from({ length: 50 }, (_, i) => [i + 1, guest(i).id, guest(i).name, `message ${i + 1}`]);
    await scripted(ana, history, { members, count: 1_001 });
    await ana.reads("message 1");
    await ana.part("rosterNames").nth(100).waitFor();
    const draws = await ana.page.evaluate(() => window.draws.filter(({ rows }) => rows > 0).map(({ name, rows }) => `${name} ${rows}`));
    assert.equal(draws[0], "alcove-timeline 20");
    assert.ok(draws.includes("alcove-timeline 50") && draws.includes("alcove-roster 101"), `all of ${draws}`);
  });

  /** A room whose limit is above all who come. */
  async function scripted(person, history, welcome = {}) {
    const sockets = await isInScriptedRoom(person, { history, welcome: { limits: { roster: 5_000 }, ...welcome } });
    await person.opens("scripted");
    await person.givesName("Ana");
    await person.isIn();
    await person.reads(history.at(-1)[3]);
    return sockets;
  }
});

// ---- run in the page ----

function hasRoster(names) {
  const roster = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-roster");
  return JSON.stringify([...(roster?.shadowRoot.querySelectorAll(".name bdi") ?? [])].map(({ textContent }) => textContent)) === names;
}

function isInComposer(text) {
  const room = document.querySelector("alcove-room").shadowRoot;
  return room.querySelector("alcove-composer").shadowRoot.querySelector("textarea").value === text;
}

/** Which component was drawn, and how many rows it had then. */
function noteDraws() {
  window.draws = [];
  const define = customElements.define.bind(customElements);
  customElements.define = (name, component) => {
    const { performUpdate } = component.prototype;
    component.prototype.performUpdate = function () {
      const isWanted = this.isUpdatePending;
      performUpdate.call(this);
      if (isWanted) window.draws.push({ name, rows: this.renderRoot.querySelectorAll(".row, li").length });
    };
    define(name, component);
  };
}

/** Which rows of messages were touched. */
function noteRows() {
  window.touched = new Set();
  const timeline = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot;
  const rowOf = (node) => (node instanceof Element ? node : node.parentElement)?.closest(".row");
  new MutationObserver((records) => {
    for (const { target, addedNodes } of records) for (const node of [target, ...addedNodes]) window.touched.add(rowOf(node));
    window.touched.delete(null);
    window.touched.delete(undefined);
  }).observe(timeline, { subtree: true, childList: true, attributes: true, characterData: true });
}

function forgetDraws() {
  window.draws.length = 0;
  window.touched.clear();
}

/** By the end of the next frame, besides what is for the ear, which is told in its own time. */
async function drawnSince() {
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const drawn = new Set(window.draws.map(({ name }) => name));
  drawn.delete("alcove-announcer");
  return { drawn: [...drawn].sort(), rows: window.touched.size };
}

function countDraws() {
  const room = document.querySelector("alcove-room").shadowRoot;
  const timeline = room.querySelector("alcove-timeline").shadowRoot;
  const roster = room.querySelector("alcove-roster").shadowRoot;
  const [rows, people] = [new Set(), new Set()];
  let [rowCount, peopleCount] = [0, 0];
  const note = (records, found, selector) => {
    for (const { target, addedNodes } of records) {
      const within = (target instanceof Element ? target : target.parentElement)?.closest(selector);
      if (within) found.add(within);
      for (const node of addedNodes) if (node instanceof Element && node.matches(selector)) found.add(node);
    }
  };
  const all = { subtree: true, childList: true, attributes: true, characterData: true };
  new MutationObserver((records) => {
    rows.clear();
    note(records, rows, ".row");
    rowCount += rows.size;
  }).observe(timeline, all);
  new MutationObserver((records) => {
    people.clear();
    note(records, people, "li");
    peopleCount += people.size;
  }).observe(roster, all);
  window.drawn = () => ({
    rows: rowCount,
    people: peopleCount,
    listed: roster.querySelectorAll("li").length,
    notices: timeline.querySelector(".notice")?.textContent ?? "",
  });
}
