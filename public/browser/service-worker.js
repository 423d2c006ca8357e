/**
 * The page's side of the service worker: registers it, and notices when the server has a newer version of the
 * page. Noticing does not need a service worker, so it also works where there is none: over plain HTTP and in
 * some private windows. What to do about a newer version is decided elsewhere.
 */

const WORKER = "/sw.js";
const HOUR_MS = 3_600_000;
/** Turning to the page and away again is not worth a question each time. */
const REST_MS = 5 * 60_000;

const ownVersion = document.documentElement.dataset.version ?? "";
/** Whoever runs the server wants no service worker at present. */
const isOff = document.documentElement.dataset.serviceWorker === "off";

/**
 * Emits `update` when the server has another version than this page, once for each. `isThere` is for
 * who comes later.
 */
export const updates = Object.assign(new EventTarget(), { isThere: false });

let newest = ownVersion;
let askedAt = 0;
let isStarted = false;
/** @type {ServiceWorkerRegistration | undefined} */
let registration;

/** Begins to keep the page and to look for newer ones; nothing when called again. */
export const keepPage = () => {
  if (isStarted) return;
  isStarted = true;
  askedAt = performance.now();
  setInterval(() => lookForUpdate(), HOUR_MS);
  window.addEventListener("online", () => lookForUpdate());
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && performance.now() - askedAt > REST_MS) lookForUpdate();
  });
  // A frame on another site's page is not where somebody installs anything, and a sandboxed one
  // may not even ask whether it could.
  if (window.top !== window || !navigator.serviceWorker) return;
  if (isOff) return void end();
  // Not before the page itself has all it needs.
  if (document.readyState === "complete") register();
  else window.addEventListener("load", register, { once: true });
};

/**
 * Asks the server now: for when it was away and is back, perhaps as a newer one.
 * @param {{ isNeeded?: boolean }} [how] `isNeeded`: an update is said also if it was said before.
 */
export const lookForUpdate = async ({ isNeeded = false } = {}) => {
  askedAt = performance.now();
  const version = await askVersion();
  if (!version) return;
  const isNews = version !== newest;
  newest = version;
  if (version === ownVersion || !(isNews || isNeeded)) return;
  // Meanwhile the service worker fetches what the reload will need.
  registration?.update().catch(() => {});
  updates.isThere = true;
  updates.dispatchEvent(new Event("update"));
};

/**
 * The version that the server has.
 * @returns {Promise<string | undefined>} Nothing while it cannot be asked.
 */
const askVersion = async () => {
  try {
    const response = await fetch("/shell.json", { cache: "no-store" });
    const { version } = await response.json();
    return typeof version === "string" ? version : undefined;
  } catch {
    return undefined;
  }
};

const register = async () => {
  try {
    registration = await navigator.serviceWorker.register(workerAddress());
  } catch {
    // Refused in some private windows and by some settings: then the page lives without.
  }
};

/** Where this cannot be loaded now, it can at another visit. */
const end = () => import("./end-worker.js").then(({ endWorkers }) => endWorkers()).catch(() => {});

/**
 * Where the policy asks for Trusted Types, a browser takes the address of a script only from one
 * that the server's headers name. TypeScript does not know them yet.
 * @typedef {{ createScriptURL: (address: string) => string }} ScriptPolicy
 * @typedef {{ createPolicy: (name: string, policy: ScriptPolicy) => ScriptPolicy }} TrustedTypes
 */
const workerAddress = () => {
  const { trustedTypes } = /** @type {{ trustedTypes?: TrustedTypes }} */ (globalThis);
  const policy = trustedTypes?.createPolicy("service-worker", { createScriptURL: () => WORKER });
  return policy?.createScriptURL(WORKER) ?? WORKER;
};
