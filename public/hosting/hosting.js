/**
 * `<alcove-hosting>`: what a room has more that somebody owns. It shows above the conversation what everybody sees of that,
 * brings the button of those who look after the room into the bar, and opens their dialogs, each of which is loaded
 * then. Loaded with the first room that has an owner.
 *
 * @import { ActFrame, Message } from "../client/protocol.js"
 * @import { RoomStore } from "../state/room-store.js"
 * @import { Around, Deed } from "./deeds.js"
 * @import { Desk } from "./desk.js"
 *
 * @typedef {"desk" | "card" | "invite" | "owner" | "settings"} HostDialog
 *
 * @typedef {{ words: string, back?: ActFrame }} Done What a dialog fires as the event `done`.
 *
 * @typedef {object} Asked What is to be opened, or done; whoever draws something of the room fires it as the event `host`.
 * @property {HostDialog} [dialog]
 * @property {Deed} [deed]
 * @property {object} [about] Properties of the dialog, or what the deed is about.
 */

import { loadPart } from "../browser/load-part.js";
import { loadHostingWords, t } from "../i18n/strings.js";
import { base } from "../ui/base.js";
import { css, html, LitElement, nothing } from "../ui/lit.js";
import { DEEDS, wayBack } from "./deeds.js";
import { HostButton } from "./host-button.js";
import { keepPlace } from "./keep-place.js";
import { KnownActs } from "./known-acts.js";
import { extrasOf } from "./message-extras.js";
import { NewReports } from "./new-reports.js";
import { isToBeReminded, noMoreReminders, OwnerNudge } from "./owner-nudge.js";
import { quietReactions } from "./quiet-reactions.js";

await loadHostingWords();

/** What opens as what, and what has to be loaded for it. */
/** @type {Record<HostDialog, [tag: string, load: () => Promise<unknown>]>} */
const DIALOGS = {
  desk: ["alcove-desk", () => import("./desk.js")],
  card: ["alcove-member-card", () => import("./member-card.js")],
  invite: ["alcove-invite-dialog", () => import("./invite-dialog.js")],
  owner: ["alcove-owner-dialog", () => import("./owner-dialog.js")],
  settings: ["alcove-room-settings", () => import("./room-settings.js")],
};

export class Hosting extends LitElement {
  static properties = { room: { attribute: false }, store: { attribute: false } };

  #leave = new AbortController();
  #button = new HostButton();
  #nudge = new OwnerNudge();
  /** @type {KnownActs | undefined} */
  #known;
  /** @type {NewReports | undefined} */
  #reports;

  constructor() {
    super();
    this.room = "";
    this.store = /** @type {RoomStore} */ (/** @type {unknown} */ (undefined));
  }

