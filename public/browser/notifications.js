/**
 * Tells of messages while nobody looks: by a notification of the system, and by a tone if one wants it.
 * Of several tabs of a room one tells, and none while another is being looked at. It never asks for
 * permission unless called by a gesture.
 *
 * @import { Member, Message } from "../protocol.js"
 * @import { Notify } from "./preferences.js"
 */

import { mentions } from "../parts/mentions.js";
import { t } from "../parts/strings.js";
import { readMuted, readNotify, readSound } from "./preferences.js";
import { playTone } from "./sound.js";

/** What a system shows of a text at most. */
const MOST_CHARACTERS = 160;
/** By then every tab of the room has heard of a message. */
const HEARD_BY_ALL_MS = 5_000;

/**
 * @param {Pick<Message, "from" | "text">} message
 * @param {{ you: Member, mode: Notify, isMuted: boolean, isLookedAt: boolean }} reader
 */
export const shouldNotify = ({ from, text }, { you, mode, isMuted, isLookedAt }) => {
  if (isLookedAt || isMuted || mode === "off" || from.id === you.id || !text) return false;
  return mode === "all" || mentions(text, you.name);
};

/**
 * A text in one short line.
 * @param {string} text
 */
export const bodyOf = (text) => {
  const characters = [...text.replace(/\s+/gu, " ").trim()];
  if (characters.length <= MOST_CHARACTERS) return characters.join("");
  return `${characters.slice(0, MOST_CHARACTERS - 1).join("")}…`;
};

/** @returns {"granted" | "denied" | "default" | "unavailable"} */
export const permission = () => globalThis.Notification?.permission ?? "unavailable";

/** To be called by a gesture only: browsers refuse, for good, a page that asks on its own. */
export const askPermission = async () => {
  if (permission() === "default") await Notification.requestPermission();
  return permission();
};

export class Notifier {
  #room;
  #url;
  #plain;
  /** @type {Notification[]} */
  #shown = [];
  /** Ends the time in which this tab is looked at. */
  #looksAway = () => {};
  #stop = new AbortController();

  /**
   * @param {{ room: string, url: string, plain?: (text: string) => string }} room
   *   `plain` takes the marks out of a text.
   */
  constructor({ room, url, plain = (text) => text }) {
    this.#room = room;
    this.#url = url;
    this.#plain = plain;
    const { signal } = this.#stop;
    for (const type of ["focus", "blur"]) window.addEventListener(type, () => this.#turned(), { signal });
    document.addEventListener("visibilitychange", () => this.#turned(), { signal });
    this.#turned();
  }

  /** Nothing is told any more. */
  close() {
    this.#stop.abort();
    this.#looksAway();
  }

  /**
   * @param {readonly Message[]} messages What others have just said.
   * @param {Member} you
   */
  async heard(messages, you) {
    const mode = readNotify(this.#room);
    const reader = { you, mode, isMuted: readMuted(this.#room), isLookedAt: isLookedAt() };
    const message = messages.filter((each) => shouldNotify(each, reader)).at(-1);
    if (!message || (await this.#isLookedAtElsewhere())) return;
    await once(`alcove:told:${this.#room}:${message.seq}`, () => this.#tell(message));
  }

  /** @param {Message} message */
  async #tell({ from, text }) {
    if (readSound()) playTone();
    if (permission() !== "granted") return;
    const title = t.notificationTitle(from.name, this.#room);
    const options = {
      body: bodyOf(this.#plain(text ?? "")),
      tag: this.#tag,
      renotify: true,
      // The tone, if one is wanted, is the page's own.
      silent: true,
      icon: document.querySelector("link[rel=apple-touch-icon]")?.getAttribute("href") ?? undefined,
      lang: document.documentElement.lang,
      data: { url: this.#url },
    };
    const registration = await registered();
    if (registration) await registration.showNotification(title, options);
    else this.#show(title, options);
  }

  /**
   * @param {string} title
   * @param {NotificationOptions} options
   */
  #show(title, options) {
    try {
      const notification = new Notification(title, options);
      notification.onclick = () => {
        window.focus();
        notification.close();
      };
      this.#shown.push(notification);
    } catch {
      // Phones want a service worker for it, and there is none yet.
    }
  }

  get #tag() {
    return `alcove:${this.#room}`;
  }

  /** Whoever looks at the room needs to be told no longer. */
  async #turned() {
    this.#looksAway();
    if (!isLookedAt()) return;
    this.#looksAway = holdShared(lookedAt(this.#room));
    for (const notification of this.#shown.splice(0)) notification.close();
    const told = await (await registered())?.getNotifications({ tag: this.#tag });
    for (const notification of told ?? []) notification.close();
  }

  async #isLookedAtElsewhere() {
    const { held } = (await navigator.locks?.query()) ?? {};
    return held?.some(({ name }) => name === lookedAt(this.#room)) ?? false;
  }
}

const lookedAt = (/** @type {string} */ room) => `alcove:looked-at:${room}`;

const isLookedAt = () => !document.hidden && document.hasFocus();

/** @returns {Promise<ServiceWorkerRegistration | undefined>} One that can show something. */
const registered = async () => {
  try {
    const registration = await navigator.serviceWorker?.getRegistration();
    return registration?.active ? registration : undefined;
  } catch {
    return undefined; // Service workers are shut off, as in some private windows.
  }
};

/**
 * Holds a lock that several tabs may hold at once, until the returned function is called.
 * @param {string} name
 */
const holdShared = (name) => {
  let release = () => {};
  const held = new Promise((resolve) => {
    release = () => resolve(undefined);
  });
  void navigator.locks?.request(name, { mode: "shared" }, () => held).catch(() => {});
  return release;
};

/**
 * Does the work in one of the tabs that are about to do it. Without locks, as over plain HTTP, each
 * does it.
 * @param {string} name
 * @param {() => Promise<void>} work
 */
const once = (name, work) =>
  new Promise((done) => {
    if (!navigator.locks) return done(work());
    navigator.locks
      .request(name, { ifAvailable: true }, async (lock) => {
        if (lock) await work();
        done(undefined);
        if (lock) await new Promise((resolve) => setTimeout(resolve, HEARD_BY_ALL_MS));
      })
      .catch(done);
  });
