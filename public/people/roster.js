/**
 * The roster: who is here. A panel beside the conversation if there is room, otherwise a drawer over it. It
 * shows the list it is given and asks for more; it keeps none.
 *
 * @import { Member, Role } from "../client/protocol.js"
 * @import { SignOf } from "../state/likeness.js"
 * @import { PropertyValues } from "lit"
 */

import iconDirect from "lucide-static/icons/mail.svg";
import { host } from "../browser/host.js";
import { locale } from "../i18n/locale.js";
import { t } from "../i18n/strings.js";
import { base, memberColours } from "../ui/base.js";
import { iconClose, iconMore, iconPen } from "../ui/icons.js";
import { css, guard, html, nothing, repeat } from "../ui/lit.js";
import { Modal } from "../ui/modal.js";
import { avatar, badge, checked, signed } from "./person.js";

/** So many are drawn at first, and so many more each time. */
const STEP = 100;

/**
 * @fires close
 * @fires rename
 * @fires more When the next page of a large roster is wanted.
 * @fires mention With the name of who is to be mentioned.
 * @fires host To open somebody's card.
 * @fires direct With whom one wants to talk to in private.
 */
export class Roster extends Modal {
  #isMoreFocused = false;
  /** The others, in order. @type {readonly [id: string, name: string][]} */
  #sorted = [];

  static properties = {
    members: { attribute: false },
    you: { attribute: false },
    signOf: { attribute: false },
    roles: { attribute: false },
    verified: { attribute: false },
    mayAsk: { attribute: false },
    count: { attribute: false },
    hasMore: { attribute: false },
    isDrawer: { attribute: false },
    most: { state: true },
    current: { state: true },
  };

  constructor() {
    super();
    /** @type {ReadonlyMap<string, string>} */
    this.members = new Map();
    /** @type {Member} */
    this.you = { id: "", name: "" };
    /** @type {SignOf} */
    this.signOf = () => "";
    /** Of those who look after the room. @type {ReadonlyMap<string, Role>} */
    this.roles = new Map();
    /** Those who are signed in. @type {ReadonlySet<string>} */
    this.verified = new Set();
    /** Whether one may ask somebody to talk in private. @type {(id: string) => boolean} */
    this.mayAsk = () => false;
    this.count = 0;
    this.hasMore = false;
    this.isDrawer = false;
    this.most = STEP;
    /** Of whose row the keys go on. */
    this.current = "";
  }

  /** After the conversation, in a task of its own. @override */
  scheduleUpdate() {
    if (this.hasUpdated) return super.scheduleUpdate();
    return new Promise((resolve) => setTimeout(resolve)).then(() => super.scheduleUpdate());
  }

  /** @override */
  close() {
    if (this.isDrawer) super.close();
    else this.closed();
  }

