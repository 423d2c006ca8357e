/**
 * A member that writes all the time, online or not, across one page load after another, and remembers what it
 * wrote and what the server answered.
 */
import { BrowserStorage } from "../support/reference-page.mjs";
import { Page } from "./page.mjs";

/** People stop writing, too, when nothing gets through. */
const MOST_WAITING = 60;
/** How far back one looks for a message to change. */
const RECENT = 40;
const EMOJIS = ["👍", "🎉", "👩‍👩‍👧"];

export class Writer {
  /** What was written, and what became of it. */
  ledger = new Ledger();
  /** Every load of the page; the last is the present one. */
  pages = [];

  #options;
  #random;
  #storage = new BrowserStorage();
  #timer;
  #willHearOnline = false;

  /** `options`: `room`, `name`, `wire`, `random`, `rate` (frames per second), `verdict`, `tell`. */
  constructor(options) {
    this.#options = options;
    this.#random = options.random;
  }

  get name() {
    return this.#options.name;
  }

  get room() {
    return this.#options.room;
  }

  get wire() {
    return this.#options.wire;
  }

  get page() {
    return this.pages.at(-1);
  }

  /** Connected, with nothing wrong so far. */
  get isReachable() {
    return this.page.isLive && this.wire.isSound;
  }

  /** Connected, and all that was written is answered. */
  get isSettled() {
    return this.page.isLive && this.page.connection.outbox.length === 0;
  }

  /** Loads the page, or loads it again in the middle of whatever it was doing. */
  load() {
    this.page?.crash();
    const { room, name, wire, verdict, tell } = this.#options;
    const page = new Page({
      url: `ws://127.0.0.1:${wire.port}/room/${room}`,
      room,
      storage: this.#storage,
      who: `${name} in ${room}`,
      ledger: this.ledger,
      verdict,
      tell,
    });
    this.pages.push(page);
    page.connection.addEventListener("status", ({ detail }) => this.#react(detail));
    page.connection.addEventListener("outbox", () => this.#forgetRefused());
    page.connection.start(page.connection.knownName ?? name);
    this.#forgetRefused();
  }

  /** From now on, at this rate on average. */
  startWriting() {
    const wait = this.#random.below(2_000 / this.#options.rate);
    this.#timer = setTimeout(() => {
      this.#write();
      this.startWriting();
    }, wait);
  }

  stopWriting() {
    clearTimeout(this.#timer);
  }

  /** The browser says `online`: who waits tries again, who seems connected makes sure. */
  hearsOnline() {
    this.#willHearOnline = true;
    this.page.connection.reconnectNow();
  }

  /** The browser says `online` as soon as the connection is known to be gone. */
  willHearOnline() {
    if (this.page.connection.status.phase === "waiting") this.page.connection.reconnectNow();
    else this.#willHearOnline = true;
  }

  leave() {
    this.stopWriting();
    this.page?.crash();
    this.wire.close();
  }

  #react({ phase, reason, code, suggestion }) {
    const { connection } = this.page;
    if (phase === "waiting" && this.#willHearOnline) {
      this.#willHearOnline = false;
      connection.reconnectNow();
    } else if (phase === "asking" && reason === "name_taken") {
      // A page that was gone before its first welcome has no proof that the name is its own.
      connection.start(suggestion);
    } else if (phase === "asking" || phase === "stopped") {
      this.#options.verdict.other(`${this.name} in ${this.room} is ${phase}: ${reason} ${code ?? ""}`);
    }
  }

  #forgetRefused() {
    const { connection } = this.page;
    for (const { frame, failed } of connection.outbox) if (failed) connection.discard(frame.cid);
  }

  #write() {
    const { connection, state } = this.page;
    if (connection.outbox.length >= MOST_WAITING) return;
    const recent = state.messages.slice(-RECENT).filter((message) => !message.deleted);
    const mine = recent.filter((message) => message.from.id === state.you?.id);
    const draw = this.#random.below(100);
    if (draw < 12 && mine.length > 0) this.#edit(this.#random.of(mine));
    else if (draw < 18 && mine.length > 0) this.#delete(this.#random.of(mine));
    else if (draw < 32 && recent.length > 0) this.#toggle(this.#random.of(recent));
    else if (draw < 34) this.#say(" ");
    else this.#say(this.#text(), draw < 40 ? this.#random.of(recent)?.seq : undefined);
  }

  #say(text, replyTo) {
    this.#keep(this.page.connection.say(text, replyTo));
  }

  #edit({ seq }) {
    this.#keep(this.page.connection.edit(seq, this.#text()));
  }

  #delete({ seq }) {
    this.#keep(this.page.connection.delete(seq));
  }

  #toggle({ seq, reactions }) {
    const emoji = this.#random.of(EMOJIS);
    const isOn = reactions?.[emoji]?.includes(this.page.state.you?.id) ?? false;
    this.#keep(this.page.connection.react(seq, emoji, !isOn));
  }

  #keep(cid) {
    this.ledger.writes(this.page.connection.outbox.find(({ frame }) => frame.cid === cid).frame);
  }

  #text() {
    return `${this.name} №${this.ledger.frames.size} ${"wörd 👋 ".repeat(this.#random.below(20))}`;
  }
}

/** What one member wrote, by cid in the order of writing, and the server's last word on each. */
class Ledger {
  frames = new Map();
  acknowledged = new Set();
  refused = new Set();

  writes(frame) {
    this.frames.set(frame.cid, frame);
  }

  /** Whether the event is an answer to something written here. */
  hears({ type, cid, retryable }) {
    if (!this.frames.has(cid)) return false;
    if (type !== "error") this.acknowledged.add(cid);
    else if (!retryable) this.refused.add(cid);
    return true;
  }
}
