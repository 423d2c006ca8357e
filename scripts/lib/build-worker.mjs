// Step: the Worker is built: Rust -> wasm32 -> wasm-bindgen -> wasm-opt -> one module, and for a
// release its names apart.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { buildPage } from "./page.mjs";
import { inProject, npmBin, outDirs, root } from "./paths.mjs";
import { output, runQuietly } from "./run.mjs";
import { step } from "./say.mjs";
import { toolPath } from "./tools.mjs";
import { withoutNames } from "./wasm-names.mjs";
import { workerSize } from "./worker-size.mjs";

const INPUTS = [".cargo/config.toml", "Cargo.toml", "Cargo.lock", "build.rs", "scripts/lib/build-worker.mjs", "scripts/lib/wasm-names.mjs", "src"];

/**
 * Builds the Worker in `profile` ("release" or "dev") into `outDirs[profile]`,
 * unless what is there was built from these very sources.
 */
export async function buildWorker(profile) {
  await buildPage();
  const out = outDirs[profile];
  const stamp = join(out, "inputs.sha256");
  const fingerprint = inputsHash();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint) return;
  await step(`worker (${profile})`, async (progress) => {
    mkdirSync(out, { recursive: true });
    rmSync(stamp, { force: true });
    const args = [`--${profile}`, "--out-dir", relative(root, out), "--locked"];
    await runQuietly(toolPath("worker-build"), args, {
      progress,
      env: {
        // Without these three, worker-build downloads its own copies.
        WASM_BINDGEN_BIN: toolPath("wasm-bindgen"),
        WASM_OPT_BIN: npmBin("wasm-opt"),
        ESBUILD_BIN: npmBin("esbuild"),
      },
    });
    if (profile === "release") setNamesApart(out);
    writeFileSync(stamp, fingerprint);
    return sizes(out);
  });
}

/**
 * The names of the functions are a tenth of the gzipped Worker, and only a stack trace shows them.
 * The same module with them stays in names/, for who has to read a trace.
 */
function setNamesApart(out) {
  const module = join(out, "index_bg.wasm");
  const named = readFileSync(module);
  mkdirSync(join(out, "names"), { recursive: true });
  writeFileSync(join(out, "names", "index_bg.wasm"), named);
  writeFileSync(module, withoutNames(named));
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
