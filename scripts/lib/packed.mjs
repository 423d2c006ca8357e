// The page's files as they go over the wire, in build/packed: compressed once, by the build, and as
// small as can be. Only self-hosting serves them: Cloudflare compresses by itself, so they are not in
// the folder that is uploaded.

import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** What a browser calls a coding -> how its files end; `scripts/workerd/assets.js` looks for them. */
const ENDINGS = { br: "br", gzip: "gz" };

/** Pictures are compressed already, and source maps are for developers. */
const PACKABLE = /\.(js|css|html|json|svg|webmanifest)$/;

/** Where they are for the page in this folder. */
export const packedBeside = (page) => join(page, "..", "packed");

/** Every name that this file may have there. */
export const packedNames = (path) => (PACKABLE.test(path) ? Object.values(ENDINGS).map((ending) => `${path}.${ending}`) : []);

/** Name below `packed` -> contents, for each coding in which the file is smaller. */
export async function pack(path, contents) {
  const names = packedNames(path);
  if (names.length === 0) return new Map();
  const bytes = Buffer.from(contents);
  const all = await Promise.all([
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
    promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
  ]);
  const named = names.map((name, index) => [name, all[index]]);
  return new Map(named.filter(([, packed]) => packed.length < bytes.length));
}
