/**
 * `<alcove-room>`: a whole room in one element. It joins the store to the components and the
 * components to each other, and listens to what the browser says about network and attention. What
 * the room is, and how it is drawn, is told elsewhere.
 *
 * @import { Purpose } from "../composer/drafts.js"
 * @import { Message, Refusal } from "../client/protocol.js"
 * @import { RoomStore } from "../state/room-store.js"
 * @import { Notifier, Room as Notified } from "../notify/notifications.js"
 */

import "../composer/composer.js";
import "../people/name-prompt.js";
import "../timeline/timeline.js";
import "../chrome/top-bar.js";
import { forget, onForgotten, tellForgotten } from "../browser/forget.js";
import { host } from "../browser/host.js";
import { readMuted, readName, readPeople, settings, troubles, writePeople } from "../browser/preferences.js";
import { keepPage, loadPart, lookForUpdate } from "../browser/service-worker.js";
import { DEFAULT_LIMITS, parseRoomName, seqIn } from "../client/protocol.js";
import { readDraft, writeDraft } from "../composer/drafts.js";
import { takeDropped } from "../composer/dropped.js";
import { t } from "../i18n/strings.js";
import { showUnread } from "../notify/badge.js";
import { nameWithSign, spokenName } from "../people/person.js";
import { plainText } from "../text/rich-text.js";
import { shortName } from "../text/room-name.js";
import { MessageActions } from "../timeline/message-actions.js";
import { base } from "../ui/base.js";
import { css, html, LitElement, nothing } from "../ui/lit.js";
import {
  hasKeyboard,
  isFocusFree,
  isForField,
  isSomethingMarked,
  wasByPointer,
} from "../ui/writing-focus.js";
import { linkOf, openRoom } from "./open-room.js";
import { Naming } from "./own-name.js";

/** How long after a change the newest messages are kept for the next visit. */
const KEEP_AFTER_MS = 3_000;
/** What opens a room is loaded first, and then what comes into play later. */
const LATER_MS = 100;
const LOOKS_AFTER_MS = 1_000;
/** By then also where the room does not open. */
const LATEST_MS = 3_000;
const AGAIN_MS = 60_000;

/** A text that is longer is not stored at each key. */
const MOST_DRAFTED_AT_ONCE = 10_000;
const DRAFT_AFTER_MS = 500;
/** What is answered is shown in one line. */
const MOST_QUOTED = 300;

/** Loaded when they are opened. */
/** @type {Record<"share" | "settings", () => Promise<unknown>>} */
const DIALOGS = {
  share: () => import("../chrome/share-dialog.js"),
  settings: () => import("../settings/settings-dialog.js"),
};

/** On a phone nobody sees it before it is opened. */
const loadRoster = () => import("../people/roster.js");
/** Needed by nobody in the first second. */
const loadLaterParts = () => import("./later-parts.js");

const wide = matchMedia("(min-width: 60rem)");

export class AlcoveRoom extends LitElement {
  static properties = {
    room: { type: String },
    isRosterOpen: { state: true },
    isRosterLoaded: { state: true },
    mode: { state: true },
    dialog: { state: true },
    isHelpWanted: { state: true },
  };

  /** Once the parts are there that come after the room. @type {Promise<Notifier | undefined> | undefined} */
  #later;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #laterTimer;
  /** @type {RoomStore | undefined} */
  #store;
  #leave = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #keepTimer;
  /** @type {Promise<void> | undefined} */
  #learnLooks;
  #actions;
  #naming;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #draftTimer;
  /** What is open was opened by a pointer. */
  #isOpenedByPointer = false;

