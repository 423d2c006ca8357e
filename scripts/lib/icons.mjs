// The icons of the installed page, as PNG files drawn from two SVG ones: the logo as it is, and on a
// background of its own, for systems that crop icons to their own shape.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inProject } from "./paths.mjs";

/** `[name, drawing, pixels]`; the first two have no ground, so they may have any shape. */
const ICONS = [
  ["icon-192.png", "favicon.svg", 192],
  ["icon-512.png", "favicon.svg", 512],
  ["icon-maskable-512.png", "icon-maskable.svg", 512],
  ["apple-touch-icon.png", "icon-maskable.svg", 180],
];

let renderer;
/** `<drawing>\0<pixels>` -> PNG: a page that is built anew and anew has the same icons. */
const drawn = new Map();

/** File name -> contents. */
export async function pngIcons(source) {
  renderer ??= loadRenderer();
  const Resvg = await renderer;
  return ICONS.map(([name, drawing, width]) => {
    const svg = readFileSync(join(source, drawing), "utf8");
    const key = `${svg}\0${width}`;
    if (!drawn.has(key)) drawn.set(key, new Resvg(svg, { fitTo: { mode: "width", value: width } }).render().asPng());
    return [name, drawn.get(key)];
  });
}

async function loadRenderer() {
  const { initWasm, Resvg } = await import("@resvg/resvg-wasm");
  await initWasm(readFileSync(inProject("node_modules", "@resvg", "resvg-wasm", "index_bg.wasm"))).catch((error) => {
    // Only once in a process, even if a copy of this module asks for it.
    if (!/already initialized/i.test(error.message)) throw error;
  });
  return Resvg;
}
