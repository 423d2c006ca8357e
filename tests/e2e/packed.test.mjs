// What self-hosting sends over the wire: the page's files, compressed by the build, for every client that
// accepts them.

import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { parse } from "smol-toml";
import { outDirs } from "../../scripts/lib/paths.mjs";
import { packedBeside } from "../../scripts/lib/packed.mjs";
import { startServer } from "../browser/support/server.mjs";
import { request } from "../support/http.mjs";

const BROWSER = "gzip, deflate, br, zstd";
const ENDINGS = { br: "br", gzip: "gz" };
const UNPACK = { br: brotliDecompressSync, gzip: gunzipSync, undefined: (body) => body };

let served;
before(async () => {
  served = await startServer();
});
after(() => served.stop());

/** An answer, its body as bytes. */
async function get(path, accepted, { method, headers = {} } = {}) {
  const asked = accepted === undefined ? headers : { ...headers, "accept-encoding": accepted };
  const { status, headers: got, body } = await request(served, path, { method, headers: asked, encoding: "latin1" });
  return { status, headers: got, coding: got["content-encoding"], body: Buffer.from(body, "latin1") };
}

const built = (path) => readFileSync(join(outDirs.page, path));
const sizeOf = (name) => statSync(join(outDirs.page, "assets", name)).size;
/** The largest: the smallest are not packed. */
const [script] = readdirSync(join(outDirs.page, "assets"))
  .filter((name) => name.endsWith(".js"))
  .sort((a, b) => sizeOf(b) - sizeOf(a));
const FILES = { "/": "index.html", "/room/tea": "room.html", [`/assets/${script}`]: join("assets", script), "/embed.js": "embed.js" };

test("a file comes in each coding, small, and is the same", async () => {
  for (const [path, name] of Object.entries(FILES)) {
    for (const coding of ["br", "gzip", undefined]) {
      const answer = await get(path, coding);
      assert.deepEqual([answer.status, answer.coding], [200, coding], path);
      assert.equal(Number(answer.headers["content-length"] ?? answer.body.length), answer.body.length);
      assert.deepEqual(UNPACK[coding](answer.body), built(name), path);
      assert.match(answer.headers.vary, /\bAccept-Encoding\b/i);
      // Not unpacked and packed anew on its way.
      if (coding) assert.deepEqual(answer.body, readFileSync(join(packedBeside(outDirs.page), `${name}.${ENDINGS[coding]}`)));
    }
  }
});

test("the coding is the one that the reader likes best", async () => {
  const cases = {
    [BROWSER]: "br",
    "gzip, deflate": "gzip",
    "GZIP": "gzip",
    "br;q=0.5, gzip;q=0.9": "gzip",
    "br ; q=1.0 , gzip": "br",
    "br;q=0, gzip;q=0.1": "gzip",
    "*": "br",
    "*;q=0.3, br;q=0": "gzip",
    "identity": undefined,
    "identity, gzip;q=0.5": undefined,
    "br;q=0, gzip;q=0": undefined,
    "*;q=0": undefined,
    "br;q=x": undefined,
    "zstd, brotli": undefined,
    "": undefined,
  };
  for (const [accepted, coding] of Object.entries(cases)) assert.equal((await get("/", accepted)).coding, coding, accepted);
});

test("a copy is the reader's own only in the coding that it has", async () => {
  const etags = new Map();
  for (const coding of ["br", "gzip", undefined]) etags.set(coding, (await get("/", coding)).headers.etag);
  assert.equal(new Set(etags.values()).size, 3);
  for (const [coding, etag] of etags) {
    const again = await get("/", coding, { headers: { "if-none-match": etag } });
    assert.deepEqual([again.status, again.body.length, again.headers.etag], [304, 0, etag]);
    assert.match(again.headers.vary, /\bAccept-Encoding\b/i);
    const other = await get("/", coding === "br" ? "gzip" : "br", { headers: { "if-none-match": etag } });
    assert.equal(other.status, 200);
  }
});

test("HEAD says what GET would bring", async () => {
  for (const path of Object.keys(FILES)) {
    const [head, got] = await Promise.all([get(path, BROWSER, { method: "HEAD" }), get(path, BROWSER)]);
    assert.deepEqual([head.status, head.coding, head.headers.etag, head.body.length], [200, "br", got.headers.etag, 0], path);
  }
});

test("a range is not cut out of a compressed file", async () => {
  const { status, body } = await get("/", BROWSER, { headers: { range: "bytes=0-9" } });
  assert.deepEqual([status, UNPACK.br(body)], [200, built("index.html")]);
});

test("the page for what is not found is compressed, too, and nothing can be asked for by the name it is kept under", async () => {
  const lost = await get("/nowhere", BROWSER, { headers: { accept: "text/html" } });
  assert.deepEqual([lost.status, lost.coding, UNPACK.br(lost.body)], [404, "br", built("404.html")]);
  for (const path of [`/assets/${script}.br`, "/index.html.gz", "/packed/index.html.br"]) {
    assert.equal((await get(path, BROWSER)).status, 404, path);
  }
});

test("what is compressed is not uploaded to Cloudflare, which counts files", () => {
  const { directory } = parse(readFileSync("wrangler.toml", "utf8")).assets;
  const uploaded = readdirSync(directory, { recursive: true });
  assert.ok(uploaded.length < 20_000);
  assert.deepEqual(
    uploaded.filter((name) => /\.(br|gz)$/.test(name)),
    [],
  );
  assert.ok(readdirSync(packedBeside(outDirs.page)).length > 0);
});
