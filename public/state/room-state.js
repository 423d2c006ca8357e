/**
 * The state of one room, as far as this client knows it: messages in their present state, members, and who
 * came and went. A pure fold over server events: `apply` changes nothing but the state, and needs neither DOM
 * nor clock. Applying a page, or the events that led to it, gives the same state.
 *
 * @import { Direct, Message, ServerEvent, Member, Limits, Pair, Role, Welcome, History, Members, Presence, Renamed, Ticket } from "../client/protocol.js"
 *
 * @typedef {object} Notice Who came and went between two messages.
 * @property {number} after The seq of the message above it; 0 is the top.
 * @property {number} at
 * @property {Member[]} joined
 * @property {Member[]} left
 * @property {(Member & { was: string })[]} renamed
 * @property {readonly Told[]} [told] What was done to the room meanwhile.
 *
 * @typedef {(shown: (member: Member) => string) => string} Told The words for it, given how somebody's name is shown.
 */

import { DEFAULT_LIMITS, isLogEvent, TYPING_LASTS_MS } from "../client/protocol.js";
import { House } from "./house.js";
import { KnownNames } from "./known-names.js";
import { MessageLog } from "./message-log.js";

const MOST_NOTICES = 50;
const MOST_DIRECTS = 200;
/** Of one line, what was done last. */
const MOST_TOLD = 5;
/** Beyond every id: they are in hexadecimal. */
const LAST_ID = "~";

export class RoomState {
  room = "";
  /** @type {Member | undefined} */
  you;
  /** @type {Limits} */
  limits = { ...DEFAULT_LIMITS };
  /** Members present, those in grace included. */
  count = 0;
  /** The room is so large that it only counts, or was a moment ago. */
  isRosterPartial = false;
  /** Somebody of a partial roster may be gone since it was asked for, or have another name. */
  isRosterStale = false;
  /** A partial roster is known up to this id. */
  listedUpTo = "";
  /** There are more pages of a partial roster. */
  hasMoreMembers = false;
  log = new MessageLog();
  /** What it is beyond a room that is open to all. */
  house = new House();
  /** Those here who look after the room; replaced, never changed. @type {ReadonlyMap<string, Role>} */
  roles = new Map();
  /** Those who are signed in, as when they were here last; replaced, never changed. @type {Set<string>} */
  verified = new Set();
  /** What there is between oneself and others in private, the latest change first: see `directs.js`. @type {readonly Direct[]} */
  directs = [];
  /** By what files are read. @type {Ticket | undefined} */
  ticket;
  /** What it is as a private conversation. @type {Pair | undefined} */
  pair;
  /** The oldest seq that the room still has: more than 1 where older messages were given up. */
  first = 1;
  /** The first page is here, even if it is empty. */
  isLoaded = false;
  /** @type {readonly Notice[]} */
  notices = [];
  /** Who is typing, and since when. */
  /** @type {ReadonlyMap<string, { name: string, at: number }>} */
  typing = new Map();

  /** Changed in place: a frame may bring hundreds. @type {Map<string, string>} */
  #members = new Map();
  /** @type {ReadonlyMap<string, string> | undefined} */
  #shownMembers;
  #names = new KnownNames();
  #epoch = "";
  /** How far the log has come. */
  #seq = 0;
  /** The next page of history replaces all, for continuity was lost. */
  #isStale = true;
  /** What is here was kept from the last visit, and is only to be read until the room answers. */
  #isKept = false;
  /** Whom we knew before the last welcome: their return is no news. */
  /** @type {Map<string, string>} */
  #known = new Map();

