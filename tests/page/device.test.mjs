// How one device hands its rooms over to another: the code, the exchange of keys, and the pieces that are sent.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { bytesOf, textOf } from "../../public/device/bytes.js";
import { keysOf, linkWith, newSecret, newWords, readWords, secretIn } from "../../public/device/code.js";
import { GiverExchange, TakerExchange } from "../../public/device/exchange.js";
import { Pieces, pieces, readNote, shownDevice, writeNote } from "../../public/device/pieces.js";
import { MOST_ROOMS } from "../../public/rooms/my-rooms.js";

const letters = (text) => new TextEncoder().encode(text);
const KEYS = { room: "device-1", proof: randomBytes(32) };

test("a link carries 128 bits behind its hash, and nothing else is taken for a code", () => {
  const secret = newSecret(randomBytes);
  assert.match(secret, /^[\w-]{22}$/);
  const { hash, pathname, search } = new URL(linkWith(secret, "https://a.example"));
  assert.deepEqual([pathname, search, secretIn(hash)], ["/", "", secret]);
  assert.equal(secretIn(""), undefined);
  assert.equal(secretIn("#m12"), undefined);
  for (const broken of ["", "x", `${secret}x`, secret.slice(1), "é".repeat(22), `${secret}&a=b`])
    assert.equal(secretIn(`#device=${broken}`), "", broken);
});

test("six words are read in any form, and what is none is named", () => {
  const seen = new Set();
  for (let i = 0; i < 300; i += 1) for (const word of newWords(randomBytes).split(" ")) seen.add(word);
  assert.ok(seen.size > 900, `${seen.size} words`);
  const words = "zoo abandon ability able about above";
  for (const typed of [
    words,
    words.toUpperCase(),
    " zoo,abandon;ability  able\nabout/above. ",
    "zoo aban abil able abou abov",
    "1. zoo 2. abandon 3. ability 4. able 5. about 6. above",
  ])
    assert.deepEqual(readWords(typed), { words }, typed);
  assert.deepEqual(
    readWords("zoo aba ability able about above"),
    { unknown: "aba" },
    "three letters fit many",
  );
  assert.deepEqual(readWords("zoo constructor"), { unknown: "constructor" });
  assert.deepEqual(readWords(""), { count: 0 });
  assert.deepEqual(readWords("zoo zoo"), { count: 2 });
  assert.deepEqual(readWords("zoo ".repeat(100)).count, 50, "no more than the first letters are read");
});

test("of a code everything is derived, and nothing leads back or to another", async () => {
  const code = newSecret(randomBytes);
  const [keys, again, other] = await Promise.all([
    keysOf(code),
    keysOf(code),
    keysOf(newSecret(randomBytes)),
  ]);
  assert.deepEqual(keys, again);
  assert.match(keys.room, /^device-[0-9a-f]{32}$/);
  assert.match(keys.door, /^[\w-]{22}$/);
  assert.notEqual(keys.room, other.room);
  const told = JSON.stringify([keys.room, keys.door]);
  for (const hidden of [code, textOf(keys.proof)]) assert.equal(told.includes(hidden), false);
  // So that the two devices of different versions meet.
  const { room } = await keysOf("zoo zoo zoo zoo zoo zoo");
  assert.equal(room, "device-1fbbdfad5b003cb786bcb2e43d5072f0");
});

test("both show the same number, and read what the other seals, once and in order", () => {
  const [giver, taker] = [new GiverExchange(KEYS, randomBytes), new TakerExchange(KEYS, randomBytes)];
  const { answer, ...ours } = giver.take(taker.answer(giver.offer));
  const theirs = taker.agree(answer);
  assert.match(ours.check, /^\d{6}$/);
  assert.equal(ours.check, theirs.check);
  const [one, two] = ["one", "two"].map((text) => ours.fromGiver.seal(letters(text)));
  assert.equal(new TextDecoder().decode(theirs.fromGiver.open(one)), "one");
  assert.throws(() => theirs.fromGiver.open(one), "repeated");
  const again = () => {
    const pair = [new GiverExchange(KEYS, randomBytes), new TakerExchange(KEYS, randomBytes)];
    const { answer: said, ...mine } = pair[0].take(pair[1].answer(pair[0].offer));
    return [mine, pair[1].agree(said)];
  };
  const [mine, yours] = again();
  mine.fromGiver.seal(letters("left out"));
  assert.throws(() => yours.fromGiver.open(mine.fromGiver.seal(letters("next"))), "left out");
  assert.throws(() => again()[1].fromGiver.open(two), "of another time");
  assert.throws(
    () => again()[0].fromTaker.open(again()[0].fromGiver.seal(letters("a"))),
    "of the other direction",
  );
});

