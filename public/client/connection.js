/**
 * The reference client: one member's presence in one room, across any number of sockets. It sends the hello,
 * resumes, and reconnects; what the member sends goes through `sender.js`. It has no DOM, and takes its
 * socket, storage, clock and randomness as arguments, so that the page, the tests and bots all run this same
 * module. It keeps no messages: log events are emitted for `room-state.js`.
 *
 * The rules that make it exact:
 * - A frame stays in the outbox until its echo or a final refusal.
 * - After a reconnect nothing is sent again before the replay is complete.
 * - A `mark` is answered at once, wherever one is in the log: it proves that we read.
 * - `after` moves by exactly one; less is a duplicate, more is a fault of the socket, which is dropped.
 *
 * It emits `status` (a Status), `events` (ServerEvent[], in order and without duplicates), `outbox`
 * (Entry[]) and `refused` (Refusal, for what has no place in the outbox).
 *
 * @import { Acts, Outcome } from "./acts.js"
 * @import { KeyStore, Entry, Upload } from "./outbox.js"
 * @import { Clock, SocketMaker } from "./link.js"
 * @import { ActFrame, DeskPage, Knocking, LogFrame, LogEvent, ServerEvent, Settings, Welcome, History, Refusal, Member } from "./protocol.js"
 *
 * @typedef {object} Status
 * @property {"idle" | "connecting" | "catching-up" | "live" | "waiting" | "asking" | "knocking" | "stopped"} phase
 * @property {number} [retryAt] When `waiting` ends, by `clock.now`.
 * @property {boolean} [isUnopened] The last socket was none before it ended, with `waiting`.
 * @property {Reason} [reason] Of `asking` and `stopped`; of `waiting`, if the server said why.
 * @property {string} [suggestion] A free name, with `name_taken`.
 * @property {number} [place] In the line of those who wait to be let in, from 1, with `knocking`.
 * @property {{ title?: string, topic?: string }} [front] What one sees of the room meanwhile.
 * @property {string} [words] Why one was removed, as a moderator has put it.
 * @property {number} [until] When a ban ends: a date, or 0 if it does not.
 * @property {number} [code] The close code, with `stopped`.
 *
 * @typedef {"name_taken" | "name_invalid" | "token_refused" | "rate_limited" | "replaced" | "jwt_invalid" | KeyFault | Verdict | "closed"} Reason
 * @typedef {"key_invalid" | "room_taken" | "setting_invalid"} KeyFault What is wrong with the key that one came by, or
 * with the room that was to be made.
 * @typedef {"room_closed" | "removed" | "banned" | "denied" | "key_needed" | "not_created" | "sign_in_needed" | "gone"} Verdict Why one may not be here: the
 * room is closed, one was removed from it or may not come back, was not let in or has no key, or there is no such room
 * any more.
 *
 * @typedef {object} Options
 * @property {string} url Of the room's socket, which is the room's link.
 * @property {string} room Canonical name; the key under which things are stored.
 * @property {KeyStore} storage
 * @property {SocketMaker} WebSocket
 * @property {Clock} clock
 * @property {(bytes: number) => Uint8Array} randomBytes
 * @property {string} [tab] Tells the outboxes of several tabs apart.
 */

import { Backoff } from "./backoff.js";
import { IdentityStore } from "./identity.js";
import { Link } from "./link.js";
import { LogPosition } from "./log-position.js";
import {
  afterClose,
  DEFAULT_LIMITS,
  isLogEvent,
  utf8Length,
  VERSION,
  waitOf,
  wellFormed,
} from "./protocol.js";
import { Sender } from "./sender.js";
import { ServerTime } from "./server-time.js";

const PROGRESS_WITHIN_MS = 10_000;
const FLOODED_WAIT_MS = 10_000;
/** The close code that an `error` has told the reason of. */
const FORBIDDEN = 4403;
/** What the error before a close says of why one may not be here. */
const VERDICTS = [
  "room_closed",
  "removed",
  "banned",
  "denied",
  "key_needed",
  "not_created",
  "sign_in_needed",
];
/** The close code for a frame that is too large. */
const TOO_BIG = 1009;
/** A connection that ends sooner than this has not proved that the trouble is over. */
const STEADY_MS = 3_000;
/** At least so long, and up to twice as long, a page waits at the door of a closed room. */
const SHUT_WAIT_MS = 60_000;
const SEEN_EVERY_BYTES = 1024 * 1024;
const TYPING_EVERY_MS = 3_000;
/** What `typing` must leave for frames that matter. */
const SPARE = 4;