  /** @returns {HTMLElement | null} */
  get #closeButton() {
    return this.renderRoot.querySelector(".head button");
  }

  /** @override @param {PropertyValues<this>} changed */
  willUpdate(changed) {
    if (changed.has("members") || changed.has("you"))
      this.#sorted = sorted(this.#sorted, this.members, this.you.id);
    this.#isMoreFocused = !!(/** @type {ShadowRoot} */ (this.renderRoot)?.activeElement?.matches(".more"));
  }

  /** @override */
  render() {
    if (!this.isDrawer) return html`<aside aria-label=${t.people}>${this.#people()}</aside>`;
    return this.modal(this.#people(), t.people);
  }

  /** Only a drawer is opened, and whenever it becomes one. @override */
  firstUpdated() {}

  /** @override @param {PropertyValues<this>} changed */
  updated(changed) {
    if (changed.has("isDrawer") && this.isDrawer) this.open();
    // The button that brought the last page is gone with it.
    if (this.#isMoreFocused && !this.#isMoreLeft) this.#closeButton?.focus();
  }

  get #isMoreLeft() {
    return this.hasMore || this.#sorted.length > this.most;
  }

  #people() {
    const shown = this.#sorted.slice(0, this.most);
    const current = shown.some(([id]) => id === this.current) ? this.current : shown[0]?.[0];
    return html`
      <div class="head">
        <h2>${t.people} ${this.count > 0 ? html`<span>${t.here(this.count)}</span>` : nothing}</h2>
        <button aria-label=${t.close} @click=${this.close}>${iconClose}</button>
      </div>
      <ul aria-label=${t.people} @keydown=${this.#stepped}>
        <li>
          ${avatar(this.you.id, this.you.name)}
          <span class="name"
            ><bdi translate="no">${this.you.name}</bdi>${signed(this.signOf(this.you.id, this.you.name))}${badge(this.roles.get(this.you.id))}${checked(this.verified.has(this.you.id))} <small>(${t.you})</small></span
          >
          ${this.#isHost ? this.#opener(this.you.id, this.you.name, false) : nothing}
          ${host.isSigned ? nothing : html`<button aria-label=${t.rename} title=${t.rename} @click=${this.#rename}>${iconPen}</button>`}
        </li>
        ${repeat(
          shown,
          ([id]) => id,
          ([id, name]) => {
            const sign = this.signOf(id, name);
            const isCurrent = id === current;
            const mayAsk = this.mayAsk(id);
            const isVerified = this.verified.has(id);
            return guard([name, sign, isCurrent, this.roles.get(id), isVerified, this.#isHost, mayAsk], () =>
              this.#person(id, name, sign, isCurrent, mayAsk),
            );
          },
        )}
      </ul>
      ${this.#isMoreLeft ? html`<button class="more outlined" @click=${this.#showMore}>${t.more}</button>` : nothing}
      <slot></slot>
    `;
  }

  /**
   * @param {string} id
   * @param {string} name
   * @param {string} sign
   * @param {boolean} isCurrent
   * @param {boolean} mayAsk
   */
  #person(id, name, sign, isCurrent, mayAsk) {
    return html`<li>
      <button
        class="person"
        data-id=${id}
        tabindex=${isCurrent ? 0 : -1}
        title=${t.mention(name)}
        @click=${() => this.#mention(name)}
      >${avatar(id, name)}<span class="name"><bdi translate="no">${name}</bdi>${signed(sign)}${badge(this.roles.get(id))}${checked(this.verified.has(id))}</span></button>
      ${this.#isHost ? this.#opener(id, name, !isCurrent) : mayAsk ? this.#asker(id, name, !isCurrent) : nothing}
    </li>`;
  }

  /**
   * What leads to a private conversation. Those who look after the room find it on the card.
   * @param {string} id
   * @param {string} name
   * @param {boolean} isSkipped By Tab.
   */
  #asker(id, name, isSkipped) {
    return html`<button
      class="about"
      data-of=${id}
      tabindex=${isSkipped ? -1 : 0}
      aria-label=${t.messageWhomPrivately(name)}
      title=${t.messagePrivately}
      @click=${() => this.#ask(id, name)}
    >${iconDirect}</button>`;
  }

  /**
   * @param {string} id
   * @param {string} name
   */
  #ask(id, name) {
    if (this.isDrawer) this.close();
    this.dispatchEvent(new CustomEvent("direct", { detail: { id, name }, bubbles: true, composed: true }));
  }

  /** One looks after the room. */
  get #isHost() {
    return ["owner", "moderator"].includes(this.roles.get(this.you.id) ?? "");
  }

  /**
   * What leads to somebody's card.
   * @param {string} id
   * @param {string} name
   * @param {boolean} isSkipped By Tab.
   */
  #opener(id, name, isSkipped) {
    return html`<button
      class="about"
      data-of=${id}
      tabindex=${isSkipped ? -1 : 0}
      aria-label=${t.aboutMember(name)}
      title=${t.aboutMember(name)}
      aria-haspopup="dialog"
      @click=${() => this.#open(id, name)}
    >${iconMore}</button>`;
  }

  /**
   * @param {string} id
   * @param {string} name
   */
  #open(id, name) {
    if (this.isDrawer) this.close();
    const asked = { dialog: "card", about: { member: { id, name } } };
    this.dispatchEvent(new CustomEvent("host", { detail: asked, bubbles: true, composed: true }));
  }

  #showMore() {
    this.most += STEP;
    if (this.#sorted.length < this.most && this.hasMore) this.#tell("more");
  }

  /** @param {string} name */
  #mention(name) {
    if (this.isDrawer) this.close();
    this.dispatchEvent(new CustomEvent("mention", { detail: name }));
  }

  /**
   * The people are one stop for Tab, and what leads to the card of one of them is the next; the arrows lead from one to
   * the next.
   * @param {KeyboardEvent} event
   */
  #stepped(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const kind = target.matches("li:has(.person) .about") ? ".person + .about" : ".person";
    const people = [.../** @type {NodeListOf<HTMLElement>} */ (this.renderRoot.querySelectorAll(kind))];
    const at = people.indexOf(target);
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: people.length - 1 };
    const next = people[/** @type {Record<string, number>} */ (steps)[event.key] ?? -1];
    if (at < 0 || !next || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.current = next.dataset.id ?? next.dataset.of ?? "";
    next.focus();
  }

  #rename() {
    if (this.isDrawer) this.close();
    this.#tell("rename");
  }

  /** @param {string} type */
  #tell(type) {
    this.dispatchEvent(new CustomEvent(type));
  }

  static styles = [
    base,
    memberColours,
    css`
      /* Its place is kept while nothing is drawn. */
      @media (min-width: 60rem) {
        :host {
          min-width: 17rem;
        }
      }

      aside {
        width: 17rem;
        height: 100%;
        padding: var(--space-3);
        border-inline-start: 1px solid var(--line);
        background: var(--panel);
        overflow-y: auto;
      }

      dialog {
        inset: 0 0 0 auto;
        width: min(20rem, 86vw);
        height: 100dvh;
        max-height: none;
        margin: 0;
        padding: max(var(--space-3), env(safe-area-inset-top)) max(var(--space-3), env(safe-area-inset-right))
          max(var(--space-3), env(safe-area-inset-bottom)) var(--space-3);
        border: 0;
        border-radius: var(--radius-l) 0 0 var(--radius-l);
        background: var(--panel);
        color: var(--text);
        box-shadow: var(--shadow-high);
        overflow-y: auto;
      }

      dialog:dir(rtl) {
        inset: 0 auto 0 0;
        border-radius: 0 var(--radius-l) var(--radius-l) 0;
      }

      dialog::backdrop {
        background: var(--veil);
      }

      .head {
        display: flex;
        align-items: center;
        justify-content: space-between;
        padding-inline-start: var(--space-2);
      }

      h2 {
        font-size: var(--size-m);
        font-weight: 650;
      }

      h2 span {
        margin-inline-start: var(--space-2);
        color: var(--text-soft);
        font-size: var(--size-s);
        font-weight: 400;
      }

      ul {
        margin-block: var(--space-2) var(--space-3);
      }

      li {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        min-height: 3rem;
        padding-inline: var(--space-2) 0;
      }

      .person {
        display: flex;
        flex: 1;
        gap: inherit;
        min-width: 0;
        min-height: inherit;
        padding: var(--space-1) var(--space-2);
        border-radius: var(--radius-m);
        color: var(--text);
        font-weight: inherit;
        text-align: start;
        white-space: normal;
      }

      li:has(.person) {
        padding: 0;
      }

      .name {
        flex: 1;
        min-width: 0;
        overflow: clip;
        overflow-wrap: anywhere;
      }

      .name small:not(.alike) {
        color: var(--text-soft);
        font-size: var(--size-s);
      }

      li > button:not(.person) {
        flex: none;
        color: var(--text-soft);
      }

      .about + button {
        margin-inline-start: calc(-1 * var(--space-3));
      }

      @media (prefers-reduced-motion: no-preference) {
        dialog[open] {
          animation: slide var(--quick) ease-out;
        }
      }

      @keyframes slide {
        from {
          transform: translateX(1.5rem);
          opacity: 0;
        }
      }
    `,
  ];
}

/** “Guest 2” comes before “Guest 10”. */
const collator = new Intl.Collator(locale, { numeric: true });

/**
 * The others by name. Who was there keeps the place, so that one who comes costs a look, not a sort.
 * @param {readonly [id: string, name: string][]} before
 * @param {ReadonlyMap<string, string>} members
 * @param {string} you
 */
const sorted = (before, members, you) => {
  const people = before.filter(([id, name]) => members.get(id) === name && id !== you);
  const known = new Set(people.map(([id]) => id));
  const fresh = [...members].filter(([id]) => id !== you && !known.has(id));
  if (fresh.length > MOST_PUT_IN) return [...people, ...fresh].sort(byName);
  for (const person of fresh) people.splice(placeOf(person, people), 0, person);
  return people;
};

/** For more than that a sort is quicker. */
const MOST_PUT_IN = 20;

/**
 * @param {readonly [id: string, name: string]} a
 * @param {readonly [id: string, name: string]} b
 */
const byName = ([a, nameOfA], [b, nameOfB]) => collator.compare(nameOfA, nameOfB) || (a < b ? -1 : 1);

/**
 * @param {[id: string, name: string]} person
 * @param {readonly [id: string, name: string][]} people
 */
const placeOf = (person, people) => {
  let [low, high] = [0, people.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (byName(/** @type {[string, string]} */ (people[middle]), person) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
};

customElements.define("alcove-roster", Roster);