test("nobody in the middle gets through: not without the code, not with it by another key, not by a changed letter", () => {
  const stranger = { ...KEYS, proof: randomBytes(32) };
  const giver = new GiverExchange(KEYS, randomBytes);
  assert.throws(() => new TakerExchange(stranger, randomBytes).answer(giver.offer));
  assert.throws(() =>
    giver.take(new TakerExchange(KEYS, randomBytes).answer(new GiverExchange(KEYS, randomBytes).offer)),
  );
  const taker = new TakerExchange(KEYS, randomBytes);
  const said = taker.answer(giver.offer);
  const changed = bytesOf(said);
  changed[3] ^= 1;
  assert.throws(() => giver.take(textOf(changed)));
  for (const text of ["", "x", "é", said.slice(1), `${said}AA`, textOf(new Uint8Array(64))])
    assert.throws(() => giver.take(text), text);
  // Who knows the code has said which key it has before it has heard the other's.
  const thief = new GiverExchange(KEYS, randomBytes);
  const { answer } = thief.take(new TakerExchange(KEYS, randomBytes).answer(thief.offer));
  assert.throws(() => taker.agree(answer));
});

test("whoever sits between both with the code shows each another number", () => {
  const [giver, taker] = [new GiverExchange(KEYS, randomBytes), new TakerExchange(KEYS, randomBytes)];
  const [toGiver, toTaker] = [new TakerExchange(KEYS, randomBytes), new GiverExchange(KEYS, randomBytes)];
  const { check } = giver.take(toGiver.answer(giver.offer));
  const { answer } = toTaker.take(taker.answer(toTaker.offer));
  assert.notEqual(taker.agree(answer).check, check);
});

test("a large parcel goes in pieces that fit a message, and comes as it was; what is no next piece is refused", () => {
  const parcel = {
    rooms: Array.from({ length: MOST_ROOMS }, (_, i) => ({ room: `r${i}`, title: "名".repeat(80) })),
  };
  const parts = pieces(parcel);
  assert.ok(parts.length > 20, `${parts.length} pieces`);
  const giver = new GiverExchange(KEYS, randomBytes);
  const { fromGiver } = giver.take(new TakerExchange(KEYS, randomBytes).answer(giver.offer));
  for (const part of parts) assert.ok(fromGiver.seal(part).length <= 4_000);
  const come = new Pieces();
  const last = parts.map((part) => come.take(part)).at(-1);
  assert.deepEqual(last.parcel, parcel);
  assert.throws(() => come.take(parts[0]), "after the last");
  assert.throws(() => new Pieces().take(parts[1]), "not the first");
  assert.throws(() => new Pieces().take(new Uint8Array(2)), "no head");
  assert.throws(() => new Pieces().take(Uint8Array.of(0, 1, 255, 255, 65)), "more than there may be");
  assert.throws(() => new Pieces().take(Uint8Array.of(0, 1, 0, 1, 123)), "no JSON");
  assert.throws(() => new Pieces().take(new Uint8Array(4_000)), "too long");
  assert.throws(() => readNote(letters(`"${"a".repeat(600)}"`)));
  assert.deepEqual(readNote(letters("null")), {});
  assert.deepEqual(readNote(writeNote({ no: true })), { no: true });
});

test("of what the other device says it is only plain letters are shown, and few", () => {
  for (const name of ["Firefox · Android", "Samsung Internet (24.0) - Galaxy", "Chrome · हिन", "サファリ"])
    assert.equal(shownDevice(name), name.replace(/\p{M}/gu, ""));
  assert.equal(
    shownDevice("Chrome\u202e\u2066 <b>\n“your bank”: https://a.b/?c"),
    "Chrome byour bank httpsa.bc",
  );
  assert.equal(shownDevice("  \u0301\u200b😀 "), "");
  assert.equal(shownDevice("𝔸".repeat(400)), "𝔸".repeat(40));
  assert.equal(shownDevice(`${"!".repeat(1_000)}a`), "", "no more than a note has is looked through");
  for (const none of [undefined, null, 5, ["a"]]) assert.equal(shownDevice(none), "");
});
