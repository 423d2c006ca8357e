/**
 * What the page asks of an account: one function for each request, and one kind of error, with a code that there are words
 * for. Nothing secret is ever in an address.
 *
 * @typedef {{ id: string, label: string, created: number, used?: number, synced?: boolean, cloned?: number }} Passkey
 * `cloned`: when somebody seemed to have a copy of it.
 * @typedef {{ mode: "optional" | "required", oidc?: string, passkeys: boolean }} SignIn
 *
 * @typedef {object} Account
 * @property {string} [name]
 * @property {number} created
 * @property {Passkey[]} passkeys
 * @property {boolean} recovery There is a recovery code.
 * @property {{ issuer: string, name?: string }} [oidc]
 * @property {SignIn} sign_in
 * @property {string} session
 * @property {number} version
 *
 * @typedef {{ id: string, label: string, created: number, seen: number, current: boolean }} Session A device that is signed in.
 */

export class AccountError extends Error {
  /**
   * @param {string} code `offline` where no answer came.
   * @param {{ wait?: number, signIn?: SignIn }} [more]
   */
  constructor(code, { wait = 0, signIn } = {}) {
    super(code);
    this.code = code;
    /** How long to wait, in ms. */
    this.wait = wait;
    this.signIn = signIn;
  }
}

/**
 * @param {string} path Below /account.
 * @param {{ method?: string, body?: unknown, keepalive?: boolean }} [request]
 * @returns {Promise<any>} What was answered; nothing where there is nothing to say.
 */
const ask = async (path, { method = "GET", body, keepalive = false } = {}) => {
  const answer = await fetch(`/account${path}`, {
    method,
    keepalive,
    headers: {
      Accept: "application/json",
      ...(method === "POST" && { "Content-Type": "application/json" }),
    },
    ...(method === "POST" && { body: JSON.stringify(body ?? {}) }),
  }).catch(() => {
    throw new AccountError("offline");
  });
  if (answer.status === 204) return undefined;
  const said = await answer.json().catch(() => undefined);
  if (answer.ok && said) return said;
  const { code, retry_after_ms } = Object(said?.error);
  const wait = Number(retry_after_ms) || Number(answer.headers.get("Retry-After")) * 1_000 || 0;
  throw new AccountError(String(code ?? "unavailable"), { wait, signIn: said?.sign_in });
};

/** @returns {Promise<Account>} */
export const seeAccount = () => ask("");

/** @param {{ for: "create" | "get", name?: string }} what @returns {Promise<any>} */
export const passkeyOptions = (what) => ask("/passkey/options", { method: "POST", body: what });

/** @param {object} made @returns {Promise<{ account: Account, recovery?: string }>} */
export const registerPasskey = (made) => ask("/passkey/register", { method: "POST", body: made });

/** @param {object} proof @returns {Promise<{ account: Account }>} */
export const assertPasskey = (proof) => ask("/passkey/assert", { method: "POST", body: proof });

/** @param {{ id: string, label: string } | { id: string, remove: true }} change @returns {Promise<Account>} */
export const changePasskey = async (change) =>
  accountIn(await ask("/passkey/change", { method: "POST", body: change }));

/** @returns {Promise<{ recovery: string }>} */
export const newRecovery = () => ask("/recovery", { method: "POST" });

/** @param {string} code @returns {Promise<{ account: Account, recovery?: string }>} */
export const recover = (code) => ask("/recover", { method: "POST", body: { code } });

/** @returns {Promise<Session[]>} */
export const seeSessions = async () => (await ask("/sessions")).sessions;

/** @param {string} id */
export const endSession = (id) => ask(`/sessions?id=${encodeURIComponent(id)}`, { method: "DELETE" });

export const endOtherSessions = () => ask("/sessions?others", { method: "DELETE" });

export const endAllSessions = () => ask("/sessions", { method: "DELETE" });

/** @returns {Promise<Account>} */
export const unlinkProvider = async () => accountIn(await ask("/oidc/unlink", { method: "POST" }));

/** @param {object} body @param {boolean} [keepalive] The page goes. */
export const sync = (body, keepalive = false) => ask("/sync", { method: "POST", body, keepalive });

export const signOut = () => ask("/sign-out", { method: "POST" });

export const deleteAccount = () => ask("", { method: "DELETE" });

/** @param {any} answer @returns {Account} */
const accountIn = (answer) => answer.account ?? answer;

/**
 * Where the provider asks who one is, and comes back from.
 * @param {string} back A path of this site.
 * @param {boolean} [isLink] For one's own account.
 */
export const providerLink = (back, isLink = false) =>
  `/account/oidc/start?return=${encodeURIComponent(back)}${isLink ? "&link" : ""}`;
