// Whose names look alike, and how many different avatars there are.
import assert from "node:assert/strict";
import { test } from "node:test";
import { lookOf } from "../../public/people/avatar.js";
import { Likeness, looksOf } from "../../public/state/likeness.js";
import { confusables } from "../../scripts/lib/confusables-data.mjs";

const TABLE = confusables();
const ANA = "7f3a000000000001";
const OTHER = "09bc000000000002";

const knowing = (...people) => {
  let changes = 0;
  const likeness = new Likeness(() => {
    changes += 1;
  });
  likeness.learn(TABLE);
  for (const [id, name] of people) likeness.note(id, name);
  return { likeness, signOf: likeness.signOf, changes: () => changes };
};

const ALIKE = [
  ["Ana", "Аnа", "Cyrillic"],
  ["Zoe", "Ζoe", "Greek"],
  ["Ana", "ANA", "capitals"],
  ["Ian", "lan", "I and l"],
  ["Ian", "1an", "I and 1"],
  ["Ian", "IAN", "capitals of what is drawn like something else"],
  ["Bob", "B0b", "o and 0"],
  ["modern", "rnodern", "rn and m"],
  ["Ana", "𝐀𝐧𝐚", "mathematical"],
  ["Ana", "Ａｎａ", "wide"],
  ["Ana", "A\u200bna", "unseen"],
  ["Ana Maria", "Ana\u2003Maria", "spaces"],
  ["Ana Maria", " Ana  Maria ", "more spaces"],
  ["O'Brien", "O’Brien", "apostrophes"],
  ["Jose\u0301", "José", "composed or not"],
  ["Ana", "Ana ·7f3a", "a faked sign"],
  ["Ana", "Ana•7F3A", "another"],
  ["Ana", "Аnа.09bc", "a faked sign on a faked name"],
];
for (const [one, other, kind] of ALIKE)
  test(`${kind}: ${one} and ${other} are told apart`, () => {
    const { signOf } = knowing([ANA, one], [OTHER, other]);
    assert.deepEqual([signOf(ANA, one), signOf(OTHER, other)], ["7f3a", "09bc"]);
  });

test("names that can be told apart have no sign", () => {
  const pairs = [
    ["Ana", "Anna"],
    ["Ana", "Aná"],
    ["Ali", "All"],
    ["Guest 2", "Guest 3"],
    ["Ana", "Ana 2"],
    ["Ana", "Ana 1995"],
    ["Ana", "Ana.Bell"],
    ["محمد", "محمود"],
    ["李", "季"],
  ];
  for (const [one, other] of pairs) {
    const { signOf } = knowing([ANA, one], [OTHER, other]);
    assert.deepEqual([signOf(ANA, one), signOf(OTHER, other)], ["", ""], `${one}, ${other}`);
  }
});

test("one person under two names that look alike is one", () => {
  const { signOf } = knowing([ANA, "Ana"], [ANA, "Аnа"]);
  assert.equal(signOf(ANA, "Ana"), "");
});

test("whoever has another name meanwhile has no sign under that one", () => {
  const { signOf } = knowing([ANA, "Ana"], [OTHER, "Ana"], [ANA, "Bea"]);
  assert.equal(signOf(ANA, "Bea"), "");
  assert.equal(signOf(ANA, "Ana"), "7f3a", "and is still told apart where it was said");
});

test("signs that are the same become longer", () => {
  const { signOf } = knowing(["7f3a000000000001", "Ana"], ["7f3aeeee00000002", "Ana"], [OTHER, "Ana"]);
  assert.equal(signOf("7f3a000000000001", "Ana"), "7f3a0000");
  assert.equal(signOf("7f3aeeee00000002", "Ana"), "7f3aeeee");
  assert.equal(signOf(OTHER, "Ana"), "09bc");
});

test("a change is told once, and to whoever holds the old answer", () => {
  const { likeness, signOf, changes } = knowing([ANA, "Ana"]);
  const before = changes();
  likeness.note(ANA, "Ana");
  likeness.note(OTHER, "Ben");
  assert.equal(changes(), before);
  likeness.note(OTHER, "Аna");
  assert.equal(changes(), before + 1);
  assert.notEqual(likeness.signOf, signOf);
});

test("before the table is here, and without it, letters of one kind are compared", () => {
  const likeness = new Likeness(() => {});
  likeness.note(ANA, "Ana");
  likeness.note(OTHER, "ana");
  likeness.note("1111000000000003", "Аna");
  assert.equal(likeness.signOf(ANA, "Ana"), "7f3a");
  assert.equal(likeness.signOf("1111000000000003", "Аna"), "");
  likeness.learn(TABLE);
  assert.equal(likeness.signOf("1111000000000003", "Аna"), "1111");
});

test("what looks alike stays within bounds, however many come and whatever they are called", () => {
  const { likeness } = knowing();
  const started = performance.now();
  for (let n = 0; n < 25_000; n += 1) likeness.note(n.toString(16).padStart(16, "0"), `Аna ${n % 50}`);
  for (let n = 0; n < 5_000; n += 1) likeness.signOf(`${n}`, "Ana 1");
  assert.ok(performance.now() - started < 4_000, `${performance.now() - started} ms`);
  assert.equal(likeness.signOf(ANA, "Ana 1"), "7f3a");
});

test("the look of a name takes time in proportion to its length", () => {
  const table = new Map();
  for (const unit of [".", "·", "a.", ".a", " ", "\u0301", "x\u0301", "7f3a", "·7f3a", "\u200b", "ﷺ", "😀"]) {
    const name = unit.repeat(Math.ceil(4_000 / unit.length));
    const started = performance.now();
    looksOf(name, table);
    assert.ok(performance.now() - started < 50, `${JSON.stringify(unit)}: ${performance.now() - started} ms`);
  }
});

test("the table has the look-alikes of Unicode, each where it ends", () => {
  const [steps, targets] = TABLE;
  assert.equal(steps.split(" ").length, targets.split("\n").length);
  assert.ok(steps.split(" ").length > 2_000);
});

test("there are hundreds of avatars, and none can be chosen by a few tries", () => {
  const ids = Array.from({ length: 20_000 }, (_, n) =>
    ((n + 1) * 2_654_435_761 * 4_099).toString(16).padStart(16, "0").slice(0, 16),
  );
  const looks = new Map();
  for (const id of ids) {
    const { hue, shape, second } = lookOf(id);
    const look = `${hue} ${shape} ${second}`;
    looks.set(look, (looks.get(look) ?? 0) + 1);
  }
  assert.equal(looks.size, 12 * 6 * 12);
  assert.ok(Math.max(...looks.values()) < (3 * ids.length) / looks.size, "and all are about as likely");
});
