/**
 * The suggestion list that opens over a field while a shortcode or a mention is being written: its items, the
 * active one, and its view. Loaded with the first `:` or `@`. The field and its text stay the composer's.
 *
 * @import { Completion } from "./completion.js"
 * @import { EmojiCatalogue } from "../emoji/catalogue.js"
 * @import { SignOf } from "../state/likeness.js"
 *
 * @typedef {object} Suggestion
 * @property {string} insertion
 * @property {import("lit").TemplateResult} drawn
 * @property {string} [picked] The emoji to be remembered.
 *
 * @typedef {object} Host
 * @property {() => void} redraw After it, the active one is in the document.
 * @property {(start: number, end: number, text: string) => void} replace Then comes an update again.
 * @property {() => People} people
 *
 * @typedef {object} People
 * @property {ReadonlyMap<string, string>} members
 * @property {string} you
 * @property {SignOf} signOf
 * @property {ReadonlyMap<string, number>} spokeAt When each said something last.
 */

import { inTone, loadEmoji } from "../emoji/catalogue.js";
import { readEmoji, rememberEmoji } from "../emoji/emoji-memory.js";
import { t } from "../i18n/strings.js";
import { avatar, signed } from "../people/person.js";
import { Names } from "../text/mentions.js";
import { memberColours } from "../ui/base.js";
import { css, html, nothing } from "../ui/lit.js";
import { keepFocus } from "../ui/writing-focus.js";
import { accepted, closedShortcode, completing, MOST_SUGGESTIONS, matchingMembers } from "./completion.js";

const LIST_ID = "suggestions";
const optionId = (/** @type {number} */ number) => `suggestion-${number}`;

export class Suggestions {
  #host;
  /** @type {EmojiCatalogue | undefined} */
  #emoji;
  /** @type {Completion | undefined} */
  #completion;
  /** @type {Suggestion[]} */
  #items = [];
  #active = 0;
  /** It was gone to, not just the first. */
  #isChosen = false;
  /** Of those that match, how many are not in the list. */
  #more = 0;
  /** Where what was accepted or refused begins: it is not offered again. */
  #done = -1;
  #text = "";

  /** @param {Host} host */
  constructor(host) {
    this.#host = host;
  }

  get isOpen() {
    return this.#items.length > 0;
  }

  get count() {
    return this.#items.length;
  }

