/**
 * The one place for a room's state in the page: it joins the connection to what is known of the
 * room, and says `change` when anything of it did. It draws nothing and knows no element.
 *
 * @import { Connection, Status } from "./connection.js"
 * @import { Message, Refusal, ServerEvent } from "./protocol.js"
 */

import { RoomState } from "./room-state.js";

/**
 * It emits `change`, and `heard` with the new messages of others while live.
 */
export class RoomStore extends EventTarget {
  room = new RoomState();
  /** Since when the server is away; 0 while it is there. */
  awaySince = 0;
  /** The last refusal came because of this. */
  isFull = false;
  /** Why the name that was asked for was refused, while one is asked for. */
  nameFault = "";
  suggestion = "";
  #now;

  /**
   * @param {Connection} connection
   * @param {() => number} now
   */
  constructor(connection, now) {
    super();
    this.connection = connection;
    this.#now = now;
    connection.addEventListener("events", (event) => this.#events(detail(event)));
    connection.addEventListener("status", (event) => this.#status(detail(event)));
    connection.addEventListener("refused", (event) => this.#refused(detail(event)));
    connection.addEventListener("outbox", () => this.#changed());
  }

  /** Asks for the page above what is here. */
  loadOlder() {
    const first = this.room.messages[0];
    if (this.room.hasOlder && first) this.connection.history(first.seq);
  }

  loadMoreMembers() {
    const last = [...this.room.members.keys()].sort().at(-1);
    this.connection.members(last);
  }

  /** @param {string} fault */
  setNameFault(fault) {
    this.nameFault = fault;
    this.suggestion = "";
    this.#changed();
  }

  /** @param {ServerEvent[]} events */
  #events(events) {
    const isLive = this.connection.status.phase === "live";
    for (const event of events) this.room.apply(event, this.#now());
    const heard = events.filter(
      /** @returns {event is Message} */
      (event) => event.type === "message" && event.from.id !== this.connection.you?.id,
    );
    if (isLive && heard.length > 0) this.dispatchEvent(new CustomEvent("heard", { detail: heard }));
    this.#changed();
  }

  /** @param {Status} status */
  #status(status) {
    const isAway = !["live", "idle", "asking"].includes(status.phase);
    if (!isAway) this.awaySince = 0;
    else if (this.awaySince === 0) this.awaySince = this.#now();
    if (status.phase === "live") this.isFull = false;
    if (status.phase === "asking" && status.reason !== "token_refused") {
      this.nameFault = status.reason ?? "";
      this.suggestion = status.suggestion ?? "";
    }
    if (status.phase === "live") {
      this.nameFault = "";
      this.suggestion = "";
    }
    this.#changed();
  }

  /** @param {Refusal} refusal */
  #refused(refusal) {
    if (refusal.code === "room_full") this.isFull = true;
    if (refusal.code === "name_taken" || refusal.code === "name_invalid") {
      this.nameFault = refusal.code;
      this.suggestion = refusal.suggestion ?? "";
    }
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new CustomEvent("change"));
  }
}

const detail = (/** @type {Event} */ event) => /** @type {CustomEvent} */ (event).detail;
