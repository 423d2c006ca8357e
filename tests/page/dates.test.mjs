// Times and dates in the reader's time zone, which changes on a journey, and as days pass.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { dayKey, dayName, exactTimeOf, momentOf, timeOf, zone } from "../../public/i18n/dates.js";
import { timelineItems } from "../../public/timeline/timeline-items.js";
import { ANA, BEN, message } from "./world.mjs";

const own = process.env.TZ;
afterEach(() => {
  if (own === undefined) delete process.env.TZ;
  else process.env.TZ = own;
  zone();
});

const goTo = (/** @type {string} */ where) => {
  process.env.TZ = where;
  return zone();
};

/** Half past eleven in the evening in Berlin. */
const LATE = Date.UTC(2026, 10, 25, 22, 30);
const NOW = Date.UTC(2026, 10, 26, 9, 0);

test("times, days and the names of days are all of the zone where one is", () => {
  assert.equal(goTo("Europe/Berlin"), "Europe/Berlin");
  assert.match(timeOf(LATE), /11:30/);
  assert.match(exactTimeOf(LATE), /November 25/);
  assert.equal(dayName(LATE, NOW), "Yesterday");
  assert.equal(goTo("Asia/Tokyo"), "Asia/Tokyo");
  assert.match(timeOf(LATE), /7:30/);
  assert.match(exactTimeOf(LATE), /November 26/);
  assert.equal(dayName(LATE, NOW), "Today");
  assert.equal(momentOf(LATE, NOW), timeOf(LATE));
  assert.equal(dayKey(LATE), dayKey(NOW));
});

test("today becomes yesterday, and a date", () => {
  goTo("Europe/Berlin");
  const midnight = Date.UTC(2026, 10, 25, 23, 0);
  assert.equal(dayName(LATE, midnight - 1), "Today");
  assert.equal(dayName(LATE, midnight), "Yesterday");
  assert.match(dayName(LATE, midnight + 86_400_000), /November 25/);
});

test("what is on its way stands in no day that it will not be sent in", () => {
  goTo("Europe/Berlin");
  const sent = { ...message(1, BEN, "a"), at: NOW };
  for (const ahead of [-86_400_000, 0, 86_400_000]) {
    const entry = { frame: { type: "say", cid: "c", text: "hi" }, at: NOW + ahead };
    const contents = { messages: [sent], outbox: [entry], notices: [], you: ANA, now: NOW + 1_000 };
    const items = timelineItems(contents);
    assert.deepEqual(
      items.map(({ kind }) => kind),
      ["day", "line", "line"],
    );
    assert.equal(items.at(-1).at, NOW + Math.min(Math.max(ahead, 0), 1_000));
  }
});
