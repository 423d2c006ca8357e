// What sign-in by a provider needs of the platform: requests to the provider and to objects, and whether a key has
// signed something. Not in Rust, where each wait makes a large function of a small one.

/** Who signs in waits for both. */
const PATIENCE_MS = 5_000;

/** More than any provider has to say. */
const MOST_BYTES = 256 * 1024;

const ALGORITHMS = {
  RS256: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
  ES256: { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" },
  EdDSA: { name: "Ed25519" },
};

/** By what is asked: a number of `What`. Each resolves with `[status, text, cookie]`. */
const ASKED = [fetched, verified, answered];

/** Finds something out. Without an answer the status is 0, and the text says why. */
export async function find(env, what, of, body, token) {
  try {
    return await ASKED[what](of, body, token, env);
  } catch (error) {
    return [0, String(error)];
  }
}

/**
 * Gets what is at an address, or posts a form to it, if there is an answer in time that is not too long. Redirects
 * are not followed: they could lead anywhere.
 */
async function fetched(address, form, authorization) {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const headers = { accept: "application/json" };
  if (form !== "") headers["content-type"] = "application/x-www-form-urlencoded";
  if (authorization !== "") headers.authorization = authorization;
  const asked = form === "" ? {} : { method: "POST", body: form };
  const response = await fetch(address, { ...asked, headers, redirect: "manual", signal });
  return [response.status, await textOf(response.body, signal)];
}

/** Whether a key has signed a token. */
async function verified(algorithm, jwk, token) {
  const how = ALGORITHMS[algorithm];
  const key = await crypto.subtle.importKey("jwk", JSON.parse(jwk), how, false, ["verify"]);
  const end = token.lastIndexOf(".");
  const signature = Uint8Array.from(atob(token.slice(end + 1).replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const holds = await crypto.subtle.verify(how, key, signature, new TextEncoder().encode(token.slice(0, end)));
  return [holds ? 200 : 400, ""];
}

/** What an object of accounts answers. */
async function answered(name, question, _, env) {
  const answer = await env.ACCOUNTS.getByName(name).fetch("http://account/", { method: "POST", body: question });
  return [answer.status, await answer.text(), answer.headers.get("x-alcove-cookie") ?? undefined];
}

async function textOf(body, signal) {
  if (!body) return "";
  const reader = body.getReader();
  const late = new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let [text, bytes] = ["", 0];
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), late]);
      if (done) return text + decoder.decode();
      bytes += value.byteLength;
      if (bytes > MOST_BYTES) throw new Error("too long");
      text += decoder.decode(value, { stream: true });
    }
  } catch (error) {
    reader.cancel().catch(() => {});
    throw error;
  }
}