export const outboxKey = (/** @type {string} */ room, /** @type {string} */ tab) =>
  `alcove:outbox:${room}:${tab}`;

export class Connection extends EventTarget {
  /** By what push services know the server; "" where it uses none. */
  pushKey = "";
  /** @type {Status} */
  status = { phase: "idle" };
  /** @type {Member | undefined} */
  you;
  /** What time it is. */
  time;

  #options;
  #identity;
  #sender;
  #name = "";
  /** The user gave this name here and the server has not accepted it yet. */
  #isNameNew = false;
  /** @type {Link | undefined} */
  #link;

  #position = new LogPosition();
  /** What the last `hello` said. */
  /** @type {{ token?: string, epoch?: string, after?: number, key?: string, cid?: string, create?: object }} */
  #hello = {};
  /** The page of older messages that was asked for and has not come. */
  /** @type {{ type: "history", ref: string, before?: number, limit?: number } | undefined} */
  #wanted;
  /** The page of the roster that was asked for last. */
  /** @type {{ ref: string, after: string } | undefined} */
  #listed;
  /** How many requests had a name. */
  #refs = 0;

  /** Needed by few, and loaded with the first act. @type {Acts | undefined} */
  #acts;
  /** What was asked for and has no answer yet. @type {Set<Promise<Outcome>>} */
  acting = new Set();
  /** What one says to those who may let one in. */
  #knock = "";

  /** What the server said of the close that follows. */
  /** @type {{ verdict?: Verdict, wait?: number, words?: string }} */
  #notice = {};
  /** The room was closed, and has not let us in since. */
  #isShut = false;
  #backoff;
  #liveSince = 0;
  #unseenBytes = 0;
  #typedAt = Number.NEGATIVE_INFINITY;
  /** One for each purpose, by name, so that a new one replaces the old. */
  /** @type {Map<string, unknown>} */
  #timers = new Map();

  /**
   * Asks the site around the room for its word for who this is, again where the last was not taken; none elsewhere.
   * @type {((cause?: string) => Promise<string | undefined>) | undefined}
   */
  jwt;
  /** Why the last one was not taken. */
  #jwtCause = "";

