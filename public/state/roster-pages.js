/**
 * Keeps the roster right in rooms where the server only counts. Above the roster limit it requests pages of
 * members, again and again for as long as someone looks, and all of them once more when the room has shrunk
 * below the limit. It requests one page at a time, and not too often.
 *
 * @import { Clock } from "../client/link.js"
 * @import { Members } from "../client/protocol.js"
 * @import { RoomState } from "./room-state.js"
 */

/** For each page that is listed: a large room is a burden for its server, and nobody reads so fast. */
const LOOK_AGAIN_MS = 10_000;
/** Where all are told by name, it is over after the next. */
const SMALL_MS = 1_000;
/** A page that does not come by then was refused. */
const ANSWER_WITHIN_MS = 10_000;
/** Ids are in lower case hexadecimal. */
const LAST = "~";

export class RosterPages {
  /** What is being asked for: the page after an id, and up to which id to go on. */
  /** @type {{ after: string, until: string, pages: number } | undefined} */
  #walk;
  #isWatched = false;
  #isMoreWanted = false;
  /** When one looked last, and how long until the next time. */
  #cameAt = -Infinity;
  #rest = 0;
  /** @type {unknown} */
  #timer;
  #room;
  #clock;
  #ask;

  /**
   * @param {RoomState} room
   * @param {Pick<Clock, "now" | "setTimeout" | "clearTimeout">} clock
   * @param {(after: string) => boolean} ask Whether the page after this id was asked for.
   */
  constructor(room, clock, ask) {
    this.#room = room;
    this.#clock = clock;
    this.#ask = ask;
  }

  /** @param {boolean} isWatched Somebody looks at the roster. */
  watch(isWatched) {
    if (isWatched === this.#isWatched) return;
    this.#isWatched = isWatched;
    if (isWatched) this.tend();
  }

  /** Lists one page more. */
  more() {
    this.#isMoreWanted = true;
    this.tend();
  }

  /** The connection is another: what was asked for will not come. */
  begin() {
    if (this.#walk) this.#room.isRosterStale = true;
    this.#walk = undefined;
    this.#clock.clearTimeout(this.#timer);
    this.#isMoreWanted = false;
    this.#cameAt = -Infinity;
    this.tend();
  }

  /** @param {Members} page It is in the room by now. */
  came({ members, more }) {
    const walk = this.#walk;
    if (!walk) return;
    this.#clock.clearTimeout(this.#timer);
    const last = members.at(-1)?.id ?? LAST;
    walk.after = last;
    walk.pages += 1;
    if (more && last < walk.until) return this.#go();
    this.#walk = undefined;
    if (!more && this.#isSmall && !this.#room.isRosterStale) this.#room.completeRoster();
    this.#cameAt = this.#clock.now();
    this.#rest = walk.pages * LOOK_AGAIN_MS;
    this.tend();
  }

  /** Something has happened: perhaps there is something to ask for. */
  tend() {
    const room = this.#room;
    if (this.#walk || !room.isRosterPartial) return;
    if (this.#isMoreWanted) {
      this.#isMoreWanted = false;
      this.#start(room.listedUpTo, "");
    } else if (this.#isSmall || (this.#isWatched && room.isRosterStale)) {
      const wait = this.#cameAt + (this.#isSmall ? SMALL_MS : this.#rest) - this.#clock.now();
      if (wait > 0) this.#later(wait);
      else this.#start("", this.#isSmall ? LAST : room.listedUpTo);
    }
  }

  /** All who are here are told by name. */
  get #isSmall() {
    return this.#room.count <= this.#room.limits.roster;
  }

  /**
   * @param {string} after
   * @param {string} until
   */
  #start(after, until) {
    this.#walk = { after, until, pages: 0 };
    if (after === "") this.#room.isRosterStale = false;
    this.#go();
  }

  #go() {
    const { after = "" } = this.#walk ?? {};
    const isAsked = this.#ask(after);
    this.#later(isAsked ? ANSWER_WITHIN_MS : LOOK_AGAIN_MS / 10, () => {
      this.#walk = undefined;
      this.#room.isRosterStale = true;
    });
  }

  /**
   * @param {number} ms
   * @param {() => void} [first]
   */
  #later(ms, first = () => {}) {
    this.#clock.clearTimeout(this.#timer);
    this.#timer = this.#clock.setTimeout(() => {
      first();
      this.tend();
    }, ms);
  }
}
