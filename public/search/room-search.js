/**
 * A search in one room: from what is typed to the results so far. It asks no more than it has to: once somebody pauses,
 * never for what it was asked last, and gives up what is outdated. It draws nothing, and knows no document; it emits
 * `change`.
 *
 * @import { Clock } from "../client/link.js"
 * @import { Hit, Page, Question, Trouble } from "./ask.js"
 *
 * @typedef {"newest" | "best"} Order
 * @typedef {Omit<Question, "room" | "token">} Asked
 * @typedef {{ why: Trouble | "too_long", until?: number }} Problem `until`, by `clock.now`: it is tried again then.
 */

import { SearchTrouble } from "./ask.js";
import { askable, isTooLong } from "./query.js";

/** A pause in typing. */
const PAUSE_MS = 300;
const PAGE = 20;
const MOST_PAGE = 50;
/** More are not kept, however far one scrolls. */
const MOST_KEPT = 1_000;
/** As long as the room is being made ready for it, it is asked again: at first after so long, and then less often. */
const AGAIN_MS = 1_000;
const LATEST_AGAIN_MS = 8_000;
/** What a message that was changed is worth: it is looked for once more, with all that change meanwhile. */
const CHANGED_MS = 1_500;
/** Pages with nothing in them that follow each other unasked. */
const MOST_EMPTY = 3;

export class RoomSearch extends EventTarget {
  /** As it is typed. */
  typed = "";
  /** @type {Order} */
  order = "newest";
  /** What the results are for; "" before anything was asked. */
  query = "";
  /** @type {readonly Hit[]} */
  hits = [];
  isAsking = false;
  /** It has an answer, perhaps with nothing in it. */
  isAnswered = false;
  /** All of the room was looked through. */
  isComplete = true;
  /** @type {Problem | undefined} */
  problem;
  /** The server cannot do it at all. */
  isUnsupported = false;
  #ask;
  #clock;
  /** Where the next page begins. @type {number | undefined} */
  #next;
  #epoch = "";
  /** @type {AbortController | undefined} */
  #asking;
  /** @type {unknown} */
  #timer;
  #againMs = AGAIN_MS;
  #empty = 0;
  #isPaused = false;

  /**
   * @param {(question: Asked) => Promise<Page>} ask
   * @param {Pick<Clock, "now" | "setTimeout" | "clearTimeout">} clock
   */
  constructor(ask, clock) {
    super();
    this.#ask = ask;
    this.#clock = clock;
  }

  /** There are more results than these. */
  get hasMore() {
    return this.#next !== undefined && this.hits.length < MOST_KEPT;
  }

  /** There may be more results, and they are not to be had: the best come in one page. */
  get isCut() {
    return this.hits.length >= (this.order === "best" ? MOST_PAGE : MOST_KEPT);
  }

  /** More may be asked for unasked: not where page after page had nothing. */
  get mayGoOn() {
    return this.hasMore && !this.isAsking && !this.problem && this.#empty < MOST_EMPTY;
  }

  // ---- what is wanted ----

