/**
 * How far the user has read, what arrived since, and where the “new since …” line stands. Pure: it is told
 * what arrives and when the user looks, and says what to keep for the next visit.
 *
 * A visit begins when the room is opened, or when someone comes back to a page that they were not looking at
 * and to which new messages came meanwhile. Its line stays where it is, even across reconnects, until the next
 * visit has one of its own.
 *
 * @typedef {{ epoch: string, seq: number, at: number }} ReadUpTo The newest message seen, and when.
 * @typedef {{ after: number, since: number }} NewLine Below this seq is what one had read by then.
 */

/** So many are known one by one; beyond, they are only counted. */
const MOST_FRESH = 1_000;

export class ReadMarker {
  /** @type {NewLine | undefined} */
  line;
  /** Messages of others that one has not looked at, and how many more there are. @type {Set<number>} */
  #fresh = new Set();
  #more = 0;
  /** @type {ReadUpTo | undefined} */
  #read;
  #hasLineOfThisAbsence = false;

  /** @param {ReadUpTo} [kept] From the last visit. */
  constructor(kept) {
    this.#read = kept;
  }

  /** How many messages of others one has not looked at. */
  get unread() {
    return this.#fresh.size + this.#more;
  }

  /**
   * The room is open, with these messages of others as its newest.
   * @param {string} epoch
   * @param {readonly { seq: number }[]} others
   */
  opened(epoch, others) {
    if (this.#read?.epoch !== epoch) this.#read = undefined;
    if (this.#read) this.#came(others);
  }

  /**
   * @param {readonly { seq: number }[]} others New messages of others.
   * @param {boolean} isAway Nobody looks at the page.
   */
  heard(others, isAway) {
    const fresh = others.filter(({ seq }) => seq > (this.#read?.seq ?? 0));
    this.#count(fresh);
    if (!isAway || this.#hasLineOfThisAbsence || !this.#read || fresh.length === 0) return;
    this.#hasLineOfThisAbsence = true;
    this.line = { after: this.#read.seq, since: this.#read.at };
  }

  /**
   * The newest message is before one's eyes.
   * @param {ReadUpTo} now
   * @returns {boolean} Whether there is something new to keep.
   */
  looked(now) {
    const isNews = this.#read?.epoch !== now.epoch || this.#read.seq < now.seq;
    this.#countNone();
    this.#hasLineOfThisAbsence = false;
    this.#read = isNews ? now : { .../** @type {ReadUpTo} */ (this.#read), at: now.at };
    return isNews;
  }

  /**
   * One has read in another tab of this browser, in the same epoch.
   * @param {ReadUpTo} there
   * @param {{ isAll: boolean, isAway: boolean }} here It was all that came to this tab; which nobody looks at.
   */
  readElsewhere(there, { isAll, isAway }) {
    if (there.seq <= (this.#read?.seq ?? 0)) return;
    this.#read = there;
    if (!isAll) return;
    this.#countNone();
    if (isAway && this.#hasLineOfThisAbsence) this.line = undefined;
    this.#hasLineOfThisAbsence = false;
  }

  /** Nothing of the room was read, since it is another. */
  begunAnew() {
    this.line = undefined;
    this.#countNone();
    this.#read = undefined;
    this.#hasLineOfThisAbsence = false;
  }

  /**
   * A message was deleted. If that was all there was to see, nothing is new.
   * @param {number} seq
   */
  gone(seq) {
    if (!this.#fresh.delete(seq) || this.unread > 0 || !this.#hasLineOfThisAbsence) return;
    this.line = undefined;
    this.#hasLineOfThisAbsence = false;
  }

  /** @param {readonly { seq: number }[]} others */
  #came(others) {
    const { seq, at } = /** @type {ReadUpTo} */ (this.#read);
    const fresh = others.filter((message) => message.seq > seq);
    if (fresh.length === 0) return;
    this.#countNone();
    this.#count(fresh);
    this.line = { after: seq, since: at };
    this.#hasLineOfThisAbsence = true;
  }

  /** @param {readonly { seq: number }[]} fresh */
  #count(fresh) {
    for (const { seq } of fresh)
      if (this.#fresh.size < MOST_FRESH) this.#fresh.add(seq);
      else this.#more += 1;
  }

  #countNone() {
    this.#fresh.clear();
    this.#more = 0;
  }
}
