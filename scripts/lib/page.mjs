// Step: the page is built: public/ -> build/public/, what browsers are served.
//
// Modules are bundled, split where one is loaded on demand, and named after
// their content, so a browser keeps each for ever and never mixes two versions.
// What has a fixed address (the pages, the service worker, the embedding script,
// icons) is small or rarely asked for.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { CONFUSABLES_DATA } from "./confusables-data.mjs";
import { EMOJI_DATA } from "./emoji-data.mjs";
import { html } from "./html.mjs";
import { pngIcons } from "./icons.mjs";
import { FOLDER, hostWords, languages } from "./languages.mjs";
import { pack, packedBeside, packedNames } from "./packed.mjs";
import { inProject, outDirs, root } from "./paths.mjs";
import { Stop } from "./say.mjs";
import { sharedImports } from "./shared-chunks.mjs";
import { tokensInPlace } from "./tokens.mjs";

const SOURCE = inProject("public");
const OUT = outDirs.page;

/** Where content-named files are; the Worker lets browsers keep what is below it. */
const ASSETS = "assets";

/** Modules that pages load, and the style they share. */
const ENTRIES = [
  ...["pages/room.js", "pages/landing.js", "pages/account.js", "pages/not-found.js", "pages/maintenance.js"],
  ...["styles/page.css", "styles/lost.css"],
];
/** The part that every room loads soon after itself. */
const LATER = "room/later-parts.js";
/** Classic scripts with a content name: they run before anything else. */
const EARLY = ["pages/before-paint.js"];
/** Classic scripts with a fixed address: source by name. */
const FIXED = { embed: "embed/embed.js", sw: "service-worker/sw.js" };
/** In place of `sw.js`, with SERVICE_WORKER=off: it ends the one that visitors have. */
const NO_WORKER = "service-worker/sw-off.js";
/** Pages, by the names that the server looks for. */
const PAGES = {
  "index.html": "pages/landing.html",
  "room.html": "pages/room.html",
  "account.html": "pages/account.html",
  "404.html": "pages/not-found.html",
  "maintenance.html": "pages/maintenance.html",
};
/** Copied as they are. */
const COPIED = /\.(svg|webmanifest)$/;
/** What the service worker keeps besides the modules: what is shown without being asked for by name. */
const KEPT = ["index.html", "room.html", "favicon.svg", "icon-192.png"];
/** A part that is loaded on demand and larger than this (bytes) is kept when it is first used. */
const LARGE_PART = 64 * 1024;

/** An SVG file is imported as a template of Lit. */
const SVG_TEMPLATES = {
  name: "svg-templates",
  setup({ onLoad }) {
    onLoad({ filter: /\.svg$/ }, ({ path }) => {
      const shape = /<svg[^]*?>\s*([^]*?)\s*<\/svg>/.exec(readFileSync(path, "utf8"))[1].replace(/>\s+</g, "><");
      return { contents: `import { icon } from "${join(SOURCE, "ui", "icon.js")}"; import { svg } from "lit/html.js"; export default icon(svg\`${shape}\`);` };
    });
  },
};

const OWN_MODULES = "own-modules";

/** What is between `css` and its end, unless something is put into it. */
const STYLES = /(?<=\bcss`)\n[^`$\\]*(?=`)/g;

/** Modules that only hold style: one after the other they compress better than each beside its element. */
const STYLE_MODULE = /-style\.js$/;

/** Style in a module becomes as small as style in a file. `shared`: what some modules have to import besides. */
const ownModules = (shared = new Map()) => ({
  name: OWN_MODULES,
  setup({ onLoad, esbuild }) {
    const inPlace = tokensInPlace(readFileSync(join(SOURCE, "styles", "tokens.css"), "utf8"));
    onLoad({ filter: /\.css$/ }, ({ path }) => ({ contents: inPlace(readFileSync(path, "utf8")), loader: "css" }));
    onLoad({ filter: /\.js$/ }, async ({ path }) => {
      if (!path.startsWith(SOURCE)) return undefined;
      let contents = inPlace(readFileSync(path, "utf8"));
      for (const style of contents.match(STYLES) ?? []) {
        const { code } = await esbuild.transform(style, { loader: "css", minify: true, charset: "utf8" });
        const small = code.trim().replace(/[\\`$]/g, "\\$&");
        // What follows stays in its line, for the source map.
        contents = contents.replace(`${style}\``, () => `${small}\`${style.replace(/[^\n]/g, "")}`);
      }
      const imports = (shared.get(path) ?? []).filter((each) => each !== path);
      const lines = (isStyle) => imports.filter((each) => STYLE_MODULE.test(each) === isStyle).map((each) => `import ${JSON.stringify(each)};`);
      return { contents: [[...lines(true), contents].join(" "), ...lines(false)].join("\n") };
    });
  },
});

