/**
 * The single place for a room's state in the page: it joins the connection to what is known about the room,
 * what has been read, and what is being taken back, and emits `change` whenever any of it changes. It draws
 * nothing and knows no element.
 *
 * @import { Connection, Status } from "../client/connection.js"
 * @import { Clock } from "../client/link.js"
 * @import { Member, Message, Refusal, Role, ServerEvent } from "../client/protocol.js"
 * @import { Asker } from "./outage.js"
 * @import { Fetcher } from "./reply-cache.js"
 * @import { Confusables, Likeness, SignOf } from "./likeness.js"
 * @import { ReadUpTo } from "./read-marker.js"
 * @import { Action } from "./rights.js"
 * @import { Told } from "./room-state.js"
 * @import { RosterPages } from "./roster-pages.js"
 *
 * @typedef {{ you: Member, messages: readonly Message[] }} KeptPage
 *
 * @typedef {object} Memory What the browser keeps of this room from visit to visit.
 * @property {() => KeptPage | undefined} readPage
 * @property {(page: KeptPage) => void} writePage
 * @property {() => ReadUpTo | undefined} readMarker
 * @property {(marker: ReadUpTo) => void} writeMarker
 * @property {() => void} forget Drops both.
 * @property {(listener: (marker: ReadUpTo) => void) => void} onMarker Told when another tab has read on.
 */

import { Outage } from "./outage.js";
import { PendingDeletes } from "./pending-deletes.js";
import { ReadMarker } from "./read-marker.js";
import { ReplyCache } from "./reply-cache.js";
import { denial } from "./rights.js";
import { peopleIn, RoomState } from "./room-state.js";

const OLDER_PAGE = 50;
const KEPT_MESSAGES = 50;
/** How many messages below the one that is leapt to come with it. */
const BELOW = 25;
/**
 * It emits `change`; `heard` with the new messages of others while live; `amended` with a message that
 * was edited or deleted; `arrived` with the seq of a message that was leapt to and is in view now; `lost`
 * if there is no such message; and `refused` with a refusal that no other place shows.
 */
export class RoomStore extends EventTarget {
  room = new RoomState();
  /** Why nobody may write here, in words; "" where one may. */
  shut = "";
  /** The last refusal came because of this. */
  isFull = false;
  /** Why the name that was asked for was refused, while one is asked for. */
  nameFault = "";
  suggestion = "";
  /** The `ref` of the last request that was answered by `renamed` or an error, and the code of that. */
  answered = { ref: "", code: "" };
  marker;
  /** Loaded when there are two people to be told apart. @type {Likeness | undefined} */
  #likeness;
  #outage;
  #replies;
  #pendingDeletes;
  /** Needed in large rooms alone, and loaded there. @type {RosterPages | undefined} */
  #roster;
  #isRosterLoading = false;
  #isRosterWatched = false;
  #clock;
  #memory;
  #epoch = "";
  /** The room has answered with a page since this page was opened. */
  #isOpened = false;
  /** The last in view when newer ones were asked for, until they are there. @type {Message | undefined} */
  #newerThan;
  /**
   * The message that a reply answers; undefined as long as it is on its way, null if there is none.
   * Another function whenever it may say something else.
   * @type {(seq: number) => Message | null | undefined}
   */
  quoted = (seq) => this.#quoted(seq);
  /** The message that is leapt to, until it is in view. @type {number | undefined} */
  #destination;
  #isAway = false;
  #isAtEnd = true;