  /**
   * @param {ServerEvent} event
   * @param {number} now By the clock that nobody sets.
   * @param {number} date
   */
  apply(event, now, date) {
    if (isLogEvent(event)) this.log.advance(event.seq, event.type === "message" ? event : undefined);
    this.#meet(event);
    const isNews = this.house.apply(event, date);
    switch (event.type) {
      case "welcome":
        return this.#welcome(event);
      case "history":
        return this.#page(event);
      case "message":
        this.typing = without(this.typing, event.from.id);
        return;
      case "edited":
        return this.log.change(event.target, (message) =>
          event.deleted || event.text === undefined
            ? message
            : { ...message, text: event.text, edited_at: event.at },
        );
      case "deleted":
        return this.log.change(event.target, tombstone);
      case "reacted":
        return this.log.change(event.target, (message) =>
          react(message, event.emoji, event.from.id, event.on),
        );
      case "join":
      case "leave":
        return this.#presence(event, date);
      case "role":
        if (isNews && this.#members.has(event.member.id)) this.#setRole(event.member.id, event.role);
        return;
      case "removed":
        if (isNews) this.#setRole(event.member.id);
        return;
      case "revoked":
        if (isNews) for (const id of event.members) this.#setRole(id);
        return;
      case "renamed":
        return this.#rename(event, date);
      case "presence":
        this.count = event.count;
        return this.#beginCounting();
      case "members":
        return this.#rosterPage(event);
      case "direct":
        this.directs = [event, ...this.directs.filter(({ pair }) => pair !== event.pair)].slice(
          0,
          MOST_DIRECTS,
        );
        return;
      case "typing":
        return this.#types(event.from, now);
      case "ticket":
        this.ticket = event;
    }
  }

  /** @returns {readonly Message[]} */
  get messages() {
    return this.log.messages;
  }

  /** Names by id of those present: not of everyone, if `isRosterPartial`. @returns {ReadonlyMap<string, string>} */
  get members() {
    this.#shownMembers ??= new Map(this.#members);
    return this.#shownMembers;
  }

  /**
   * Names by id of all who are here, who said something that is loaded, or who were known before in this
   * visit. The same map as long as nothing in it has changed.
   */
  get names() {
    return this.#names.all;
  }

  /** @param {number} seq */
  find(seq) {
    return this.log.find(seq);
  }

  /**
   * What was here at the end of the last visit, or what anyone may read, until the room answers.
   * @param {{ you?: Member, messages: readonly Message[] }} kept
   */
  recall({ you, messages }) {
    this.you = you;
    this.log.addPage(messages, true);
    for (const { from } of messages) this.#names.note(from, 0);
    this.isLoaded = true;
    this.#isKept = true;
  }

  /** One is not in the room any more, and does not hear who is. */
  leave() {
    this.house.leave();
    this.directs = [];
    this.typing = new Map();
    this.#replaceMembers([]);
    this.#names.keep([]);
    this.#epoch = "";
    this.count = 0;
  }

  /** The room is no more: nothing of it is kept. */
  end() {
    this.leave();
    this.log.clear();
    this.notices = [];
    this.isLoaded = true;
  }

  /** Everybody who is here is known again. */
  completeRoster() {
    this.isRosterPartial = false;
    this.hasMoreMembers = false;
  }

  /** @param {Welcome} welcome */
  #welcome(welcome) {
    this.room = welcome.room;
    this.you = { id: welcome.you.id, name: welcome.you.name };
    this.limits = { ...DEFAULT_LIMITS, ...welcome.limits };
    this.count = welcome.count;
    this.first = welcome.first ?? 1;
    this.directs = welcome.directs ?? [];
    this.pair = welcome.pair;
    this.ticket = welcome.files;
    this.#known = this.#members;
    this.isRosterPartial = welcome.members === undefined;
    this.isRosterStale = this.isRosterPartial;
    this.hasMoreMembers = this.isRosterPartial;
    this.listedUpTo = "";
    this.#replaceMembers([...(welcome.members ?? []), welcome.you]);
    // A replay says nothing of what was kept: that is only to be read until the page is here.
    this.#isStale = !welcome.recovered || this.#isKept;
    this.#isKept = false;
    this.typing = new Map();
  }

