// The emoji, their names, how to find them, and where the arrow keys lead.
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { EmojiCatalogue, inTone } from "../../public/emoji/catalogue.js";
import { step } from "../../public/emoji/grid-steps.js";
import { emojiList, emojiWords } from "../../scripts/lib/emoji-data.mjs";
import { languages } from "../../scripts/lib/languages.mjs";

const MOST_BYTES = 60_000;
const everything = () => true;

const list = emojiList();
const english = new EmojiCatalogue(list, emojiWords("en"), [], everything);
const german = new EmojiCatalogue(list, emojiWords("de"), emojiWords("en"), everything);
const arabic = new EmojiCatalogue(list, emojiWords("ar"), emojiWords("en"), everything);
const hindi = new EmojiCatalogue(list, emojiWords("hi"), emojiWords("en"), everything);

const found = (catalogue, query, limit = 3) => catalogue.search(query, limit).map(({ char }) => char);

test("every emoji is one, in every skin tone", () => {
  const all = english.groups.flat();
  assert.ok(all.length > 1_800, `${all.length} emoji`);
  assert.equal(new Set(all.map(({ char }) => char)).size, all.length);
  for (const emoji of all)
    for (const tone of [0, 1, 2, 3, 4, 5])
      assert.match(inTone(emoji, tone), /^\p{RGI_Emoji}$/v, `${emoji.name} in tone ${tone}`);
});

test("skin tones are those that were asked for", () => {
  assert.equal(inTone(english.coded("wave"), 0), "👋");
  assert.equal(inTone(english.coded("wave"), 5), "👋🏿");
  assert.equal(inTone(english.coded("v"), 3), "✌🏽");
  assert.equal(inTone(english.named("🧑‍🤝‍🧑"), 2), "🧑🏼‍🤝‍🧑🏼");
  assert.equal(inTone(english.coded("tada"), 5), "🎉");
});

for (const language of Object.keys(languages()))
  test(`${language}: every emoji has a name, and the data is small`, () => {
    const words = emojiWords(language);
    assert.equal(words.length, list.flat().length);
    for (const each of words) assert.match(each, /^[^|]*[^|\s][^|]*(\|[^|]+)*$/);
    const bytes = gzipSync(JSON.stringify(words)).length;
    assert.ok(bytes < MOST_BYTES, `${bytes} bytes`);
  });

test("an emoji is known by its shortcode, and whatever its skin", () => {
  assert.equal(english.coded("Smile")?.char, "😄");
  assert.equal(english.coded("+1")?.char, "👍");
  assert.equal(english.coded("nothing_of_ours"), undefined);
  assert.equal(english.named("👋🏿")?.char, "👋");
  assert.equal(english.named("❤")?.char, "❤️");
  assert.equal(english.named("x"), undefined);
});

const SEARCHES = [
  [english, "smile", "😄"],
  [english, "wav", "👋"],
  [english, "heart_eyes", "😍"],
  [english, "eyes heart", "😍"],
  [english, "PIZZA", "🍕"],
  [english, "👋🏽", "👋"],
  [german, "Winkende", "👋"],
  [german, "herzformigen augen", "😍"],
  [german, "flagge deutschland", "🇩🇪"],
  [german, "pizza", "🍕"],
  [german, "tada", "🎉"],
  [arabic, "بيتزا", "🍕"],
  [arabic, "ألمانيا", "🇩🇪"],
  [arabic, "المانيا", "🇩🇪"],
  [hindi, "पिज़्ज़ा", "🍕"],
];
for (const [catalogue, query, char] of SEARCHES)
  test(`${query} finds ${char}`, () => {
    const chars = found(catalogue, query);
    assert.ok(chars.includes(char), `found instead: ${chars}`);
  });

test("a shortcode counts more than a name, a name more than another word", () => {
  assert.equal(found(english, "cat", 1)[0], "🐱");
  assert.equal(found(english, "rocket", 1)[0], "🚀");
  assert.equal(found(german, "Katze", 1)[0], "🐈");
  assert.deepEqual(found(english, "zzzz"), []);
  assert.deepEqual(found(english, " "), []);
});

test("words in English are found on pages in other languages, after the page's own", () => {
  assert.ok(found(german, "celebration", 20).includes("🎉"));
  assert.ok(!found(english, "feier", 20).includes("🎉"));
});

test("what the platform cannot draw is left out, a version of Emoji at a time", () => {
  const asked = [];
  const old = (emoji) => {
    asked.push(emoji);
    return emoji !== "🫨" && emoji !== "🇩🇪";
  };
  const catalogue = new EmojiCatalogue(list, emojiWords("en"), [], old);
  assert.equal(catalogue.named("🫨"), undefined);
  assert.equal(catalogue.named("🩷"), undefined, "came with the same version");
  assert.equal(catalogue.named("🇫🇷"), undefined, "no flag of any country");
  assert.equal(catalogue.named("🏁")?.name, "chequered flag");
  assert.equal(catalogue.named("🪿"), undefined);
  assert.equal(catalogue.coded("tada")?.name, "party popper", "names stay with their emoji");
  assert.equal(catalogue.coded("pizza")?.name, "pizza");
  assert.ok(asked.length < 15, `${asked.length} tries`);
});

const SIZES = [3, 0, 10, 4];
const STEPS = [
  ["ArrowRight", [0, 0], [0, 1]],
  ["ArrowRight", [0, 2], [2, 0]],
  ["ArrowRight", [3, 3], [3, 3]],
  ["ArrowLeft", [2, 0], [0, 2]],
  ["ArrowLeft", [0, 0], [0, 0]],
  ["ArrowDown", [0, 1], [2, 1]],
  ["ArrowDown", [2, 1], [2, 5]],
  ["ArrowDown", [2, 7], [2, 9]],
  ["ArrowDown", [2, 9], [3, 1]],
  ["ArrowUp", [3, 3], [2, 9]],
  ["ArrowUp", [2, 1], [0, 1]],
  ["ArrowUp", [0, 1], undefined],
  ["Home", [2, 6], [2, 4]],
  ["End", [2, 9], [2, 9]],
  ["End", [2, 4], [2, 7]],
  ["PageDown", [0, 0], [3, 0]],
  ["PageUp", [3, 0], [0, 0]],
  ["a", [0, 0], [0, 0]],
];
for (const [key, [section, index], to] of STEPS)
  test(`${key} from ${index} of section ${section}`, () =>
    assert.deepEqual(step(key, { section, index }, SIZES, 4), to && { section: to[0], index: to[1] }));
