/**
 * `<alcove-room>`: a whole room in one element, once its store is ready. It connects the store to the
 * components and the components to each other, and listens to the browser for the network. State and drawing
 * are elsewhere.
 *
 * @import { Message, Refusal } from "../client/protocol.js"
 * @import { RoomStore } from "../state/room-store.js"
 * @import { Parts } from "./later.js"
 *
 * @typedef {{ seq: number, bottom: number }} Place A message, and where its lower edge is in the view.
 */

import "../composer/composer.js";
import "../people/name-prompt.js";
import "../timeline/timeline.js";
import "../chrome/top-bar.js";
import { isLookedAt, onAttention } from "../browser/attention.js";
import { linkOf } from "../browser/connect.js";
import { host } from "../browser/host.js";
import { KEY_EVENT } from "../browser/key-link.js";
import { loadPart } from "../browser/load-part.js";
import { readMuted, readName, settings, troubles } from "../browser/preferences.js";
import { isPrivate } from "../client/protocol.js";
import { t } from "../i18n/strings.js";
import { showUnread } from "../notify/badge.js";
import { shortName } from "../text/room-name.js";
import { base } from "../ui/base.js";
import { html, LitElement, nothing } from "../ui/lit.js";
import { Focus } from "./focus.js";
import { Later } from "./later.js";
import { followLinks } from "./message-links.js";

import { Naming } from "./own-name.js";
import { PeoplePanel } from "./people-panel.js";
import { roomStyle } from "./room-style.js";
import { Writing } from "./writing.js";

/** How long after a change the newest messages are kept for the next visit. */
const KEEP_AFTER_MS = 3_000;