  /** @param {History} page */
  #page(page) {
    if (this.#isStale) {
      this.log.clear();
      this.notices = [];
    }
    this.#isStale = false;
    this.isLoaded = true;
    this.log.addPage(page.events, page.more, page.before);
    // Every number stands for something, and the first of all for a message: what is not there is gone.
    const first = page.first ?? (page.more ? undefined : page.events[0]?.seq);
    this.first = Math.max(this.first, first ?? 1);
  }

  /**
   * @param {Presence} event
   * @param {number} date
   */
  #presence({ type, member, count }, date) {
    this.count = count;
    if (member.id === this.you?.id) return;
    const wasHere = this.#members.has(member.id);
    const wasKnown = this.#known.delete(member.id);
    if (type === "join") this.#setMember(member);
    else this.#dropMember(member.id);
    // Some came or went while the room only counted.
    if (this.#members.size !== count) this.#beginCounting();
    if (type === "leave") this.typing = without(this.typing, member.id);
    if (type === "join" ? !wasHere && !wasKnown : wasHere) this.#notice(type, member, date);
  }

  /**
   * @param {"join" | "leave"} type
   * @param {Member} member
   * @param {number} date
   */
  #notice(type, member, date) {
    const others = (/** @type {Member[]} */ list) => list.filter((other) => other.id !== member.id);
    this.#note(date, ({ joined, left, renamed }) => {
      const isBack = type === "join" && left.some((other) => other.id === member.id);
      const isGone = type === "leave" && joined.some((other) => other.id === member.id);
      return {
        joined: [...others(joined), ...(type === "join" && !isBack ? [member] : [])],
        left: [...others(left), ...(type === "leave" && !isGone ? [member] : [])],
        renamed: type === "leave" ? renamed.filter(({ id }) => id !== member.id) : renamed,
      };
    });
  }

  /**
   * @param {Told} told
   * @param {number} date
   */
  tell(told, date) {
    this.#note(date, (open) => ({ ...open, told: [...(open.told ?? []), told].slice(-MOST_TOLD) }));
  }

  /**
   * One line between two messages, however many come, go, or change their names.
   * @param {number} date
   * @param {(open: Notice) => Omit<Notice, "after" | "at">} change
   */
  #note(date, change) {
    const after = this.log.newest?.seq ?? 0;
    const last = this.notices.at(-1);
    const open = last?.after === after ? last : { after, at: date, joined: [], left: [], renamed: [] };
    const notice = { ...open, at: date, ...change(open) };
    const before = this.notices.filter((other) => other !== open);
    this.notices = [...before, notice]
      .filter(({ joined, left, renamed, told }) => told || joined.length + left.length + renamed.length > 0)
      .slice(-MOST_NOTICES);
  }

  /** What is known of who is here holds no longer. */
  #beginCounting() {
    this.isRosterStale = true;
    if (this.isRosterPartial) return;
    this.isRosterPartial = true;
    this.hasMoreMembers = true;
    this.listedUpTo = [...this.#members.keys()].reduce((last, id) => (id > last ? id : last), "");
  }

  /**
   * Who is not on the page where they would be is gone.
   * @param {Members} page
   */
  #rosterPage({ members, more, after = "" }) {
    const upTo = more ? (members.at(-1)?.id ?? after) : LAST_ID;
    const present = new Set(members.map(({ id }) => id)).add(this.you?.id ?? "");
    for (const id of [...this.#members.keys()])
      if (id > after && id <= upTo && !present.has(id)) this.#dropMember(id);
    for (const member of members) this.#setMember(member);
    if (upTo < this.listedUpTo) return;
    this.listedUpTo = upTo;
    this.hasMoreMembers = more;
  }

  /**
   * @param {Member} member
   * @param {number} now
   */
  #types({ id, name }, now) {
    if (id === this.you?.id) return;
    const still = [...this.typing].filter(([, { at }]) => now - at < TYPING_LASTS_MS);
    this.typing = new Map(still).set(id, { name, at: now });
  }

  /**
   * @param {Renamed} event
   * @param {number} date
   */
  #rename({ member, was }, date) {
    if (this.#members.has(member.id)) this.#setMember(member);
    if (this.you?.id === member.id) {
      this.you = { id: member.id, name: member.name };
      return;
    }
    this.#note(date, ({ joined, left, renamed }) => {
      const isNew = joined.some(({ id }) => id === member.id);
      const first = renamed.find(({ id }) => id === member.id)?.was ?? was;
      const isOther = !isNew && first !== member.name;
      const others = renamed.filter(({ id }) => id !== member.id);
      return {
        joined: joined.map((each) => (each.id === member.id ? member : each)),
        left,
        renamed: [...others, ...(isOther ? [{ ...member, was: first }] : [])],
      };
    });
  }

  /**
   * Notes the names in an event.
   * @param {ServerEvent} event
   */
  #meet(event) {
    if (event.type === "welcome") {
      if (this.#epoch !== event.epoch) this.#beginNames(event);
      this.#seq = event.seq;
    }
    if (isLogEvent(event)) this.#seq = Math.max(this.#seq, event.seq);
    // Who is here bears a newer name than any that the log has so far.
    const since = isLogEvent(event) ? event.seq : this.#seq + 0.5;
    if (event.type === "history") for (const { from, seq } of event.events) this.#names.note(from, seq);
    else for (const member of peopleIn(event)) this.#names.note(member, since);
    if (this.#names.isFull)
      this.#names.keep([...this.#members.keys(), ...this.messages.map(({ from }) => from.id)]);
  }

  /** The numbers of another log mean nothing beside those of this one. @param {Welcome} welcome */
  #beginNames({ epoch }) {
    this.#epoch = epoch;
    this.#names.keep([]);
    for (const { from } of this.messages) this.#names.note(from, 0);
  }

  /** @param {Member} member */
  #setMember({ id, name, role, verified }) {
    this.#setRole(id, role);
    if (this.verified.has(id) !== Boolean(verified)) {
      this.verified = new Set(this.verified);
      if (!this.verified.delete(id)) this.verified.add(id);
    }
    if (this.#members.get(id) === name) return;
    this.#members.set(id, name);
    this.#shownMembers = undefined;
  }

  /**
   * @param {string} id
   * @param {Role | "none"} [role]
   */
  #setRole(id, role) {
    if (isHost(role) ? this.roles.get(id) === role : !this.roles.has(id)) return;
    const roles = new Map(this.roles);
    if (isHost(role)) roles.set(id, role);
    else roles.delete(id);
    this.roles = roles;
  }

  /** @param {string} id */
  #dropMember(id) {
    this.#setRole(id);
    if (this.#members.delete(id)) this.#shownMembers = undefined;
  }

  /** @param {readonly Member[]} members */
  #replaceMembers(members) {
    this.#members = new Map(members.map(({ id, name }) => [id, name]));
    this.verified = new Set(members.flatMap(({ id, verified }) => (verified ? id : [])));
    this.roles = new Map(members.flatMap(({ id, role }) => (isHost(role) ? [[id, role]] : [])));
    this.#shownMembers = undefined;
  }
}

