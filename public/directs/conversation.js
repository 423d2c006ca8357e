/**
 * `<alcove-conversation>`: what makes of a room a private conversation that cannot be taken for anything else. The room is
 * as any; this puts the other in the place of its name, and takes the ways to others away. It is there before such a room
 * is drawn.
 *
 * @import { Entry } from "../client/outbox.js"
 * @import { Pair } from "../client/protocol.js"
 * @import { RoomStore } from "../state/room-store.js"
 * @import { ReportDialog } from "../timeline/report-dialog.js"
 */

import iconLock from "lucide-static/icons/lock-keyhole.svg";
import { loadPart } from "../browser/load-part.js";
import { storage } from "../browser/preferences.js";
import { IdentityStore } from "../client/identity.js";
import { loadDirectsWords, t } from "../i18n/strings.js";
import { avatar } from "../people/person.js";
import { myRooms } from "../rooms/on-this-device.js";
import { nameRoom, shortName } from "../text/room-name.js";
import { adopt } from "../ui/adopt-style.js";
import { base, memberColours } from "../ui/base.js";
import { iconMore } from "../ui/icons.js";
import { css, html, LitElement, nothing, render } from "../ui/lit.js";
import { conversationStyle } from "./conversation-style.js";
import { readPair, readSaid, writePair } from "./kept.js";
import { NoToken } from "./no-token.js";

await loadDirectsWords();

/** Why there is no way in. */
const LOST = ["token_refused", "key_needed"];

/**
 * What is drawn in the place of this room: where this device has no way into it, that is said.
 * @template {HTMLElement & { name: string, store: RoomStore, renderRoot?: ParentNode, updateComplete: Promise<unknown> }} Room
 * @param {Room} room
 */
export const draw = (room) => {
  const { name, store } = room;
  if (!new IdentityStore(storage, name).read()?.token) return new NoToken(name);
  const known = readPair(name);
  if (known) nameRoom(name, known.with.name);
  const conversation = Object.assign(new Conversation(), { room: name, store });
  room.updateComplete.then(() => room.renderRoot?.querySelector(".above")?.append(conversation));
  return room;
};

export class Conversation extends LitElement {
  static properties = { room: { attribute: false }, store: { attribute: false } };

