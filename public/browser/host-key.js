/**
 * The key to an embedded room, from its host page: never in an address, but asked for once the room opens. Loaded only
 * where the address says that there is one.
 *
 * @import { IdentityStore, Pass } from "../client/identity.js"
 */

import { isKey, readCreate } from "../client/given-key.js";

/** `embed.js` answers at once; another host may have nothing to say. */
const ANSWER_WITHIN_MS = 3_000;

/** @param {IdentityStore} identity */
export const takeHostKey = async (identity) => {
  const pass = await hostPass();
  // The same once more keeps the cid that it has gone out with.
  if (pass && pass.key !== identity.pass?.key) identity.pass = pass;
};

/**
 * Whoever frames the page was listed by the operator, as in `host.js`; no other window is listened to.
 * @returns {Promise<Pass | undefined>}
 */
const hostPass = () =>
  new Promise((resolve) => {
    const done = new AbortController();
    const end = (/** @type {Pass | undefined} */ pass) => {
      done.abort();
      resolve(pass);
    };
    const heard = (/** @type {MessageEvent} */ { source, data }) => {
      if (source !== window.parent || data?.alcove !== "key" || !isKey(data.key)) return;
      const create = readCreate(data.create);
      end({ key: data.key, ...(create && { create }) });
    };
    window.addEventListener("message", heard, { signal: done.signal });
    setTimeout(end, ANSWER_WITHIN_MS);
    window.parent.postMessage({ alcove: "key" }, "*");
  });
