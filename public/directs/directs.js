/**
 * `<alcove-directs>`: private conversations, as seen from a room. It shows above the talk who asks for one, and who has
 * accepted; brings the button to all of them into the bar; and opens the dialog by which one asks. It keeps the way into
 * each that is open. Loaded with the first of them, or when somebody is to be asked.
 *
 * @import { ActFrame, Direct, Member } from "../client/protocol.js"
 * @import { Outcome } from "../client/acts.js"
 * @import { RoomStore } from "../state/room-store.js"
 */

import { loadPart } from "../browser/load-part.js";
import { waitOf } from "../client/protocol.js";
import { roleOf, shownName } from "../hosting/standing.js";
import { roughSpanOf } from "../i18n/spans.js";
import { loadDirectsWords, t } from "../i18n/strings.js";
import { avatar } from "../people/person.js";
import { Directs } from "../state/directs.js";
import { shortName } from "../text/room-name.js";
import { base, memberColours } from "../ui/base.js";
import { iconClose } from "../ui/icons.js";
import { html, LitElement, nothing } from "../ui/lit.js";
import { isTouch } from "../ui/writing-focus.js";
import { DirectButton } from "./direct-button.js";
import { directsStyle } from "./directs-style.js";
import { goTo } from "./go.js";
import { noteOpen, readSaid, takeOpen, writeSaid } from "./kept.js";

await loadDirectsWords();

/** What opens as what, and what has to be loaded for it. */
/** @type {Record<"ask" | "list", [tag: string, load: () => Promise<unknown>]>} */
const DIALOGS = {
  ask: ["alcove-ask-dialog", () => import("./ask-dialog.js")],
  list: ["alcove-directs-dialog", () => import("./directs-dialog.js")],
};

export class DirectsLine extends LitElement {
  static properties = { room: { attribute: false }, store: { attribute: false }, accepted: { state: true } };

  #leave = new AbortController();
  #button = new DirectButton();
  /** @type {Directs | undefined} */
  #directs;
  /** What the room told when it was looked at last. @type {readonly Direct[] | undefined} */
  #seen;
  /** Those who were announced. @type {Set<string>} */
  #announced = new Set();
  /** One is about to go to this conversation oneself. */
  #going = "";

  constructor() {
    super();
    this.room = "";
    this.store = /** @type {RoomStore} */ (/** @type {unknown} */ (undefined));
    /** Who has accepted, until one goes there or puts it away. @type {Direct | undefined} */
    this.accepted = undefined;
  }

  /** What there is with each. @returns {Directs} */
  get directs() {
    this.#directs ??= new Directs(readSaid(this.room));
    this.#look();
    return this.#directs;
  }

  /** What the room is called. */
  get title() {
    return `\u2068${this.store.room.house.settings.title || shortName(this.room)}\u2069`;
  }

  /** @override */
  firstUpdated() {
    const { signal } = this.#leave;
    this.store.addEventListener("change", () => this.#look() && this.requestUpdate(), { signal });
    this.#button.addEventListener("open", () => this.open("list"), { signal });
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#leave.abort();
    this.#button.remove();
  }

  get #root() {
    return /** @type {ShadowRoot} */ (this.getRootNode());
  }

  /** @returns {boolean} Whether there is something new. */
  #look() {
    const { directs, you } = this.store.room;
    if (!this.#directs || !you || this.#seen === directs) return false;
    const before = this.#directs;
    const isFirst = this.#seen === undefined;
    this.#seen = directs;
    const asked = new Set(before.all.filter(({ state }) => state === "asked").map(({ pair }) => pair));
    if (before.take(directs)) writeSaid(this.room, before.said);
    for (const each of before.all.toReversed()) {
      if (each.state !== "open") continue;
      void noteOpen(each, this.room, you).then((isNew) => {
        const isAwaited = asked.has(each.pair) || (isFirst && isNew);
        if (isAwaited && each.pair !== this.#going) this.#accepted(each);
      });
    }
    this.#announce(before.requests);
    return true;
  }

  /** @param {Direct} direct */
  #accepted(direct) {
    this.accepted = direct;
    this.#say(t.acceptedBy(shownName(direct.with, this.store)));
  }

  /** @param {readonly Direct[]} requests */
  #announce(requests) {
    const fresh = requests.filter(({ pair }) => !this.#announced.has(pair));
    for (const { pair } of fresh) this.#announced.add(pair);
    for (const each of fresh.slice(-1))
      this.#say(t.requestFrom(shownName(each.with, this.store), this.title));
  }

