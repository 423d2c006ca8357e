// The options that a host page sets in the hash of the frame's address.
import assert from "node:assert/strict";
import { test } from "node:test";
import { readEmbedding } from "../../public/browser/embedding.js";
import { bestOf } from "../../public/i18n/language-tag.js";

const alone = { embedded: false, name: "", theme: "", language: "" };

test("a hash says nothing outside a frame, and a frame nothing without the mark", () => {
  assert.deepEqual(readEmbedding("#embed&name=Ana&theme=dark", false), alone);
  assert.deepEqual(readEmbedding("#name=Ana&theme=dark", true), alone);
  assert.deepEqual(readEmbedding("#message-7", true), alone);
  assert.deepEqual(readEmbedding("", true), alone);
});

test("all that a host gives is read", () => {
  assert.deepEqual(readEmbedding("#embed&name=Ana+Mar%C3%ADa&theme=dark&language=de", true), {
    embedded: true,
    name: "Ana María",
    theme: "dark",
    language: "de",
  });
  assert.deepEqual(readEmbedding("#embed&", true), { ...alone, embedded: true });
});

test("a name is trimmed and composed, as the room will have it", () => {
  assert.equal(readEmbedding(`#embed&name=${encodeURIComponent("  Rene\u0301 ")}`, true).name, "Ren\u00e9");
});

test("a theme that there is not is none", () => {
  for (const theme of ["light", "dark", "auto"])
    assert.equal(readEmbedding(`#embed&theme=${theme}`, true).theme, theme);
  for (const theme of ["", "Dark", "toString", "pink"])
    assert.equal(readEmbedding(`#embed&theme=${theme}`, true).theme, "");
});

test("the first language that there is is found, however it is written, and else English", () => {
  for (const [languages, language] of [
    [["", "de-AT"], "de"],
    [["DE"], "de"],
    [["fr_FR.UTF-8", "de"], "fr"],
    [["toString", "ar"], "ar"],
    [["nl"], "en"],
    [[], "en"],
  ])
    assert.equal(bestOf(["en", "de", "fr", "ar"], languages), language, languages.join());
});
