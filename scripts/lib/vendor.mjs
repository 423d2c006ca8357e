// Bundles the page's third-party packages into public/vendor/, one module each.
//
// The page is served as written, without a bundler; a browser cannot resolve a
// package name, so what the page imports from npm is made one file here.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { inProject, root } from "./paths.mjs";

/** File in public/vendor/ -> the module that it bundles, written as source text. */
const MODULES = {
  "lit.js": `
    export * from "lit";
    export { live } from "lit/directives/live.js";
    export { ref, createRef } from "lit/directives/ref.js";
    export { repeat } from "lit/directives/repeat.js";
    export { classMap } from "lit/directives/class-map.js";
    export { ifDefined } from "lit/directives/if-defined.js";
  `,
};

export async function vendor() {
  const { build, stop } = await import("esbuild");
  mkdirSync(inProject("public", "vendor"), { recursive: true });
  for (const [file, contents] of Object.entries(MODULES)) {
    const result = await build({
      stdin: { contents, resolveDir: root },
      bundle: true,
      format: "esm",
      target: "es2022",
      minify: true,
      // Licence notices stay in the file.
      legalComments: "inline",
      write: false,
    });
    writeIfChanged(inProject("public", "vendor", file), result.outputFiles[0].text);
  }
  await stop();
}

/** An unchanged file keeps its time stamp, so that no watcher reloads the page. */
function writeIfChanged(path, text) {
  let present;
  try {
    present = readFileSync(path, "utf8");
  } catch {}
  if (present !== text) writeFileSync(path, text);
}