  /** Not before: where this is loaded after the room was drawn, it has no properties until then. @override */
  firstUpdated() {
    const { signal } = this.#leave;
    this.#known = new KnownActs(this.store, signal);
    this.#reports = new NewReports(this.room, this.store, () => this.#counted());
    this.requestUpdate();
    keepPlace(this, () => this.#root.querySelector("alcove-timeline"), signal);
    this.#nudge.addEventListener("over", () => this.#reminded(), { signal });
    this.#button.addEventListener("open", () => this.ask({ dialog: "desk" }), { signal });
    this.store.addEventListener("change", () => this.requestUpdate(), { signal });
    this.#root.addEventListener(
      "host",
      (event) => this.ask(/** @type {CustomEvent<Asked>} */ (event).detail),
      { signal },
    );
    this.#root.addEventListener("extras", (event) => this.#add(/** @type {CustomEvent} */ (event).detail), {
      signal,
    });
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

  /** @override */
  render() {
    this.#offer();
    this.#remind();
    const timeline = this.#root.querySelector("alcove-timeline");
    quietReactions(timeline?.shadowRoot, this.store.denial("react") === "forbidden");
    // What changes is within: dialogs are put beside it.
    return html`<div>${this.#pinned()}</div>`;
  }

  #pinned() {
    if (this.store.room.house.pinned.length === 0) return nothing;
    // The next change tries again.
    loadPart(() => import("./pinned-line.js")).catch(() => {});
    return html`<alcove-pinned-line .store=${this.store} .version=${{}}></alcove-pinned-line>`;
  }

  #counted() {
    this.requestUpdate();
    /** @type {Desk | null} */ (this.renderRoot.querySelector("alcove-desk"))?.requestUpdate();
  }

  /** Whoever looks after the room has a button for it in the bar. */
  #offer() {
    if (this.store.denial("desk")) return this.#button.remove();
    this.#reports?.look();
    const { knocks = 0, held = 0 } = this.store.room.house.desk ?? {};
    this.#button.waiting = knocks + held + (this.#reports?.count ?? 0);
    if (!this.#button.isConnected) this.#root.querySelector("alcove-top-bar")?.append(this.#button);
  }

  /** Who owns the room on this device alone is told, once it is used. */
  #remind() {
    if (!isToBeReminded(this.room, this.store)) return this.#nudge.remove();
    if (!this.#nudge.isConnected) /** @type {ShadowRoot} */ (this.renderRoot).append(this.#nudge);
  }

  /** The line goes, and one goes on where one writes. */
  #reminded() {
    noMoreReminders(this.room);
    this.#nudge.remove();
    this.#root.querySelector("alcove-composer")?.focus();
  }

  /** To the menu of a message. @param {{ message: Message, extras: object[] }} menu */
  #add({ message, extras }) {
    extras.push(...extrasOf(message, this.store, (asked) => this.ask(asked)));
  }

  /** Those who may make links get the dialog for it. @returns {boolean} Whether it opens. */
  invites() {
    const isMaker = this.store.denial("key", "reader") === "";
    if (isMaker) void this.open("invite", {});
    return isMaker;
  }

  /** @param {Asked} asked */
  ask({ dialog, deed, about = {} }) {
    if (dialog) void this.open(dialog, about);
    if (deed) DEEDS[deed](about, this.#around);
  }

  /** @returns {Around} */
  get #around() {
    return {
      store: this.store,
      tell: (words, undo) => this.tell(words, undo),
      say: (words) => this.#root.querySelector("alcove-announcer")?.announce([words]),
    };
  }

  /**
   * @param {HostDialog} dialog
   * @param {object} about
   */
  async open(dialog, about) {
    const [tag, load] = DIALOGS[dialog];
    try {
      await loadPart(load);
    } catch {
      return this.tell(t.notLoaded);
    }
    const element = Object.assign(document.createElement(tag), {
      room: this.room,
      store: this.store,
      known: this.#known,
      reports: this.#reports,
      ...about,
    });
    element.addEventListener("done", (event) => {
      const { words, back } = /** @type {CustomEvent<Done>} */ (event).detail;
      this.tell(words, wayBack(back, this.#around));
    });
    element.addEventListener("kept", () => noMoreReminders(this.room));
    // The focus is back where it was by then.
    element.addEventListener("close", () => {
      element.remove();
      if (dialog === "owner") this.requestUpdate();
      // The room has opened that one, by a key or a pointer.
      if (dialog === "invite") this.dispatchEvent(new CustomEvent("close"));
    });
    /** @type {ShadowRoot} */ (this.renderRoot).append(element);
  }

  /**
   * Where it can be seen: what lies under an open desk cannot.
   * @param {string} words
   * @param {() => void} [undo]
   */
  tell(words, undo) {
    /** @type {Desk | null | undefined} */
    const desk = this.renderRoot.querySelector("alcove-desk");
    if (desk) desk.tell(words, undo);
    else this.#root.querySelector("alcove-toast")?.show(words, undo, t.undoByKey);
  }

  static styles = [
    base,
    css`
      :host {
        display: block;
        /* A long message that is pinned makes the room no wider. */
        min-width: 0;
      }
    `,
  ];
}

customElements.define("alcove-hosting", Hosting);
