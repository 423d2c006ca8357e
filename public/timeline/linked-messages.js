/**
 * The messages that texts link to: who said each, and its first line, below the link. Those of the room that is open come
 * from its log; those of others only by this device's own way into them. However many links somebody sends, few are
 * looked for. Loaded with the first such link.
 *
 * @import { Clock } from "../client/link.js"
 * @import { Message } from "../client/protocol.js"
 *
 * @typedef {{ room: string, seq: number }} Target
 * @typedef {{ from: { id: string, name: string }, line: string, files?: Message["files"] }} Known
 *
 * @typedef {object} World
 * @property {string} room The one that is open.
 * @property {string} origin Of this server.
 * @property {(seq: number) => Message | null | undefined} loaded A message of the open room, if it is here.
 * @property {(seq: number) => Message | null | undefined} asked The same, asked for if it is not.
 * @property {(room: string) => string | undefined} tokenOf The way into another room; none where one may not read it.
 * @property {(room: string, seq: number, token: string) => Promise<Message | undefined>} fetchMessage
 * @property {(room: string) => string} titleOf
 * @property {(room: string) => string} linkOf
 * @property {Pick<Clock, "now">} clock
 * @property {() => void} onChange
 */

import { parseRoomName, seqIn } from "../client/protocol.js";
import { hueOf } from "../people/avatar.js";
import { pieces } from "../text/links.js";
import { loadFor } from "../text/rich-text.js";
import { saidOf } from "../text/said.js";
import { css, html, nothing } from "../ui/lit.js";

/** Below one text. */
const MOST_LINKS = 3;
const MOST_KEPT = 300;
/** Texts of which it is known what they link to. */
const MOST_TEXTS = 500;
const MOST_AT_ONCE = 2;
/** What is asked of the server for links in a minute; links beyond that are links and nothing else. */
export const MOST_ASKED = 30;
const MINUTE_MS = 60_000;
/** By then it may say something else. */
const STALE_MS = 5 * MINUTE_MS;
const LONGEST_LINE = 200;

/**
 * The messages that a text links to, each once.
 * @param {string} text
 * @param {string} origin
 * @returns {Target[]}
 */
export const targetsIn = (text, origin) => {
  /** @type {Map<string, Target>} */
  const found = new Map();
  for (const { href } of pieces(text)) {
    if (found.size === MOST_LINKS) break;
    const target = href?.startsWith(`${origin}/room/`) ? targetOf(new URL(href)) : undefined;
    if (target) found.set(keyOf(target), target);
  }
  return [...found.values()];
};

/** @param {URL} url @returns {Target | undefined} */
const targetOf = ({ pathname, hash }) => {
  const room = parseRoomName(pathname.slice("/room/".length).replace(/\/$/, ""));
  const seq = seqIn(hash);
  return room && seq > 0 ? { room, seq } : undefined;
};

/** @param {Target} target */
const keyOf = ({ room, seq }) => `${room}#${seq}`;

export class LinkedMessages {
  #world;
  /** Of other rooms; null: none, or not to be had. @type {Map<string, { known: Known | null | undefined, at: number }>} */
  #kept = new Map();
  /** @type {(() => Promise<void>)[]} */
  #waiting = [];
  #underWay = 0;
  /** When the last so many were asked for. @type {number[]} */
  #askedAt = [];
  /** Of the open room, asked for already. @type {Set<number>} */
  #askedHere = new Set();
  /** By text. @type {Map<string, Target[]>} */
  #targets = new Map();

  /** @param {World} world */
  constructor(world) {
    this.#world = world;
  }