  /** The id of the active one. */
  get activeId() {
    return this.isOpen ? optionId(this.#active) : undefined;
  }

  /**
   * To be told of each change of text and caret.
   * @param {string} text
   * @param {number} caret
   * @param {boolean} [isTyped] Whether a shortcode that is whole now is to be replaced.
   */
  async update(text, caret, isTyped = false) {
    this.#text = text;
    const closed = isTyped ? closedShortcode(text, caret) : undefined;
    const completion = completing(text, caret);
    if (completion?.start !== this.#done) this.#done = -1;
    this.#completion = this.#done < 0 ? completion : undefined;
    if (!this.#emoji && (closed || this.#completion?.kind === "emoji")) {
      // Without a network there is nothing to offer, and nothing to say about it.
      this.#emoji = await loadEmoji().catch(() => undefined);
      if (this.#text !== text) return;
    }
    const whole = closed && this.#emoji?.coded(closed.query);
    if (closed && whole) this.#host.replace(closed.start, closed.end, this.#spell(whole));
    else this.#show(this.#find());
  }

  close() {
    this.#completion = undefined;
    if (this.isOpen) this.#show([]);
  }

  /**
   * Whether Enter takes the active one instead of sending: only if it was chosen, or a name was begun that
   * does not mean somebody as it is. `:pm` or a bare `@` at the end of a sentence is sent as it was written.
   */
  get takesEnter() {
    const { kind, query = "" } = this.#completion ?? {};
    if (!this.isOpen || this.#isChosen || kind !== "member") return this.isOpen && this.#isChosen;
    const names = new Names().note(this.#host.people().members.values());
    return query !== "" && names.mentionedIn(`@${query}`) === "";
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} Whether the key was for the list.
   */
  key(event) {
    if (!this.isOpen || event.ctrlKey || event.metaKey || event.altKey) return false;
    const last = this.#items.length - 1;
    const isEnter = event.key === "Enter" && this.takesEnter;
    if (event.key === "ArrowDown") this.#activate(this.#active === last ? 0 : this.#active + 1);
    else if (event.key === "ArrowUp") this.#activate(this.#active === 0 ? last : this.#active - 1);
    else if ((isEnter || event.key === "Tab") && !event.shiftKey) this.#accept(this.#active);
    else if (event.key === "Escape") this.#refuse();
    else return false;
    event.preventDefault();
    return true;
  }

  render() {
    if (!this.isOpen) return nothing;
    const label = this.#completion?.kind === "member" ? t.memberSuggestions : t.emojiSuggestions;
    return html`<div
      class=${this.takesEnter ? "suggestions" : "suggestions by-tab"}
      @pointerdown=${keepFocus}
    ><ul id=${LIST_ID} role="listbox" aria-label=${label}>
      ${this.#items.map(
        ({ drawn }, number) => html`<li
          id=${optionId(number)}
          role="option"
          aria-selected=${number === this.#active}
          data-tab=${t.keys.tab}
          @pointermove=${(/** @type {PointerEvent} */ event) => this.#pointAt(number, event)}
          @click=${() => this.#accept(number)}
        >${drawn}</li>`,
      )}
    </ul>${this.#more > 0 ? html`<p>${t.moreSuggestions(this.#more)}</p>` : nothing}</div>`;
  }

  /** @returns {Suggestion[]} */
  #find() {
    const completion = this.#completion;
    if (completion?.kind === "member") {
      const { members, you, signOf, spokeAt } = this.#host.people();
      const found = matchingMembers(members, you, completion.query, spokeAt);
      this.#more = Math.max(0, found.length - MOST_SUGGESTIONS);
      return found.slice(0, MOST_SUGGESTIONS).map(({ id, name }) => ({
        insertion: `@${name}`,
        drawn: html`${avatar(id, name)}
          <span class="name"><bdi translate="no">${name}</bdi>${signed(signOf(id, name))}</span>${id === you ? html`<span class="code">${t.you}</span>` : nothing}`,
      }));
    }
    this.#more = 0;
    if (completion?.kind !== "emoji" || !this.#emoji) return [];
    return this.#emoji.search(completion.query, MOST_SUGGESTIONS).map((emoji) => ({
      insertion: inTone(emoji, readEmoji().tone),
      picked: emoji.char,
      drawn: html`<span class="sign" aria-hidden="true">${inTone(emoji, readEmoji().tone)}</span>
        <span class="name">${emoji.name}</span> <span class="code" translate="no" dir="ltr">:${codeFor(emoji, completion.query)}:</span>`,
    }));
  }

  /** @param {Suggestion[]} items */
  #show(items) {
    const wasOpen = this.isOpen;
    this.#items = items;
    this.#active = 0;
    this.#isChosen = false;
    if (wasOpen || this.isOpen) this.#host.redraw();
  }

  /** @param {number} number */
  #activate(number) {
    if (number === this.#active && this.#isChosen) return;
    this.#isChosen = true;
    this.#active = number;
    this.#host.redraw();
  }

  /**
   * A list that opens under a pointer that rests is not pointed at.
   * @param {number} number
   * @param {PointerEvent} event
   */
  #pointAt(number, { movementX, movementY }) {
    if (movementX !== 0 || movementY !== 0) this.#activate(number);
  }

  /** @param {number} number */
  #accept(number) {
    const item = this.#items[number];
    const completion = this.#completion;
    if (!item || !completion) return;
    if (item.picked) rememberEmoji(item.picked);
    this.#done = completion.start;
    this.close();
    const { start, end, insertion } = accepted(this.#text, completion, item.insertion);
    this.#host.replace(start, end, insertion);
  }

  #refuse() {
    this.#done = this.#completion?.start ?? -1;
    this.close();
  }

  /** @param {import("../emoji/catalogue.js").Emoji} emoji */
  #spell(emoji) {
    rememberEmoji(emoji.char);
    return inTone(emoji, readEmoji().tone);
  }
}

/**
 * Of several shortcodes, the one that was begun.
 * @param {import("../emoji/catalogue.js").Emoji} emoji
 * @param {string} query
 */
const codeFor = ({ codes }, query) =>
  codes.find((code) => code.startsWith(query.toLowerCase())) ?? codes[0] ?? "";

const listStyle = css`
  .suggestions {
    position: absolute;
    z-index: 2;
    inset-inline: 0;
    inset-block-end: calc(100% + var(--space-2));
    padding: var(--space-1);
    border: 1px solid var(--line);
    border-radius: var(--radius-m);
    background: var(--raised);
    box-shadow: var(--shadow-high);
    /* No shadow on the field. */
    clip-path: inset(-3rem -3rem -0.25rem);
    max-height: min(24rem, 50dvh);
    overflow-y: auto;
  }

  .suggestions ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .suggestions p {
    position: sticky;
    inset-block-end: calc(-1 * var(--space-1));
    margin: 0;
    background: var(--raised);
    padding: var(--space-1) var(--space-3);
    color: var(--text-soft);
    font-size: var(--size-s);
  }

  .suggestions.by-tab [aria-selected="true"]::after {
    content: attr(data-tab);
    padding: 0.0625rem var(--space-1);
    border: 1px solid var(--line-strong);
    border-radius: 0.375rem;
    font-size: var(--size-xs);
  }

  @media (hover: none) and (pointer: coarse) {
    .suggestions.by-tab [aria-selected="true"]::after {
      content: none;
    }
  }

  .suggestions li {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    min-height: var(--touch);
    padding-inline: var(--space-3);
    border-radius: var(--radius-s);
    cursor: pointer;
  }

  /* What Enter does not take is not marked as if it did. */
  .suggestions:not(.by-tab) [aria-selected="true"] {
    background: var(--accent-soft);
  }

  .suggestions .sign {
    flex: none;
    width: 2rem;
    font:
      400 1.375rem / 1 "Apple Color Emoji",
      "Segoe UI Emoji",
      "Noto Color Emoji",
      sans-serif;
    text-align: center;
  }

  .suggestions .avatar {
    transform: scale(0.85);
  }

  .suggestions .name {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .suggestions .code {
    flex: none;
    max-width: 50%;
    overflow: hidden;
    color: var(--text-soft);
    font-size: var(--size-s);
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  /* On its ground the soft text would be too faint. */
  .suggestions:not(.by-tab) [aria-selected="true"] .code {
    color: var(--text);
  }
`;

/** For the tree that the list is drawn in: over the field, as wide as it. */
export const suggestionStyles = [...memberColours, listStyle];
