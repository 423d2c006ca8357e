/**
 * Notifies the user of messages, and of those who ask to be let in, while they look elsewhere: with a system notification
 * and, if wanted, a sound. Of several tabs in a room, one does this, and none while another is being looked at.
 *
 * @import { Member, Message } from "../client/protocol.js"
 * @import { Notify } from "../browser/preferences.js"
 */

import { readMuted, readNotify, readSound } from "../browser/preferences.js";
import { isPrivate } from "../client/protocol.js";
import { t } from "../i18n/strings.js";
import { mentions, Names } from "../text/mentions.js";
import { loadFor, plainText } from "../text/rich-text.js";
import { shortName } from "../text/room-name.js";
import { saidOf } from "../text/said.js";
import { permission } from "./permission.js";
import { playTone } from "./sound.js";

/** What a system shows of a text at most. */
const MOST_CHARACTERS = 160;
/** By then every tab of the room has heard of a message. */
const HEARD_BY_ALL_MS = 5_000;
/** Of those that come at once, so many of the newest are looked through for answers to one's own. */
const MOST_ANSWERS = 20;

/**
 * @typedef {object} Reader
 * @property {Member} you
 * @property {Notify} mode
 * @property {boolean} isMuted
 * @property {boolean} isLookedAt
 * @property {Names | Iterable<string>} [others] Names that are not meant where one's own only begins them.
 *
 * @typedef {object} Room
 * @property {Member} you
 * @property {Iterable<string>} others Names of those who are known in it.
 * @property {(seq: number) => Promise<string | undefined>} authorOf The id of who said a message.
 */

/**
 * @param {Pick<Message, "from" | "text">} message
 * @param {Reader} reader
 * @param {boolean} [isAnswer] It answers the reader.
 */
