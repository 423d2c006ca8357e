/**
 * Push messages: a room tells this browser of what happens while no page of it is open. Loaded with the settings, and
 * with rooms where that was chosen.
 *
 * @import { Connection } from "../client/connection.js"
 * @import { Push } from "./push-choice.js"
 *
 * @typedef {Connection} Room
 */

import { readMuted, settings } from "../browser/preferences.js";
import { t } from "../i18n/strings.js";
import { PUSH_WORDS } from "../service-worker/shell.js";
import { askPermission, permission } from "./permission.js";
import { readPreview, readPush, writePreview, writePush } from "./push-choice.js";

/** A service worker that is not there by then does not come. */
const READY_WITHIN_MS = 10_000;
/** What comes within this time is acknowledged at once: sooner than the room would tell of it elsewhere. */
const ACKNOWLEDGED_MS = 1_000;

/** Whether this browser can be told, on this page: a frame of another site cannot be what one is sent to. */
export const canPush = () =>
  "PushManager" in globalThis &&
  Boolean(navigator.serviceWorker) &&
  window.top === window &&
  document.documentElement.dataset.serviceWorker !== "off";

/**
 * Has a room tell this browser of something else. Only by a gesture, as it may ask for the permission.
 * @param {Connection} connection
 * @param {string} room
 * @param {Push} what
 * @param {boolean} [preview]
 * @returns {Promise<"" | "denied" | "failed">}
 */
export const choosePush = async (connection, room, what, preview = readPreview()) => {
  if (what !== "nothing" && (await askPermission()) !== "granted") return "denied";
  if (!(await tellRoom(connection, what, preview))) return "failed";
  writePush(room, what);
  writePreview(preview);
  return "";
};

/**
 * Keeps a room up to date that tells this browser: of the browser's address, of what is muted, and of what was read.
 * @param {Connection} connection
 * @param {string} room
 * @param {AbortSignal} signal
 */
export const keepPush = (connection, room, signal) => {
  let told = "";
  const tell = async () => {
    if (connection.status.phase !== "live" || !connection.pushKey) return;
    const isWanted = permission() === "granted" && !readMuted(room);
    const what = isWanted ? readPush(room) : "nothing";
    const words = `${what} ${readPreview()}`;
    if (words === told) return;
    told = words;
    if (!(await tellRoom(connection, what, readPreview()))) told = "";
  };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const acknowledge = () => {
    clearTimeout(timer);
    timer = undefined;
    connection.acknowledge();
  };
  const hear = (/** @type {Event} */ event) => {
    const { detail } = /** @type {CustomEvent<{ type: string, seq?: number }[]>} */ (event);
    if (detail.some(({ type }) => type === "welcome")) told = "";
    if (detail.some(({ seq }) => seq !== undefined)) timer ??= setTimeout(acknowledge, ACKNOWLEDGED_MS);
  };
  const leave = () => {
    if (timer !== undefined && document.hidden) acknowledge();
  };
  signal.addEventListener("abort", () => clearTimeout(timer));
  connection.addEventListener("events", hear, { signal });
  connection.addEventListener("status", tell, { signal });
  document.addEventListener("visibilitychange", leave, { signal });
  settings.addEventListener("change", tell, { signal });
  timer = setTimeout(acknowledge, ACKNOWLEDGED_MS);
  void tell();
};

/**
 * Ends what rooms tell this browser: one, or all.
 * @param {Connection} connection Of a room that is open.
 * @param {boolean} isAll
 */
export const endPush = async (connection, isAll) => {
  const ended = connection.act({ type: "push", what: "nothing", subscription: await known() });
  await Promise.race([ended, after(ACKNOWLEDGED_MS)]);
  if (!isAll) return;
  await (await current())?.unsubscribe();
  await caches.delete(PUSH_WORDS);
};

/**
 * @param {Connection} connection
 * @param {Push} what
 * @param {boolean} preview
 */
const tellRoom = async (connection, what, preview) => {
  try {
    const isOver = what === "nothing";
    const subscription = isOver ? await known() : (await subscribe(connection.pushKey)).toJSON();
    // Nobody here was told anything.
    if (isOver && !subscription) return true;
    if (!isOver) await leaveWords();
    const { endpoint, keys } = subscription ?? {};
    const { code } = await connection.act({ type: "push", what, subscription: { endpoint, keys }, preview });
    return code === "";
  } catch {
    return false; // The browser has no push service, or does not reach it.
  }
};

/** For the service worker, which shows them. */
const leaveWords = async () => {
  const words = JSON.stringify({ lang: document.documentElement.lang, message: t.pushMessage });
  await (await caches.open(PUSH_WORDS)).put(PUSH_WORDS, new Response(words));
};

const known = async () => (await current())?.toJSON();

const current = async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  return registration?.pushManager.getSubscription();
};

/**
 * This browser at its push service, under this key.
 * @param {string} key
 */
const subscribe = async (key) => {
  const registration = await Promise.race([navigator.serviceWorker.ready, after(READY_WITHIN_MS)]);
  if (!registration) throw new Error("there is no service worker");
  const { pushManager } = registration;
  const applicationServerKey = bytesOf(key);
  const before = await pushManager.getSubscription();
  if (before && isSame(before.options.applicationServerKey, applicationServerKey)) return before;
  // Under another key, as of a server that has begun anew.
  await before?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
};

/** @param {string} key */
const bytesOf = (key) =>
  Uint8Array.from(atob(key.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));

/**
 * @param {ArrayBuffer | null} one
 * @param {Uint8Array} other
 */
const isSame = (one, other) => one !== null && String(new Uint8Array(one)) === String(other);

/** @param {number} ms @returns {Promise<undefined>} */
const after = (ms) => new Promise((resolve) => setTimeout(() => resolve(undefined), ms));
