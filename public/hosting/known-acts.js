/**
 * What this page has heard of mutes and roles that were given: the room tells of both only as it happens.
 *
 * @import { LogEvent, Role } from "../client/protocol.js"
 * @import { RoomStore } from "../state/room-store.js"
 */

export class KnownActs {
  /** By id, until when: a date of the server. @type {Map<string, number>} */
  #muted = new Map();
  /** @type {Map<string, Role | "none">} */
  #roles = new Map();
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

  /** @param {string} id */
  roleGiven(id) {
    return this.#roles.get(id);
  }

  /** @param {LogEvent} event */
  #hear(event) {
    if (event.type === "muted") this.#muted.set(event.member.id, event.until);
    if (event.type === "role") this.#roles.set(event.member.id, event.role);
    if (event.type === "removed") this.#roles.delete(event.member.id);
    if (event.type === "revoked") for (const id of event.members) this.#roles.delete(id);
  }
}
