/**
 * The messages that are loaded: stretches of the log without gaps, of which one is in view. The last stretch
 * is the live end; others come from jumps to old messages, and grow page by page until they meet their
 * neighbour. Pure and bounded: however far someone reads, or however much arrives, only so many messages are
 * kept. It requests nothing itself; it says where a page would continue.
 *
 * @import { Message } from "../client/protocol.js"
 *
 * @typedef {object} Stretch
 * @property {number} from Everything from this seq on is here; 0 is the beginning of the room.
 * @property {number} to Everything up to this seq is here; Infinity is the live end.
 * @property {readonly Message[]} messages Ascending by seq; replaced, never changed.
 */

/** More than anyone has in mind, less than a phone notices. */
export const MOST_MESSAGES = 5_000;
/** What stays of the live end while the reader is far above. */
const LIVE_END = 200;

export class MessageLog {
  /** Ascending; a view that was cut off may overlap with the live end. @type {readonly Stretch[]} */
  #stretches = [];
  /** A seq in the stretch in view. */
  #inView = Infinity;
  /** The reader is at the live end and goes with it. */
  isFollowing = true;

  /** @returns {readonly Message[]} */
  get messages() {
    return this.#view?.messages ?? NONE;
  }

  /** Older messages exist than the first in view. */
  get hasOlder() {
    return (this.#view?.from ?? 0) > 0;
  }

  /** Newer messages exist than the last in view. */
  get hasNewer() {
    return this.#view !== undefined && this.#view.to !== Infinity;
  }

  /** A page of what is older goes up to before this. */
  get olderBefore() {
    return this.#view?.from ?? 0;
  }

  /**
   * A page of so many messages before this has what is newer than the view: no more than so many
   * can lie between.
   * @param {number} limit
   */
  newerBefore(limit) {
    const to = this.#view?.to ?? 0;
    return this.beforeGap(to + 1, to + 1 + limit);
  }

  /**
   * A page before this comes nearer to a seq that is not here. A page may hold less than was asked for:
   * then what came of it lies above the gap, and the next one is to end there.
   * @param {number} seq
   * @param {number} before Of the first page.
   */
  beforeGap(seq, before) {
    const above = this.#stretches.find(({ from }) => from > seq);
    return above && above.from < before ? above.from : before;
  }

  /** The newest message of all, in view or not. */
  get newest() {
    return this.end.at(-1);
  }

  /** What is here of the live end, in view or not. @returns {readonly Message[]} */
  get end() {
    return this.#stretches.at(-1)?.messages ?? NONE;
  }

  clear() {
    this.#stretches = [];
    this.#inView = Infinity;
  }

  /**
   * A page: the newest of those before `before`, or of all.
   * @param {readonly Message[]} events Ascending by seq.
   * @param {boolean} more Older ones exist.
   * @param {number} [before]
   */
  addPage(events, more, before) {
    const to = before === undefined ? Infinity : before - 1;
    const from = more ? (events[0]?.seq ?? to) : 0;
    const isAbove = from < this.olderBefore;
    this.#join({ from, to, messages: events });
    if (isAbove) this.#boundBelow();
    else this.#boundAbove();
  }

  /**
   * The log has come to this seq, by a message or by a change of one.
   * @param {number} seq
   * @param {Message} [message]
   */
  advance(seq, message) {
    const end = this.#stretches.at(-1);
    if (message || end?.to !== Infinity)
      this.#join({ from: seq, to: Infinity, messages: message ? [message] : [] });
    if (this.isFollowing) this.#boundAbove();
    else this.#boundBelow();
    this.#boundEnd();
  }

  /** @param {number} seq */
  find(seq) {
    const messages = this.#holding(seq)?.messages ?? NONE;
    const message = messages[lowerBound(messages, seq)];
    return message?.seq === seq ? message : undefined;
  }

  /**
   * A message that is not here is left alone: its page will bring it in its present state.
   * @param {number} seq
   * @param {(message: Message) => Message} change
   */
  change(seq, change) {
    this.#stretches = this.#stretches.map((stretch) => {
      const index = lowerBound(stretch.messages, seq);
      const message = stretch.messages[index];
      if (message?.seq !== seq || message.deleted) return stretch;
      return { ...stretch, messages: stretch.messages.with(index, change(message)) };
    });
  }

  /**
   * Brings the stretch with this seq into view; false if it is not here.
   * @param {number} seq
   */
  show(seq) {
    if (!this.#holding(seq)) return false;
    this.#inView = seq;
    this.#forget();
    return true;
  }

  /** Brings the live end into view. */
  showEnd() {
    this.#inView = Infinity;
    this.#forget();
  }

  get #view() {
    return this.#holding(this.#inView);
  }

  /** @param {number} seq */
  #holding(seq) {
    return this.#stretches.find(({ from, to }) => from <= seq && seq <= to);
  }

  /** Puts a stretch in, and makes one of all that it touches. @param {Stretch} added */
  #join(added) {
    const touches = (/** @type {Stretch} */ each) => each.from <= added.to + 1 && added.from <= each.to + 1;
    const touched = this.#stretches.filter(touches);
    const joined = touched.reduce(
      (whole, each) => ({
        from: Math.min(whole.from, each.from),
        to: Math.max(whole.to, each.to),
        messages: merge(each.messages, whole.messages),
      }),
      added,
    );
    const apart = this.#stretches.filter((each) => !touches(each));
    this.#stretches = [...apart, joined].sort((a, b) => a.from - b.from);
  }

  /** Only the view and the live end are worth their place. */
  #forget() {
    const view = this.#view;
    this.#stretches = this.#stretches.filter((each) => each === view || each.to === Infinity);
  }

  /** The reader is below, or at the end: what is too much is above. */
  #boundAbove() {
    const view = this.#view;
    if (!view || view.messages.length <= MOST_MESSAGES) return;
    this.#inView = view.to;
    this.#replace(view, [endOf(view, MOST_MESSAGES)]);
  }

  /** The reader is above: what is too much is below, and comes again by paging down. */
  #boundBelow() {
    const view = this.#view;
    if (!view || view.messages.length <= MOST_MESSAGES) return;
    const messages = view.messages.slice(0, MOST_MESSAGES);
    const kept = { from: view.from, to: /** @type {Message} */ (messages.at(-1)).seq, messages };
    if (this.#inView > kept.to) this.#inView = kept.to;
    this.#replace(view, view.to === Infinity ? [kept, endOf(view, LIVE_END)] : [kept]);
  }

  /** Out of view, what is too much of the live end comes again by paging down to it. */
  #boundEnd() {
    const end = this.#stretches.at(-1);
    if (!end || end === this.#view || end.messages.length <= MOST_MESSAGES) return;
    this.#replace(end, [endOf(end, LIVE_END)]);
  }

  /**
   * @param {Stretch} old
   * @param {Stretch[]} by
   */
  #replace(old, by) {
    this.#stretches = this.#stretches.flatMap((each) => (each === old ? by : [each]));
  }
}

