import assert from "node:assert/strict";
import { afterEach, before, beforeEach, describe, test } from "node:test";
import { loadLaterWords } from "../../public/i18n/strings.js";
import { newRoomName } from "../../public/landing/room-names.js";
import { withCount } from "../../public/notify/favicon-count.js";
import { bodyOf, Notifier, shouldNotify } from "../../public/notify/notifications.js";
import { permission } from "../../public/notify/permission.js";
import { mentions, Names } from "../../public/text/mentions.js";
import { nameParts, shortName } from "../../public/text/room-name.js";
import { ANA, BEN } from "./world.mjs";

const AWAY = { you: ANA, mode: "mentions", isMuted: false, isLookedAt: false };
const said = (text, from = BEN) => ({ from, text });
const CASES = [
  ["a mention", said("hi @ana!"), {}, true],
  ["a text without one", said("hi Ana"), {}, false],
  ["any text, if all are wanted", said("hi"), { mode: "all" }, true],
  ["a mention, if none are wanted", said("@Ana"), { mode: "off" }, false],
  ["a mention in a muted room", said("@Ana"), { isMuted: true }, false],
  ["a mention that is being looked at", said("@Ana"), { isLookedAt: true }, false],
  ["one's own text, from another tab", said("@Ana", ANA), { mode: "all" }, false],
  ["a message that was deleted meanwhile", said(undefined), { mode: "all" }, false],
];
for (const [what, message, reader, isTold] of CASES)
  test(`${what} is ${isTold ? "told" : "not told"}`, () =>
    assert.equal(shouldNotify(message, { ...AWAY, ...reader }), isTold));

test("an answer to one's own message counts as a mention", () => {
  assert.equal(shouldNotify(said("yes"), AWAY, true), true);
  for (const reader of [{ mode: "off" }, { isMuted: true }, { isLookedAt: true }])
    assert.equal(shouldNotify(said("yes"), { ...AWAY, ...reader }, true), false);
});

test("who is mentioned by a longer name is somebody else", () => {
  assert.equal(shouldNotify(said("@Ana Bo!"), { ...AWAY, others: ["Ana Bo", "Ben"] }), false);
  assert.equal(shouldNotify(said("@Ana, @Ana Bo!"), { ...AWAY, others: ["Ana Bo", "Ben"] }), true);
});

test("a mention is a whole name, in any case, with any characters", () => {
  for (const text of ["@Ana", "a @ANA, b", "(@ana)", "@ana\n"])
    assert.equal(mentions(text, "Ana"), true, text);
  for (const text of ["Ana", "@Anabel", "mail@ana.example", "@Ana_2", ""])
    assert.equal(mentions(text, "Ana"), false, text);
  assert.equal(mentions("and @A.* (b)?", "A.* (b)"), true);
  assert.equal(mentions("@Zoe\u0308", "Zoë"), true);
  assert.equal(mentions("@", ""), false);
  assert.equal(mentions("@Ana Bo, hi", "Ana"), true);
  assert.equal(mentions("@Ana Bo, hi", "Ana", ["Ana Bo"]), false);
  assert.equal(mentions("@Ana Bo and @Ana", "Ana", ["Ana Bo"]), true);
  assert.equal(mentions("@Ana Bo, hi", "Ana", new Names().note(["Ana Bo"])), false);
  assert.equal(mentions("@Ana Bob and @ana", "Ana", new Names().note(["Ana Bo"])), true);
});

test("a body is one short line", () => {
  assert.equal(bodyOf(" a\n\n b\t c "), "a b c");
  assert.equal(bodyOf("x".repeat(160)), "x".repeat(160));
  assert.equal(bodyOf("😀".repeat(161)), `${"😀".repeat(159)}…`);
});

test("without notifications there are none", () => assert.equal(permission(), "unavailable"));

test("the sign has the count, and not more than one can read", () => {
  const sign = "<svg><path/></svg>";
  assert.match(withCount(sign, 3), /^<svg><path\/>.*>3<\/text><\/svg>$/s);
  assert.match(withCount(sign, 10), />9\+<\/text>/);
});

test("a new room's name has a word to tell it by", () => {
  const name = newRoomName((n) => Uint8Array.from({ length: n }, (_, i) => i * 37));
  const { word, key, rest } = nameParts(name);
  assert.equal(word + key + rest, name);
  assert.match(word, /^[a-z]+$/);
  assert.equal(shortName(name), `${word}${key}…`);
  assert.match(shortName(name), /^[a-z]+-[a-z\d]{5}…$/);
  assert.deepEqual(nameParts("lisbon-weekend"), { word: "lisbon-weekend", key: "", rest: "" });
  assert.equal(shortName("lisbon-weekend"), "lisbon-weekend");
});

describe("what takes long to be found out", () => {
  const said = (seq, text, reply_to) => ({
    type: "message",
    seq,
    at: seq,
    from: BEN,
    cid: `${seq}`,
    text,
    reply_to,
  });
  let shown;
  let isFocused;
  let answer;
  let notifier;
  const room = {
    you: ANA,
    others: [],
    authorOf: () =>
      new Promise((resolve) => {
        answer = () => resolve(ANA.id);
      }),
  };
  before(loadLaterWords);
  beforeEach(() => {
    [shown, isFocused] = [[], false];
    globalThis.window = new EventTarget();
    globalThis.document = Object.assign(new EventTarget(), {
      hidden: false,
      hasFocus: () => isFocused,
      querySelector: () => null,
      documentElement: { lang: "en" },
    });
    globalThis.Notification = class {
      static permission = "granted";
      constructor(_title, { body }) {
        shown.push(body);
      }
      close() {}
    };
    notifier = new Notifier({
      room: "tea",
      url: "/room/tea",
      isLookedAt: () => isFocused,
      onAttention: (listener, signal) => window.addEventListener("focus", listener, { signal }),
    });
  });
  afterEach(() => {
    notifier.close();
    for (const name of ["window", "document", "Notification"]) delete globalThis[name];
  });

  test("does not take the place of what came later", async () => {
    const answered = notifier.heard([said(5, "an answer", 1)], room);
    await notifier.heard([said(6, "@Ana, later")], room);
    answer();
    await answered;
    assert.deepEqual(shown, ["@Ana, later"]);
  });

  test("is told if it is all there is, and not if one looks by then", async () => {
    for (const isLooking of [false, true]) {
      const answered = notifier.heard([said(isLooking ? 6 : 5, `looking: ${isLooking}`, 1)], room);
      isFocused = isLooking;
      answer();
      await answered;
    }
    assert.deepEqual(shown, ["looking: false"]);
  });
});