/** The words come with their grammar: what is so small is not worth a request of its own. */
const OWN_GRAMMAR = {
  name: "own-grammar",
  setup({ onResolve }) {
    onResolve({ filter: /\/locale\.js$/ }, ({ path, importer, resolveDir }) =>
      importer.startsWith(join(SOURCE, FOLDER)) ? { path: join(resolveDir, path), suffix: `?${relative(SOURCE, importer)}` } : undefined,
    );
  },
};

const COMMON = {
  bundle: true,
  minify: true,
  target: "es2022",
  charset: "utf8",
  sourcemap: "linked",
  // Licence notices are beside the file they concern, which names them.
  legalComments: "linked",
  outbase: SOURCE,
  absWorkingDir: root,
  metafile: true,
  write: false,
  logLevel: "silent",
  plugins: [SVG_TEMPLATES, ownModules(), OWN_GRAMMAR, EMOJI_DATA, CONFUSABLES_DATA],
};

/** Builds the page, unless what is there was built from these very sources: true if it did. Takes a fraction of a second. */
export async function buildPage() {
  const files = await pageFiles({ isWorkerOff: isWorkerOff() });
  const version = hashOf(...[...files].flatMap(([path, contents]) => [`${path}\0${hashOf(contents)}`, ...packedNames(path)]));
  const stamp = join(outDirs.release, "page.sha256");
  if (readOr(stamp) === version) return false;
  rmSync(stamp, { force: true });
  await writePage(files);
  writeFileSync(stamp, version);
  return true;
}

/**
 * Puts the files in place of those in `page`, and compressed ones beside it. In an order that leaves a
 * whole page to those who are served meanwhile: what is asked for first is written last.
 */
export async function writePage(files, page = OUT) {
  const packed = packedBeside(page);
  const written = await Promise.all([...files].map(([path, contents]) => withPacked(path, Buffer.from(contents), page)));
  for (const { path, contents, packs } of written) {
    for (const name of packs ? packedNames(path) : []) {
      if (packs.has(name)) write(join(packed, name), packs.get(name));
      else rmSync(join(packed, name), { force: true });
    }
    if (packs) write(join(page, path), contents);
  }
  removeOthers(page, new Set(files.keys()));
  removeOthers(packed, new Set([...files.keys()].flatMap(packedNames)));
}

/** What is there already, and packed, has no `packs`. */
async function withPacked(path, contents, page) {
  const isThere = readOr(join(page, path), null)?.equals(contents);
  if (isThere && packedNames(path).every((name) => existsSync(join(packedBeside(page), name)))) return { path, contents };
  return { path, contents, packs: await pack(path, contents) };
}

function write(file, contents) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, contents);
}

function removeOthers(folder, kept) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath ?? entry.path, entry.name);
    if (entry.isFile() && !kept.has(relative(folder, file))) rmSync(file);
  }
}

/** For an incident: visitors are to be without a service worker. */
function isWorkerOff() {
  const setting = process.env.SERVICE_WORKER ?? "on";
  if (!["on", "off"].includes(setting)) throw new Stop(`SERVICE_WORKER is on or off, and not ${setting}.`);
  return setting === "off";
}

