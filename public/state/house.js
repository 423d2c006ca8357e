/**
 * What a room is that is owned by keys, as far as this client knows it: what one is in it, its settings, its pinned
 * messages, and what waits for those who look after it. A pure fold over server events, as is `room-state.js`, to which it
 * belongs. A room without an owner is one of which no event says any of this.
 *
 * @import { DeskCounts, LogEvent, Member, Message, Role, ServerEvent, Settings } from "../client/protocol.js"
 */

import { DEFAULT_SETTINGS, isLogEvent, waitOf } from "../client/protocol.js";

/** Those who knock, beyond which the desk has to be asked. */
const MOST_KNOCKS = 100;

export class House {
  /** It has an owner. */
  isOwned = false;
  /** What one is in it. @type {Role} */
  role = "member";
  /** @type {Readonly<Settings>} */
  settings = DEFAULT_SETTINGS;
  /** In the order of pinning. @type {readonly number[]} */
  pinned = [];
  /** What waits, for those who look after the room. @type {DeskCounts | undefined} */
  desk;
  /** Those who ask to be let in, oldest first, as far as one has heard. @type {ReadonlyMap<string, { member: Member, text?: string }>} */
  knocks = new Map();
  /** Until when one is muted: a date of the server, or 0. */
  mutedUntil = 0;
  /** When one said something last: a date of the server. */
  saidAt = 0;

  /** Those of the welcome, so that they need not be fetched. @type {Map<number, Message>} */
  #messages = new Map();
  /** All of this is as it was after this event. */
  #seq = 0;
  #you = "";

  /**
   * @param {ServerEvent} event
   * @param {number} date
   * @returns {boolean} Whether it is a log event of which the welcome has not told what came of it.
   */
  apply(event, date) {
    if (event.type === "history") for (const each of event.events) this.#hear(each);
    if (!isLogEvent(event)) {
      this.#take(event, date);
      return false;
    }
    this.#hear(event);
    const isNews = event.seq > this.#seq;
    if (isNews) {
      this.#seq = event.seq;
      this.#log(event);
    }
    return isNews;
  }

  /**
   * @param {Exclude<ServerEvent, LogEvent>} event
   * @param {number} date
   */
  #take(event, date) {
    switch (event.type) {
      case "welcome":
        this.#you = event.you.id;
        this.#seq = event.seq;
        this.isOwned = event.settings !== undefined;
        this.role = event.you.role ?? "member";
        this.settings = { ...DEFAULT_SETTINGS, ...event.settings };
        this.#messages = new Map((event.pinned ?? []).map((message) => [message.seq, message]));
        this.pinned = [...this.#messages.keys()];
        return this.#look(event.desk);
      case "you":
        this.isOwned = true;
        this.role = event.role;
        return this.#look(event.desk);
      case "desk":
        return "what" in event ? undefined : this.#look(event);
      case "knock":
        return this.#knock(event);
      case "done":
        return this.#answered(event.member?.id);
      case "error":
        if (event.code === "muted") this.mutedUntil = date + (waitOf(event) ?? 0);
    }
  }

  /** @param {number} seq Of a pinned message. */
  find(seq) {
    return this.#messages.get(seq);
  }

  /** When one may say something again, in a room that is slow: a date of the server, or 0. */
  get slowUntil() {
    const { slow } = this.settings;
    return slow > 0 && (this.role === "member" || this.role === "reader") ? this.saidAt + slow * 1_000 : 0;
  }

  /** One is not in the room any more. */
  leave() {
    this.desk = undefined;
    this.knocks = new Map();
  }

  /** @param {LogEvent} event */
  #log(event) {
    switch (event.type) {
      case "settings":
        this.settings = { ...this.settings, ...event.set };
        return;
      case "pinned": {
        const others = this.pinned.filter((seq) => seq !== event.target);
        this.pinned = event.on && !event.deleted ? [...others, event.target] : others;
        return;
      }
      case "edited": {
        const message = this.#messages.get(event.target);
        if (message && event.text !== undefined)
          this.#messages.set(event.target, { ...message, text: event.text, edited_at: event.at });
        return;
      }
      case "deleted":
        this.pinned = this.pinned.filter((seq) => seq !== event.target);
        this.#messages.delete(event.target);
        return;
      case "role":
        return this.#answered(event.member.id);
    }
  }

  /** What no welcome tells, so that a replay counts as well. @param {LogEvent} event */
  #hear(event) {
    if (event.type === "message" && event.from.id === this.#you)
      this.saidAt = Math.max(this.saidAt, event.at);
    if (event.type === "muted" && event.member.id === this.#you) this.mutedUntil = event.until;
  }

  /** @param {DeskCounts | undefined} counts */
  #look(counts) {
    this.desk = counts && { knocks: counts.knocks, held: counts.held, reports: counts.reports };
    if (!counts?.knocks && this.knocks.size > 0) this.knocks = new Map();
  }

  /** @param {{ member: Member, text?: string }} knock */
  #knock({ member, text }) {
    const knocks = new Map(this.knocks).set(member.id, { member, ...(text !== undefined && { text }) });
    const [oldest = ""] = knocks.keys();
    if (knocks.size > MOST_KNOCKS) knocks.delete(oldest);
    this.knocks = knocks;
  }

  /** @param {string} [id] */
  #answered(id = "") {
    if (!this.knocks.has(id)) return;
    const knocks = new Map(this.knocks);
    knocks.delete(id);
    this.knocks = knocks;
  }
}
