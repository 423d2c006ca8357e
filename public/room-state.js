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

import { DEFAULT_LIMITS } from "./protocol.js";

/** Messages kept in memory while new ones arrive; older ones come back by paging. */
const MOST_MESSAGES = 5_000;
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
  /** Ascending by seq; replaced, never changed, so that a view sees by identity whether it changed. */
  /** @type {readonly Message[]} */
  messages = [];
  /** Older messages exist than the first here. */
  hasOlder = false;
  /** The first page is here, even if it is empty. */
  isLoaded = false;
  /** @type {readonly Notice[]} */
  notices = [];
  /** Who is typing, and since when. */
  /** @type {ReadonlyMap<string, { name: string, at: number }>} */
  typing = new Map();

  /** The next page of history replaces all, for continuity was lost. */
  #isStale = true;
  /** Whom we knew before the last welcome: their return is no news. */
  /** @type {Map<string, string>} */
  #known = new Map();

  /**
   * @param {ServerEvent} event
   * @param {number} now
   */
  apply(event, now) {
    switch (event.type) {
      case "welcome":
        return this.#welcome(event);
      case "history":
        return this.#page(event);
      case "message":
        this.typing = without(this.typing, event.from.id);
        return this.#insert([event]);
      case "edited":
        return this.#change(event.target, (message) =>
          event.deleted || event.text === undefined
            ? message
            : { ...message, text: event.text, edited_at: event.at },
        );
      case "deleted":
        return this.#change(event.target, tombstone);
      case "reacted":
        return this.#change(event.target, (message) => react(message, event.emoji, event.from.id, event.on));
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

  /** @param {number} seq */
  find(seq) {
    const message = this.messages[lowerBound(this.messages, seq)];
    return message?.seq === seq ? message : undefined;
  }

  /** @param {Welcome} welcome */
  #welcome(welcome) {
    this.room = welcome.room;
    this.you = { id: welcome.you.id, name: welcome.you.name };
    this.limits = { ...DEFAULT_LIMITS, ...welcome.limits };
    this.count = welcome.count;
    this.#known = new Map(this.members);
    this.isRosterPartial = welcome.members === undefined;
    this.hasMoreMembers = this.isRosterPartial;
    this.members = byId([...(welcome.members ?? []), this.you]);
    this.#isStale = !welcome.recovered;
    this.typing = new Map();
  }

  /** @param {History} page */
  #page(page) {
    const isOlder =
      page.events.length === 0 || (page.events[0]?.seq ?? 0) < (this.messages[0]?.seq ?? Infinity);
    if (this.#isStale || isOlder) this.hasOlder = page.more;
    if (this.#isStale) {
      this.messages = [];
      this.notices = [];
    }
    this.#isStale = false;
    this.isLoaded = true;
    this.#insert(page.events);
  }

  /** @param {readonly Message[]} added Ascending by seq. */
  #insert(added) {
    const first = added[0];
    if (!first) return;
    const last = this.messages.at(-1);
    if (!last || first.seq > last.seq) this.messages = [...this.messages, ...added];
    else this.messages = merge(this.messages, added);
    if (this.messages.length <= MOST_MESSAGES || added.length > 1) return;
    this.messages = this.messages.slice(-MOST_MESSAGES);
    this.hasOlder = true;
  }

  /**
   * A message that is not loaded is left alone: its page will bring it in its present state.
   * @param {number} seq
   * @param {(message: Message) => Message} change
   */
  #change(seq, change) {
    const index = lowerBound(this.messages, seq);
    const message = this.messages[index];
    if (message?.seq !== seq || message.deleted) return;
    this.messages = this.messages.with(index, change(message));
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
    const after = this.messages.at(-1)?.seq ?? 0;
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
  const others = (message.reactions?.[emoji] ?? []).filter((id) => id !== member);
  const ids = on ? [...others, member] : others;
  const { [emoji]: _, ...rest } = message.reactions ?? {};
  return { ...message, reactions: ids.length > 0 ? { ...message.reactions, [emoji]: ids } : rest };
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
  const bySeq = new Map([...kept, ...added].map((message) => [message.seq, message]));
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
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