export const shouldNotify = (
  { from, text },
  { you, mode, isMuted, isLookedAt, others },
  isAnswer = false,
) => {
  if (isLookedAt || isMuted || mode === "off" || from.id === you.id || text === undefined) return false;
  return mode === "all" || isAnswer || mentions(text, you.name, others);
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

export class Notifier {
  #room;
  #url;
  #isLookedAt;
  /** @type {Notification[]} */
  #shown = [];
  /** How often something was heard. */
  #times = 0;
  /**
   * What was told last, here or by another tab: which time it was heard, whether it answers the reader, and
   * the message, as long as that is worth it.
   * @type {{ time: number, isAnswer: boolean, message?: Message | undefined }}
   */
  #told = { time: 0, isAnswer: false };
  /** Ends the time in which this tab is looked at. */
  #looksAway = () => {};
  #stop = new AbortController();
  #names = new Names();

  /**
   * @param {{
   *   room: string,
   *   url: string,
   *   isLookedAt: () => boolean,
   *   onAttention: (listener: () => void, signal: AbortSignal) => void,
   * }} around Whether one looks at the room, and when that may have changed.
   */
  constructor({ room, url, isLookedAt, onAttention }) {
    this.#room = room;
    this.#url = url;
    this.#isLookedAt = isLookedAt;
    onAttention(() => this.#turned(), this.#stop.signal);
    this.#turned();
  }

  /** Nothing is told any more. */
  close() {
    this.#stop.abort();
    this.#looksAway();
  }

  /**
   * @param {readonly Message[]} messages What others have just said.
   * @param {Room} room
   */
  async heard(messages, room) {
    this.#times += 1;
    const time = this.#times;
    const told = await this.#newestFor(messages, room);
    if (!told || (await this.#isLookedAtElsewhere())) return;
    // It may have taken long to find out whom something answers.
    if (this.#isLookedAt() || time < this.#told.time) return;
    this.#told = { ...told, time };
    const { message } = told;
    await once(`alcove:told:${this.#room}:${message.seq}`, async () => {
      if (readSound()) playTone();
      await this.#tell(message, true);
    });
  }

  /**
   * Somebody asks to be let in, once more if they say something, or to talk in private.
   * @param {Member} who
   * @param {(name: string, room: string) => string} titleOf
   * @param {string} [text]
   */
  async asked({ id, name }, titleOf, text = "") {
    const isWanted = () => !this.#isLookedAt() && !readMuted(this.#room) && readNotify(this.#room) !== "off";
    if (!isWanted() || (await this.#isLookedAtElsewhere())) return;
    this.#times += 1;
    const time = this.#times;
    await once(`alcove:told:${this.#room}:${id}:${text && 1}`, async () => {
      if (!isWanted()) return;
      // What happens to a message that it takes the place of is told no more.
      this.#told = { time, isAnswer: false };
      if (readSound()) playTone();
      const title = titleOf(name, shortName(this.#room));
      await this.#put(title, text, true, () => this.#told.time === time);
    });
  }

  /**
   * A message was changed or deleted: what is told of it follows.
   * @param {Message} message As it is now.
   * @param {Room} room
   */
  async changed(message, room) {
    const told = this.#told;
    if (told.message?.seq !== message.seq) return;
    // Whoever looks is told nothing new; what is shown may be of a moment before.
    const isToldNow = shouldNotify(message, { ...this.#reader(room), isLookedAt: false }, told.isAnswer);
    this.#told = { ...told, message: isToldNow ? message : undefined };
    if (!isToldNow) await this.#closeAll();
    else if (await this.#isShown()) await this.#tell(message, false);
  }

  /** @param {Room} room @returns {Reader} */
  #reader({ you, others }) {
    const wanted = readNotify(this.#room);
    // What is said in private is said to the reader.
    const mode = wanted === "mentions" && isPrivate(this.#room) ? "all" : wanted;
    return {
      you,
      mode,
      isMuted: readMuted(this.#room),
      isLookedAt: this.#isLookedAt(),
      others: this.#names.note(others),
    };
  }

  /**
   * @param {readonly Message[]} messages
   * @param {Room} room
   */
  async #newestFor(messages, room) {
    const reader = this.#reader(room);
    for (const message of messages.slice(-MOST_ANSWERS).reverse()) {
      if (shouldNotify(message, reader)) return { message, isAnswer: false };
      const { reply_to } = message;
      if (reply_to === undefined || !shouldNotify(message, reader, true)) continue;
      if ((await room.authorOf(reply_to)) === room.you.id) return { message, isAnswer: true };
    }
    return undefined;
  }

  /**
   * @param {Message} message
   * @param {boolean} isNew Else it takes the place of what is shown, quietly.
   */
  async #tell(message, isNew) {
    const { seq, from, text = "", files } = message;
    if (permission() !== "granted") return;
    await loadFor([text]);
    const title = isPrivate(this.#room)
      ? t.notificationPrivate(from.name)
      : t.notificationTitle(from.name, shortName(this.#room));
    await this.#put(
      title,
      files ? saidOf(message) : plainText(text),
      isNew,
      () => this.#told.message?.seq === seq,
    );
  }

  /**
   * @param {string} title
   * @param {string} body
   * @param {boolean} isNew
   * @param {() => boolean} isStill It may be gone by the time that it can be shown, or others have been told of since.
   */
  async #put(title, body, isNew, isStill) {
    if (permission() !== "granted") return;
    const options = {
      body: bodyOf(body),
      tag: this.#tag,
      renotify: isNew,
      // The tone, if one is wanted, is the page's own.
      silent: true,
      icon: document.querySelector("link[rel=apple-touch-icon]")?.getAttribute("href") ?? undefined,
      lang: document.documentElement.lang,
      data: { url: this.#url },
    };
    const registration = await registered();
    if (!isStill()) return;
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
      // It has taken the place of the one before.
      this.#shown = [notification];
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
    if (!this.#isLookedAt()) return;
    this.#looksAway = holdShared(lookedAt(this.#room));
    await this.#closeAll();
  }

  async #closeAll() {
    for (const notification of this.#shown.splice(0)) notification.close();
    for (const notification of await this.#ofWorker()) notification.close();
  }

  async #isShown() {
    return this.#shown.length > 0 || (await this.#ofWorker()).length > 0;
  }

  /** What the service worker shows. */
  async #ofWorker() {
    return (await (await registered())?.getNotifications({ tag: this.#tag })) ?? [];
  }

  async #isLookedAtElsewhere() {
    const { held } = (await navigator.locks?.query()) ?? {};
    return held?.some(({ name }) => name === lookedAt(this.#room)) ?? false;
  }
}

const lookedAt = (/** @type {string} */ room) => `alcove:looked-at:${room}`;

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