export class Room extends LitElement {
  #leave = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #keepTimer;
  /** Oneself, before the room has said who one is. */
  #stranger = { id: "", name: "" };
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
      tell: (words) => this.#tell(() => words),
    });
    /** Where one was when one left it last, in this tab. @type {Place | undefined} */
    this.place = undefined;
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
    const { connection } = store;
    store.addEventListener("change", () => this.#changed());
    store.addEventListener("heard", async (event) =>
      (await this.#later?.load())?.notices.heard(detail(event)),
    );
    store.addEventListener("amended", async (event) =>
      (await this.#later?.load())?.notices.amended(detail(event)),
    );
    store.addEventListener("refused", (event) => this.#refused(detail(event)));
    // Who is not let in is told why in a part that is loaded later.
    connection.addEventListener(
      "status",
      () => ["live", "stopped"].includes(connection.status.phase) && this.#later?.soon(),
    );
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
    window.addEventListener(KEY_EVENT, () => connection.useKey(), { signal });
    document.addEventListener("freeze", () => this.#writing.settleDraft(), { signal });
    troubles.addEventListener("unkept", () => this.#tell((says) => says.notKept()), { signal });
    this.#focus.listen(signal);
    document.addEventListener("visibilitychange", () => this.#turned(), { signal });
    onAttention(() => this.#attend(), signal);
    host.addEventListener("theme", () => this.requestUpdate(), { signal });
    settings.addEventListener("change", () => this.#changed(), { signal });
    const root = /** @type {ShadowRoot} */ (this.renderRoot);
    const around = {
      link: () => linkOf(this.name),
      compose: (/** @type {"reply" | "edit"} */ kind, /** @type {Message} */ message) =>
        this.#writing.compose(kind, message),
      tell: (/** @type {string} */ words) => this.#tell(() => words),
      say: (/** @type {string} */ words) => this.#announce([words]),
      goOn: this.#focus.goOn,
      goBack: () => this.#focus.goBack(),
      redraw: () => this.requestUpdate(),
      drawn: () => this.updateComplete,
      startRename: () => this.#naming.startRename(),
    };
    this.#later = new Later({
      name: this.name,
      link: linkOf(this.name),
      store: this.store,
      root,
      signal,
      around,
    });
    // Who asks from the list of people, or another device: those who heed it are in a part that may not be here yet.
    for (const type of ["direct", "use-elsewhere"])
      root.addEventListener(type, (event) => this.#passOn(root, /** @type {CustomEvent} */ (event)), {
        signal,
      });
    this.#join(signal);
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#leave.abort();
    clearTimeout(this.#keepTimer);
    this.#keepTimer = undefined;
    this.#left();
  }

  /** @param {AbortSignal} signal */
  #join(signal) {
    this.#attend();
    this.#naming.begin();
    // Who is asked for a name may sign in instead, where the server says so by this.
    const [page] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType("navigation"));
    if (this.#naming.isAsked && page?.serverTiming?.[0]) this.#later?.soon();
    followLinks(
      this.name,
      this.store,
      {
        onArrived: (seq) => {
          this.#timeline?.toMessage(seq, this.place?.bottom);
          this.place = undefined;
        },
        onLost: () => this.place || this.#tell((says) => says.messageLost()),
      },
      signal,
    );
    this.updateComplete.then(() => this.#focus.beReady());
  }

  // ---- what is drawn ----

  /** @override */
  render() {
    const { name, store } = this;
    const { room, connection, lock } = store;
    return html`
      <alcove-top-bar
        .room=${name}
        .front=${room.house.settings}
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
        <div class="above"><alcove-hosting .room=${name} .store=${store} @close=${() => this.#focus.goBack()}></alcove-hosting></div>
        ${this.#conversation()}
        <div class="foot">
          <alcove-toast></alcove-toast>
          <alcove-lock-line
            .lock=${lock && { ...lock, ...(lock.wait !== undefined && { until: performance.now() + lock.wait }) }}
            @over=${() => this.requestUpdate()}
          ></alcove-lock-line>
          <alcove-typing-line 
            .typing=${room.typing}
            .signOf=${store.signOf}
          ></alcove-typing-line>
          <alcove-composer
            ?hidden=${this.#isLookingOn}
            .limit=${room.limits.text}
            .mostBytes=${room.limits.frame}
            .heldUntil=${connection.heldUntil}
            .isLocked=${lock !== undefined && !(lock.why === "slowed" && this.#writing.edited !== undefined)}
            .members=${room.members}
            .signOf=${store.signOf}
            .you=${this.#you}
            .spokeAt=${() => new Map(room.messages.map(({ from, seq }) => [from.id, seq]))}
            .tray=${this.#later?.parts?.files.tray}
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
      ${this.#people.isOpen && !isPrivate(name) ? this.#roster() : nothing} ${this.#isLookingOn ? nothing : this.#namePrompt()}
      ${this.#later?.parts?.dialogs.render()} ${this.#waiting()}
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
      .verified=${room.verified}
      .signOf=${store.signOf}
      .line=${store.marker.line}
      .removing=${store.removing}
      .link=${linkOf(this.name)}
      .openFrom=${this.#later?.parts?.actions.openFrom}
      .editing=${this.#writing.edited}
      .failure=${this.#later?.parts?.failure}
      .linked=${this.#later?.parts?.linked}
      .files=${this.#later?.parts?.files.views}
      .unread=${store.marker.unread}
      .now=${this.#now}
      .isAway=${store.isAway}
      .quoted=${store.quoted}
      .hasOlder=${room.log.hasOlder}
      .hasNewer=${room.log.hasNewer}
      .isLoaded=${room.isLoaded}
      .isOpened=${store.isOpened}
      .isLost=${store.isLost}
      .access=${room.house.settings.access}
      .isTrimmed=${room.first > 1}
      .isWaiting=${connection.status.phase !== "live" || connection.heldUntil > 0}
      .isOver=${store.isOut || this.#isLookingOn}
      @files=${async () => (await this.#later?.load())?.files.load()}
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
      @take=${async (/** @type {CustomEvent<string>} */ { detail }) => (await this.#parts())?.actions.take(detail)}
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
      .roles=${room.roles}
      .verified=${room.verified}
      .mayAsk=${this.#mayAsk}
      .count=${room.count}
      .hasMore=${room.hasMoreMembers}
      @close=${() => this.#people.close()}
      @rename=${this.#rename}
      @more=${() => this.store.loadMoreMembers()}
      @mention=${(/** @type {CustomEvent<string>} */ { detail }) => this.#composer?.mention(detail)}
    ></alcove-roster>`;
  }

  #mayAsk = (/** @type {string} */ id) =>
    !host.embedded && !this.store.denial("direct", this.store.room.roles.get(id));

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

  /** One has knocked, and waits to be let in. */
  #waiting() {
    const { phase, place, front } = this.store.connection.status;
    if (phase !== "knocking") return nothing;
    void loadPart(() => import("../people/waiting.js")).catch(() => this.#tell(() => t.notLoaded));
    return html`<alcove-waiting
      .room=${this.name}
      .place=${place}
      .front=${front}
      @knock=${(/** @type {CustomEvent<string>} */ { detail }) => this.store.connection.knock(detail)}
    ></alcove-waiting>`;
  }

  // ---- what the user does ----

  /** @param {"share" | "settings"} name */
  async #openDialog(name, isHelpWanted = false) {
    this.#focus.leave();
    (await this.#parts())?.dialogs.open(name, isHelpWanted);
  }

  dropDraft() {
    this.#writing.dropDraft();
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
  async #act({ detail: { kind, message, anchor } }) {
    if (this.#isLookingOn) return this.#prompt?.focus();
    (await this.#parts())?.actions.act(kind, message, anchor);
  }

  /** @param {CustomEvent} event */
  #toggle({ detail: { message, reaction } }) {
    if (this.#isLookingOn) return this.#prompt?.focus();
    this.store.connection.react(message.seq, reaction.emoji, !reaction.isMine);
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
    // Another room may have its place by now.
    if (!this.isConnected) return;
    this.#naming.look();
    this.#keepTimer ??= setTimeout(() => {
      this.#keepTimer = undefined;
      this.store.keep();
    }, KEEP_AFTER_MS);
    this.#title();
    this.requestUpdate();
  }

  /** @param {string[]} words */
  async #announce(words) {
    (await this.#later?.load())?.notices.announce(words);
  }

  /**
   * @param {ShadowRoot} root
   * @param {CustomEvent} event
   */
  async #passOn(root, { type, detail }) {
    if (!this.#later?.parts && (await this.#parts())) root.dispatchEvent(new CustomEvent(type, { detail }));
  }

  /** What is asked for can be done by these. Where they cannot be loaded, that is said. */
  async #parts() {
    const parts = await this.#later?.load();
    if (!parts) this.#tell(() => t.notLoaded);
    return parts;
  }

  /** @param {(says: Parts["says"]) => string} words They may have to be loaded first. */
  async #tell(words) {
    const parts = await this.#later?.load();
    const toast = this.#toast;
    if (parts && toast?.show) return toast.show(words(parts.says));
    const plain = Object.assign(document.createElement("p"), { role: "status", textContent: t.notLoaded });
    toast?.replaceChildren(plain);
  }

  /** @param {Refusal} refusal */
  #refused({ code }) {
    this.#tell((says) => says.refused(code));
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
