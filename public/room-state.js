/**
 * What one room looks like, as far as this client knows: messages in their present state, members,
 * and who came and went. A pure fold over server events: `apply` changes nothing but the state, and
 * needs neither DOM nor clock. Applying a page, or the events that led to it, ends at the same state.
 * What is not yet acknowledged is not here, but in the outbox.
 *
 * @import { Message, ServerEvent, Member, Limits, Welcome, History, Presence } from "./protocol.js"
 *
 * @typedef {object} Notice Who came and went between two messages.
 * @property {number} after The seq of the message above it; 0 is the top.
 * @property {number} at
 * @property {Member[]} joined
 * @property {Member[]} left
 */

import { MessageLog } from "./message-log.js";
import { DEFAULT_LIMITS, isLogEvent } from "./protocol.js";

const MOST_NOTICES = 50;

export class RoomState {
  room = "";
  /** @type {Member | undefined} */
  you;
  /** @type {Limits} */
  limits = { ...DEFAULT_LIMITS };
  /** Members present, those in grace included. */
  count = 0;
  /** @type {ReadonlyMap<string, string>} Names by id. Not everyone, if `isRosterPartial`. */
  members = new Map();
  isRosterPartial = false;
  /** There are more pages of a partial roster. */
  hasMoreMembers = false;
  log = new MessageLog();
  /** The oldest seq that the room still has: more than 1 where older messages were given up. */
  first = 1;
  /** The first page is here, even if it is empty. */
  isLoaded = false;
  /** @type {readonly Notice[]} */
  notices = [];
  /** Who is typing, and since when. */
  /** @type {ReadonlyMap<string, { name: string, at: number }>} */
  typing = new Map();

  /** The next page of history replaces all, for continuity was lost. */
  #isStale = true;
  /** What is here was kept from the last visit, and is only to be read until the room answers. */
  #isKept = false;
  /** Whom we knew before the last welcome: their return is no news. */
  /** @type {Map<string, string>} */
  #known = new Map();

  /**
   * @param {ServerEvent} event
   * @param {number} now
   */
  apply(event, now) {
    if (isLogEvent(event)) this.log.advance(event.seq, event.type === "message" ? event : undefined);
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
        return this.#presence(event, now);
      case "renamed":
        return this.#rename(event.member);
      case "presence":
        this.count = event.count;
        return;
      case "members":
        this.members = new Map([...this.members, ...byId(event.members)]);
        this.hasMoreMembers = event.more;
        return;
      case "typing":
        if (event.from.id === this.you?.id) return;
        this.typing = new Map(this.typing).set(event.from.id, { name: event.from.name, at: now });
        return;
    }
  }

  /** @returns {readonly Message[]} */
  get messages() {
    return this.log.messages;
  }

  /** @param {number} seq */
  find(seq) {
    return this.log.find(seq);
  }

  /**
   * What was here at the end of the last visit, to be read until the room answers.
   * @param {{ you: Member, messages: readonly Message[] }} kept
   */
  recall({ you, messages }) {
    this.you = you;
    this.log.addPage(messages, true);
    this.isLoaded = true;
    this.#isKept = true;
  }

  /** The room is no more: nothing of it is kept. */
  end() {
    this.log.clear();
    this.notices = [];
    this.typing = new Map();
    this.members = new Map();
    this.count = 0;
    this.isLoaded = true;
  }

  /** @param {Welcome} welcome */
  #welcome(welcome) {
    this.room = welcome.room;
    this.you = { id: welcome.you.id, name: welcome.you.name };
    this.limits = { ...DEFAULT_LIMITS, ...welcome.limits };
    this.count = welcome.count;
    this.first = welcome.first ?? 1;
    this.#known = new Map(this.members);
    this.isRosterPartial = welcome.members === undefined;
    this.hasMoreMembers = this.isRosterPartial;
    this.members = byId([...(welcome.members ?? []), this.you]);
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
   * @param {number} now
   */
  #presence({ type, member, count }, now) {
    this.count = count;
    if (member.id === this.you?.id) return;
    const wasHere = this.members.has(member.id);
    const wasKnown = this.#known.delete(member.id);
    const members = new Map(this.members);
    if (type === "join") members.set(member.id, member.name);
    else members.delete(member.id);
    this.members = members;
    if (type === "leave") this.typing = without(this.typing, member.id);
    if (type === "join" ? !wasHere && !wasKnown : wasHere) this.#notice(type, member, now);
  }

  /**
   * One line between two messages, however many come and go.
   * @param {"join" | "leave"} type
   * @param {Member} member
   * @param {number} now
   */
  #notice(type, member, now) {
    const after = this.log.newest?.seq ?? 0;
    const last = this.notices.at(-1);
    const open = last?.after === after ? last : { after, at: now, joined: [], left: [] };
    const others = (/** @type {Member[]} */ list) => list.filter((other) => other.id !== member.id);
    const isBack = type === "join" && open.left.some((other) => other.id === member.id);
    const isGone = type === "leave" && open.joined.some((other) => other.id === member.id);
    const notice = { ...open, at: now, joined: others(open.joined), left: others(open.left) };
    if (type === "join" && !isBack) notice.joined.push(member);
    if (type === "leave" && !isGone) notice.left.push(member);
    const before = this.notices.filter((other) => other !== open);
    this.notices = [...before, notice]
      .filter(({ joined, left }) => joined.length + left.length > 0)
      .slice(-MOST_NOTICES);
  }

  /** @param {Member} member */
  #rename(member) {
    if (this.you?.id === member.id) this.you = { ...member };
    if (this.members.has(member.id)) this.members = new Map(this.members).set(member.id, member.name);
  }
}

/**
 * What stays of a deleted message.
 * @param {Message} message
 * @returns {Message}
 */
const tombstone = ({ text: _, edited_at: __, reactions: ___, ...rest }) => ({ ...rest, deleted: true });

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

const byId = (/** @type {readonly Member[]} */ members) => new Map(members.map(({ id, name }) => [id, name]));

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
