// Which characters a name may contain, by the names that tests/names.rs holds the server to.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cleanName, nameFault } from "../../public/client/name-rules.js";
import { tidyName } from "../../public/client/protocol.js";

/** As people write them, and by kind what hostile spellings want to pass for. */
const { real, hostile: kinds } = JSON.parse(readFileSync(new URL("../names.json", import.meta.url), "utf8"));

/** `NFKC_Casefold`, nearly: by what the room takes names for the same. */
const keyOf = (name) =>
  tidyName(name)
    .normalize("NFKC")
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
    .toLowerCase()
    .normalize("NFKC")
    .replace(/\p{White_Space}+/gu, " ")
    .trim();

test("real names are taken", () => {
  for (const name of real) assert.equal(nameFault(name), undefined, JSON.stringify(name));
});

test("a hostile spelling is refused, or is the same name for the room", () => {
  const all = Object.values(kinds).flat();
  let refused = 0;
  for (const [hostile, plain] of all) {
    const fault = nameFault(hostile);
    refused += fault ? 1 : 0;
    if (!fault) assert.equal(keyOf(hostile), keyOf(plain), JSON.stringify(hostile));
  }
  assert.ok(refused > 70, `${refused} of ${all.length}`);
});

test("invisible characters are removed from a name, if it is valid without them", () => {
  for (const [given, clean] of [
    ["Ana\u200b", "Ana"],
    ["\ufeffAna\u2060 Bo", "Ana Bo"],
    ["A\u202ena", "Ana"],
    ["Ana\tBo\u2028", "Ana Bo"],
    ["A\u00adna\ud800", "Ana"],
    [`Ana${"\u0301".repeat(20)}`, `Aná${"\u0301".repeat(2)}`],
    ["علی\u200cرضا\u200b", "علی\u200cرضا"],
    ["Ana", "Ana"],
    ["\u200b", ""],
    ["", ""],
    [`${"a".repeat(33)}\u200b`, ""],
  ])
    assert.equal(cleanName(given), clean, JSON.stringify(given));
});
