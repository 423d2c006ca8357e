/**
 * Keeps this browser and its account the same, from whichever of its tabs leads: when the page opens, soon after something
 * has changed here, when one comes back to it, and at once when it is asked for. One run at a time, in all tabs.
 *
 * It emits `ended` when one is signed out on this device from elsewhere, and `full` when the account takes no more.
 */

import { channelTo } from "../browser/channel.js";
import { clock } from "../browser/clock.js";
import { settings, storage } from "../browser/preferences.js";
import { forgottenRooms, noteSignedIn, SYNC_STATE, signedInAs, toldForgotten } from "../browser/sign-in.js";
import { memoryOf, visit } from "../browser/visits.js";
import { Leader } from "../rooms/leader.js";
import { myRooms } from "../rooms/on-this-device.js";
import { openRooms } from "../rooms/watching.js";
import { AccountError, sync } from "./api.js";
import { deviceOf } from "./device.js";
import { roomsOfAnother, Sync } from "./sync.js";

const LOCK = "alcove:account-leads";
const RUN = "alcove:account-run";
/** After a change, in case that there are more. */
const SOON_MS = 2_000;
/** Between two runs that nobody waits for. */
const APART_MS = 10_000;
const AGAIN_MS = 60_000;

class Syncing extends EventTarget {
  #rooms = myRooms();
  #leader;
  #channel = channelTo(LOCK);
  #device = deviceOf(ourPlace(this.#rooms));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #ranAt = Number.NEGATIVE_INFINITY;
  #isFull = false;

  constructor() {
    super();
    const tab = crypto.randomUUID?.() ?? String(Math.random());
    const channel = this.#channel;
    this.#leader = new Leader({
      name: LOCK,
      tab,
      ...(navigator.locks && { locks: navigator.locks }),
      ...(channel && { channel }),
      clock,
      isSeen: () => !document.hidden,
      onChange: (isLeading) => isLeading && this.#look(),
    });
    channel?.addEventListener("message", ({ data }) => data?.look && this.#look());
    const soon = () => this.#soon();
    this.#rooms.addEventListener("change", soon);
    settings.addEventListener("change", soon);
    // What is written goes to the storage of this tab without a word.
    document.addEventListener("input", soon, { capture: true });
    window.addEventListener("storage", ({ key }) => key !== SYNC_STATE && soon());
    window.addEventListener("online", () => this.#look());
    window.addEventListener("focus", () => this.#lookAll());
    document.addEventListener("visibilitychange", () => this.#turned());
    window.addEventListener("pagehide", () => this.#leader.end());
    window.addEventListener("pageshow", () => this.#leader.begin());
    this.#leader.begin();
  }

  /** Settled when both have the same; fails with an AccountError. */
  async now() {
    await this.#run(true);
  }

  /** Rooms that came by the account. */
  async cameBy() {
    await this.#rooms.ready;
    return this.#sync(false).cameBy(this.#rooms.list.map(({ room }) => room));
  }

  #turned() {
    this.#leader.turned();
    if (!document.hidden) this.#lookAll();
    else if (this.#leader.isLeading && this.#timer) this.#attempt(false, true);
  }

  /** Whichever tab leads. */
  #lookAll() {
    if (this.#leader.isLeading) this.#look();
    else this.#channel?.postMessage({ look: true });
  }

  /** The account may have news. */
  #look() {
    if (!this.#leader.isLeading) return;
    const wait = this.#ranAt + SOON_MS - clock.now();
    if (wait <= 0) this.#attempt(true);
    else this.#in(wait, true);
  }

  #soon() {
    if (!this.#leader.isLeading || this.#isFull || this.#timer) return;
    this.#in(Math.max(SOON_MS, this.#ranAt + APART_MS - clock.now()), false);
  }

  /** @param {number} ms @param {boolean} isLooking */
  #in(ms, isLooking) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#attempt(isLooking), ms);
  }

  /** @param {boolean} isLooking @param {boolean} [isLast] The page may go. */
  async #attempt(isLooking, isLast = false) {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!signedInAs() || !navigator.onLine) return;
    try {
      await this.#run(isLooking, isLast);
    } catch (error) {
      const { code, wait } = error instanceof AccountError ? error : { code: "", wait: 0 };
      if (code === "too_large") this.#isFull = true;
      if (code === "too_large" || code === "signed_out") return;
      this.#in(Math.max(AGAIN_MS, wait), true);
    }
  }

  /** @param {boolean} isLooking @param {boolean} [isLast] */
  async #run(isLooking, isLast = false) {
    await this.#rooms.ready;
    const run = async () => {
      const running = this.#sync(isLast);
      if (!isLooking && !running.isBehind) return;
      this.#ranAt = clock.now();
      await running.run({ isLooking });
    };
    try {
      await (navigator.locks ? navigator.locks.request(RUN, run) : run());
    } catch (error) {
      if (error instanceof AccountError) this.#heed(error.code);
      throw error;
    }
  }

  /** @param {string} code */
  #heed(code) {
    if (code === "too_large") this.dispatchEvent(new Event("full"));
    if (code !== "signed_out" || !signedInAs()) return;
    noteEnded(this.#rooms.list);
    noteSignedIn("");
    this.dispatchEvent(new Event("ended"));
  }

  /** What another tab has found out meanwhile is read anew. @param {boolean} isLast */
  #sync(isLast) {
    return new Sync({
      post: (body) => sync(body, isLast),
      device: this.#device,
      memory: {
        read: () => parsed(storage.getItem(SYNC_STATE)),
        write: (state) => storage.setItem(SYNC_STATE, JSON.stringify({ ...state, account: signedInAs() })),
      },
    });
  }
}