/**
 * @param {string} [role]
 * @returns {role is "owner" | "moderator"}
 */
const isHost = (role) => role === "owner" || role === "moderator";

/**
 * Who is named in an event.
 * @param {ServerEvent} event
 * @returns {readonly Member[]}
 */
export const peopleIn = (event) => {
  switch (event.type) {
    case "welcome":
      return [event.you, ...(event.members ?? [])];
    case "members":
      return event.members;
    case "history":
      return event.events.map(({ from }) => from);
    case "message":
    case "edited":
    case "deleted":
    case "reacted":
    case "pinned":
    case "settings":
    case "revoked":
    case "typing":
      return [event.from];
    case "role":
    case "muted":
    case "removed":
    case "restored":
      return [event.from, event.member];
    case "join":
    case "leave":
    case "renamed":
      return [event.member];
    default:
      return [];
  }
};

/**
 * What stays of a deleted message.
 * @param {Message} message
 * @returns {Message}
 */
const tombstone = ({ text: _, edited_at: __, reactions: ___, files: ____, ...rest }) => ({
  ...rest,
  deleted: true,
});

/**
 * @param {Message} message
 * @param {string} emoji
 * @param {string} member
 * @param {boolean} on
 * @returns {Message}
 */
const react = (message, emoji, member, on) => {
  const before = new Map(Object.entries(message.reactions ?? {}));
  const others = (before.get(emoji) ?? []).filter((id) => id !== member);
  const ids = on ? [...others, member] : others;
  // A map, since every object has a `constructor`.
  if (ids.length > 0) before.set(emoji, ids);
  else before.delete(emoji);
  return { ...message, reactions: Object.fromEntries(before) };
};

/**
 * @template T
 * @param {ReadonlyMap<string, T>} map
 * @param {string} key
 * @returns {ReadonlyMap<string, T>}
 */
const without = (map, key) => {
  if (!map.has(key)) return map;
  const rest = new Map(map);
  rest.delete(key);
  return rest;
};