/** @type {readonly Message[]} */
const NONE = Object.freeze([]);

/**
 * @param {Stretch} stretch
 * @param {number} count
 * @returns {Stretch}
 */
const endOf = (stretch, count) => {
  const messages = stretch.messages.slice(-count);
  return { from: messages[0]?.seq ?? stretch.from, to: stretch.to, messages };
};

/**
 * The first index whose seq is not below.
 * @param {readonly Message[]} messages
 * @param {number} seq
 */
const lowerBound = (messages, seq) => {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (/** @type {Message} */ (messages[middle]).seq < seq) low = middle + 1;
    else high = middle;
  }
  return low;
};

/**
 * Of the same message, the later to arrive is the present state.
 * @param {readonly Message[]} kept
 * @param {readonly Message[]} added
 */
const merge = (kept, added) => {
  const last = kept.at(-1);
  if (!last || added.length === 0) return kept.length > 0 ? kept : added;
  const first = /** @type {Message} */ (added[0]);
  if (first.seq > last.seq) return [...kept, ...added];
  const newest = /** @type {Message} */ (added.at(-1));
  if (newest.seq < /** @type {Message} */ (kept[0]).seq) return [...added, ...kept];
  const bySeq = new Map([...kept, ...added].map((message) => [message.seq, message]));
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
};