/** @param {ReturnType<typeof myRooms>} rooms @returns {import("./device.js").Place} */
const ourPlace = (rooms) => ({
  storage,
  rooms,
  memoryOf: (room) => memoryOf(room),
  visited: visit,
  setting: (key, value) => {
    if (value) storage.setItem(key, value);
    else storage.removeItem(key);
    // Another language holds from the next page on.
    if (key !== "alcove:language") tell(key);
  },
  changed: tell,
  isOpen: (room) => openRooms().has(room),
  forgotten: forgottenRooms,
  told: toldForgotten,
});

/** As the browser tells other tabs. @param {string} key @param {string | null} [oldValue] */
const tell = (key, oldValue = null) => {
  window.dispatchEvent(new StorageEvent("storage", { key, oldValue, newValue: storage.getItem(key) }));
};

/** @param {string | null} text */
const parsed = (text) => {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return undefined;
  }
};

/** @type {Syncing | undefined} */
let ours;

/** The one of this page, while one is signed in. */
export const syncing = () => {
  ours ??= new Syncing();
  return ours;
};

/**
 * One was signed out from elsewhere: which rooms are that account's is clear only now. They stay, for when it comes
 * back.
 * @param {readonly { room: string }[]} list
 */
const noteEnded = (list) => {
  const state = parsed(storage.getItem(SYNC_STATE));
  if (!state || state.came) return;
  const came = roomsOfAnother(state, list.map(roomOf));
  storage.setItem(SYNC_STATE, JSON.stringify({ ...state, came }));
};

/** @param {{ room: string }} listed */
const roomOf = ({ room }) => room;

/**
 * One is signed in now. What was known of the account is of use only if it is the same one; of another one, which was
 * not left by hand, the rooms go, with who one was there: nobody gets them with an account of their own.
 * @param {{ created: number }} account
 */
export const beginAccount = async ({ created }) => {
  const mark = String(created);
  const state = parsed(storage.getItem(SYNC_STATE));
  if (state?.account !== mark) {
    storage.removeItem(SYNC_STATE);
    const rooms = myRooms();
    await rooms.ready;
    const others = roomsOfAnother(state, rooms.list.map(roomOf));
    for (const room of others) await rooms.forget(room);
    toldForgotten(others);
  }
  noteSignedIn(mark);
  await syncing().now();
};
