/**
 * `<alcove-room>`: a whole room in one element, once its store is ready. It connects the store to the
 * components and the components to each other, and listens to the browser for the network. State and drawing
 * are elsewhere.
 *
 * @import { Refusal } from "../client/protocol.js"
 * @import { RoomStore } from "../state/room-store.js"
 */

import "../composer/composer.js";
import "../people/name-prompt.js";
import "../timeline/timeline.js";
import "../chrome/top-bar.js";
import { isLookedAt, onAttention } from "../browser/attention.js";
import { forget, onForgotten, tellForgotten } from "../browser/forget.js";
import { host } from "../browser/host.js";
import { readMuted, readName, settings, troubles } from "../browser/preferences.js";
import { loadPart, lookForUpdate } from "../browser/service-worker.js";
import { takeDropped } from "../composer/dropped.js";
import { t } from "../i18n/strings.js";
import { showUnread } from "../notify/badge.js";
import { shortName } from "../text/room-name.js";
import { MessageActions } from "../timeline/message-actions.js";
import { base } from "../ui/base.js";
import { html, LitElement, nothing } from "../ui/lit.js";
import { Focus } from "./focus.js";
import { Later } from "./later.js";
import { followLinks } from "./message-links.js";
import { linkOf } from "./open-room.js";
import { Naming } from "./own-name.js";
import { PeoplePanel } from "./people-panel.js";
import { roomStyle } from "./room-style.js";
import { Writing } from "./writing.js";

/** How long after a change the newest messages are kept for the next visit. */
const KEEP_AFTER_MS = 3_000;

/** Loaded when they are opened. */
/** @type {Record<"share" | "settings", () => Promise<unknown>>} */
const DIALOGS = {
  share: () => import("../chrome/share-dialog.js"),
  settings: () => import("../settings/settings-dialog.js"),
};

export class Room extends LitElement {
  static properties = {
    dialog: { state: true },
    isHelpWanted: { state: true },
  };

  #leave = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #keepTimer;
  /** Oneself, before the room has said who one is. */
  #stranger = { id: "", name: "" };
  #actions;
  #naming;
  #people;
  #writing;
  /** @type {Later | undefined} */
  #later;
  #focus = new Focus({ composer: () => this.#composer, prompt: () => this.#prompt });

