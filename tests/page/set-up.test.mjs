import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { asRoot } from "../../scripts/lib/install.mjs";
import { inProject } from "../../scripts/lib/paths.mjs";
import { runAndRead } from "../../scripts/lib/run.mjs";
import { mayLinkTarget } from "../../scripts/lib/rust.mjs";
import { duration, firstRun, timesOf } from "../../scripts/lib/times.mjs";

test("system packages are installed by root, or through sudo by who asks for it", () => {
  const cases = [
    [{ isRoot: true, isAsked: false, hasSudo: false }, []],
    [{ isRoot: true, isAsked: true, hasSudo: true }, []],
    [{ isRoot: false, isAsked: true, hasSudo: true }, ["sudo"]],
    [{ isRoot: false, isAsked: true, hasSudo: false }, undefined],
    [{ isRoot: false, isAsked: false, hasSudo: true }, undefined],
  ];
  for (const [who, prefix] of cases) assert.deepEqual(asRoot(who), prefix, JSON.stringify(who));
});

test("nothing is linked into a toolchain that rustup might add the target to", () => {
  const cases = [
    [{ isRustups: true, wasTried: false, isAsked: false }, false],
    [{ isRustups: true, wasTried: false, isAsked: true }, true],
    [{ isRustups: true, wasTried: true, isAsked: false }, true],
    [{ isRustups: false, wasTried: false, isAsked: false }, true],
  ];
  for (const [what, may] of cases) assert.equal(mayLinkTarget(what), may, JSON.stringify(what));
});

test("a first run says what took how long, and no other does", () => {
  const steps = [
    { name: "npm packages", seconds: 26 },
    { name: "wasm-bindgen", seconds: 91.4 },
  ];
  assert.equal(duration(59.4), "59 s");
  assert.equal(duration(59.6), "1 min 0 s");
  assert.equal(timesOf(steps), "npm packages 26 s · wasm-bindgen 1 min 31 s");
  assert.match(firstRun(steps, 95), /^Set up in 1 min 35 s.*: npm packages 26 s · wasm-bindgen 1 min 31 s\./);
  assert.equal(firstRun([], 3), undefined);
  assert.equal(firstRun([{ name: "worker (dev)", seconds: 9 }], 12), undefined);
});

test("a test program that says nothing any more is ended", async () => {
  const lines = [];
  const run = (script, silence) =>
    runAndRead("sh", ["-c", script], (line) => lines.push(line), { out: { write() {} }, silence });
  assert.equal(await run("echo one; echo two; exit 3"), 3);
  assert.deepEqual(lines, ["one", "two"]);
  // A child of its own has the pipe, too.
  const hangs = run("echo begun; sleep 5 & exec sleep 5", 300);
  await assert.rejects(hangs, /^Error: sh .* said nothing for 0\.005 minutes, and was ended\.$/);
  assert.equal(lines.at(-1), "begun");
});

test("tests and benchmarks import the scripts, and no script imports them", () => {
  const scripts = readdirSync(inProject("scripts"), { recursive: true }).filter((file) =>
    file.endsWith(".mjs"),
  );
  assert.ok(scripts.length > 20);
  for (const file of scripts) {
    const imports =
      readFileSync(inProject("scripts", file), "utf8").match(/(?:from|import\() ?"[^"]+"/g) ?? [];
    for (const each of imports) assert.doesNotMatch(each, /\.\.\/(?:tests|bench)\//, file);
  }
});