  /** @param {string} typed */
  type(typed) {
    this.typed = typed;
    const query = askable(typed);
    if (query === this.query && !this.problem && (this.isAsking || this.isAnswered)) {
      // What was typed in between is gone again.
      if (!this.#asking) this.#stop();
      this.#goOnBuilding();
      return this.#changed();
    }
    this.#stop();
    if (query === "") return this.#clear();
    if (isTooLong(query)) {
      this.problem = { why: "too_long" };
      return this.#changed();
    }
    this.#later(PAUSE_MS, () => this.#begin(query));
    this.#changed();
  }

  /** Enter: at once, and also what looks unfinished. */
  enter() {
    const query = this.typed.trim();
    if (askable(this.typed) === "" || isTooLong(query)) return;
    const isThere = query === this.query && (this.isAsking || this.isAnswered) && !this.problem;
    if (!isThere) this.#begin(query);
  }

  /** @param {Order} order */
  setOrder(order) {
    if (order === this.order) return;
    this.order = order;
    if (this.query) this.#begin(this.query);
    else this.#changed();
  }

  /** The next page. */
  loadMore() {
    if (!this.hasMore || this.#asking) return;
    this.#empty = 0;
    this.#more();
  }

  /** The next page, as one comes to the end of this: not for ever, if there is nothing in them. */
  goOn() {
    if (this.mayGoOn && !this.#asking) this.#more();
  }

  /** After what went wrong. */
  again() {
    if (this.#asking) return;
    const query = this.query || askable(this.typed);
    if (!query || isTooLong(query)) return;
    if (this.isAnswered && this.problem && this.hasMore) this.#more();
    else this.#begin(query);
  }

  /** There is a connection again. */
  reconnected() {
    if (this.problem?.why === "offline" && !this.#isPaused) this.again();
  }

  /** Nobody looks: nothing is asked meanwhile. */
  pause() {
    this.#isPaused = true;
    const isCut = this.#asking !== undefined;
    this.#stop();
    this.isAsking = false;
    if (isCut && !this.isAnswered) this.query = "";
  }

  resume() {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    if (this.isAnswered) this.#goOnBuilding();
    else if (this.typed) this.type(this.typed);
  }

  // ---- what happens to messages meanwhile ----

  /** A message is gone. @param {number} seq */
  drop(seq) {
    if (!this.hits.some((hit) => hit.seq === seq)) return;
    this.hits = this.hits.filter((hit) => hit.seq !== seq);
    this.#changed();
  }

  /**
   * A message says something else, by which it may not be found any more.
   * @param {number} seq
   * @param {string} text
   */
  amend(seq, text) {
    if (!this.hits.some((hit) => hit.seq === seq)) return;
    this.hits = this.hits.map((hit) => (hit.seq === seq ? { ...hit, text, marks: [] } : hit));
    if (!this.#asking && !this.#isPaused) this.#later(CHANGED_MS, () => this.#refresh());
    this.#changed();
  }

  /** The room was begun anew, and its numbers mean other messages. @param {string} epoch */
  isOf(epoch) {
    if (!this.#epoch || !epoch || epoch === this.#epoch) return;
    this.#stop();
    this.#clear();
    this.type(this.typed);
  }

  // ---- asking ----

  /** @param {string} query */
  #begin(query) {
    this.#stop();
    this.#againMs = AGAIN_MS;
    this.#empty = 0;
    const isOther = query !== this.query;
    this.query = query;
    if (isOther) this.isAnswered = false;
    void this.#page({ limit: this.order === "best" ? MOST_PAGE : PAGE }, (page) => {
      this.hits = page.hits;
      this.#next = this.order === "best" ? undefined : page.next;
      this.#empty = page.hits.length === 0 ? 1 : 0;
    });
  }

  #more() {
    const before = this.#next;
    if (before === undefined) return;
    this.#stop();
    void this.#page({ before, limit: PAGE }, (page) => {
      const known = new Set(this.hits.map(({ seq }) => seq));
      const added = page.hits.filter(({ seq }) => !known.has(seq));
      this.hits = [...this.hits, ...added].slice(0, MOST_KEPT);
      // A page that goes nowhere is the last.
      const next = page.next !== undefined && page.next < before ? page.next : undefined;
      this.#next = next;
      this.#empty = added.length === 0 ? this.#empty + 1 : 0;
    });
  }

  /** The same once more: what came meanwhile, and what was found since. */
  #refresh() {
    this.#stop();
    const isBest = this.order === "best";
    const limit = isBest ? MOST_PAGE : Math.min(MOST_PAGE, Math.max(PAGE, this.hits.length));
    void this.#page({ limit }, (page) => {
      const last = page.hits.at(-1)?.seq;
      const isPart = page.next !== undefined && last !== undefined && !isBest;
      const below = isPart ? this.hits.filter(({ seq }) => seq < last) : [];
      this.hits = [...page.hits, ...below];
      // What was paged through stays, and goes on where it was.
      if (below.length === 0) this.#next = isBest ? undefined : page.next;
    });
  }

  /**
   * @param {{ before?: number, limit: number }} part
   * @param {(page: Page) => void} take
   */
  async #page(part, take) {
    const asking = new AbortController();
    const { signal } = asking;
    this.#asking = asking;
    this.isAsking = true;
    this.problem = undefined;
    this.#changed();
    try {
      const page = await this.#ask({ query: this.query, order: this.order, ...part, signal });
      if (signal.aborted) return;
      this.#asking = undefined;
      this.#epoch = page.epoch;
      this.isComplete = page.isComplete;
      this.isAnswered = true;
      take(page);
      this.isAsking = false;
      this.#goOnBuilding();
    } catch (error) {
      if (signal.aborted) return;
      this.#asking = undefined;
      this.isAsking = false;
      this.#failed(error);
    }
    this.#changed();
  }

  /** @param {unknown} error */
  #failed(error) {
    const { why, wait } = error instanceof SearchTrouble ? error : new SearchTrouble("failed");
    this.problem = { why };
    // They are for something else.
    if (!this.isAnswered) this.hits = [];
    if (why === "unsupported") this.isUnsupported = true;
    if (why !== "limited") return;
    this.problem = { why, until: this.#clock.now() + wait * 1_000 };
    this.#later(wait * 1_000, () => this.again());
  }

  /** More is found while the room is being made ready. */
  #goOnBuilding() {
    if (this.isComplete || !this.isAnswered || this.problem || this.#asking || this.#isPaused) return;
    this.#later(this.#againMs, () => {
      this.#againMs = Math.min(LATEST_AGAIN_MS, this.#againMs * 1.5);
      this.#refresh();
    });
  }

  /**
   * @param {number} ms
   * @param {() => void} run
   */
  #later(ms, run) {
    this.#clock.clearTimeout(this.#timer);
    this.#timer = this.#clock.setTimeout(run, ms);
  }

  #stop() {
    this.#clock.clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#asking = undefined;
    this.isAsking = false;
  }

  #clear() {
    this.query = "";
    this.hits = [];
    this.isAnswered = false;
    this.isComplete = true;
    this.problem = undefined;
    this.#next = undefined;
    this.#epoch = "";
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event("change"));
  }
}