  /** @param {Options} options */
  constructor(options) {
    super();
    this.#options = options;
    this.#backoff = new Backoff(options);
    this.#identity = new IdentityStore(options.storage, options.room);
    this.time = new ServerTime(options.clock, () => this.#isJoined());
    const clock = { ...options.clock, date: () => this.time.date };
    this.#sender = new Sender(options.storage, outboxKey(options.room, options.tab ?? "0"), clock, {
      onChange: () => this.#emit("outbox", this.outbox),
      onRefused: (error) => this.#emit("refused", error),
      onUnwanted: (seq) => this.delete(seq),
      onSilence: () => this.#link?.drop("no echo"),
    });
  }

  /** The name this browser last had in the room. */
  get knownName() {
    return this.#identity.read()?.name;
  }

  /** The key with which the room was made on this device, "" if it was not: for a link that is kept elsewhere. */
  get ownKey() {
    return this.#identity.ownKey;
  }

  /** @returns {readonly Entry[]} */
  get outbox() {
    return this.#sender.outbox.entries;
  }

  /** When the last frame will have gone, if the pace or the server makes it wait; else 0. */
  get heldUntil() {
    return this.#sender.heldUntil;
  }

  /** @param {boolean} isWatched Somebody looks at the page, and waits less long. */
  set isWatched(isWatched) {
    this.#backoff.isWatched = isWatched;
  }

  /** The room is closed: it is tried again now and then. */
  get isShut() {
    return this.#isShut;
  }

  /** The last seq up to which everything was received, if anything was. */
  get after() {
    return this.#position.point?.after;
  }

  /** What has come is read: nobody need be told of it elsewhere. */
  acknowledge() {
    if (this.status.phase === "live") this.#saySeen();
  }

  // ---- what the user does ----

  /**
   * Joins under this name: the first time, after `asking`, or as another name than before.
   * @param {string} name
   */
  start(name) {
    this.#name = name;
    this.#isNameNew = true;
    if (this.#link?.isOpen && this.status.phase === "asking") this.#greet();
    else this.#open();
  }

  /** Leaves; the outbox stays. */
  close() {
    this.#setStatus({ phase: "idle" });
    this.#link?.drop("closed by the user", 1000);
    this.#clearTimers();
  }

  /** Tries at once, after `online`, on request, or to come back after having been replaced or shut out. */
  reconnectNow() {
    const { phase, reason } = this.status;
    const isHalted = phase === "stopped" && (reason === "replaced" || reason === "denied" || this.#isShut);
    if (phase === "waiting" || isHalted) this.#open();
    else if (phase === "connecting" && !this.#link?.isOpen) this.#open();
    else this.#link?.probe();
  }

  /** A key was brought while the page is open. */
  useKey() {
    if (this.status.phase !== "idle") this.#open();
  }

  /**
   * Says something to those who may let one in: once.
   * @param {string} text
   */
  knock(text) {
    this.#knock = wellFormed(text);
    if (this.status.phase === "knocking") this.#sayKnock();
  }

  /** One types, sends or looks, so the next try comes now, unless the last was just before. */
  nudge() {
    const { phase, retryAt = 0 } = this.status;
    const at = this.#backoff.soonest;
    if (phase === "waiting" && at < retryAt) this.#tryAt(at, this.status);
  }

  /** One is back at the page, after however long: whether the socket is alive has to be found out. */
  look() {
    if (this.status.phase === "waiting") this.nudge();
    else if (this.#backoff.isRested) this.reconnectNow();
  }

  /**
   * @param {string} text
   * @param {number} [replyTo]
   * @param {readonly Upload[]} [uploads] Files that go with it: it waits until they are attached.
   */
  say(text, replyTo, uploads) {
    // A message ends what was told of typing, so the next word is news.
    this.#typedAt = Number.NEGATIVE_INFINITY;
    const reply = replyTo === undefined ? {} : { reply_to: replyTo };
    return this.#enqueue({ type: "say", cid: this.#newCid(), text: wellFormed(text), ...reply }, uploads);
  }

  /**
   * The files of what waits are there, under these ids, or cannot be, for this reason; none: they have to be brought again.
   * @param {string} cid
   * @param {readonly { id: string }[] | string} [files]
   */
  attach(cid, files) {
    this.#sender.attach(cid, files);
  }

  /** Asks for a new ticket to read files by. @returns {Promise<Outcome>} */
  ticket() {
    return this.#perform({ type: "ticket", ref: this.#newRef() });
  }

  /**
   * @param {number} seq
   * @param {string} text
   */
  edit(seq, text) {
    return this.#enqueue({ type: "edit", cid: this.#newCid(), seq, text: wellFormed(text) });
  }

  /** @param {number} seq */
  delete(seq) {
    return this.#enqueue({ type: "delete", cid: this.#newCid(), seq });
  }

  /**
   * @param {number} seq
   * @param {string} emoji
   * @param {boolean} on
   */
  react(seq, emoji, on) {
    return this.#enqueue({ type: "react", cid: this.#newCid(), seq, emoji, on });
  }

  /**
   * Does something that looking after a room takes. Never rejected.
   * @param {ActFrame} act
   * @returns {Promise<Outcome>}
   */
  act(act) {
    const outcome = this.#perform({ ...act, cid: this.#newCid() });
    this.acting.add(outcome);
    outcome.then(() => this.acting.delete(outcome));
    return outcome;
  }

  /**
   * Asks what waits for those who look after the room, or what was done.
   * @param {DeskPage["what"]} what
   * @param {{ before?: number, limit?: number }} [page]
   * @returns {Promise<Outcome>}
   */
  desk(what, page = {}) {
    return this.#perform({ type: "desk", ref: this.#newRef(), what, ...page });
  }

  /**
   * Sends a refused frame again.
   * @param {string} cid
   */
  retry(cid) {
    this.#sender.retry(cid);
  }

  /**
   * Takes back what waits or was refused. If it has arrived after all, it is deleted as soon as that is known.
   * @param {string} cid
   */
  discard(cid) {
    this.#sender.withdraw(cid);
  }

  /**
   * Keeps what waits from going out while it is being changed, or lets it go again.
   * @param {string} cid
   * @param {boolean} isHeld
   */
  hold(cid, isHeld) {
    if (isHeld) this.#sender.hold(cid);
    else this.#sender.release(cid);
  }

  /**
   * Says something else in place of what waits or was refused.
   * @param {string} cid
   * @param {string} text
   * @returns {boolean} False: there is none such any more.
   */
  amend(cid, text) {
    const words = { cid: this.#newCid(), text: wellFormed(text) };
    const isAmended = this.#sender.amend(cid, words, this.#position.point?.epoch);
    this.#giveUpIfOver();
    return isAmended;
  }

  /**
   * Takes over the outbox of a closed tab.
   * @param {string} key
   */
  adopt(key) {
    this.#sender.adopt(key);
    this.#giveUpIfOver();
  }

  /**
   * Asks for a page of messages; it comes as a `history` event. One at a time.
   * @param {number} [before]
   * @param {number} [limit]
   * @returns {boolean} Whether it was asked for now.
   */
  history(before, limit) {
    if (this.#wanted) return false;
    this.#wanted = {
      type: "history",
      ref: this.#newRef(),
      ...(before && { before }),
      ...(limit && { limit }),
    };
    this.#fetch();
    return true;
  }

  /**
   * Asks for a page of the roster, in rooms that are too large for a whole one. One at a time.
   * @param {string} [after]
   * @returns {boolean} Whether it was asked for now.
   */
  members(after = "") {
    const ref = this.#newRef();
    const isAsked = this.#sender.sendNow(
      { type: "members", ref, limit: 200, ...(after && { after }) },
      SPARE,
    );
    if (isAsked) this.#listed = { ref, after };
    return isAsked;
  }

  /**
   * Comes back as a `renamed` event with the same `ref`, or as `refused`.
   * @param {string} name
   * @returns {string} Its `ref`; "" if it was not asked for.
   */
  rename(name) {
    const ref = this.#newRef();
    return this.#sender.sendNow({ type: "rename", ref, name }) ? ref : "";
  }

  /** Tells that something is being typed, if that is worth a frame. */
  typing() {
    if (this.#now() - this.#typedAt < TYPING_EVERY_MS) return;
    if (this.#sender.sendNow({ type: "typing" }, SPARE)) this.#typedAt = this.#now();
  }

  /**
   * Tries no sooner than in so many ms: somebody has learned elsewhere that it would be in vain.
   * @param {number} ms
   */
  postpone(ms) {
    const { phase, retryAt = 0 } = this.status;
    if (phase === "waiting" && this.#now() + ms > retryAt) this.#tryAt(this.#backoff.next(ms), this.status);
  }

  // ---- one socket after the other ----

  #open() {
    const old = this.#link;
    this.#link = undefined;
    this.#notice = {};
    old?.drop("replaced by a new one");
    this.#backoff.tried();
    this.#clearTimers();
    this.#closeWay();
    this.#setStatus({ phase: "connecting" });
    const link = new Link(this.#options.url, this.#options.WebSocket, this.#options.clock, {
      onOpen: () => this.#greet(),
      onEvents: (events, data) => this.#receive(link, events, data),
      onGone: (code) => this.#gone(link, code),
    });
    this.#link = link;
  }

  #greet() {
    if (!this.jwt) return this.#sayHello();
    const link = this.#link;
    void this.jwt(this.#jwtCause || undefined).then((jwt) => link === this.#link && this.#sayHello(jwt));
  }

  /** @param {string} [jwt] */
  #sayHello(jwt) {
    const identity = this.#identity.read();
    // Another tab may have renamed us meanwhile.
    if (!this.#isNameNew && identity && identity.id === this.you?.id) this.#name = identity.name;
    const resume = this.#position.point ?? this.#sender.outbox.resumePoint();
    this.#hello = { ...(identity?.token && { token: identity.token }), ...resume, ...this.#pass() };
    // Nobody is somebody else here for want of the site's word.
    if (this.jwt && !jwt && !identity?.token) return this.#isNobody();
    this.#setStatus({ phase: "connecting" });
    this.#link?.send({ type: "hello", v: VERSION, name: this.#name, ...this.#hello, ...(jwt && { jwt }) });
    this.#expect("a welcome");
  }

  /** The site does not say who this is, or not so that the room can take it. */
  #isNobody() {
    this.#jwtCause = "";
    this.#setStatus({ phase: "stopped", reason: "jwt_invalid" });
    this.#link?.drop("no jwt", FORBIDDEN);
  }

  /** The key to come in by, with the cid that tells it was we who came by it: another tab may have brought it. */
  #pass() {
    const { pass } = this.#identity;
    if (!pass) return {};
    const { key, cid = this.#newCid(), create } = pass;
    if (!pass.cid) this.#identity.pass = { ...pass, cid };
    return { key, cid, ...(create && { create }) };
  }

  #closeWay() {
    this.#sender.close();
    this.#acts?.closed();
  }

  /**
   * @param {Link} link
   * @param {number} code
   */
  #gone(link, code) {
    if (link !== this.#link) return;
    const isUnopened = !link.wasOpen;
    this.#link = undefined;
    this.#clearTimers();
    // Without it, what is left may go.
    const isMended = code === TOO_BIG && this.#sender.failLargest();
    this.#closeWay();
    const { verdict, words, wait } = this.#notice;
    // Nobody has answered in time.
    const next = isMended ? "reconnect" : verdict === "denied" ? "stop" : afterClose(code);
    if (["idle", "stopped"].includes(this.status.phase)) return;
    // The user has been asked: only they go on, unless it is of no use.
    if (this.status.phase === "asking" && code !== FORBIDDEN && next !== "gone") return;

    if (next === "gone") return this.#roomIsGone(code);
    if (next === "stop") {
      const reason = verdict && (code === FORBIDDEN || verdict === "denied") ? verdict : "closed";
      this.#isShut = reason === "room_closed";
      const until = reason === "banned" && { until: wait === undefined ? 0 : this.time.date + wait };
      this.#setStatus({ phase: "stopped", reason, code, ...until, ...(words && { words }) });
      if (this.#isShut)
        this.#timer("reconnect", SHUT_WAIT_MS * (1 + this.#backoff.fraction()), () => this.#open());
      return this.#giveUpIfOver();
    }
    if (next === "replaced") return this.#setStatus({ phase: "stopped", reason: "replaced", code });
    if (next === "token") {
      this.#identity.forget(this.#hello.token);
      return this.#setStatus({ phase: "asking", reason: "token_refused" });
    }
    const wasSteady = this.status.phase === "live" && this.#now() - this.#liveSince >= STEADY_MS;
    if (wasSteady) this.#backoff.reset();
    const told = verdict ? undefined : wait;
    /** @type {Status} */
    const status = { phase: "waiting", isUnopened, ...(told !== undefined && { reason: "rate_limited" }) };
    this.#tryAt(this.#backoff.next(told ?? (next === "later" ? FLOODED_WAIT_MS : 0)), status);
    this.#backoff.failed();
  }

  /**
   * @param {number} at
   * @param {Status} status
   */
  #tryAt(at, status) {
    const retryAt = Math.max(at, this.#now());
    this.#setStatus({ ...status, retryAt });
    this.#timer("reconnect", retryAt - this.#now(), () => this.#open());
  }

  /**
   * Who we were in it and where its log stood is of no use; what was still to be said is the user's.
   * @param {number} code
   */
  #roomIsGone(code) {
    this.#identity.forget(this.#identity.read()?.token);
    this.#identity.ownKey = "";
    this.#isShut = false;
    this.#position.forget();
    this.#wanted = undefined;
    this.#setStatus({ phase: "stopped", reason: "gone", code });
    this.#giveUpIfOver();
  }

  /** Where one is let in no more, what is still to be said is given back. */
  #giveUpIfOver() {
    const { phase, reason = "" } = this.status;
    if (phase !== "stopped") return;
    this.#acts?.end(reason);
    if (reason === "gone" || (VERDICTS.includes(reason) && !this.#isShut)) this.#sender.giveUpAll(reason);
  }

  // ---- what the server says ----

  /**
   * @param {Link} link
   * @param {ServerEvent[]} events
   * @param {string} data
   */
  #receive(link, events, data) {
    /** @type {ServerEvent[]} */
    const news = [];
    const kept = this.outbox;
    for (const event of events) {
      if (link !== this.#link) break;
      const taken = this.#take(event);
      if (taken) news.push(taken);
    }
    if (news.length > 0) this.#emit("events", news);
    if (kept !== this.outbox) this.#emit("outbox", this.outbox);
    if (link !== this.#link) return;

    this.#unseenBytes += utf8Length(data);
    if (this.#unseenBytes >= SEEN_EVERY_BYTES) this.#saySeen();
    if (this.status.phase === "catching-up") this.#checkCaughtUp();
    this.#sender.watchEchoes();
  }

  /**
   * Takes one event in. What is news to the state comes back, with what was asked for where it is an answer.
   * @param {ServerEvent} event
   * @returns {ServerEvent | false | undefined}
   */
  #take(event) {
    if (isLogEvent(event)) return this.#takeLogEvent(event) && event;
    switch (event.type) {
      case "welcome":
        this.#welcomed(event);
        return event;
      case "history":
        return this.#takePage(event);
      case "error":
        this.#refused(event);
        // How long one is muted is told by no other event to who was not here when it began.
        return event.code === "muted" && event;
      case "mark":
        if (this.#isJoined() && Number.isSafeInteger(event.n)) this.#saySeen(event.n);
        return;
      case "renamed":
        if (event.member.id === this.you?.id) this.#renamed(event.member.name);
        return event;
      case "knocking":
        this.#waits(event);
        return;
      case "done":
      case "keys":
      case "reported":
      case "direct":
      case "push":
        this.#acts?.answered(event.cid, event);
        return event;
      case "ticket":
        this.#acts?.answered(event.ref, event);
        return event;
      case "desk":
        if (!("what" in event)) return event;
        this.#acts?.answered(event.ref, event);
        return;
      case "join":
      case "leave":
      case "presence":
      case "typing":
      case "knock":
      case "you":
        return event;
      case "members":
        return isAnswer(event, this.#listed) && { ...event, after: this.#listed?.after };
      // A newer server may say more than this client understands.
    }
  }

  /** @param {Welcome} welcome */
  #welcomed(welcome) {
    this.#isNameNew = false;
    if (welcome.at !== undefined) this.time.tell(welcome.at);
    this.#isShut = false;
    this.#jwtCause = "";
    this.you = { id: welcome.you.id, name: welcome.you.name };
    this.pushKey = welcome.push?.key ?? "";
    this.#name = welcome.you.name;
    const token = welcome.you.token ?? this.#hello.token;
    this.#identity.write({ ...this.you, ...(token && { token }) });
    if (this.#hello.key) this.#admitted(this.#hello.key, welcome);
    this.#knock = "";
    this.#sender.limit({ ...DEFAULT_LIMITS, ...welcome.limits });
    this.#heedSlow(welcome.settings ?? { slow: 0 });
    // Nobody has agreed to say it in another room that took the name of the one it was written for.
    this.#sender.giveUpAll("gone", ({ epoch }) => epoch !== undefined && epoch !== welcome.epoch);
    this.#unseenBytes = 0;
    this.#setStatus({ phase: "catching-up" });

    const hadNothing = !this.#position.point;
    const isResumed = this.#position.welcomed(welcome, this.#hello);
    this.#hello = { ...(token && { token }) };
    if (!isResumed) this.#wanted = undefined;
    // Resumed only for the sake of the outbox, with nothing on the page yet.
    else if (hadNothing) this.#wanted = { type: "history", ref: this.#newRef() };
  }

  /**
   * From now on the token stands for what the key gave. That of a room that was made here is the only way back to it if
   * the token is lost, so it stays.
   * @param {string} key
   * @param {Welcome} welcome
   */
  #admitted(key, { you }) {
    const isMade = this.#hello.create && you.role === "owner";
    if (isMade) this.#identity.ownKey = key;
    if (this.#identity.pass?.key === key) this.#identity.pass = undefined;
  }

  /** @param {Knocking} event */
  #waits({ you, place, settings = {} }) {
    this.#timer("progress");
    const isNew = this.status.phase !== "knocking";
    this.#identity.write({ id: you.id, name: you.name, ...(you.token && { token: you.token }) });
    this.#setStatus({ phase: "knocking", place, front: settings });
    if (isNew) this.#sayKnock();
  }

  /** The server takes the first, and has it still if the socket is another. */
  #sayKnock() {
    if (this.#knock) this.#link?.send({ type: "knock", text: this.#knock });
  }

  /** Where messages of one member have to wait for one another, a refusal to wait is about these alone. */
  #heedSlow(/** @type {Partial<Settings>} */ { slow }) {
    if (slow !== undefined) this.#sender.isSlow = slow > 0;
  }

  /** @param {LogEvent} event */
  #takeLogEvent(event) {
    this.time.tellAtLeast(event.at);
    this.#sender.acknowledge(event, this.you?.id);
    if (event.from.id === this.you?.id) this.#acts?.answered(event.cid, event);
    if (event.type === "settings") this.#heedSlow(event.set);
    const isNext = this.#position.take(event.seq);
    if (isNext === undefined) this.#link?.drop(`a gap before seq ${event.seq}`);
    return isNext;
  }

  /** @param {History} page */
  #takePage(page) {
    for (const message of page.events) {
      this.time.tellAtLeast(message.at);
      this.#sender.acknowledge(message, this.you?.id);
    }
    if (this.#position.takeFirst(page)) return page;
    const wanted = this.#wanted;
    if (!isAnswer(page, wanted)) return;
    this.#wanted = undefined;
    return { ...page, before: wanted?.before };
  }

  /** @param {Refusal} error */
  #refused(error) {
    if (error.code === "name_taken" || error.code === "name_invalid") {
      if (!this.#isJoined()) return this.#askName(error.code, error.suggestion);
    }
    if (error.code === "jwt_invalid") {
      // Another one may be better: once.
      if (this.#jwtCause) return this.#isNobody();
      this.#jwtCause = error.cause ?? "form";
      return this.#greet();
    }
    if (["key_invalid", "setting_invalid"].includes(error.code) && !this.#isJoined())
      return this.#passRefused(error);
    if (VERDICTS.includes(error.code)) {
      const verdict = /** @type {Verdict} */ (error.code);
      this.#notice = { verdict, wait: waitOf(error), ...(error.reason && { words: error.reason }) };
      // The server would wait for a key, which nobody has yet.
      if (["key_needed", "not_created"].includes(verdict) && !this.#isJoined())
        return this.#link?.drop("no key", FORBIDDEN);
      if (error.cid === undefined) return;
    }
    if (error.code === "rate_limited" && !this.#isJoined()) {
      this.#notice = { wait: waitOf(error) ?? FLOODED_WAIT_MS };
      return;
    }
    if (this.#acts?.refused(error)) return;
    const wait = this.#sender.refused(error);
    if (error.retryable && !error.cid && isAnswer(error, this.#wanted))
      this.#timer("fetch", wait, () => this.#fetch());
  }

  /**
   * The key gives nothing, or the room is not made as it was to be.
   * @param {Refusal} error
   */
  #passRefused(error) {
    const { key, token, create } = this.#hello;
    const { pass } = this.#identity;
    if (error.code === "setting_invalid") this.#identity.pass = pass && { ...pass, create: {} };
    else if (pass?.key === key) this.#identity.pass = undefined;
    if (error.code === "key_invalid" && this.ownKey === key) this.#identity.ownKey = "";
    if (token && error.code === "key_invalid") {
      // A member stays one without it.
      this.#emit("refused", error);
      return this.#greet();
    }
    this.#timer("progress");
    const reason = error.code === "setting_invalid" ? error.code : create ? "room_taken" : "key_invalid";
    this.#setStatus({ phase: "asking", reason });
  }

  /**
   * @param {"name_taken" | "name_invalid"} reason
   * @param {string | undefined} suggestion
   */
  #askName(reason, suggestion) {
    this.#timer("progress");
    const token = this.#identity.read()?.token;
    // Another tab has just joined under this very name: then we are the same member.
    if (reason === "name_taken" && token && token !== this.#hello.token) this.#greet();
    else this.#setStatus({ phase: "asking", reason, ...(suggestion && { suggestion }) });
  }

  /** @param {string} name */
  #renamed(name) {
    this.#name = name;
    if (this.you) this.you = { ...this.you, name };
    const identity = this.#identity.read();
    if (identity && identity.id === this.you?.id) this.#identity.write({ ...identity, name });
  }

  #checkCaughtUp() {
    if (!this.#position.isComplete) return this.#expect("more of the replay");
    this.#timer("progress");
    this.#liveSince = this.#now();
    this.#setStatus({ phase: "live" });
    this.#sender.open({ send: (frame) => this.#link?.send(frame), point: () => this.#point() });
    this.#fetch();
    this.#sender.flush();
    this.#acts?.flush();
  }

  // ---- what goes out ----

  /**
   * @param {{ type: string, cid?: string, ref?: string, [field: string]: unknown }} frame
   * @returns {Promise<Outcome>}
   */
  async #perform(frame) {
    const loaded = await import("./acts.js").catch(() => undefined);
    if (!loaded) return { code: "not_loaded" };
    const { clock } = this.#options;
    this.#acts ??= new loaded.Acts(clock, {
      send: (each) => this.#sender.trySend(each),
      onSilence: () => this.#link?.drop("no answer"),
    });
    const { phase, reason = "" } = this.status;
    if (phase === "stopped") return { code: reason };
    this.nudge();
    return this.#acts.add(frame);
  }

  /**
   * @param {LogFrame} frame
   * @param {readonly Upload[]} [uploads]
   */
  #enqueue(frame, uploads) {
    this.#sender.add(frame, this.#position.point?.epoch, uploads);
    this.nudge();
    this.#giveUpIfOver();
    return frame.cid;
  }

  /** Where the log is and who we are, as a frame goes out. */
  #point() {
    const { epoch = "", after = 0 } = this.#position.point ?? {};
    return { epoch, after, as: this.you?.id ?? "" };
  }

  #fetch() {
    if (this.status.phase !== "live" || !this.#wanted) return;
    const { wait } = this.#sender;
    if (wait > 0) this.#timer("fetch", wait, () => this.#fetch());
    else this.#sender.sendNow(this.#wanted);
  }

  /**
   * Free of the pace: the server counts it apart.
   * @param {number} [n] The mark that is returned with it.
   */
  #saySeen(n) {
    this.#unseenBytes = 0;
    this.#link?.send({ type: "seen", seq: this.after ?? 0, ...(n !== undefined && { n }) });
  }

  /**
   * From hello to live, the server always owes us something.
   * @param {string} what
   */
  #expect(what) {
    this.#timer("progress", PROGRESS_WITHIN_MS, () => this.#link?.drop(`waited in vain for ${what}`));
  }

  // ---- small things ----

  #isJoined() {
    return this.status.phase === "live" || this.status.phase === "catching-up";
  }

  #now() {
    return this.#options.clock.now();
  }

  /** Of a request: nobody else's on this socket. */
  #newRef() {
    this.#refs += 1;
    return String(this.#refs);
  }

  /** 128 random bits: nobody else's, in any tab, ever. */
  #newCid() {
    return Array.from(this.#options.randomBytes(16), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /**
   * Starts the timer of this name, or only stops it.
   * @param {string} name
   * @param {number} [ms]
   * @param {() => void} [run]
   */
  #timer(name, ms, run) {
    this.#options.clock.clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
    if (run) this.#timers.set(name, this.#options.clock.setTimeout(run, ms ?? 0));
  }

  #clearTimers() {
    for (const name of [...this.#timers.keys()]) this.#timer(name);
  }

  /** @param {Status} status */
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

/**
 * Whether this answers a request. An older server echoes no `ref`; there it answers the one that waits.
 * @param {{ ref?: string }} event
 * @param {{ ref: string } | undefined} request
 */
const isAnswer = ({ ref }, request) => !!request && (ref ?? request.ref) === request.ref;