  /** For the ear alone. @param {string} words */
  #say(words) {
    this.#root.querySelector("alcove-announcer")?.announce([words]);
  }

  // ---- what is drawn ----

  /** @override */
  render() {
    const { requests, all } = this.directs;
    this.#button.waiting = requests.length;
    if (all.length === 0) this.#button.remove();
    else if (!this.#button.isConnected) this.#root.querySelector("alcove-top-bar")?.append(this.#button);
    const [first] = requests;
    const line = first
      ? this.#request(first, requests.length - 1)
      : this.accepted && this.#open(this.accepted);
    // What changes is within: dialogs are put beside it.
    return html`<div>${line ?? nothing}</div>`;
  }

  /**
   * @param {Direct} direct
   * @param {number} more
   */
  #request(direct, more) {
    const name = shownName(direct.with, this.store);
    return html`<section class="line" aria-label=${t.directs}>
      ${avatar(direct.with.id, direct.with.name)}
      <p>${t.requestFrom(name, this.title)} <small>${t.requestHint}</small></p>
      <div class="buttons">
        <button class="primary" @click=${() => this.#answerHere(direct, "accept")}>${t.accept}</button>
        <button class="outlined" @click=${() => this.#answerHere(direct, "ignore")}>${t.ignore}</button>
        <button class="outlined" @click=${() => this.#answerHere(direct, "block")}>${t.block}</button>
        ${more > 0 ? html`<button @click=${() => this.open("list")}>${t.requestsMore(more)}</button>` : nothing}
      </div>
    </section>`;
  }

  /** @param {Direct} direct */
  #open(direct) {
    const name = shownName(direct.with, this.store);
    return html`<section class="line" aria-label=${t.directs}>
      ${avatar(direct.with.id, direct.with.name)}
      <p>${t.acceptedBy(name)}</p>
      <div class="buttons">
        <a class="primary" href="/room/${direct.room}" @click=${() => this.keep(direct)}>${t.writeTo(name)}</a>
        <button aria-label=${t.close} title=${t.close} @click=${this.#putAway}>${iconClose}</button>
      </div>
    </section>`;
  }

  #putAway() {
    this.accepted = undefined;
    this.#goOn();
  }

  /** What had the focus is gone. */
  #goOn() {
    if (!isTouch()) this.#root.querySelector("alcove-composer")?.focus();
  }

  // ---- what one does ----

  /**
   * Somebody is to be talked to in private, if that is possible.
   * @param {Member} member
   */
  async ask(member) {
    const direct = this.directs.with(member.id);
    if (direct?.state === "open") return this.go(direct);
    const code = direct
      ? ""
      : this.store.denial("direct", roleOf(member, this.store), member.id === this.store.room.you?.id);
    if (code) return this.tell(t.directFault(code));
    await this.open("ask", { member });
  }

  /**
   * @param {Direct} direct
   * @param {"accept" | "ignore" | "block"} answer
   * @returns {Promise<string>} What has come of it, in words; "" where one goes to the conversation.
   */
  async answer(direct, answer) {
    // The other notices that an open conversation is over.
    const blocked = direct.state === "open" ? t.blockedThem : t.doneBlock;
    const fault = await this.act({ type: "direct", pair: direct.pair, answer });
    const done = { accept: () => "", ignore: t.doneIgnore, block: blocked }[answer];
    return fault || done(shownName(direct.with, this.store));
  }

  /**
   * As it is asked in the line, which goes.
   * @param {Direct} direct
   * @param {"accept" | "ignore" | "block"} answer
   */
  async #answerHere(direct, answer) {
    const words = await this.answer(direct, answer);
    if (words) this.tell(words);
    if (answer !== "accept") this.#goOn();
  }

  /**
   * Asks or answers, and goes where that leads at once.
   * @param {ActFrame & { type: "direct" }} act
   * @returns {Promise<string>} What went wrong, in words.
   */
  async act(act) {
    const { pair } = "pair" in act ? act : (this.directs.with(act.to) ?? { pair: "" });
    if (!("answer" in act) || act.answer === "accept") this.#going = pair;
    const outcome = await this.store.connection.act(act);
    if (outcome.code) this.#going = "";
    if (outcome.code) return faultOf(outcome);
    // It is in the state as well, which has told of it already or is about to.
    const direct = /** @type {Direct} */ (outcome.answer);
    if (direct.state === "open") this.go(direct);
    return "";
  }

  /** One goes to a conversation, also to one that was forgotten. @param {Direct} direct */
  keep(direct) {
    const { you } = this.store.room;
    if (you) takeOpen(direct, this.room, you);
  }

  /** @param {Direct} direct */
  go(direct) {
    const { room = "", pair } = direct;
    this.#going = pair;
    this.keep(direct);
    if (this.accepted?.pair === pair) this.accepted = undefined;
    this.#look();
    goTo(room, this.#root);
  }

  /**
   * @param {"ask" | "list"} dialog
   * @param {object} [about]
   */
  async open(dialog, about = {}) {
    const [tag, load] = DIALOGS[dialog];
    try {
      await loadPart(load);
    } catch {
      return this.tell(t.notLoaded);
    }
    const element = Object.assign(document.createElement(tag), { around: this, ...about });
    // The focus is back where it was by then.
    element.addEventListener("close", () => element.remove());
    /** @type {ShadowRoot} */ (this.renderRoot).append(element);
  }

  /** @param {string} words */
  tell(words) {
    this.#root.querySelector("alcove-toast")?.show(words);
  }

  static styles = [base, memberColours, directsStyle];
}

/** @param {Outcome} outcome */
export const faultOf = ({ code, refusal }) => {
  const wait = refusal && waitOf(refusal);
  return code === "rate_limited" && wait
    ? t.directTooMany(roughSpanOf(Math.ceil(wait / 1_000)))
    : t.directFault(code);
};

customElements.define("alcove-directs", DirectsLine);