/** Every file of the built page: path below build/public -> contents. */
export async function pageFiles({ isWorkerOff = false } = {}) {
  const { build } = await import("esbuild");
  const run = (options) =>
    build({ ...COMMON, ...options }).catch((error) => {
      throw new Stop(`The page cannot be built. ${error.message}`);
    });
  const sources = (names) => names.map((name) => join(SOURCE, name));

  const split = {
    entryPoints: sources(ENTRIES),
    format: "esm",
    splitting: true,
    outdir: join(OUT, ASSETS),
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
  };
  const { metafile } = await run(split);
  const shared = sharedImports(metafile, { root, source: SOURCE, page: ENTRIES[0], later: LATER, others: ENTRIES.slice(1) });
  const plugins = COMMON.plugins.map((each) => (each.name === OWN_MODULES ? ownModules(shared) : each));
  const modules = await run({ ...split, plugins });
  const chunks = chunkList(modules);
  const early = await run({
    entryPoints: sources(EARLY),
    format: "iife",
    // It tells people whose browser is too old for the rest.
    target: "es2015",
    outdir: join(OUT, ASSETS),
    entryNames: "[name]-[hash]",
    define: { LANGUAGES: JSON.stringify(firstOfLanguages(chunks)) },
  });
  const files = new Map();
  const keep = (result) => {
    for (const { path, contents } of result.outputFiles) files.set(relative(OUT, path), path.endsWith(".js") ? withoutIndents(contents) : contents);
  };
  keep(modules);
  keep(early);
  for (const name of readdirSync(SOURCE).filter((name) => COPIED.test(name))) files.set(name, readFileSync(join(SOURCE, name)));
  for (const [name, png] of await pngIcons(SOURCE)) files.set(name, png);
  const pages = Object.entries(PAGES).map(([name, source]) => [name, html(source)]);
  // Open pages look for a new worker when the version is another.
  const version = hashOf(...files.values(), ...pages.flat(), isWorkerOff ? NO_WORKER : "").slice(0, 12);
  const built = [...chunks, ...chunkList(early)];
  for (const [name, source] of pages) files.set(name, page(source, built, version, isWorkerOff));

  const shell = { version, files: [...KEPT.map((path) => `/${path}`), ...kept(built)] };
  keep(
    await run({
      entryPoints: fixed(isWorkerOff),
      format: "iife",
      outdir: OUT,
      sourcemap: false,
      define: { SHELL: JSON.stringify(shell), HOST_WORDS: JSON.stringify(hostWords()) },
    }),
  );
  files.set("shell.json", JSON.stringify({ version }));
  return files;
}

/** In minified code only templates have lines, and no template of ours begins one with spaces that count. */
const withoutIndents = (contents) => Buffer.from(Buffer.from(contents).toString().replace(/\n +/g, "\n"));

function fixed(isWorkerOff) {
  const sources = { ...FIXED, ...(isWorkerOff && { sw: NO_WORKER }) };
  return Object.entries(sources).map(([out, source]) => ({ in: join(SOURCE, source), out }));
}

/** `[{ source, url, imports, bytes }]` of what esbuild wrote: `source` is below public/, absent for shared chunks. */
function chunkList({ metafile }) {
  const url = (path) => `/${relative(OUT, join(root, path))}`;
  return Object.entries(metafile.outputs)
    .filter(([path]) => /\.(js|css)$/.test(path))
    .map(([path, { entryPoint, imports, bytes }]) => ({
      bytes,
      source: entryPoint && relative(SOURCE, join(root, entryPoint)),
      url: url(path),
      imports: imports.filter(({ kind }) => kind === "import-statement").map((each) => url(each.path)),
    }));
}

/** Addresses of what the service worker keeps: first what pages begin with, then parts that are not large. */
function kept(chunks) {
  const first = chunks.filter(({ source }) => ENTRIES.includes(source) || EARLY.includes(source));
  const begin = new Set([...first.map(({ url }) => url), ...first.flatMap(({ imports }) => allImports(imports, chunks))]);
  const parts = chunks.filter(({ url, bytes }) => !begin.has(url) && bytes <= LARGE_PART);
  return [...begin, ...parts.map(({ url }) => url)];
}

/** Language -> addresses of its words for rooms, and for other pages, so that they can be asked for before anything is parsed; and its direction. */
function firstOfLanguages(chunks) {
  const urlOf = (code, name) => chunks.find(({ source }) => source === `${FOLDER}/${code}/${name}.js`).url;
  return Object.fromEntries(
    Object.entries(languages()).map(([code, { direction }]) => [code, [urlOf(code, "room"), urlOf(code, "start"), direction]]),
  );
}

/** A page with its version, the addresses of what was built, and with all that its module imports asked for at once. */
function page(source, chunks, version, isWorkerOff) {
  const built = (source) => chunks.find((each) => each.source === source);
  const off = isWorkerOff ? 'data-service-worker="off" ' : "";
  const stamped = source.replace("<html ", `<html data-version="${version}" ${off}`);
  return stamped.replace(/^( *)(<.* (?:src|href)=")\/([^"]+)(".*)$/gm, (line, indent, before, source, after) => {
    const chunk = built(source);
    if (!chunk) return line;
    const preloads = before.includes('type="module"') ? allImports(chunk.imports, chunks) : [];
    return [...preloads.map((url) => `${indent}<link rel="modulepreload" href="${url}">`), `${indent}${before}${chunk.url}${after}`].join("\n");
  });
}

function allImports(urls, chunks, found = new Set()) {
  for (const url of urls) {
    if (found.has(url)) continue;
    found.add(url);
    allImports(chunks.find((each) => each.url === url)?.imports ?? [], chunks, found);
  }
  return [...found];
}

function hashOf(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

function readOr(path, encoding = "utf8") {
  try {
    return readFileSync(path, encoding);
  } catch {
    return undefined;
  }
}
