/**
 * `<alcove-room>`: a whole room in one element. It joins the store to the components and the
 * components to each other, and listens to what the browser says about network and attention. What
 * the room is, and how it is drawn, is told elsewhere.
 *
 * @import { Message } from "./protocol.js"
 * @import { Timeline } from "./components/timeline.js"
 * @import { Composer } from "./components/composer.js"
 * @import { Announcer } from "./components/announcer.js"
 * @import { NamePrompt } from "./components/name-prompt.js"
 * @import { TopBar } from "./components/top-bar.js"
 */

import { createRef, css, html, LitElement, nothing, ref } from "./parts/lit.js";
import "./components/announcer.js";
import "./components/banner.js";
import "./components/composer.js";
import "./components/name-prompt.js";
import "./components/roster.js";
import "./components/theme-switch.js";
import "./components/timeline.js";
import "./components/top-bar.js";
import "./components/update-notice.js";
import { readDraft, readName, storage, writeDraft, writeName } from "./browser/preferences.js";
import { keepPage, lookForUpdate } from "./browser/service-worker.js";
import { adoptOrphans, claimTab } from "./browser/tab.js";
import { Connection } from "./connection.js";
import { base } from "./parts/base.js";
import { t } from "./parts/strings.js";
import { parseRoomName } from "./protocol.js";
import { RoomStore } from "./room-store.js";

/** A tab that was reloading at the first look is back at the second. */
const LOOK_AGAIN_MS = 5_000;

const wide = matchMedia("(min-width: 60rem)");

export class AlcoveRoom extends LitElement {
  static properties = {
    room: { type: String },
    isRosterOpen: { state: true },
    isRenaming: { state: true },
    isNameless: { state: true },
  };

  /** @type {RoomStore | undefined} */
  #store;
  /** The name that was asked for and is not confirmed yet. */
  #newName = "";
  #unread = 0;
  #isAtEnd = true;
  /** @type {import("lit/directives/ref.js").Ref<Timeline>} */
  #timeline = createRef();
  /** @type {import("lit/directives/ref.js").Ref<Composer>} */
  #composer = createRef();
  /** @type {import("lit/directives/ref.js").Ref<Announcer>} */
  #announcer = createRef();
  /** @type {import("lit/directives/ref.js").Ref<TopBar>} */
  #topBar = createRef();
  /** @type {import("lit/directives/ref.js").Ref<NamePrompt>} */
  #prompt = createRef();
  #leave = new AbortController();

  constructor() {
    super();
    /** The room's name; without it, the one in the page's address. */
    this.room = "";
    this.isRosterOpen = wide.matches;
    this.isRenaming = false;
    this.isNameless = false;
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.room ||= parseRoomName(location.pathname.replace(/^\/room\//, "")) ?? "";
    this.#leave = new AbortController();
    const { signal } = this.#leave;
    window.addEventListener("online", () => this.#store?.connection.reconnectNow(), { signal });
    window.addEventListener("offline", () => this.#store?.connection.reconnectNow(), { signal });
    document.addEventListener("visibilitychange", () => this.#turnedTo(), { signal });
    wide.addEventListener("change", () => this.#resized(), { signal });
    keepPage();
    this.#join();
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#leave.abort();
    this.#store?.connection.close();
  }

  async #join() {
    const tab = await claimTab();
    const url = new URL(`/room/${this.room}`, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    const connection = new Connection({
      url: url.href,
      room: this.room,
      tab,
      storage,
      WebSocket,
      clock: {
        now: () => Date.now(),
        setTimeout: (run, ms) => setTimeout(run, ms),
        clearTimeout: (timer) => clearTimeout(timer),
      },
      randomBytes: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    });
    connection.addEventListener("status", () => connection.status.phase === "live" && lookForUpdate());
    this.#store = new RoomStore(connection, Date.now);
    this.#store.addEventListener("change", () => this.#changed());
    this.#store.addEventListener("heard", (event) => this.#heard(/** @type {CustomEvent} */ (event).detail));
    const name = connection.knownName ?? readName();
    const adopt = () => adoptOrphans(this.room, tab, (key) => connection.adopt(key));
    await adopt();
    setTimeout(adopt, LOOK_AGAIN_MS);
    if (name) connection.start(name);
    else this.isNameless = true;
    this.requestUpdate();
  }

  // ---- what is drawn ----

  /** @override */
  render() {
    const store = this.#store;
    const room = store?.room;
    return html`
      <alcove-top-bar
        ${ref(this.#topBar)}
        .room=${this.room}
        .link=${new URL(`/room/${this.room}`, location.href).href}
        .count=${room?.count ?? 0}
        .isRosterOpen=${this.isRosterOpen}
        @people=${this.#toggleRoster}
      ><alcove-theme-switch></alcove-theme-switch></alcove-top-bar>
      <main>
        <alcove-banner
          .status=${store?.connection.status ?? { phase: "idle" }}
          .awaySince=${store?.awaySince ?? 0}
          .isFull=${store?.isFull ?? false}
          @try=${this.#tryNow}
        ></alcove-banner>
        <alcove-update-notice @close=${this.#goOn}></alcove-update-notice>
        <alcove-timeline
          ${ref(this.#timeline)}
          .messages=${room?.messages ?? []}
          .outbox=${store?.connection.outbox ?? []}
          .notices=${room?.notices ?? []}
          .you=${room?.you ?? { id: "", name: readName() }}
          .hasOlder=${room?.hasOlder ?? false}
          .isLoaded=${room?.isLoaded ?? false}
          @older=${() => store?.loadOlder()}
          @retry=${this.#retry}
          @remove=${this.#remove}
          @invite=${() => this.#topBar.value?.invite()}
          @place=${this.#moved}
        ></alcove-timeline>
        <alcove-composer
          ${ref(this.#composer)}
          .limit=${room?.limits.text ?? 4000}
          .heldUntil=${store?.connection.heldUntil ?? 0}
          @send=${this.#send}
          @draft=${(/** @type {CustomEvent} */ event) => writeDraft(this.room, event.detail)}
        ></alcove-composer>
      </main>
      ${this.isRosterOpen ? this.#roster() : nothing} ${this.#namePrompt()}
      <alcove-announcer ${ref(this.#announcer)}></alcove-announcer>
    `;
  }

  /** @override */
  firstUpdated() {
    this.#composer.value?.restore(readDraft(this.room));
  }

  #roster() {
    const room = this.#store?.room;
    // Keeps the panel's place, so that nothing moves when it comes.
    if (!room?.you) return wide.matches ? html`<div class="panel"></div>` : nothing;
    return html`<alcove-roster
      .isDrawer=${!wide.matches}
      .members=${room.members}
      .you=${room.you}
      .count=${room.count}
      .hasMore=${room.hasMoreMembers}
      @close=${this.#closeRoster}
      @rename=${this.#startRename}
      @more=${() => this.#store?.loadMoreMembers()}
    >${wide.matches ? nothing : html`<alcove-theme-switch isLabelled></alcove-theme-switch>`}</alcove-roster>`;
  }

  #namePrompt() {
    const store = this.#store;
    const status = store?.connection.status;
    if (!store || !(this.isNameless || this.isRenaming || status?.phase === "asking")) return nothing;
    return html`<alcove-name-prompt
      ${ref(this.#prompt)}
      .room=${this.room}
      .name=${store.connection.you?.name ?? readName()}
      .fault=${store.nameFault}
      .suggestion=${store.suggestion}
      .isRename=${this.isRenaming}
      .isReturn=${status?.reason === "token_refused"}
      @name=${this.#named}
      @cancel=${this.#stopRename}
    ></alcove-name-prompt>`;
  }

  // ---- what the user does ----

  /** @param {CustomEvent<string>} event */
  #send(event) {
    this.#store?.connection.say(event.detail);
    this.#composer.value?.clear();
    this.#timeline.value?.toEnd();
  }

  /** @param {CustomEvent<string>} event */
  #remove(event) {
    this.#store?.connection.discard(event.detail);
    this.#goOn();
  }

  /** @param {CustomEvent<string>} event */
  #retry(event) {
    this.#store?.connection.retry(event.detail);
    this.#goOn();
  }

  #tryNow() {
    this.#store?.connection.reconnectNow();
    this.#goOn();
  }

