/**
 * What this page has heard of what was done: the room tells of mutes, and of roles that were given, only as it happens.
 *
 * @import { LogEvent, Member, Role } from "../client/protocol.js"
 * @import { RoomStore } from "../state/room-store.js"
 */

/** Of acts that the audit tells, by what the log calls them. @type {Record<string, string>} */
const ACTS = {
  settings: "settings",
  role: "role",
  muted: "mute",
  removed: "remove",
  restored: "restore",
  pinned: "pin",
  revoked: "revoke",
};
const MOST_ACTS = 500;
/** The server gives no more at once. */
const MOST_ASKED = 100;

export class KnownActs {
  /** By id, until when: a date of the server. @type {Map<string, number>} */
  #muted = new Map();
  /** @type {Map<string, Role | "none">} */
  #roles = new Map();
  /** By what they have in common with the audit, the oldest first. @type {Map<string, LogEvent>} */
  #acts = new Map();
  #store;

  /**
   * @param {RoomStore} store
   * @param {AbortSignal} signal
   */
  constructor(store, signal) {
    this.#store = store;
    const hear = (/** @type {Event} */ event) => {
      for (const each of /** @type {CustomEvent<LogEvent[]>} */ (event).detail) this.#hear(each);
    };
    store.connection.addEventListener("events", hear, { signal });
  }

  /** @param {string} id */
  isMuted(id) {
    return (this.#muted.get(id) ?? 0) > this.#store.connection.time.date;
  }

  /**
   * Whether somebody may be muted since before this page was opened: so says the audit, unless it is too long to be asked.
   * @param {string} id
   */
  async mayBeMuted(id) {
    const { code, answer } = await this.#store.connection.desk("audit", { limit: MOST_ASKED });
    if (this.#muted.has(id)) return this.isMuted(id);
    const isOfMute = (/** @type {{ act: string, member?: Member }} */ { act, member }) =>
      act === "mute" && member?.id === id;
    return code !== "" || answer.more || answer.items.some(isOfMute);
  }

  /** @param {string} id */
  roleGiven(id) {
    return this.#roles.get(id);
  }

  /**
   * The event that came of an act, which says more than the audit: until when, which role.
   * @param {{ at: number, by: Member, act: string, member?: Member }} item Of the audit.
   */
  eventOf({ at, by, act, member }) {
    return this.#acts.get(nameOf(at, act, by, member));
  }

  /** @param {LogEvent} event */
  #hear(event) {
    const act = ACTS[event.type];
    if (act) {
      const [oldest = ""] = this.#acts.keys();
      if (this.#acts.size === MOST_ACTS) this.#acts.delete(oldest);
      this.#acts.set(nameOf(event.at, act, event.from, "member" in event ? event.member : undefined), event);
    }
    if (event.type === "muted") this.#muted.set(event.member.id, event.until);
    if (event.type === "role") this.#roles.set(event.member.id, event.role);
    if (event.type === "removed") this.#roles.delete(event.member.id);
    if (event.type === "revoked") for (const id of event.members) this.#roles.delete(id);
  }
}

/**
 * @param {number} at
 * @param {string} act
 * @param {Member} by
 * @param {Member} [member]
 */
const nameOf = (at, act, by, member) => [at, act, by.id, member?.id].join(" ");
