// Durations are measured by a clock that nobody can change, dates by the server's.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { inProject } from "../../scripts/lib/paths.mjs";
import { ANA, BEN, message, page, World, welcome } from "./world.mjs";

const DAY = 86_400_000;

/** Where the device's clock is read, and what for. */
const DATES = {
  "account/parts.js": "whether it was today",
  "browser/clock.js": "the date, until the server has told it",
  "browser/visits.js": "the order of visits, over days",
  "chrome/banner.js": "until when a ban lasts, as words",
  "embed/embed.js": "when a token ends that the host's server has signed",
  "people/name-prompt.js": "whether it was today, before the server has told the date",
  "rooms/on-this-device.js": "when one has read a room, as words",
  "rooms/room-list.js": "whether it was today",
  "text/slow-texts.js": "what one page has noted, for the next",
};

test("a clock that can be set is used for dates only", () => {
  const files = readdirSync(inProject("public"), { recursive: true }).filter((file) => file.endsWith(".js"));
  const reads = files.filter((file) => {
    const source = readFileSync(inProject("public", file), "utf8").replace(/^\s*(\/?\*|\/\/).*$/gm, "");
    return /\bDate\.now\b|\bDate\(\)/.test(source);
  });
  assert.deepEqual(reads.sort(), Object.keys(DATES));
});

/** A client that was told that the server's clock says `at`. */
const told = (world, at) => {
  const { connection } = world.client();
  connection.start("Ana");
  world.socket.opens();
  world.socket.says(welcome(at === undefined ? {} : { at }), page());
  world.socket.take();
  return connection;
};

test("a clock that is set back holds nothing up", () => {
  const world = new World();
  const connection = told(world, world.now);
  connection.say("one");
  world.ahead = -3_600_000;
  for (let i = 0; i < 5; i += 1) connection.say(`${i}`);
  assert.equal(world.socket.take().length, 6);
  assert.equal(connection.heldUntil, 0);
  world.socket.ends();
  assert.ok(connection.status.retryAt - world.now <= 10_000);
});

test("what is written is dated by the server, whatever one's own clock says", () => {
  for (const ahead of [-DAY, 0, DAY]) {
    const world = new World();
    world.ahead = ahead;
    const connection = told(world, 5 * DAY);
    world.passes(1_000);
    connection.say("hi");
    assert.equal(connection.outbox[0].at, 5 * DAY + 1_000);
  }
});

test("setting the clock while one is connected changes no date", () => {
  const world = new World();
  const connection = told(world, 5 * DAY);
  for (const ahead of [DAY, -DAY]) {
    world.ahead = ahead;
    assert.equal(connection.time.date, 5 * DAY);
  }
});

test("a computer that has slept without a connection goes by its own clock", () => {
  const world = new World();
  const connection = told(world, 5 * DAY);
  world.socket.ends();
  world.ahead = DAY;
  assert.equal(connection.time.date, 6 * DAY);
  world.ahead = -DAY;
  assert.equal(connection.time.date, 5 * DAY, "but time does not go back");
});

test("of a server that does not tell its time one knows what it must be at least", () => {
  const world = new World();
  world.ahead = -DAY;
  const connection = told(world);
  world.socket.says({ ...message(1, BEN, "x"), at: 3 * DAY });
  assert.equal(connection.time.date, 3 * DAY);
  world.passes(1_000);
  world.socket.says({ ...message(2, ANA, "y"), at: 2 * DAY });
  assert.equal(connection.time.date, 3 * DAY + 1_000);
});