  /**
   * @param {string} name
   * @param {RoomStore} store
   */
  constructor(name, store) {
    super();
    this.name = name;
    this.store = store;
    this.#people = new PeoplePanel(this, store, {
      leave: () => this.#focus.leave(),
      left: () => this.#leftPeople(),
      tell: (words) => this.#tell(words),
    });
    /** @type {"" | "share" | "settings"} What is open of the two. */
    this.dialog = "";
    /** The settings open at the list of keys. */
    this.isHelpWanted = false;
    const redraw = () => this.requestUpdate();
    this.#writing = new Writing(name, store, { composer: () => this.#composer, redraw });
    this.#naming = new Naming(name, store, {
      redraw,
      closePrompt: () => {
        this.#prompt?.close();
        this.#focus.goBack();
      },
      onJoin: () => this.updateComplete.then(this.#focus.goOn),
    });
    this.#actions = new MessageActions(store, {
      link: () => linkOf(name),
      compose: (kind, message) => this.#writing.compose(kind, message),
      tell: (words) => this.#tell(words),
      say: (words) => this.#announce([words]),
      goOn: this.#focus.goOn,
      redraw,
    });
    const { connection } = store;
    store.addEventListener("change", () => this.#changed());
    store.addEventListener("heard", async (event) => (await this.#later?.load())?.heard(detail(event)));
    store.addEventListener("amended", async (event) => (await this.#later?.load())?.amended(detail(event)));
    store.addEventListener("refused", (event) => this.#refused(detail(event)));
    connection.addEventListener("status", () => connection.status.phase === "live" && this.#opened());
  }

  get #timeline() {
    return this.#part("alcove-timeline");
  }

  get #composer() {
    return this.#part("alcove-composer");
  }

  get #toast() {
    return this.#part("alcove-toast");
  }

  get #settings() {
    return this.#part("alcove-settings-dialog");
  }

  get #topBar() {
    return this.#part("alcove-top-bar");
  }

  get #prompt() {
    return this.#part("alcove-name-prompt");
  }

  /**
   * @template {keyof HTMLElementTagNameMap} Name
   * @param {Name} name
   */
  #part(name) {
    return /** @type {ShadowRoot} */ (this.renderRoot).querySelector(name);
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.#leave = new AbortController();
    const { signal } = this.#leave;
    const { connection } = this.store;
    for (const type of ["online", "offline"])
      window.addEventListener(type, () => connection.reconnectNow(), { signal });
    for (const type of ["input", "keydown", "pointerdown"])
      window.addEventListener(type, () => connection.nudge(), { signal, capture: true });
    window.addEventListener("pagehide", () => this.#left(), { signal });
    document.addEventListener("freeze", () => this.#writing.settleDraft(), { signal });
    troubles.addEventListener("unkept", () => this.#tell(t.notKept), { signal });
    takeDropped(
      {
        onText: (text) => this.#composer?.insert(text),
        onFile: () => this.#tell(t.noFiles),
      },
      signal,
    );
    this.#focus.listen(signal);
    document.addEventListener("visibilitychange", () => this.#turned(), { signal });
    onAttention(() => this.#attend(), signal);
    host.addEventListener("theme", () => this.requestUpdate(), { signal });
    settings.addEventListener("change", () => this.#changed(), { signal });
    onForgotten(this.name, (room) => this.#forgotten(room), signal);
    const root = /** @type {ShadowRoot} */ (this.renderRoot);
    this.#later = new Later({ name: this.name, link: linkOf(this.name), store: this.store, root, signal });
    this.#join(signal);
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#leave.abort();
    clearTimeout(this.#keepTimer);
    this.#keepTimer = undefined;
    this.store.connection.close();
  }

  /** @param {AbortSignal} signal */
  #join(signal) {
    this.#attend();
    this.#naming.begin();
    followLinks(
      this.store,
      {
        onArrived: (seq) => this.#timeline?.toMessage(seq),
        onLost: () => this.#tell(t.messageLost),
      },
      signal,
    );
    this.updateComplete.then(() => this.#focus.beReady());
  }

  // ---- what is drawn ----

  /** @override */
  render() {
    const { name, store } = this;
    const { room, connection } = store;
    return html`
      <alcove-top-bar
        .room=${name}
        .link=${linkOf(name)}
        .count=${room.count}
        .isRosterOpen=${this.#people.isOpen}
        .isEmbedded=${host.embedded}
        .isMuted=${readMuted(name)}
        .isOut=${store.isOut}
        @people=${() => this.#people.toggle()}
        @share=${() => this.#openDialog("share")}
        @settings=${() => this.#openDialog("settings")}
      ></alcove-top-bar>
      <main>
        <div class="over">
          <alcove-banner
            .status=${connection.status}
            .isLost=${store.isLost}
            .isFull=${store.isFull}
            .trouble=${store.trouble}
            .isShut=${connection.isShut}
            .isEmbedded=${host.embedded}
            @try=${this.#tryNow}
          ></alcove-banner>
          <alcove-update-notice @close=${this.#focus.goOn}></alcove-update-notice>
        </div>
        ${this.#conversation()}
        <div class="foot">
          <alcove-toast></alcove-toast>
          <alcove-typing-line 
            .typing=${room.typing}
            .signOf=${store.signOf}
          ></alcove-typing-line>
          <alcove-composer
            ?hidden=${this.#isLookingOn}
            .limit=${room.limits.text}
            .mostBytes=${room.limits.frame}
            .heldUntil=${connection.heldUntil}
            .members=${room.members}
            .signOf=${store.signOf}
            .you=${this.#you}
            .spokeAt=${() => new Map(room.messages.map(({ from, seq }) => [from.id, seq]))}
            .mode=${this.#writing.mode}
            @send=${this.#send}
            @typing=${() => this.#writing.typed()}
            @draft=${() => this.#writing.drafted()}
            @cancel=${() => this.#writing.stop()}
            @page=${(/** @type {CustomEvent<number>} */ { detail }) => this.#timeline?.page(detail)}
            @edit-last=${() => this.#writing.editLast()}
            @delete=${this.#deleteEdited}
          ></alcove-composer>
          ${this.#isLookingOn ? this.#namePrompt() : nothing}
        </div>
      </main>
      ${this.#people.isOpen ? this.#roster() : nothing} ${this.#isLookingOn ? nothing : this.#namePrompt()}
      ${this.#dialog()}
      <alcove-announcer></alcove-announcer>
    `;
  }

  /** @override */
  firstUpdated() {
    this.#writing.restore();
  }

  #conversation() {
    const { store } = this;
    const { room, connection } = store;
    return html`<alcove-timeline
      .messages=${room.messages}
      .outbox=${connection.outbox}
      .notices=${room.notices}
      .you=${this.#you}
      .names=${room.names}
      .signOf=${store.signOf}
      .line=${store.marker.line}
      .removing=${store.removing}
      .link=${linkOf(this.name)}
      .openFrom=${this.#actions.openFrom}
      .editing=${this.#writing.edited}
      .unread=${store.marker.unread}
      .now=${this.#now}
      .isAway=${store.isAway}
      .quoted=${store.quoted}
      .hasOlder=${room.log.hasOlder}
      .hasNewer=${room.log.hasNewer}
      .isLoaded=${room.isLoaded}
      .isOpened=${store.isOpened}
      .isLost=${store.isLost}
      .isTrimmed=${room.first > 1}
      .isWaiting=${connection.status.phase !== "live" || connection.heldUntil > 0}
      .isOver=${store.isOut || this.#isLookingOn}
      @older=${() => store.loadOlder()}
      @newer=${() => store.loadNewer()}
      @end=${() => store.showEnd()}
      @leap=${(/** @type {CustomEvent<number>} */ event) => store.leapTo(event.detail)}
      @place=${(/** @type {CustomEvent<boolean>} */ event) => store.attend({ isAtEnd: event.detail })}
      @act=${this.#act}
      @toggle=${this.#toggle}
      @undo=${(/** @type {CustomEvent<number>} */ event) => store.undoRemove(event.detail)}
      @retry=${this.#retry}
      @discard=${this.#discard}
      @mend=${(/** @type {CustomEvent<string>} */ { detail }) => this.#writing.mend(detail)}
      @take=${(/** @type {CustomEvent<string>} */ { detail }) => this.#actions.take(detail)}
      @invite=${() => this.#openDialog("share")}
      @compose=${() => this.#composer?.focus()}
      @help=${() => this.#openDialog("settings", true)}
      @click=${this.#focus.clicked}
    ></alcove-timeline>`;
  }

  #now = () => this.store.connection.time.date;

  /** Who one is, as far as that is known: the same object as long as it is the same person. */
  get #you() {
    const { you } = this.store.room;
    if (you) return you;
    const name = readName();
    if (this.#stranger.name !== name) this.#stranger = { id: "", name };
    return this.#stranger;
  }

  /** A frame never covers what can be read: there the prompt takes the place of the composer. */
  get #isLookingOn() {
    return host.embedded && this.#naming.isAsked && !this.#naming.isRenaming;
  }

  #roster() {
    const { room, signOf } = this.store;
    // Keeps the panel's place, so that nothing moves when it comes.
    if (!room.you || room.count === 0 || !this.#people.isLoaded)
      return this.#people.isDrawer ? nothing : html`<div class="panel"></div>`;
    return html`<alcove-roster
      .isDrawer=${this.#people.isDrawer}
      .members=${room.members}
      .you=${room.you}
      .signOf=${signOf}
      .count=${room.count}
      .hasMore=${room.hasMoreMembers}
      @close=${() => this.#people.close()}
      @rename=${this.#rename}
      @more=${() => this.store.loadMoreMembers()}
      @mention=${(/** @type {CustomEvent<string>} */ { detail }) => this.#composer?.mention(detail)}
    ></alcove-roster>`;
  }

  #namePrompt() {
    const { store } = this;
    const naming = this.#naming;
    if (!naming.isAsked) return nothing;
    return html`<alcove-name-prompt
      .room=${this.name}
      .name=${naming.proposal}
      .fault=${store.nameFault}
      .suggestion=${store.suggestion}
      .lastAt=${naming.lastAt}
      .isRename=${naming.isRenaming}
      .isBar=${this.#isLookingOn}
      .isReturn=${store.connection.status.reason === "token_refused"}
      @name=${(/** @type {CustomEvent<string>} */ event) => naming.give(event.detail)}
      @cancel=${() => naming.stopRename()}
    ></alcove-name-prompt>`;
  }

  #dialog() {
    const closed = () => {
      this.dialog = "";
      this.#focus.goBack();
    };
    if (this.dialog === "share")
      return html`<alcove-share-dialog .room=${this.name} .link=${linkOf(this.name)} @close=${closed}></alcove-share-dialog>`;
    if (this.dialog === "settings")
      return html`<alcove-settings-dialog
        .room=${this.name}
        .name=${this.store.room.count ? (this.store.room.you?.name ?? "") : ""}
        .isThemeGiven=${host.isThemeGiven}
        .isHelpWanted=${this.isHelpWanted}
        @rename=${this.#renameFromSettings}
        @forget=${(/** @type {CustomEvent<string>} */ event) => this.#forget(event.detail)}
        @close=${closed}
      ></alcove-settings-dialog>`;
    return nothing;
  }

  // ---- what the user does ----

  /** @param {"share" | "settings"} name */
  async #openDialog(name, isHelpWanted = false) {
    this.#focus.leave();
    this.isHelpWanted = isHelpWanted;
    try {
      await loadPart(DIALOGS[name]);
      this.dialog = name;
    } catch {
      this.#tell(t.notLoaded);
    }
  }

  /** The settings are closed first, so that the focus comes back to where they were opened. */
  async #renameFromSettings() {
    this.#settings?.close();
    await this.updateComplete;
    this.#naming.startRename();
  }

  /** @param {string} room "" for all. */
  #forget(room) {
    this.#forgotten(room);
    tellForgotten(room);
  }

  /** @param {string} room */
  #forgotten(room) {
    this.store.abandon();
    this.#writing.dropDraft();
    forget(room);
    // A frame of another site's page is not where the start page may be; there one is asked for a name.
    if (host.embedded) location.reload();
    else location.replace("/");
  }

  /** @param {CustomEvent<string>} event */
  #send({ detail }) {
    if (this.#writing.send(detail)) this.#timeline?.toEnd();
  }

  #left() {
    this.#writing.settleDraft();
    this.store.leave();
  }

  #deleteEdited() {
    this.#focus.goOn();
    this.#writing.deleteEdited();
  }

  /** @param {CustomEvent} event */
  #act({ detail: { kind, message, anchor } }) {
    if (this.#isLookingOn) return this.#prompt?.focus();
    this.#actions.act(kind, message, anchor);
  }

  /** @param {CustomEvent} event */
  #toggle({ detail: { message, reaction } }) {
    if (this.#isLookingOn) return this.#prompt?.focus();
    this.#actions.toggle(message, reaction);
  }

  /** @param {CustomEvent<string>} event */
  #discard({ detail }) {
    this.#writing.discard(detail);
    this.#focus.goOn();
  }

  /** @param {CustomEvent<string>} event */
  #retry({ detail }) {
    this.#writing.retry(detail);
    this.#focus.goOn();
  }

  #tryNow() {
    this.store.connection.reconnectNow();
    this.#focus.goOn();
  }

  #rename() {
    this.#focus.leave();
    this.#naming.startRename();
  }

  #leftPeople() {
    // One goes on elsewhere.
    if (this.#naming.isRenaming || this.renderRoot.querySelector("alcove-composer:focus-within")) return;
    this.#topBar?.focusPeople();
    this.#focus.goBack();
  }

  // ---- what happens ----

  #changed() {
    this.#naming.look();
    this.#keepTimer ??= setTimeout(() => {
      this.#keepTimer = undefined;
      this.store.keep();
    }, KEEP_AFTER_MS);
    this.#title();
    this.requestUpdate();
  }

  #opened() {
    lookForUpdate();
    this.#later?.soon();
  }

  /** @param {string[]} words */
  async #announce(words) {
    (await this.#later?.load())?.announce(words);
  }

  /** @param {string} words */
  async #tell(words) {
    await this.#later?.load();
    const toast = this.#toast;
    if (toast?.show) return toast.show(words);
    // It could not be loaded either.
    const plain = Object.assign(document.createElement("p"), { role: "status", textContent: words });
    toast?.replaceChildren(plain);
  }

  /** @param {Refusal} refusal */
  #refused({ code }) {
    this.#tell(code === "not_found" ? t.notReacted : t.notDone);
  }

  /** Timers sleep in a hidden tab: whether the server is still there is found out at once. */
  #turned() {
    if (document.hidden) {
      this.#writing.settleDraft();
      this.store.keep();
    } else {
      this.store.connection.look();
      this.#focus.beReady();
    }
  }

  #attend() {
    this.store.connection.isWatched = !document.hidden;
    this.store.attend({ isAway: !isLookedAt() });
  }

  #title() {
    const unread = this.store.marker.unread ?? 0;
    host.tellUnread(unread);
    showUnread(readMuted(this.name) ? 0 : unread, shortName(this.name));
  }

  static styles = [base, roomStyle];
}

const detail = (/** @type {Event} */ event) => /** @type {CustomEvent} */ (event).detail;

customElements.define("alcove-room", Room);
