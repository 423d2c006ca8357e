// The page's files as they go over the wire, in build/packed: compressed once, by the build, and as
// small as can be. Only self-hosting serves them: Cloudflare compresses by itself, so they are not in
// the folder that is uploaded.

import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** What a browser calls a coding -> how its files end; `scripts/workerd/assets.js` looks for them. */
const ENDINGS = { br: "br", gzip: "gz" };

/** Pictures are compressed already. Source maps are for developers: the native host has nothing else of them. */
const CODINGS = [
  { files: /\.(js|css|html|json|svg|webmanifest)$/, codings: ["br", "gzip"] },
  { files: /\.map$/, codings: ["gzip"] },
];
const codingsOf = (path) => CODINGS.find(({ files }) => files.test(path))?.codings ?? [];

const COMPRESS = {
  br: (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gzip: (bytes) => promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION }),
};

/** Where they are for the page in this folder. */
export const packedBeside = (page) => join(page, "..", "packed");

const packedName = (path, coding) => `${path}.${ENDINGS[coding]}`;

/** Every name that this file may have there. */
export const packedNames = (path) => codingsOf(path).map((coding) => packedName(path, coding));

/** Name below `packed` -> contents, for each coding in which the file is smaller. */
export async function pack(path, contents) {
  const bytes = Buffer.from(contents);
  const named = codingsOf(path).map(async (coding) => [packedName(path, coding), await COMPRESS[coding](bytes)]);
  return new Map((await Promise.all(named)).filter(([, packed]) => packed.length < bytes.length));
}