  /**
   * What was pressed is gone with its purpose, so the focus goes where one goes on: not on a touch
   * screen, where it would bring up the keyboard.
   */
  #goOn() {
    if (matchMedia("(hover: hover)").matches) this.#composer.value?.focus();
  }

  /** @param {CustomEvent<string>} event */
  #named(event) {
    const connection = this.#store?.connection;
    if (this.isRenaming) return this.#rename(event.detail);
    writeName(event.detail);
    this.isNameless = false;
    connection?.start(event.detail);
    this.updateComplete.then(() => this.#goOn());
  }

  /** @param {string} name */
  #rename(name) {
    const store = this.#store;
    if (!store || name === store.connection.you?.name) return this.#stopRename();
    this.#newName = name;
    const isAsked = store.connection.rename(name);
    store.setNameFault(isAsked ? "" : "later");
  }

  #startRename() {
    this.#newName = "";
    this.isRenaming = true;
  }

  #stopRename() {
    this.#prompt.value?.close();
    this.isRenaming = false;
    this.#store?.setNameFault("");
  }

  #toggleRoster() {
    this.isRosterOpen = !this.isRosterOpen;
  }

  async #closeRoster() {
    this.isRosterOpen = false;
    await this.updateComplete;
    if (!this.isRenaming) this.#topBar.value?.focusPeople();
  }

  /** @param {CustomEvent<boolean>} event */
  #moved(event) {
    this.#isAtEnd = event.detail;
    this.#looked();
  }

  // ---- what happens ----

  #changed() {
    if (this.isRenaming && this.#newName !== "" && this.#store?.connection.you?.name === this.#newName) {
      writeName(this.#newName);
      this.#prompt.value?.close();
      this.isRenaming = false;
    }
    this.#title();
    this.requestUpdate();
  }

  /** @param {Message[]} messages */
  #heard(messages) {
    this.#announcer.value?.announce(messages.map(({ from, text }) => t.heard(from.name, text ?? "")));
    if (document.hidden || !this.#isAtEnd) this.#unread += messages.length;
    this.#title();
  }

  /** Timers sleep in a hidden tab: whether the server is still there is found out at once. */
  #turnedTo() {
    if (!document.hidden) this.#store?.connection.reconnectNow();
    this.#looked();
  }

  #looked() {
    if (!document.hidden && this.#isAtEnd) this.#unread = 0;
    this.#title();
  }

  #resized() {
    this.isRosterOpen = wide.matches;
    this.requestUpdate();
  }

  #title() {
    const count = this.#unread > 0 ? `(${this.#unread}) ` : "";
    document.title = `${count}${this.room} · ${t.product}`;
  }

  static styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template: auto minmax(0, 1fr) / minmax(0, 1fr) auto;
        height: 100dvh;
        overflow: hidden;
      }

      alcove-top-bar {
        grid-column: 1 / -1;
      }

      .panel {
        width: 17rem;
        border-inline-start: 1px solid var(--line);
        background: var(--panel);
      }

      main {
        position: relative;
        display: grid;
        grid-template-rows: minmax(0, 1fr) auto;
        min-width: 0;
      }
    `,
  ];
}

customElements.define("alcove-room", AlcoveRoom);
