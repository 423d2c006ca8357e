// Step: builds the Worker: Rust → wasm32 → wasm-bindgen → wasm-opt → one module, and for a release, its names
// in a separate file.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { buildPage } from "./page.mjs";
import { inProject, npmBin, outDirs, root } from "./paths.mjs";
import { output, runQuietly } from "./run.mjs";
import { WASM } from "./rust.mjs";
import { step } from "./say.mjs";
import { bindgen } from "./tools.mjs";
import { withExports, withoutNames } from "./wasm-sections.mjs";
import { workerSize } from "./worker-size.mjs";

const INPUTS = [".cargo/config.toml", "Cargo.toml", "Cargo.lock", "build.rs", "scripts/lib/build-worker.mjs", "scripts/lib/wasm-sections.mjs", "src"];

/** What the runtime loads. */
const MODULE = "index.js";
const WASM_MODULE = "index_bg.wasm";

/**
 * `-O` is `-Os`: slower, and no smaller once gzipped. Why less is inlined is told in
 * .cargo/config.toml. Below the address 1024 there is only the end of the stack, so an address may be
 * written as a constant beside each load and store. The features are those that rustc and wasm-bindgen use: with all of them,
 * wasm-opt would write what the runtime does not know yet.
 */
const WASM_OPT = [
  ...["-O3", "--one-caller-inline-max-function-size=60", "--low-memory-unused", "--debuginfo"],
  ...["mutable-globals", "sign-ext", "nontrapping-float-to-int", "bulk-memory"].map((name) => `--enable-${name}`),
  ...["multivalue", "reference-types", "exception-handling"].map((name) => `--enable-${name}`),
];

/**
 * Builds the Worker in `profile` ("release" or "dev") into `outDirs[profile]`,
 * unless what is there was built from these very sources.
 */
export async function buildWorker(profile) {
  await buildPage();
  const out = outDirs[profile];
  const stamp = join(out, "inputs.sha256");
  const fingerprint = inputsHash();
  if (isBuilt(profile, fingerprint)) return;
  await step(`worker (${profile})`, async (progress) => {
    rmSync(stamp, { force: true });
    await compile(profile, progress);
    const work = mkdtempSync(join(tmpdir(), "alcove-worker-"));
    try {
      await bind(profile, work, progress);
      mkdirSync(out, { recursive: true });
      await bundle(work, out);
      await finish(profile, work, out, progress);
    } finally {
      rmSync(work, { recursive: true });
    }
    writeFileSync(stamp, fingerprint);
    return sizes(out);
  });
}

/** The first part of `buildWorker`, which needs nothing but Rust: for while the rest is being installed. */
export async function compileWorker(profile) {
  if (isBuilt(profile, inputsHash())) return;
  await step(`worker (${profile}), compiled`, (progress) => compile(profile, progress));
}

function isBuilt(profile, fingerprint) {
  const stamp = join(outDirs[profile], "inputs.sha256");
  return existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint;
}

function compile(profile, progress) {
  const args = ["build", "--locked", "--lib", "--target", WASM, ...(profile === "release" ? ["--release"] : [])];
  // Read by the macro of wasm-bindgen: promises by js-sys, which `worker` has anyway.
  return runQuietly("cargo", args, { progress, env: { WASM_BINDGEN_USE_JS_SYS: "1" } });
}

/** Writes into `work` what wasm-bindgen makes of the compiled crate. */
async function bind(profile, work, progress) {
  progress("wasm-bindgen");
  const compiled = inProject("target", WASM, profile === "release" ? "release" : "debug", "alcove.wasm");
  await runQuietly(bindgen(), [...(profile === "dev" ? ["--debug"] : []), compiled, work], { progress });
}

/** Puts src/edge/entry.js and what wasm-bindgen wrote into one module. */
async function bundle(work, out) {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [inProject("src", "edge", "entry.js")],
    absWorkingDir: root,
    bundle: true,
    minify: true,
    format: "esm",
    external: ["cloudflare:*"],
    write: false,
    logLevel: "silent",
    plugins: [
      {
        name: "wasm-bindings",
        setup({ onLoad, onResolve }) {
          onResolve({ filter: /^wasm-bindings$/ }, () => ({ path: join(work, MODULE) }));
          onLoad({ filter: /\/index\.js$/ }, ({ path }) => ({ contents: withoutTies(readFileSync(path, "utf8")) }));
          onResolve({ filter: /\/index_bg\.wasm$/ }, () => ({ path: `./${WASM_MODULE}`, external: true }));
        },
      },
    ],
  });
  // To import the compiled module is what the runtime does anyway, without the new word for it.
  const code = outputFiles[0].text.replace("import source ", "import ");
  replace(join(out, MODULE), code);
}

/**
 * The bindings without what ties a class to the module though nobody makes one of it: the crate `worker`
 * has such for streams, containers and buckets.
 */
const withoutTies = (bindings) =>
  bindings
    .replace(/^if \(Symbol\.dispose\) .*$/gm, "")
    .replaceAll("new FinalizationRegistry(", "/* @__PURE__ */ new FinalizationRegistry(");

async function finish(profile, work, out, progress) {
  const made = join(work, WASM_MODULE);
  if (profile === "dev") return replace(join(out, WASM_MODULE), readFileSync(made));
  progress("wasm-opt");
  const [called, small] = ["called.wasm", "small.wasm"].map((name) => join(work, name));
  const words = new Set(readFileSync(join(out, MODULE), "utf8").match(/\w+/g));
  writeFileSync(called, withExports(readFileSync(made), (name) => words.has(name)));
  await runQuietly(npmBin("wasm-opt"), [called, "-o", small, ...WASM_OPT], { progress });
  const named = readFileSync(small);
  // The names of the functions are a tenth of the gzipped Worker, and only a stack trace shows them.
  // The same module with them stays in names/, for who has to read a trace.
  mkdirSync(join(out, "names"), { recursive: true });
  replace(join(out, "names", WASM_MODULE), named);
  replace(join(out, WASM_MODULE), withoutNames(named));
}

/** At once: `wrangler dev` may be reading it. */
function replace(path, contents) {
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, contents);
  renameSync(fresh, path);
}

function inputsHash() {
  const hash = createHash("sha256").update(output("rustc", ["-vV"]));
  for (const file of INPUTS.flatMap((path) => filesUnder(path)).sort()) {
    hash.update(`${file}\0`).update(readFileSync(inProject(file)));
  }
  return hash.digest("hex");
}

function filesUnder(path) {
  if (path !== "src") return [path];
  return readdirSync(inProject(path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)));
}

function sizes(out) {
  const { bytes, gzipped } = workerSize(out);
  const kb = (size) => `${Math.round(size / 1000)} KB`;
  return `${kb(bytes)} of WebAssembly, ${kb(gzipped)} gzipped`;
}
