// What an owner is told before settings are saved: what others will meet, and what is deleted at once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_SETTINGS } from "../../public/client/protocol.js";
import { countOlder } from "../../public/hosting/count-older.js";
import { whatIsMet } from "../../public/hosting/what-is-met.js";
import { spanOf } from "../../public/i18n/spans.js";
import { loadHostingWords, loadLaterWords } from "../../public/i18n/strings.js";

await loadLaterWords();
await loadHostingWords();

const CHOICES = {
  access: ["open", "read", "ask", "closed"],
  members: ["all", "granted"],
  post: ["members", "moderators"],
  slow: [0, 30],
  direct: ["ask", "open", "moderators", "off"],
  keep: [0, 604_800],
  history: ["all", "since_join"],
  roster: ["all", "moderators"],
  pictures: ["show", "cover"],
};

/** Every room there can be, as far as words for it go. */
const ROOMS = Object.entries(CHOICES).reduce(
  (rooms, [name, values]) => rooms.flatMap((room) => values.map((value) => ({ ...room, [name]: value }))),
  [DEFAULT_SETTINGS],
);

test("every setting that takes effect is in what others are said to meet", () => {
  assert.equal(ROOMS.length, 2_048);
  for (const room of ROOMS) {
    const said = whatIsMet(room);
    assert.ok(said.length >= 4 && said.every((words) => /^[A-Z].*\.$/.test(words)), said.join(" | "));
    assert.equal(new Set(said).size, said.length);
    for (const [name, values] of Object.entries(CHOICES))
      for (const value of values) {
        if (value === room[name]) continue;
        const other = whatIsMet({ ...room, [name]: value }).join(" ");
        // Whoever comes in is a member, and who may not write has nothing to wait for.
        const isMoot =
          (name === "members" && room.access === "open") || (name === "slow" && room.post === "moderators");
        assert.equal(other === said.join(" "), isMoot, `${name}: ${value} in ${JSON.stringify(room)}`);
      }
  }
});

test("a few of these, in full", () => {
  assert.deepEqual(whatIsMet(DEFAULT_SETTINGS), [
    "Someone with the plain link comes straight in, as a member.",
    "Members can write.",
    "Members can ask each other to talk privately.",
    "Newcomers can read what was said before.",
    "Everyone sees who is here.",
  ]);
  const shut = { access: "ask", members: "granted", slow: 90, keep: 86_400, history: "since_join" };
  assert.deepEqual(whatIsMet({ ...DEFAULT_SETTINGS, ...shut }), [
    "Someone with the plain link has to ask, and sees only the room’s name and topic until a moderator lets them in.",
    "Only those who were invited by a link or let in stay members. The plain link decides for everyone else, even if they are here now.",
    "Members can write.",
    "Members wait 90 seconds between two messages.",
    "Members can ask each other to talk privately.",
    "Members see only what was said after they first came.",
    "Messages disappear after 1 day.",
    "Everyone sees who is here.",
  ]);
  assert.equal(
    whatIsMet({ ...DEFAULT_SETTINGS, access: "read", post: "moderators" })[0],
    "Someone with the plain link can read and react, but not write.",
  );
  assert.equal(
    whatIsMet({ ...DEFAULT_SETTINGS, pictures: "cover" }).at(-1),
    "Others’ pictures and videos stay covered until someone chooses to see them.",
  );
});

test("a span is told exactly", () => {
  const spans = { 5: "5 seconds", 45: "45 seconds", 61: "61 seconds", 300: "5 minutes", 3600: "1 hour" };
  for (const [seconds, words] of Object.entries(spans)) assert.equal(spanOf(Number(seconds)), words);
  assert.equal(spanOf(7 * 86_400), "7 days");
  assert.equal(spanOf(31_536_000), "1 year");
});

/** A log of which each seq is a message or something else, one a second. */
const logOf = (length, isMessage = () => true) => {
  let asked = 0;
  const ask = async (before, limit) => {
    asked += 1;
    const events = [];
    let seq = Math.min(before - 1, length);
    for (; seq > 0 && events.length < limit; seq -= 1)
      if (isMessage(seq)) events.unshift({ seq, at: seq * 1_000 });
    return { events, more: seq > 0 };
  };
  return { ask, times: () => asked };
};

test("a few older messages are counted, many are estimated, by a few requests", async () => {
  for (const [cut, isMessage, from, to] of [
    [1, undefined, 0, 0],
    [13, undefined, 12, 12],
    [40_001, undefined, 39_000, 41_000],
    // Two of three are reactions.
    [30_001, (seq) => seq % 3 === 0, 9_700, 10_300],
    [99_999_999, undefined, 49_000, 51_000],
  ]) {
    const log = logOf(50_000, isMessage);
    const n = await countOlder(cut * 1_000, { first: 1, last: 50_000 }, log.ask);
    assert.ok(n >= from && n <= to, `${n} older than ${cut}`);
    assert.ok(log.times() <= 13, `${log.times()} requests`);
  }
  assert.equal(await countOlder(5_000, { first: 1, last: 0 }, logOf(0).ask), 0, "of an empty room");
});