  #leave = new AbortController();
  /** What stands in the slots of others. */
  #places = {
    front: slotted("front"),
    others: slotted("others"),
    empty: slotted("empty"),
    top: slotted("top"),
    away: slotted(""),
  };
  /** Something could not be said here, and nothing was since. */
  #isRefused = false;
  /** What could not be said, as far as it still waits: it also does after a reload. @type {string[]} */
  #refused = [];

  constructor() {
    super();
    this.room = "";
    this.store = /** @type {RoomStore} */ (/** @type {unknown} */ (undefined));
  }

  /** @override */
  firstUpdated() {
    const { signal } = this.#leave;
    const { store } = this;
    const root = this.#root;
    const { front, others, empty, top, away } = this.#places;
    for (const style of [...memberColours, conversationStyle]) adopt(root, style);
    root.querySelector("alcove-top-bar")?.append(front, others);
    top.textContent = t.talkBegins;
    root.querySelector("alcove-timeline")?.append(empty, top);
    root.querySelector("alcove-typing-line")?.before(away);
    this.#refused = refusedOf(store.connection.outbox);
    store.addEventListener("change", () => this.#changed(), { signal });
    store.connection.addEventListener("status", () => this.#look(), { signal });
    store.connection.addEventListener(
      "outbox",
      (event) => this.#sent(/** @type {CustomEvent<Entry[]>} */ (event).detail),
      {
        signal,
      },
    );
    store.addEventListener("heard", () => this.#open(), { signal });
    root.addEventListener("report", (event) => this.#report(/** @type {CustomEvent} */ (event).detail), {
      signal,
    });
    window.addEventListener("storage", () => this.#changed(), { signal });
    // What the room is called where the two have met.
    myRooms().addEventListener("change", () => this.#draw(store.shut), { signal });
    this.#changed();
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#leave.abort();
  }

  get #root() {
    return /** @type {ShadowRoot} */ (this.getRootNode());
  }

  /** With whom it is, and from where. @returns {Pair} */
  get pair() {
    const { pair } = this.store.room;
    return pair ?? readPair(this.room) ?? { pair: "", with: { id: "", name: "" }, room: "" };
  }

  /** As they are called here, set apart from the words around it. */
  get name() {
    const { id, name } = this.pair.with;
    return `\u2068${this.store.room.names.get(id) ?? name}\u2069`;
  }

  /** Where the two have met, as this device knows it. */
  get met() {
    const { room } = this.pair;
    return `\u2068${myRooms().get(room)?.title || shortName(room)}\u2069`;
  }

  /** One has blocked the other. */
  get isBlocked() {
    const { pair, room } = this.pair;
    return readSaid(room).some((each) => each.pair === pair && each.state === "blocked");
  }

  // ---- what happens ----

  #look() {
    const { reason = "" } = this.store.connection.status;
    if (LOST.includes(reason))
      /** @type {HTMLElement} */ (this.#root.host).replaceWith(new NoToken(this.room));
  }

  /** @param {Entry[]} entries */
  #sent(entries) {
    const before = this.#refused;
    this.#refused = refusedOf(entries);
    const isNew = this.#refused.some((cid) => !before.includes(cid));
    // It is tried again, which tells.
    const isRetried = entries.some(({ frame, failed }) => !failed && before.includes(frame.cid));
    if (isNew || isRetried) this.#isRefused = isNew;
    this.#changed();
  }

  /** The other has said something, so one can. */
  #open() {
    this.#isRefused = false;
    this.#changed();
  }

  #changed() {
    const { store } = this;
    if (store.room.pair) this.#keep(store.room.pair);
    const shut = this.isBlocked ? t.shutByYou(this.name) : this.#isRefused ? t.shutHere : "";
    const composer = this.#root.querySelector("alcove-composer");
    if (composer) composer.placeholder = shut ? t.shutField : t.onlySees(this.name);
    this.#draw(shut);
    if (store.shut === shut) return;
    store.shut = shut;
    store.dispatchEvent(new CustomEvent("change"));
  }

  /** @param {Pair} pair */
  #keep(pair) {
    nameRoom(this.room, pair.with.name);
    const kept = readPair(this.room);
    const isSame = kept?.pair === pair.pair && kept.with.name === pair.with.name && kept.room === pair.room;
    if (!isSame) writePair(this.room, { ...pair, with: { id: pair.with.id, name: pair.with.name } });
    const { room: met, ...rest } = pair;
    myRooms().note(this.room, { pair: { ...rest, met } });
  }

  // ---- what is drawn ----

  /** @param {string} shut */
  #draw(shut) {
    const { front, others, empty, away } = this.#places;
    const { room, connection } = this.store;
    const { with: other } = this.pair;
    const now = room.names.get(other.id) ?? other.name;
    const isThere = room.members.has(other.id);
    const from =
      now === other.name ? t.privateFrom(this.met) : t.nameThere(`\u2068${other.name}\u2069`, this.met);
    render(
      html`<span class="other">${avatar(other.id, now)}</span>
        <div class="pair">
          <h1 translate="no" dir="auto">${now}</h1>
          <p class="from">${iconLock}<a href="/room/${this.pair.room}">${from}</a></p>
        </div>`,
      front,
    );
    render(
      html`<button aria-label=${t.aboutTalk} title=${t.aboutTalk} aria-haspopup="dialog" @click=${this.#about}>${iconMore}</button>`,
      others,
    );
    render(
      html`<h2>${t.justTwo(this.name)}</h2>
        <p>${t.whoReads(this.met)}</p>`,
      empty,
    );
    const isShut = shut || this.#refused.length > 0;
    const isAway = connection.status.phase === "live" && !isThere && !isShut;
    render(isAway ? html`<p>${t.getsItLater(this.name)}</p>` : nothing, away);
  }

  // ---- what one does ----

  #about = async (/** @type {Event} */ event) => {
    // Safari focuses no button that is pressed.
    /** @type {HTMLElement} */ (event.currentTarget).focus();
    try {
      const { ConversationDialog } = await loadPart(() => import("./conversation-dialog.js"));
      const dialog = Object.assign(new ConversationDialog(), { around: this });
      dialog.addEventListener("close", () => dialog.remove());
      /** @type {ShadowRoot} */ (this.renderRoot).append(dialog);
    } catch {
      this.tell(t.notLoaded);
    }
  };

  /** A report is about to be written: it says what is sent, and to whom. @param {{ dialog: ReportDialog }} asked */
  #report({ dialog }) {
    Object.assign(dialog, { heading: t.reportTalk, hint: t.reportTalkWhat(this.met), told: t.reportedTalk });
  }

  /** Something of the two has changed elsewhere than here. */
  renew() {
    this.#isRefused = false;
    this.#changed();
  }

  /** @param {string} words */
  tell(words) {
    this.#root.querySelector("alcove-toast")?.show(words);
  }

  static styles = [
    base,
    css`
      :host {
        display: block;
        min-width: 0;
      }
    `,
  ];
}

/** What could not be said because nobody may write here any more. @param {readonly Entry[]} entries */
const refusedOf = (entries) =>
  entries.filter(({ failed }) => failed?.code === "forbidden").map(({ frame }) => frame.cid);

/** @param {string} slot */
const slotted = (slot) =>
  Object.assign(document.createElement("div"), { className: `private-${slot || "away"}`, slot });

customElements.define("alcove-conversation", Conversation);
