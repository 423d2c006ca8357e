// Every download is checked against a checksum: npm's packages and cargo's crates.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { withoutChecksum, withoutIntegrity } from "../../scripts/lib/lock-file.mjs";
import { inProject } from "../../scripts/lib/paths.mjs";

for (const folder of [[], ["bench", "peers", "bun"]]) {
  test(`every locked package has its checksum, those of other platforms too: ${folder.join("/") || "the project"}`, () => {
    const lock = JSON.parse(readFileSync(inProject(...folder, "package-lock.json"), "utf8"));
    assert.deepEqual(withoutIntegrity(lock), []);
  });
}

for (const folder of [[], ["bench", "load"], ["scripts", "wasm-bindgen"]]) {
  test(`every locked crate has its checksum: ${folder.join("/") || "the Worker"}`, () => {
    const lock = readFileSync(inProject(...folder, "Cargo.lock"), "utf8");
    assert.deepEqual(withoutChecksum(lock), []);
  });
}

test("a package or a crate without one is noticed", () => {
  const packages = {
    "": {},
    "node_modules/a": { integrity: "sha512-x" },
    "node_modules/b": {},
    "node_modules/c": { integrity: "sha1-x" },
  };
  assert.deepEqual(withoutIntegrity({ packages }), ["node_modules/b", "node_modules/c"]);
  const crate = (name, ...lines) =>
    `[[package]]\nname = "${name}"\nversion = "1.0.0"\n${lines.join("\n")}\n\n`;
  const source = 'source = "registry+https://github.com/rust-lang/crates.io-index"';
  const checksum = `checksum = "${"0".repeat(64)}"`;
  const crates = [
    crate("ours"),
    crate("good", source, checksum),
    crate("bare", source),
    crate("git", 'source = "git+https://git.example/x"'),
  ];
  assert.deepEqual(withoutChecksum(`version = 4\n\n${crates.join("")}`), ["bare", "git"]);
});
