/**
 * Watches a room without being in it: its socket says `watch` in the hello, takes no seat, and is told how much there is
 * to read, at most once a second. Like `connection.js` it has no DOM, and its socket, storage, clock and randomness come
 * from outside; it comes back after a lost connection, and stops where it would be in vain.
 *
 * It emits `head` (a Head), `directs` (what all private conversations have come to, when it is welcomed), `direct` (what one
 * has come to, of those as well), `role` (of oneself from now on) and `status` (a WatchStatus).
 *
 * @import { KeyStore } from "./outbox.js"
 * @import { Clock, SocketMaker } from "./link.js"
 * @import { Member, Refusal } from "./protocol.js"
 *
 * @typedef {object} Head How things stand in the room.
 * @property {string} epoch
 * @property {number} after Up to where one has read, by what the room was told.
 * @property {number} seq Of its newest event.
 * @property {number} [at] Of the same; absent where nothing has happened yet.
 * @property {number} unread
 * @property {number} mentions
 * @property {{ from: Member, text: string, file?: { name: string, type: string } }} [preview] `file` of a message without words.
 *
 * @typedef {"gone" | "not_created" | "room_closed" | "key_needed" | "removed" | "banned" | "token_refused" | "closed"} WatchEnd
 *
 * @typedef {object} WatchStatus
 * @property {"idle" | "connecting" | "live" | "waiting" | "stopped"} phase
 * @property {WatchEnd} [reason] With `stopped`.
 * @property {number} [retryAt] With `waiting`, by `clock.now`.
 *
 * @typedef {object} WatchOptions
 * @property {string} url Of the room's socket.
 * @property {string} room
 * @property {{ epoch: string, after: number }} [place] Up to where one has read.
 * @property {KeyStore} storage
 * @property {SocketMaker} WebSocket
 * @property {Clock} clock
 * @property {(bytes: number) => Uint8Array} randomBytes
 */

import { Backoff } from "./backoff.js";
import { IdentityStore } from "./identity.js";
import { Link } from "./link.js";
import { afterClose, VERSION, waitOf } from "./protocol.js";

const WELCOME_WITHIN_MS = 10_000;
/** A watch that ends sooner has not proved that the trouble is over. */
const STEADY_MS = 3_000;
const FLOODED_WAIT_MS = 10_000;
/** There are as many watches of this member as there may be: others have this one's place. */
const REPLACED_WAIT_MS = 5 * 60_000;
/** The close code that an `error` has told the reason of. */
const FORBIDDEN = 4403;
/** What an error says of why one may not look into the room. */
const VERDICTS = ["room_closed", "removed", "banned", "key_needed", "not_created"];

export class Watch extends EventTarget {
  /** @type {WatchStatus} */
  status = { phase: "idle" };
  #options;
  #identity;
  #backoff;
  /** @type {Link | undefined} */
  #link;
  /** @type {unknown} */
  #timer;
  #liveSince = 0;
  #place;
  #you = "";
  /** What the hello said. @type {string | undefined} */
  #token;
  /** What an error has said of the close that follows. @type {{ verdict?: WatchEnd, wait?: number }} */
  #notice = {};

  /** @param {WatchOptions} options */
  constructor(options) {
    super();
    this.#options = options;
    this.#place = options.place;
    this.#backoff = new Backoff(options);
    this.#backoff.isWatched = false;
    this.#identity = new IdentityStore(options.storage, options.room);
  }

  get room() {
    return this.#options.room;
  }