  /**
   * What is known of the messages that a text links to, for comparing.
   * @param {string} text
   */
  of(text) {
    return this.#known(text)
      .map(({ target, known }) => JSON.stringify([keyOf(target), known.from.name, this.#wordsOf(known)]))
      .join();
  }

  /** @param {string} text */
  view(text) {
    const known = this.#known(text);
    return known.length > 0 ? known.map(({ target, known }) => this.#card(target, known)) : nothing;
  }

  /**
   * @param {Target} target
   * @param {Known} known
   */
  #card({ room, seq }, known) {
    const { linkOf, titleOf } = this.#world;
    const { from } = known;
    const place = room === this.#world.room ? "" : titleOf(room);
    return html`<a class="quote linked" href="${linkOf(room)}#m${seq}" data-hue=${hueOf(from.id)}
      ><b translate="no"><bdi>${from.name}</bdi>${place ? html` · <bdi>${place}</bdi>` : nothing}</b><span dir="auto">${this.#wordsOf(known)}</span></a
    >`;
  }

  /** Read once, however often it is drawn. @param {string} text */
  #targetsIn(text) {
    const targets = this.#targets.get(text) ?? targetsIn(text, this.#world.origin);
    this.#targets.set(text, targets);
    const [oldest] = this.#targets.keys();
    if (this.#targets.size > MOST_TEXTS && oldest !== undefined) this.#targets.delete(oldest);
    return targets;
  }

  /** As a reader sees it, once what reads it is here. @param {Known} known */
  #wordsOf({ line, files }) {
    void loadFor([line])?.then(() => this.#world.onChange());
    return saidOf({ text: line, ...(files && { files }) });
  }

  /** @param {string} text @returns {{ target: Target, known: Known }[]} */
  #known(text) {
    return this.#targetsIn(text).flatMap((target) => {
      const known = target.room === this.#world.room ? this.#here(target.seq) : this.#elsewhere(target);
      return known ? [{ target, known }] : [];
    });
  }

  /** @param {number} seq */
  #here(seq) {
    const { loaded, asked } = this.#world;
    const message = loaded(seq) ?? (this.#mayAskHere(seq) ? asked(seq) : undefined);
    return knownOf(message);
  }

  /** @param {number} seq */
  #mayAskHere(seq) {
    if (this.#askedHere.has(seq)) return true;
    if (!this.#mayAsk()) return false;
    if (this.#askedHere.size >= MOST_KEPT) this.#askedHere.clear();
    this.#askedHere.add(seq);
    return true;
  }

  #mayAsk() {
    const now = this.#world.clock.now();
    this.#askedAt = this.#askedAt.filter((at) => now - at < MINUTE_MS);
    if (this.#askedAt.length >= MOST_ASKED) return false;
    this.#askedAt.push(now);
    return true;
  }

  /** @param {Target} target */
  #elsewhere(target) {
    const key = keyOf(target);
    const kept = this.#kept.get(key);
    const now = this.#world.clock.now();
    if (kept && (kept.known === undefined || now - kept.at < STALE_MS)) return kept.known;
    const token = this.#world.tokenOf(target.room);
    if (!token || !this.#mayAsk()) return kept?.known;
    this.#keep(key, kept?.known);
    this.#waiting.push(() => this.#fetch(target, token));
    void this.#next();
    return kept?.known;
  }

  async #next() {
    if (this.#underWay >= MOST_AT_ONCE) return;
    const run = this.#waiting.shift();
    if (!run) return;
    this.#underWay += 1;
    await run();
    this.#underWay -= 1;
    void this.#next();
  }

  /**
   * @param {Target} target
   * @param {string} token
   */
  async #fetch(target, token) {
    const message = await this.#world
      .fetchMessage(target.room, target.seq, token)
      .catch(() => /** @type {undefined} */ (undefined));
    this.#keep(keyOf(target), knownOf(message));
    this.#world.onChange();
  }

  /**
   * @param {string} key
   * @param {Known | null | undefined} known
   */
  #keep(key, known) {
    this.#kept.delete(key);
    this.#kept.set(key, { known, at: this.#world.clock.now() });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }
}

/** @param {Message | null | undefined} message @returns {Known | null} */
const knownOf = (message) => {
  if (!message || message.deleted) return null;
  const [line = ""] = (message.text ?? "").trimStart().slice(0, LONGEST_LINE).split("\n", 1);
  const { from, files } = message;
  return line || files ? { from, line, ...(files && { files }) } : null;
};

export const linkedStyle = css`
  a.linked {
    margin-block: var(--space-2) 0;
    text-decoration: none;
  }

  @media (hover: hover) {
    a.linked:hover {
      background: var(--hover);
    }
  }
`;