  constructor() {
    super();
    /** The room's name; without it, the one in the page's address. */
    this.room = "";
    this.isRosterOpen = wide.matches && readPeople();
    this.isRosterLoaded = false;
    /** @type {"" | "share" | "settings"} What is open of the two. */
    this.dialog = "";
    /** The settings open at the list of keys. */
    this.isHelpWanted = false;
    /** What the composer is for, besides a new message. */
    /** @type {Purpose | undefined} */
    this.mode = undefined;
    this.#naming = new Naming({
      room: () => this.room,
      store: () => this.#store,
      redraw: () => this.requestUpdate(),
      closePrompt: () => {
        this.#prompt?.close();
        this.#goBack();
      },
      onJoin: () => this.updateComplete.then(() => this.#goOn()),
    });
    this.#actions = new MessageActions({
      store: () => this.#store,
      link: () => linkOf(this.room),
      compose: (kind, message) => this.#compose(kind, message),
      tell: (words) => this.#tell(words),
      say: (words) => this.#announce([words]),
      goOn: () => this.#goOn(),
      redraw: () => this.requestUpdate(),
    });
  }

  get #timeline() {
    return this.#part("alcove-timeline");
  }

  get #composer() {
    return this.#part("alcove-composer");
  }

  get #announcer() {
    return this.#part("alcove-announcer");
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
    return this.renderRoot?.querySelector(name);
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.room ||= parseRoomName(location.pathname.replace(/^\/room\//, "")) ?? "";
    this.#leave = new AbortController();
    const { signal } = this.#leave;
    window.addEventListener("online", () => this.#store?.connection.reconnectNow(), { signal });
    window.addEventListener("offline", () => this.#store?.connection.reconnectNow(), { signal });
    for (const type of ["input", "keydown", "pointerdown"])
      window.addEventListener(type, () => this.#store?.connection.nudge(), { signal, capture: true });
    window.addEventListener("hashchange", () => this.#followHash(), { signal });
    window.addEventListener("popstate", ({ state }) => state?.seq && this.#store?.leapTo(state.seq), {
      signal,
    });
    window.addEventListener("pagehide", () => this.#left(), { signal });
    document.addEventListener("freeze", () => this.#settleDraft(), { signal });
    troubles.addEventListener("unkept", () => this.#tell(t.notKept), { signal });
    takeDropped(
      {
        onText: (text) => this.#composer?.insert(text),
        onFile: () => this.#tell(t.noFiles),
      },
      signal,
    );
    window.addEventListener("focus", () => this.#beReady(), { signal });
    window.addEventListener("keydown", (event) => isForField(event) && this.#whereOneWrites?.focus(), {
      signal,
    });
    document.addEventListener("visibilitychange", () => this.#turned(), { signal });
    for (const type of ["focus", "blur"]) window.addEventListener(type, () => this.#attend(), { signal });
    host.addEventListener("theme", () => this.requestUpdate(), { signal });
    host.addEventListener("seen", () => this.#attend(), { signal });
    wide.addEventListener("change", () => this.#resized(), { signal });
    settings.addEventListener("change", () => this.#changed(), { signal });
    onForgotten(this.room, (room) => this.#forgotten(room), signal);
    this.#loadLaterIn(LATEST_MS);
    keepPage();
    this.#join(signal);
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#leave.abort();
    clearTimeout(this.#keepTimer);
    this.#keepTimer = undefined;
    this.#store?.connection.close();
    clearTimeout(this.#laterTimer);
    this.#later?.then((notifier) => notifier?.close());
    this.#later = undefined;
  }

  /** @param {AbortSignal} signal One has left before the room was open. */
  async #join(signal) {
    const store = await openRoom(this.room);
    if (signal.aborted) return;
    this.#store = store;
    this.#attend();
    store.addEventListener("change", () => this.#changed());
    store.addEventListener("heard", (event) => this.#heard(detail(event)));
    store.addEventListener("amended", (event) => this.#amended(detail(event)));
    store.addEventListener("arrived", (event) => {
      this.#timeline?.toMessage(detail(event));
      this.#leaveHash();
    });
    store.addEventListener("lost", () => {
      this.#tell(t.messageLost);
      this.#leaveHash();
    });
    store.addEventListener("refused", (event) => this.#refused(detail(event)));
    const { connection } = store;
    connection.addEventListener("status", () => connection.status.phase === "live" && this.#opened());
    this.#naming.begin();
    this.#followHash();
    this.requestUpdate();
    this.updateComplete.then(() => this.#beReady());
  }

  // ---- what is drawn ----

  /** @override */
  render() {
    const store = this.#store;
    const room = store?.room;
    return html`
      <alcove-top-bar
        .room=${this.room}
        .link=${linkOf(this.room)}
        .count=${room?.count ?? 0}
        .isRosterOpen=${this.isRosterOpen}
        .isEmbedded=${host.embedded}
        .isMuted=${readMuted(this.room)}
        .isOut=${store?.isOut ?? false}
        @people=${this.#toggleRoster}
        @share=${() => this.#openDialog("share")}
        @settings=${() => this.#openDialog("settings")}
      ></alcove-top-bar>
      <main>
        <div class="over">
          <alcove-banner
            .status=${store?.connection.status ?? { phase: "idle" }}
            .isLost=${store?.isLost ?? false}
            .isFull=${store?.isFull ?? false}
            .trouble=${store?.trouble ?? ""}
            .isShut=${store?.connection.isShut ?? false}
            .isEmbedded=${host.embedded}
            @try=${this.#tryNow}
          ></alcove-banner>
          <alcove-update-notice @close=${this.#goOn}></alcove-update-notice>
        </div>
        ${this.#conversation()}
        <div class="foot">
          <alcove-toast></alcove-toast>
          <alcove-typing-line 
            .typing=${room?.typing ?? NOBODY}
            .signOf=${store?.signOf ?? NO_SIGN}
          ></alcove-typing-line>
          <alcove-composer
            ?hidden=${this.#isLookingOn}
            .limit=${room?.limits.text ?? DEFAULT_LIMITS.text}
            .mostBytes=${room?.limits.frame ?? DEFAULT_LIMITS.frame}
            .heldUntil=${store?.connection.heldUntil ?? 0}
            .members=${room?.members ?? NOBODY}
            .signOf=${store?.signOf ?? NO_SIGN}
            .you=${room?.you ?? { id: "", name: readName() }}
            .spokeAt=${() => new Map((room?.messages ?? []).map(({ from, seq }) => [from.id, seq]))}
            .mode=${this.#composerMode()}
            @send=${this.#send}
            @typing=${this.#typed}
            @draft=${this.#drafted}
            @cancel=${this.#stopMode}
            @page=${(/** @type {CustomEvent<number>} */ { detail }) => this.#timeline?.page(detail)}
            @edit-last=${this.#editLast}
            @delete=${this.#deleteEdited}
          ></alcove-composer>
          ${this.#isLookingOn ? this.#namePrompt() : nothing}
        </div>
      </main>
      ${this.isRosterOpen ? this.#roster() : nothing} ${this.#isLookingOn ? nothing : this.#namePrompt()}
      ${this.#dialog()}
      <alcove-announcer></alcove-announcer>
    `;
  }

  /**
   * @param {Map<string, unknown>} changed
   * @override
   */
  updated(changed) {
    if (changed.has("isRosterOpen") && this.isRosterOpen) this.#needRoster();
    this.#store?.watchRoster(this.isRosterOpen);
  }

  /** @override */
  firstUpdated() {
    const { purpose, ...written } = readDraft(this.room);
    this.mode = purpose;
    this.#composer?.restore(written, this.#composerMode());
  }

  #conversation() {
    const store = this.#store;
    const room = store?.room;
    return html`<alcove-timeline
      .messages=${room?.messages ?? NOTHING}
      .outbox=${store?.connection.outbox ?? NOTHING}
      .notices=${room?.notices ?? NOTHING}
      .you=${room?.you ?? { id: "", name: readName() }}
      .names=${room?.names ?? NOBODY}
      .signOf=${store?.signOf ?? NO_SIGN}
      .line=${store?.marker.line}
      .removing=${store?.removing ?? NONE}
      .link=${linkOf(this.room)}
      .openFrom=${this.#actions.openFrom}
      .editing=${this.mode?.kind === "edit" ? this.mode.message.seq : undefined}
      .unread=${store?.marker.unread ?? 0}
      .now=${this.#now}
      .isAway=${store?.isAway ?? false}
      .quoted=${store?.quoted ?? NO_QUOTE}
      .hasOlder=${room?.log.hasOlder ?? false}
      .hasNewer=${room?.log.hasNewer ?? false}
      .isLoaded=${room?.isLoaded ?? false}
      .isOpened=${store?.isOpened ?? false}
      .isLost=${store?.isLost ?? false}
      .isTrimmed=${(room?.first ?? 1) > 1}
      .isWaiting=${store?.connection.status.phase !== "live" || store.connection.heldUntil > 0}
      .isOver=${store?.isOut || this.#isLookingOn}
      @older=${() => store?.loadOlder()}
      @newer=${() => store?.loadNewer()}
      @end=${() => store?.showEnd()}
      @leap=${(/** @type {CustomEvent<number>} */ event) => store?.leapTo(event.detail)}
      @place=${(/** @type {CustomEvent<boolean>} */ event) => store?.attend({ isAtEnd: event.detail })}
      @act=${this.#act}
      @toggle=${this.#toggle}
      @undo=${(/** @type {CustomEvent<number>} */ event) => store?.undoRemove(event.detail)}
      @retry=${this.#retry}
      @discard=${this.#discard}
      @mend=${(/** @type {CustomEvent<string>} */ { detail }) => this.#mend(detail)}
      @take=${(/** @type {CustomEvent<string>} */ { detail }) => this.#actions.take(detail)}
      @invite=${() => this.#openDialog("share")}
      @compose=${() => this.#composer?.focus()}
      @help=${() => this.#openDialog("settings", true)}
      @click=${this.#clicked}
    ></alcove-timeline>`;
  }

  #now = () => this.#store?.connection.time.date ?? 0;

  /** A frame never covers what can be read: there the prompt takes the place of the composer. */
  get #isLookingOn() {
    return host.embedded && this.#naming.isAsked && !this.#naming.isRenaming;
  }

  #composerMode() {
    const { mode } = this;
    if (!mode) return undefined;
    if (mode.kind === "mend")
      return { ...mode, isGone: this.#store?.isOpened && !this.#store.hasSaid(mode.cid) };
    const { seq, from, text = "" } = mode.message;
    const isGone = this.#isGone(mode);
    if (mode.kind === "edit") return { kind: mode.kind, seq, text, isGone };
    const now = this.#store?.room.find(seq);
    const sign = this.#store?.signOf(from.id, from.name) ?? "";
    return {
      kind: mode.kind,
      seq,
      name: nameWithSign(from.name, sign),
      excerpt: now?.deleted ? t.deleted : (now?.text ?? text),
      isGone,
    };
  }

  /**
   * There is nothing more to edit, or to answer: it was deleted, or is not kept any more, or the room was
   * begun anew.
   * @param {Exclude<Purpose, { kind: "mend" }>} purpose
   */
  #isGone({ kind, message, epoch }) {
    const store = this.#store;
    if (!store?.isOpened) return false;
    // Begun without a connection, it is about what was kept from the last visit.
    const isSameRoom = epoch === "" || store.epoch === epoch;
    const now = isSameRoom ? store.quoted(message.seq) : null;
    return (
      now === null || (kind === "edit" && (!!now?.deleted || message.from.id !== store.connection.you?.id))
    );
  }

  #roster() {
    const room = this.#store?.room;
    // Keeps the panel's place, so that nothing moves when it comes.
    if (!room?.you || room.count === 0 || !this.isRosterLoaded)
      return wide.matches ? html`<div class="panel"></div>` : nothing;
    return html`<alcove-roster
      .isDrawer=${!wide.matches}
      .members=${room.members}
      .you=${room.you}
      .signOf=${this.#store?.signOf ?? NO_SIGN}
      .count=${room.count}
      .hasMore=${room.hasMoreMembers}
      @close=${this.#closeRoster}
      @rename=${this.#rename}
      @more=${() => this.#store?.loadMoreMembers()}
      @mention=${(/** @type {CustomEvent<string>} */ { detail }) => this.#composer?.mention(detail)}
    ></alcove-roster>`;
  }

  #namePrompt() {
    const store = this.#store;
    const naming = this.#naming;
    if (!store || !naming.isAsked) return nothing;
    return html`<alcove-name-prompt
      .room=${this.room}
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
      this.#goBack();
    };
    if (this.dialog === "share")
      return html`<alcove-share-dialog .room=${this.room} .link=${linkOf(this.room)} @close=${closed}></alcove-share-dialog>`;
    if (this.dialog === "settings")
      return html`<alcove-settings-dialog
        .room=${this.room}
        .name=${this.#store?.room.count ? (this.#store.room.you?.name ?? "") : ""}
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
    this.#isOpenedByPointer = wasByPointer();
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
    this.#store?.abandon();
    this.#dropDraft();
    forget(room);
    // A frame of another site's page is not where the start page may be; there one is asked for a name.
    if (host.embedded) location.reload();
    else location.replace("/");
  }

  /** @param {CustomEvent<string>} event */
  #send({ detail: text }) {
    const { mode } = this;
    const store = this.#store;
    // What is not in an outbox stays in the field.
    if (!store) return;
    const isAbout = mode !== undefined && mode.kind !== "mend" && !this.#isGone(mode);
    const isEdit = isAbout && mode.kind === "edit";
    if (mode?.kind === "mend") store.mend(mode.cid, text);
    else if (isEdit) store.edit(mode.message.seq, text);
    else store.connection.say(text, isAbout ? mode.message.seq : undefined);
    this.mode = undefined;
    this.#composer?.clear();
    if (!isEdit) this.#timeline?.toEnd();
  }

  /** Nobody waits for what is changed. */
  #typed() {
    if (!this.mode || this.mode.kind === "reply") this.#store?.connection.typing();
  }

  #drafted() {
    const { text = "" } = this.#composer?.written ?? {};
    if (text.length <= MOST_DRAFTED_AT_ONCE) this.#keepDraft();
    else this.#draftTimer ??= setTimeout(() => this.#keepDraft(), DRAFT_AFTER_MS);
  }

  #dropDraft() {
    clearTimeout(this.#draftTimer);
    this.#draftTimer = undefined;
  }

  #keepDraft() {
    this.#dropDraft();
    const written = this.#composer?.written;
    if (written) writeDraft(this.room, { ...written, ...(this.mode && { purpose: this.mode }) });
  }

  /** The page may not be there much longer. */
  #settleDraft() {
    if (this.#draftTimer !== undefined) this.#keepDraft();
  }

  #left() {
    this.#settleDraft();
    this.#store?.leave();
  }

  #stopMode() {
    if (this.mode?.kind === "mend") this.#store?.connection.hold(this.mode.cid, false);
    this.mode = undefined;
  }

  #editLast() {
    const waiting = this.#store?.connection.outbox.findLast(
      ({ frame, withdrawn }) => frame.type === "say" && !withdrawn,
    );
    const message = this.#store?.lastOwn;
    if (waiting) this.#mend(waiting.frame.cid);
    else if (message) this.#compose("edit", message);
  }

  /** What is edited is to be no more. */
  #deleteEdited() {
    const { mode } = this;
    this.#goOn();
    this.mode = undefined;
    if (mode?.kind === "mend") this.#store?.takeBack(mode.cid);
    else if (mode?.kind === "edit") this.#store?.remove(mode.message.seq);
  }

  /**
   * @param {"reply" | "edit"} kind
   * @param {Message} message
   */
  #compose(kind, message) {
    const { seq, from } = message;
    const text = this.#store?.wording(message) ?? message.text;
    this.#stopMode();
    this.mode = {
      kind,
      message: {
        seq,
        from,
        ...(text !== undefined && { text: kind === "reply" ? text.slice(0, MOST_QUOTED) : text }),
      },
      epoch: this.#store?.epoch ?? "",
    };
  }

  /**
   * What waits or was refused comes back into the field; there is no message of it yet.
   * @param {string} cid
   */
  #mend(cid) {
    const { connection, room } = this.#store ?? {};
    const frame = connection?.outbox.find((entry) => entry.frame.cid === cid)?.frame;
    if (frame?.type !== "say" && frame?.type !== "edit") return;
    const edited = frame.type === "edit" ? room?.find(frame.seq) : undefined;
    if (edited && !edited.deleted) return this.#compose("edit", edited);
    if (!this.#isMending(cid)) this.#stopMode();
    connection?.hold(cid, true);
    this.mode = { kind: "mend", cid, text: frame.text };
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
  #discard(event) {
    if (this.#isMending(event.detail)) this.mode = undefined;
    this.#store?.takeBack(event.detail);
    this.#goOn();
  }

  /** @param {CustomEvent<string>} event */
  #retry(event) {
    if (this.#isMending(event.detail)) this.#composer?.send();
    else this.#store?.connection.retry(event.detail);
    this.#goOn();
  }

  /** It is in the field. @param {string} cid */
  #isMending(cid) {
    return this.mode?.kind === "mend" && this.mode.cid === cid;
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
    if (hasKeyboard()) this.#composer?.focus();
  }

  /** Whoever opened something by a pointer has no place among the buttons to go back to. */
  #goBack() {
    if (this.#isOpenedByPointer) this.#goOn();
  }

  /** Where a name is asked for, nothing else can be written. */
  get #whereOneWrites() {
    return this.#prompt ?? this.#composer;
  }

  /** One comes to write, unless something else is to be done; a frame takes nothing from its host's page. */
  #beReady() {
    if (isFocusFree() && (!host.embedded || document.hasFocus())) this.#goOn();
  }

  /**
   * An input method works only where there is a field, so keys that are sent on to it come too late.
   * @param {PointerEvent} event
   */
  #clicked(event) {
    const isOnControl = event
      .composedPath()
      .some((each) => each instanceof Element && each.matches("a, button"));
    if (event.pointerType === "mouse" && !isOnControl && !isSomethingMarked()) this.#goOn();
  }

  #rename() {
    this.#isOpenedByPointer = wasByPointer();
    this.#naming.startRename();
  }

  async #needRoster() {
    try {
      await loadPart(loadRoster);
      this.isRosterLoaded = true;
    } catch {
      this.isRosterOpen = false;
      this.#tell(t.notLoaded);
    }
  }

  #toggleRoster() {
    // Nobody is known yet, and a drawer that came later would come unasked.
    if (!wide.matches && !this.#store?.room.count)
      return this.#tell(this.#store?.isLost ? t.offline : t.connecting);
    this.#isOpenedByPointer = wasByPointer();
    this.#openRoster(!this.isRosterOpen);
  }

  /** @param {boolean} isOpen */
  #openRoster(isOpen) {
    this.isRosterOpen = isOpen;
    // A drawer lies over the room, and is opened each time.
    if (wide.matches) writePeople(isOpen);
  }

  async #closeRoster() {
    this.#openRoster(false);
    await this.updateComplete;
    // One goes on elsewhere.
    if (this.#naming.isRenaming || this.renderRoot.querySelector("alcove-composer:focus-within")) return;
    this.#topBar?.focusPeople();
    this.#goBack();
  }

  // ---- what happens ----

  #changed() {
    this.#naming.look();
    if (this.#store?.hasPeopleToTellApart) this.#learnLooks ??= this.#loadLooks(this.#store);
    this.#keepTimer ??= setTimeout(() => {
      this.#keepTimer = undefined;
      this.#store?.keep();
    }, KEEP_AFTER_MS);
    this.#title();
    this.requestUpdate();
  }

  /**
   * Nobody waits for it.
   * @param {RoomStore} store
   */
  async #loadLooks(store) {
    await new Promise((resolve) => setTimeout(resolve, LOOKS_AFTER_MS));
    try {
      store.tellApart(await loadPart(() => import("../people/lookalikes.js")));
    } catch {
      setTimeout(() => {
        this.#learnLooks = undefined;
      }, AGAIN_MS);
    }
  }

  /** @param {Message[]} messages */
  #heard(messages) {
    const signOf = this.#store?.signOf ?? NO_SIGN;
    this.#announce(
      messages.map(({ from, text }) =>
        t.heard(
          spokenName(from.name, signOf(from.id, from.name)),
          plainText(text ?? "", { isOneLine: true }),
        ),
      ),
    );
    this.#notify((notifier, room) =>
      notifier.heard(
        messages.map((message) => this.#signed(message)),
        room,
      ),
    );
  }

  /** @param {Message} message */
  #amended(message) {
    this.#notify((notifier, room) => notifier.changed(this.#signed(message), room));
  }

  /** @param {(notifier: Notifier, room: Notified) => void} tell */
  async #notify(tell) {
    const notifier = await this.#loadLater();
    const room = this.#notified();
    if (notifier && room) tell(notifier, room);
  }

  #opened() {
    lookForUpdate();
    this.#loadLaterIn(LATER_MS);
  }

  /** @param {string[]} words */
  async #announce(words) {
    await this.#loadLater();
    this.#announcer?.announce?.(words);
  }

  /** @param {string} words */
  async #tell(words) {
    await this.#loadLater();
    const toast = this.#toast;
    if (toast?.show) return toast.show(words);
    // It could not be loaded either.
    const plain = Object.assign(document.createElement("p"), { role: "status", textContent: words });
    toast?.replaceChildren(plain);
  }

  /** Brings the banner and what else is in play only later. */
  #loadLater() {
    clearTimeout(this.#laterTimer);
    const { signal } = this.#leave;
    if (signal.aborted) return undefined;
    this.#later ??= loadPart(loadLaterParts).then(
      ({ makePrintable, Notifier }) => {
        if (signal.aborted) return undefined;
        const room = /** @type {ShadowRoot} */ (this.renderRoot);
        if (this.#timeline) makePrintable({ name: this.room, room, timeline: this.#timeline }, signal);
        return new Notifier({ room: this.room, url: linkOf(this.room) });
      },
      () => {
        this.#later = undefined;
        this.#loadLaterIn(AGAIN_MS);
        return undefined;
      },
    );
    return this.#later;
  }

  /** @param {number} ms */
  #loadLaterIn(ms) {
    clearTimeout(this.#laterTimer);
    this.#laterTimer = setTimeout(() => this.#loadLater(), ms);
  }

  /** What decides whether one is told of a message. */
  #notified() {
    const store = this.#store;
    const { you, names } = store?.room ?? {};
    if (!store || !you || !names) return undefined;
    return { you, others: [...names.values()], authorOf: (/** @type {number} */ seq) => store.authorOf(seq) };
  }

  /**
   * With the author's sign, where that is taken for another.
   * @param {Message} message
   * @returns {Message}
   */
  #signed({ from, ...rest }) {
    const sign = this.#store?.signOf(from.id, from.name) ?? "";
    return { ...rest, from: { ...from, name: nameWithSign(from.name, sign) } };
  }

  /** @param {Refusal} refusal */
  #refused({ code }) {
    this.#tell(code === "not_found" ? t.notReacted : t.notDone);
  }

  /** Timers sleep in a hidden tab: whether the server is still there is found out at once. */
  #turned() {
    if (document.hidden) {
      this.#settleDraft();
      this.#store?.keep();
    } else {
      this.#store?.connection.look();
      this.#beReady();
    }
    this.#attend();
  }

  /** One looks at what is in view and has the focus; a frame may be looked at while its host has that. */
  #attend() {
    const isFocused = host.embedded || document.hasFocus();
    if (this.#store) this.#store.connection.isWatched = !document.hidden;
    this.#store?.attend({ isAway: document.hidden || !host.isInView || !isFocused });
  }

  /** One has come there: a reload goes on where one reads then. Going back in the browser leads there again. */
  #leaveHash() {
    const seq = seqIn(location.hash);
    if (seq) history.replaceState({ seq }, "", location.pathname + location.search);
  }

  /** A link to a message leads there, whether it opens the room or is followed in it. */
  #followHash() {
    const seq = seqIn(location.hash);
    if (seq) this.#store?.leapTo(seq);
  }

  #resized() {
    this.isRosterOpen = wide.matches && readPeople();
    this.requestUpdate();
  }

  #title() {
    const unread = this.#store?.marker.unread ?? 0;
    host.tellUnread(unread);
    showUnread(readMuted(this.room) ? 0 : unread, shortName(this.room));
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

      main,
      .panel,
      alcove-roster {
        grid-row: 2;
      }

      main {
        position: relative;
        display: grid;
        grid-template-rows: minmax(0, 1fr) auto;
        min-width: 0;
      }

      /* What lies over the conversation, one below the other. */
      .over {
        position: absolute;
        z-index: 1;
        grid-row: 1 / 2;
        inset: var(--space-2) var(--space-3) 0;
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        align-content: start;
        gap: var(--space-2);
        container-type: size;
        pointer-events: none;
      }

      alcove-composer[hidden] {
        display: none;
      }

      .over > * {
        position: static;
      }

      /* Whoever writes reads two lines below it, or has it later. */
      @container (max-height: 16em) {
        main:has(alcove-composer:focus-within) alcove-update-notice {
          display: none;
        }
      }

      @container (max-height: 11em) {
        main:has(alcove-composer:focus-within) alcove-banner {
          display: none;
        }
      }

      .foot {
        position: relative;
        min-width: 0;
      }

      /* Its place is kept for it. */
      alcove-typing-line {
        display: block;
        min-height: 1.25rem;
      }

      /* At 400 %, or above a keyboard on a phone's side: two lines to read, and where one writes. */
      @media (max-height: 20rem) {
        alcove-typing-line,
        alcove-top-bar:has(~ main alcove-composer:focus-within) {
          display: none;
        }
      }
    `,
  ];
}

/** @type {ReadonlyMap<string, any>} */
const NOBODY = new Map();
/** @type {readonly any[]} */
const NOTHING = [];
/** @type {ReadonlySet<number>} */
const NONE = new Set();
const NO_SIGN = () => "";
const NO_QUOTE = () => undefined;

const detail = (/** @type {Event} */ event) => /** @type {CustomEvent} */ (event).detail;

customElements.define("alcove-room", AlcoveRoom);