  /** Begins, or begins again at once. */
  open() {
    const old = this.#link;
    this.#link = undefined;
    old?.drop("replaced by a new one");
    this.#notice = {};
    this.#backoff.tried();
    this.#setStatus({ phase: "connecting" });
    const { url, WebSocket, clock } = this.#options;
    const link = new Link(url, WebSocket, clock, {
      onOpen: () => this.#greet(),
      onEvents: (events) => {
        for (const event of events) if (link === this.#link) this.#take(event);
      },
      onGone: (code) => this.#gone(link, code),
    });
    this.#link = link;
    this.#in(WELCOME_WITHIN_MS, () => link.drop("waited in vain for a welcome"));
  }

  close() {
    this.#setStatus({ phase: "idle" });
    const link = this.#link;
    this.#link = undefined;
    link?.drop("closed by the user", 1000);
    this.#in();
  }

  /** The network has changed: tries now, or asks for a sign of life. */
  look() {
    const { phase } = this.status;
    if (phase === "waiting" && this.#backoff.isRested) this.open();
    else if (phase === "live") this.#link?.probe();
  }

  /** One has read up to here. @param {number} seq */
  seen(seq) {
    if (!this.#place || seq <= this.#place.after) return;
    this.#place = { ...this.#place, after: seq };
    if (this.status.phase === "live") this.#link?.send({ type: "seen", seq });
  }

  #greet() {
    this.#token = this.#identity.read()?.token;
    const token = this.#token && { token: this.#token };
    this.#link?.send({ type: "hello", v: VERSION, watch: true, ...token, ...this.#place });
  }

  /** A newer server may say more than is known here. @param {any} event */
  #take(event) {
    switch (event.type) {
      case "welcome":
        return this.#welcomed(event);
      case "head":
        return this.#headed(event);
      case "direct":
        return this.#emit("direct", event);
      case "role":
        if (this.#isOwn(event.member)) this.#emit("role", event.role);
        return;
      case "removed":
        if (this.#isOwn(event.member))
          this.#notice.verdict = event.until === undefined ? "removed" : "banned";
        return;
      case "error":
        return this.#refused(event);
    }
  }

  /** @param {Member | undefined} member */
  #isOwn(member) {
    return this.#you !== "" && member?.id === this.#you;
  }

  /** @param {{ epoch: string, seq: number, you?: Member & { token?: string }, directs?: unknown }} welcome */
  #welcomed({ epoch, seq, you, directs }) {
    this.#in();
    this.#liveSince = this.#options.clock.now();
    this.#you = you?.id ?? "";
    if (you?.token) this.#renew(you.id, you.token);
    // Of a room that has begun anew nothing was read, and nothing is owed.
    if (this.#place?.epoch !== epoch) this.#place = { epoch, after: seq };
    this.#setStatus({ phase: "live" });
    if (you?.role) this.#emit("role", you.role);
    const all = Array.isArray(directs) ? directs : [];
    if (you) this.#emit("directs", all);
    for (const each of all) this.#emit("direct", each);
  }

  /**
   * A fresher token of the same member, unless another tab has become another one meanwhile.
   * @param {string} id
   * @param {string} token
   */
  #renew(id, token) {
    const identity = this.#identity.read();
    if (identity?.id === id && identity.token === this.#token) this.#identity.write({ ...identity, token });
  }

  /** @param {Head} head */
  #headed({ seq, unread, mentions, at, preview }) {
    if (!this.#place || !this.#link) return;
    const rest = { ...(at !== undefined && { at }), ...(preview && { preview }) };
    this.#emit("head", { ...this.#place, seq, unread, mentions, ...rest });
  }

  /** @param {Refusal} error */
  #refused(error) {
    const isVerdict = VERDICTS.includes(error.code);
    if (isVerdict) this.#notice.verdict = /** @type {WatchEnd} */ (error.code);
    else if (error.code === "rate_limited") this.#notice.wait = waitOf(error) ?? FLOODED_WAIT_MS;
    // Some are followed by a close, and some wait for another hello, for which there is nothing to say.
    if (isVerdict || (this.status.phase !== "live" && !error.retryable))
      this.#link?.drop(error.code, FORBIDDEN);
  }

  /**
   * @param {Link} link
   * @param {number} code
   */
  #gone(link, code) {
    if (link !== this.#link) return;
    this.#link = undefined;
    this.#in();
    const { verdict, wait } = this.#notice;
    const next = afterClose(code);
    if (next === "stop") return this.#stop((code === FORBIDDEN && verdict) || "closed");
    if (next === "gone") return this.#stop("gone");
    if (next === "token") return this.#stop("token_refused");
    const { clock } = this.#options;
    if (this.status.phase === "live" && clock.now() - this.#liveSince >= STEADY_MS) this.#backoff.reset();
    const least = next === "replaced" ? REPLACED_WAIT_MS : (wait ?? (next === "later" ? FLOODED_WAIT_MS : 0));
    const retryAt = this.#backoff.next(least);
    this.#backoff.failed();
    this.#in(retryAt - clock.now(), () => this.open());
    this.#setStatus({ phase: "waiting", retryAt });
  }

  /** @param {WatchEnd} reason */
  #stop(reason) {
    this.#setStatus({ phase: "stopped", reason });
  }

  /**
   * The one thing that is waited for.
   * @param {number} [ms]
   * @param {() => void} [run]
   */
  #in(ms, run) {
    this.#options.clock.clearTimeout(this.#timer);
    this.#timer = run && this.#options.clock.setTimeout(run, ms ?? 0);
  }

  /** @param {WatchStatus} status */
  #setStatus(status) {
    this.status = status;
    this.#emit("status", status);
  }

  /**
   * @param {string} type
   * @param {unknown} detail
   */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