  /**
   * @param {Connection} connection
   * @param {{ clock: Clock, fetchMessage: Fetcher, memory: Memory, askWhy?: Asker, isOnline?: () => boolean }} world
   */
  constructor(connection, { clock, fetchMessage, memory, askWhy, isOnline = () => true }) {
    super();
    this.connection = connection;
    this.#clock = clock;
    this.#memory = memory;
    this.#outage = new Outage(connection, { clock, askWhy, isOnline }, () => this.#changed());
    this.marker = new ReadMarker(memory.readMarker());
    this.#replies = new ReplyCache(fetchMessage);
    this.#pendingDeletes = new PendingDeletes(clock, (seq) => connection.delete(seq));
    const kept = memory.readPage();
    if (kept) this.#recall(kept);
    memory.onMarker((there) => this.#readElsewhere(there));
    this.#replies.addEventListener("change", () => {
      this.#quotesChanged();
      this.#changed();
    });
    connection.addEventListener("events", (event) => this.#events(detail(event)));
    connection.addEventListener("status", (event) => this.#status(detail(event)));
    connection.addEventListener("refused", (event) => this.#refused(detail(event)));
    connection.addEventListener("outbox", () => this.#changed());
  }

  /** @param {KeptPage} kept */
  #recall(kept) {
    this.room.recall(kept);
    this.connection.time.tellAtLeast(kept.messages.at(-1)?.at ?? 0);
  }

  /** @returns {SignOf} */
  get signOf() {
    return this.#likeness?.signOf ?? NO_SIGN;
  }

  /** There is somebody else here, and it was not looked yet whether two could be mistaken. */
  get hasPeopleToTellApart() {
    const { you, members, messages } = this.room;
    const isOther = (/** @type {Message} */ { from }) => from.id !== you?.id;
    return !this.#likeness && (members.size > 1 || messages.some(isOther));
  }

  /** @param {{ Likeness: typeof Likeness, confusables: Confusables }} looks */
  tellApart(looks) {
    const likeness = new looks.Likeness(() => this.#changed());
    likeness.learn(looks.confusables);
    for (const [id, name] of this.room.members) likeness.note(id, name);
    for (const { from } of this.room.messages) likeness.note(from.id, from.name);
    this.#likeness = likeness;
    this.#changed();
  }

  /** The server is away for more than a moment, or there is no network at all. */
  get isLost() {
    return this.#outage.isLost;
  }

  /** What the server said of why it cannot be reached: the code of an error, or nothing. */
  get trouble() {
    return this.#outage.trouble;
  }

  /** The room has answered since this page is open. */
  get isOpened() {
    return this.#isOpened;
  }

  /** Which beginning of the room the numbers of messages belong to. */
  get epoch() {
    return this.#epoch;
  }

  // ---- moving through the log ----

  /** Asks for the page above what is in view. */
  loadOlder() {
    const { log } = this.room;
    if (log.hasOlder && log.olderBefore < Infinity) this.connection.history(log.olderBefore, OLDER_PAGE);
  }

  /** Asks for the page below what is in view, where that is not the live end. */
  loadNewer() {
    const { log } = this.room;
    if (!log.hasNewer) return;
    this.#newerThan = log.messages.at(-1);
    this.connection.history(log.newerBefore(OLDER_PAGE), OLDER_PAGE);
  }

  /**
   * Brings a message into view, wherever in the log it is.
   * @param {number} seq
   */
  leapTo(seq) {
    this.#destination = seq;
    this.#pursue();
  }

  /** Back to the live end. */
  showEnd() {
    this.#destination = undefined;
    this.room.log.showEnd();
    this.#changed();
  }

  /** @param {number} seq */
  #quoted(seq) {
    return this.room.find(seq) ?? this.room.house.find(seq) ?? this.#replies.get(seq);
  }

  /**
   * Whether one may do this now.
   * @param {Action} action
   * @param {Role} [target] Whom it is about, or what is given.
   * @param {boolean} [isSelf]
   * @returns {ReturnType<typeof denial>} "" if one may, else the code with which it would be refused.
   */
  denial(action, target, isSelf) {
    const { isOwned, role, settings } = this.room.house;
    return denial(action, { ...(isOwned && { role, settings }), isMuted: this.mutedFor > 0 }, target, isSelf);
  }

  /**
   * Why nothing can be sent now, and for how many ms more.
   * @returns {{ why: "muted" | "slowed" | "reader" | "broadcast" | "shut", wait?: number, words?: string } | undefined}
   */
  get lock() {
    if (this.shut) return { why: "shut", words: this.shut };
    const code = this.denial("say");
    if (code === "muted") return { why: "muted", wait: this.mutedFor };
    if (code) return { why: this.room.house.role === "reader" ? "reader" : "broadcast" };
    return this.slowedFor > 0 ? { why: "slowed", wait: this.slowedFor } : undefined;
  }

  /**
   * Puts a line between the messages about what was done to the room.
   * @param {Told} told
   */
  tell(told) {
    this.room.tell(told, this.connection.time.date);
    this.#changed();
  }

  /** For how many ms more one is muted. */
  get mutedFor() {
    return Math.max(0, this.room.house.mutedUntil - this.connection.time.date);
  }

  /** In how many ms one may say something again, in a room that is slow. */
  get slowedFor() {
    return Math.max(0, this.room.house.slowUntil - this.connection.time.date);
  }

  /**
   * The id of who said a message, once that is known.
   * @param {number} seq
   */
  async authorOf(seq) {
    const message = this.room.find(seq) ?? (await this.#replies.find(seq));
    return message?.from.id;
  }

  #quotesChanged() {
    this.quoted = (seq) => this.#quoted(seq);
  }

  // ---- changing what one said ----

  /** The last message of one's own in view that is not deleted or about to be. */
  get lastOwn() {
    const going = this.removing;
    const isGoing = (/** @type {number} */ seq) =>
      going.has(seq) || this.#changesOf(seq).some(({ frame }) => frame.type === "delete");
    const id = this.connection.you?.id;
    return this.room.messages.findLast(
      ({ seq, from, deleted }) => from.id === id && !deleted && !isGoing(seq),
    );
  }

  /**
   * A message's text as it will be, if an edit is on its way.
   * @param {Message} message
   */
  wording({ seq, text }) {
    const edit = this.#changesOf(seq).findLast(({ frame }) => frame.type === "edit");
    return edit?.frame.type === "edit" ? edit.frame.text : text;
  }

  /**
   * Takes the place of an edit that was refused.
   * @param {number} seq
   * @param {string} text
   */
  edit(seq, text) {
    for (const { frame, failed } of this.#changesOf(seq))
      if (failed && frame.type === "edit") this.connection.discard(frame.cid);
    this.connection.edit(seq, text);
  }

  /**
   * Other words for what waits or was refused; where it has arrived meanwhile, it is edited.
   * @param {string} cid
   * @param {string} text
   */
  mend(cid, text) {
    if (this.connection.amend(cid, text)) return;
    const arrived = this.#arrived(cid);
    if (arrived) this.edit(arrived.seq, text);
    else this.connection.say(text);
  }

  /**
   * What waits or was refused is to be no more; nor what has arrived meanwhile.
   * @param {string} cid
   */
  takeBack(cid) {
    const arrived = this.#arrived(cid);
    if (arrived) this.remove(arrived.seq);
    else this.connection.discard(cid);
  }

  /** It waits, was refused, or has arrived. @param {string} cid */
  hasSaid(cid) {
    return this.connection.outbox.some(({ frame }) => frame.cid === cid) || this.#arrived(cid) !== undefined;
  }

  /** @param {string} cid */
  #arrived(cid) {
    const id = this.connection.you?.id;
    return this.room.messages.findLast(
      (message) => message.cid === cid && message.from.id === id && !message.deleted,
    );
  }

  /** What is on its way for a message. @param {number} seq */
  #changesOf(seq) {
    return this.connection.outbox.filter(({ frame }) => frame.type !== "say" && frame.seq === seq);
  }

  // ---- deleting, with time to think again ----

  /** What is deleted here and not yet for the others. */
  get removing() {
    return this.#pendingDeletes.seqs;
  }

  /** @param {number} seq */
  remove(seq) {
    this.#pendingDeletes.add(seq);
    this.#changed();
  }

  /** @param {number} seq */
  undoRemove(seq) {
    this.#pendingDeletes.undo(seq);
    this.#changed();
  }

  // ---- what one has seen ----

  /**
   * @param {{ isAway?: boolean, isAtEnd?: boolean }} attention What has changed of it.
   */
  attend({ isAway = this.#isAway, isAtEnd = this.#isAtEnd }) {
    // Until now one has looked.
    if (isAway) this.#look();
    this.#isAway = isAway;
    this.#isAtEnd = isAtEnd;
    this.room.log.isFollowing = isAtEnd;
    this.#look();
    this.#changed();
  }

  /** Nobody looks at the room. */
  get isAway() {
    return this.#isAway;
  }

  /** The page goes, perhaps for good. */
  leave() {
    this.#pendingDeletes.endAll();
    this.keep();
  }

  /** One leaves for good, and nothing more is to be kept. */
  abandon() {
    this.#pendingDeletes.endAll();
    this.connection.close();
    this.#isOpened = false;
  }

  /** Keeps the newest messages, to be read where there is no connection. */
  keep() {
    const { you, log } = this.room;
    if (!you || !this.#isOpened || log.hasNewer) return;
    this.#memory.writePage({ you, messages: log.messages.slice(-KEPT_MESSAGES) });
  }

  loadMoreMembers() {
    this.#roster?.more();
  }

  /** @param {boolean} isWatched Somebody looks at who is here. */
  watchRoster(isWatched) {
    this.#isRosterWatched = isWatched;
    this.#roster?.watch(isWatched);
  }

  #tendRoster() {
    if (this.#roster) this.#roster.tend();
    else if (this.room.isRosterPartial && !this.#isRosterLoading) void this.#loadRoster();
  }

  async #loadRoster() {
    this.#isRosterLoading = true;
    try {
      const { RosterPages } = await import("./roster-pages.js");
      this.#roster = new RosterPages(this.room, this.#clock, (after) => this.connection.members(after));
      this.#roster.watch(this.#isRosterWatched);
      this.#roster.tend();
    } catch {
      // The next event tries again.
      this.#isRosterLoading = false;
    }
  }

  /**
   * What anyone may read, for who has not joined.
   * @param {readonly Message[]} messages
   */
  preview(messages) {
    this.room.recall({ messages });
    this.#changed();
  }

  /** One is kept out, so nothing comes from the room and nobody is seen in it. */
  get isOut() {
    const { isShut, status } = this.connection;
    return isShut || (status.phase === "stopped" && status.reason !== "replaced");
  }

  /** @param {string} fault */
  setNameFault(fault) {
    this.nameFault = fault;
    this.suggestion = "";
    this.#changed();
  }

  // ---- what happens ----

  /** @param {ServerEvent[]} events */
  #events(events) {
    const isLive = this.connection.status.phase === "live";
    for (const event of events) {
      if (event.type === "welcome") this.#greeted(event.epoch);
      if (event.type === "renamed" && event.ref) this.answered = { ref: event.ref, code: "" };
      if (event.type === "deleted") this.#pendingDeletes.undo(event.target);
      if (event.type === "deleted" || event.type === "edited") this.#quotesChanged();
      this.room.apply(event, this.#clock.now(), this.connection.time.date);
      this.#replies.apply(event);
      for (const { id, name } of peopleIn(event)) this.#likeness?.note(id, name);
      if (event.type === "members") this.#roster?.came(event);
    }
    this.#tendRoster();
    const heard = this.#others(events.filter((event) => event.type === "message"));
    if (!this.#isOpened && events.some((event) => event.type === "history")) {
      // What of it is in sight, whoever draws it will say.
      this.#open();
    } else {
      if (this.#isOpened && heard.length > 0) this.marker.heard(heard, this.#isAway);
      this.#look();
    }
    if (this.#destination !== undefined) this.#pursue();
    else if (this.#newerThan && events.some((event) => event.type === "history")) this.#goOnBelow();
    for (const event of events) {
      // Also what this very frame has brought.
      if (event.type === "deleted") this.marker.gone(event.target);
      if (event.type === "edited" || event.type === "deleted") this.#amended(event.target);
    }
    if (isLive && heard.length > 0) this.dispatchEvent(new CustomEvent("heard", { detail: heard }));
    this.#changed();
  }

  /** @param {number} seq */
  #amended(seq) {
    const message = this.room.find(seq);
    if (message) this.dispatchEvent(new CustomEvent("amended", { detail: message }));
  }

  /** A page that did not reach down to the view is followed by the next. */
  #goOnBelow() {
    const { log } = this.room;
    const isStill = log.messages.at(-1) === this.#newerThan;
    this.#newerThan = undefined;
    if (isStill) this.loadNewer();
  }

  /** @param {string} epoch Another than before: the room was begun anew, and its numbers mean others. */
  #greeted(epoch) {
    if (this.#epoch !== "" && epoch !== this.#epoch) {
      this.#replies.forget();
      for (const seq of this.removing) this.#pendingDeletes.undo(seq);
      this.marker.begunAnew();
    }
    this.#epoch = epoch;
  }

  #open() {
    this.#isOpened = true;
    this.marker.opened(this.#epoch, this.#others(this.room.messages));
  }

  /** @param {readonly Message[]} messages */
  #others(messages) {
    return messages.filter(({ from, deleted }) => from.id !== this.connection.you?.id && !deleted);
  }

  #look() {
    const { newest } = this.room.log;
    if (!this.#isOpened || this.#isAway || !this.#isAtEnd || this.room.log.hasNewer || !newest) return;
    const now = { epoch: this.#epoch, seq: newest.seq, at: this.connection.time.date };
    if (this.marker.looked(now)) this.#memory.writeMarker(now);
  }

  /** @param {ReadUpTo} there */
  #readElsewhere(there) {
    if (there.epoch !== this.#epoch) return;
    const isAll = (this.room.log.newest?.seq ?? 0) <= there.seq;
    this.marker.readElsewhere(there, { isAll, isAway: this.#isAway });
    this.#changed();
  }

  #pursue() {
    const seq = this.#destination;
    if (seq === undefined || !this.#isOpened) return;
    const { log } = this.room;
    if (log.show(seq)) {
      this.#destination = undefined;
      this.#changed();
      const type = log.find(seq) ? "arrived" : "lost";
      this.dispatchEvent(new CustomEvent(type, { detail: seq }));
    } else {
      this.connection.history(log.beforeGap(seq, seq + 1 + BELOW), OLDER_PAGE);
    }
  }

  /** @param {Status} status */
  #status(status) {
    this.#outage.noted(status);
    if (status.phase === "asking" && status.reason !== "token_refused") {
      this.nameFault = status.reason ?? "";
      this.suggestion = status.suggestion ?? "";
    }
    if (status.reason === "gone") this.#end();
    if (this.isOut) this.room.leave();
    if (status.phase === "live") {
      this.#roster?.begin();
      this.isFull = false;
      // A name that was asked for as the socket went may be asked for again.
      if (this.nameFault !== "later") this.nameFault = "";
      this.suggestion = "";
      this.#replies.askAgain();
    }
    this.#changed();
  }

  /** The room was deleted: nothing that was said in it stays on this device either. */
  #end() {
    this.#isOpened = false;
    this.#destination = undefined;
    this.#epoch = "";
    for (const seq of this.removing) this.#pendingDeletes.undo(seq);
    this.#replies.forget();
    this.marker.begunAnew();
    this.room.end();
    this.#memory.forget();
  }

  /** @param {Refusal} refusal */
  #refused(refusal) {
    if (refusal.ref) this.answered = { ref: refusal.ref, code: refusal.code };
    if (refusal.code === "room_full") this.isFull = true;
    if (refusal.code === "name_taken" || refusal.code === "name_invalid") {
      this.nameFault = refusal.code;
      this.suggestion = refusal.suggestion ?? "";
    } else if (
      refusal.code === "key_invalid" ||
      (refusal.cid !== undefined && refusal.code !== "no_change")
    ) {
      this.dispatchEvent(new CustomEvent("refused", { detail: refusal }));
    }
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new CustomEvent("change"));
  }
}

/** @type {SignOf} */
const NO_SIGN = () => "";

const detail = (/** @type {Event} */ event) => /** @type {CustomEvent} */ (event).detail;
