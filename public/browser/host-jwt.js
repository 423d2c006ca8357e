/**
 * What the host page says of who its user is: a JWT, never in an address, but asked for with every hello. Loaded only
 * where the address says that there is one.
 */

/** `embed.js` answers at once if it has one; the host may have to ask its server. */
const ANSWER_WITHIN_MS = 15_000;

/**
 * Whoever frames the page was listed by the operator, as in `host.js`; no other window is listened to.
 * @param {string} [cause] Why the one before was not taken: then another one is asked for.
 * @returns {Promise<string | undefined>}
 */
export const askHostJwt = (cause) =>
  new Promise((resolve) => {
    const done = new AbortController();
    const end = (/** @type {string | undefined} */ jwt) => {
      done.abort();
      resolve(jwt);
    };
    const heard = (/** @type {MessageEvent} */ { source, data }) => {
      if (source === window.parent && data?.alcove === "token" && typeof data.token === "string")
        end(data.token);
    };
    window.addEventListener("message", heard, { signal: done.signal });
    setTimeout(end, ANSWER_WITHIN_MS);
    window.parent.postMessage({ alcove: "token", cause }, "*");
  });
