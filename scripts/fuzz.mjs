// `npm run fuzz -- wire|step [seconds]`: searches for frames and sequences that break a limit, guided by code
// coverage.
//
// Installs nothing: cargo-fuzz has to be there. Seeds are made anew each time, from the golden
// scripts or by a generator; what the fuzzer finds worth keeping stays in `target/fuzz`.

import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inProject } from "./lib/paths.mjs";
import { output, runLoudly } from "./lib/run.mjs";
import { requireRust } from "./lib/rust.mjs";
import { main, Stop, say } from "./lib/say.mjs";

/** Each target: its seeds, and the longest input that is worth trying (of frames: a little more than is taken). */
const TARGETS = {
  wire: { seeds: frames, longest: 17_000 },
  step: { seeds: stories, longest: 2_048 },
};
const USUAL_SECONDS = "120";

await main(async () => {
  const [name, seconds = USUAL_SECONDS, ...more] = process.argv.slice(2);
  const target = Object.hasOwn(TARGETS, name ?? "") ? TARGETS[name] : undefined;
  if (!target || more.length > 0 || !/^[1-9]\d*$/.test(seconds)) {
    throw new Stop(`Say what to fuzz, and for how many seconds: npm run fuzz -- ${Object.keys(TARGETS).join("|")} [${USUAL_SECONDS}]`);
  }
  requireRust();
  if (!output("cargo", ["fuzz", "--version"])) throw new Stop("cargo-fuzz is needed: run `cargo install cargo-fuzz`.");

  const corpus = inProject("target", "fuzz", "corpus", name);
  const artifacts = inProject("target", "fuzz", "artifacts", name);
  mkdirSync(corpus, { recursive: true });
  mkdirSync(artifacts, { recursive: true });
  const seeds = target.seeds();
  for (const seed of seeds) writeFileSync(join(corpus, createHash("sha1").update(seed).digest("hex")), seed);
  say(`${name}: ${seeds.length} seeds, ${seconds} s`);

  const fuzzer = [`-max_total_time=${seconds}`, `-max_len=${target.longest}`, "-timeout=20", "-rss_limit_mb=2048"];
  const found = [`-artifact_prefix=${artifacts}/`, "-print_final_stats=1"];
  // The core is safe Rust: a sanitizer would look for what cannot be there, at half the speed.
  const build = ["--sanitizer", "none", "--target-dir", inProject("target", "fuzz")];
  const command = ["fuzz", "run", ...build, name, corpus, "--", ...fuzzer, ...found];
  const code = await runLoudly("cargo", command, { env: bootstrap() });
  if (code !== 0) throw new Stop(`The fuzzer ended with ${code}; what it found is in target/fuzz/artifacts/${name}.`);
});

/** What a fuzzer asks of the compiler is for nightly ones; any other does the same if it is told to. */
function bootstrap() {
  return output("rustc", ["--version"])?.includes("nightly") ? {} : { RUSTC_BOOTSTRAP: "1" };
}

/** What the golden scripts send as it is, one of each frame, and what is kept on a socket. */
function frames() {
  const folder = inProject("tests", "scripts", "room");
  const lines = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), "utf8").split("\n"));
  const raw = lines.flatMap((line) => /raw '(.*)'$/.exec(line)?.[1] ?? []);
  const kinds = [
    { type: "hello", v: 1, name: "Zoë", token: "v1.0000000000000001.9.AA", epoch: "e", after: 3 },
    { type: "say", cid: "c-1", text: 'héllo "there" 👍\n', reply_to: 1 },
    { type: "edit", cid: "c-2", seq: 1, text: "again" },
    { type: "delete", cid: "c-3", seq: 1 },
    { type: "react", cid: "c-4", seq: 1, emoji: "👍", on: true },
    { type: "typing" },
    { type: "rename", name: "Zoe" },
    { type: "history", before: 9, limit: 5, ref: "r-1" },
    { type: "seen", seq: 7, n: 9 },
    { type: "members", after: "0000000000000001", limit: 3 },
    { id: 3, state: "greeting", fresh: "0000000000000001", deadline: 1_800_000_000_000 },
    { id: 3, state: "joined", member: "0000000000000001", since: 0, name: "A", unseen: 8, proves: true, replay: 4, network: 5 },
  ];
  return [...new Set([...raw, ...kinds.map((frame) => JSON.stringify(frame))])];
}

/** Bytes without an order, the same each time, for each kind of room: the fuzzer finds the sense in them. */
function stories() {
  let state = 1;
  const byte = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  };
  return Array.from({ length: 64 }, (_, kind) => Uint8Array.from([kind, kind >> 3, ...Array.from({ length: 200 }, byte)]));
}
