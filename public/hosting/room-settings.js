/**
 * What a room is: its name and topic, who comes in and who stays, who writes, what is kept. For its owners. It shows in
 * words what others will meet, sends only what was changed here, and loses nothing of that without a question. Loaded
 * when it is opened.
 *
 * @import { PropertyValues } from "lit"
 * @import { Message, Settings } from "../client/protocol.js"
 * @import { RoomStore } from "../state/room-store.js"
 */

import { live } from "lit/directives/live.js";
import { storage } from "../browser/preferences.js";
import { IdentityStore } from "../client/identity.js";
import { codePoints } from "../client/protocol.js";
import { list } from "../i18n/locale.js";
import { spanOf } from "../i18n/spans.js";
import { t } from "../i18n/strings.js";
import { settingsLook } from "../settings/choice-style.js";
import { Dialog, dialogLook } from "../ui/dialog.js";
import { html, nothing } from "../ui/lit.js";
import { iconChevron } from "../ui/more-icons.js";
import { countOlder } from "./count-older.js";
import { roomSettingsStyle } from "./room-settings-style.js";
import { whatIsMet } from "./what-is-met.js";

/** @typedef {Exclude<keyof Settings, "listed">} Name Of what takes effect. */

/** @type {Record<"title" | "topic", number>} */
const MOST = { title: 80, topic: 500 };

/** In seconds. */
const SLOW_STEPS = [0, 5, 10, 30, 60, 300, 900, 3_600];
const KEEP_STEPS = [0, 86_400, 7 * 86_400, 30 * 86_400, 90 * 86_400, 365 * 86_400];

export class RoomSettings extends Dialog {
  static properties = {
    room: { attribute: false },
    store: { attribute: false },
    draft: { state: true },
    step: { state: true },
    fault: { state: true },
    older: { state: true },
  };

  #stop = new AbortController();
  /** The settings when they were last looked at. @type {Readonly<Settings> | undefined} */
  #seen;
  /** What others have changed since this was opened. @type {Set<Name>} */
  #news = new Set();
  /** It closes, and nothing has to be asked any more. */
  #isDone = false;

  constructor() {
    super();
    this.room = "";
    this.store = /** @type {RoomStore} */ (/** @type {unknown} */ (undefined));
    /** What was changed here. @type {Partial<Settings>} */
    this.draft = {};
    /** What is asked, or on its way. @type {"" | "leaving" | "deleting" | "saving"} */
    this.step = "";
    /** The code with which the room refused it. */
    this.fault = "";
    /** How many messages are older than what is to be kept; undefined as long as that is not known. @type {number | undefined} */
    this.older = undefined;
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.#seen = this.#settings;
    this.#stop = new AbortController();
    this.store.addEventListener("change", () => this.#look(), { signal: this.#stop.signal });
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop.abort();
  }

  get #settings() {
    return this.store.room.house.settings;
  }

  /** As it would be. @returns {Settings} */
  get #wanted() {
    return { ...this.#settings, ...this.draft };
  }

  /** Another owner may have changed something. */
  #look() {
    const [was, is] = [this.#seen, this.#settings];
    if (was === is) return;
    this.#seen = is;
    for (const name of /** @type {Name[]} */ (Object.keys(t.settingNames))) {
      if (was?.[name] === is[name]) continue;
      if (this.step !== "saving" || this.draft[name] !== is[name]) this.#news.add(name);
      this.#change(name, this.#wanted[name]);
    }
    this.requestUpdate();
  }

  /**
   * @param {Name} name
   * @param {unknown} value
   */
  #change(name, value) {
    const { [name]: _, ...others } = this.draft;
    this.draft = value === this.#settings[name] ? others : { ...others, [name]: value };
    this.fault = "";
    if (name === "keep") void this.#count();
  }

  // ---- what is drawn ----

  /** @override */
  render() {
    return this.frame(
      t.roomSettings,
      html`<form novalidate @submit=${this.#submit}>
        <div class="fields">
          ${this.#news.size > 0 ? html`<p class="news" role="status">${t.settingsNews(list([...this.#news].map((name) => t.settingNames[name])))}</p>` : nothing}
          <section>
            ${this.#text("title")} ${this.#text("topic")}
          </section>
          <section aria-labelledby="entrance">
            <h3 id="entrance">${t.settingsEntrance}</h3>
            ${this.#radios("access", t.entrances)}
            ${this.#wanted.access === "open" ? nothing : this.#radios("members", t.memberships)}
          </section>
          <section aria-labelledby="writing">
            <h3 id="writing">${t.settingsWriting}</h3>
            ${this.#radios("post", t.posts)}
            ${this.#wanted.post === "members" ? this.#steps("slow", SLOW_STEPS, t.slowOff) : nothing}
            ${this.#radios("direct", t.directsAllowed)}
          </section>
          <section aria-labelledby="reading">
            <h3 id="reading">${t.settingsReading}</h3>
            ${this.#radios("history", t.histories)} ${this.#radios("roster", t.rosters)}
            ${this.store.room.limits.file_bytes ? this.#radios("pictures", t.pictureCovers) : nothing}
            ${this.#steps("keep", KEEP_STEPS, t.keepForever)}
            <p class="warning" role="status">${this.#isCut && this.older !== 0 ? this.#loss() : nothing}</p>
          </section>
        </div>
        <aside aria-labelledby="met">
          <h3 id="met">${t.met}</h3>
          <ul aria-live="polite" aria-atomic="false">
            ${whatIsMet(this.#wanted).map((sentence) => html`<li>${sentence}</li>`)}
          </ul>
        </aside>
        <div class="foot">${this.#foot()}</div>
      </form>`,
    );
  }

  /** @param {"title" | "topic"} name */
  #text(name) {
    const value = this.#wanted[name];
    const excess = this.#excess(name);
    return html`<div class="group">
      <label for="room-${name}">${t.settingNames[name]}</label>
      <input
        id="room-${name}"
        dir="auto"
        autocomplete="off"
        aria-invalid=${excess > 0}
        aria-describedby="room-${name}-hint"
        .value=${live(value)}
        @input=${(/** @type {Event} */ event) => this.#change(name, /** @type {HTMLInputElement} */ (event.target).value)}
        @blur=${() => this.#change(name, value.trim())}
      >
      <p id="room-${name}-hint" class=${excess > 0 ? "problem" : "hint"}>${excess > 0 ? t.settingTooLong(excess) : t.settingHints[name]}</p>
    </div>`;
  }

  /** @param {"title" | "topic"} name */
  #excess(name) {
    return codePoints(this.#wanted[name].trim()) - MOST[name];
  }

  /**
   * One of a few, one below the other: each is half a sentence.
   * @param {"access" | "members" | "post" | "direct" | "history" | "roster" | "pictures"} name
   * @param {Record<string, string>} options
   */
  #radios(name, options) {
    return html`<fieldset class="group">
      <legend>${t.settingNames[name]}</legend>
      ${Object.entries(options).map(
        ([value, words]) => html`<label class="choice">
          <input
            type="radio"
            name=${name}
            value=${value}
            .checked=${live(value === this.#wanted[name])}
            @change=${() => this.#change(name, value)}
          >
          <span>${words}</span>
        </label>`,
      )}
    </fieldset>`;
  }

  /**
   * @param {"slow" | "keep"} name
   * @param {number[]} steps Another client may have chosen something between two of them.
   * @param {string} none
   */
  #steps(name, steps, none) {
    const chosen = this.#wanted[name];
    const all = [...new Set([...steps, this.#settings[name]])].sort((a, b) => a - b);
    return html`<div class="group">
      <label for=${name}>${t.settingNames[name]}</label>
      <div class="select">
        <select id=${name} @change=${(/** @type {Event} */ event) => this.#change(name, Number(/** @type {HTMLSelectElement} */ (event.target).value))}>
          ${all.map(
            (each) =>
              html`<option value=${each} .selected=${live(each === chosen)}>${each === 0 ? none : spanOf(each)}</option>`,
          )}
        </select>
        ${iconChevron}
      </div>
    </div>`;
  }

  #foot() {
    const fault = this.fault
      ? html`<p class="problem" role="alert">${t.settingsFault(this.fault)}</p>`
      : nothing;
    switch (this.step) {
      case "leaving":
        return html`<p id="question">${t.settingsUnsaved}</p>
          <button type="button" class="stay outlined" aria-describedby="question" @click=${this.#stay}>${t.settingsGoOn}</button>
          <button type="button" class="danger" @click=${this.#leave}>${t.settingsDiscard}</button>`;
      case "deleting":
        return html`<p id="question">${this.#loss()}</p>
          <button type="button" class="stay outlined" aria-describedby="question" @click=${this.#stay}>${t.cancel}</button>
          <button class="danger">${t.keepDelete}</button>`;
      default:
        return html`${fault}
          <button type="button" @click=${this.close}>${t.cancel}</button>
          <button class="primary" aria-disabled=${!this.#canSave}>${this.step ? t.settingsSaving : t.settingsSave}</button>`;
    }
  }

  /** @override @param {PropertyValues<this>} changed */
  updated(changed) {
    if (!changed.has("step") || changed.get("step") === undefined) return;
    const isAsking = this.step === "leaving" || this.step === "deleting";
    if (!isAsking && this.renderRoot.querySelector(".foot :focus")) return;
    if (isAsking || ["leaving", "deleting"].includes(String(changed.get("step"))))
      /** @type {HTMLElement | null} */ (
        this.renderRoot.querySelector(isAsking ? ".stay" : ".foot .primary")
      )?.focus();
  }

  // ---- what is deleted at once ----

  /** Less is to be kept than now. */
  get #isCut() {
    const { keep } = this.draft;
    const was = this.#settings.keep;
    return keep !== undefined && keep > 0 && (was === 0 || keep < was);
  }

  #loss() {
    const span = spanOf(this.#wanted.keep);
    return this.older ? t.keepDeletes(this.older, span) : t.keepDeletesAll(span);
  }

  async #count() {
    this.older = undefined;
    if (!this.#isCut) return;
    const { keep } = this.#wanted;
    const { room, connection } = this.store;
    const moment = connection.time.date - keep * 1_000;
    const log = { first: room.first, last: room.log.newest?.seq ?? 0 };
    const older = await countOlder(moment, log, this.#ask).catch(() => undefined);
    if (keep === this.#wanted.keep) this.older = older;
  }

  /**
   * @param {number} before
   * @param {number} limit
   * @returns {Promise<{ events: Message[], more: boolean }>}
   */
  #ask = async (before, limit) => {
    const { token } = new IdentityStore(storage, this.room).read() ?? {};
    const path = `/room/${this.room}/messages?before=${before}&limit=${limit}`;
    const answer = await fetch(path, token ? { headers: { Authorization: `Bearer ${token}` } } : {});
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return answer.json();
  };

  // ---- what the user does ----

  get #isChanged() {
    return Object.keys(this.draft).length > 0;
  }

  get #canSave() {
    return (
      this.#isChanged && this.step !== "saving" && this.#excess("title") <= 0 && this.#excess("topic") <= 0
    );
  }

  /** @param {Event} event */
  async #submit(event) {
    event.preventDefault();
    for (const name of /** @type {const} */ (["title", "topic"]))
      this.#change(name, this.#wanted[name].trim());
    if (!this.#canSave || this.step === "leaving") return;
    if (this.#isCut && this.older !== 0 && this.step !== "deleting") {
      this.step = "deleting";
      return;
    }
    this.step = "saving";
    const { code } = await this.store.connection.act({ type: "settings", set: { ...this.draft } });
    this.step = "";
    this.fault = code === "no_change" ? "" : code;
    if (this.fault) return;
    this.#leave();
  }

  #stay() {
    this.step = "";
  }

  #leave() {
    this.#isDone = true;
    super.close();
  }

  get #hasToAsk() {
    return this.#isChanged && !this.#isDone && this.step !== "saving";
  }

  /** @override */
  close() {
    if (this.#hasToAsk) this.step = "leaving";
    else super.close();
  }

  /** @override @param {Event} event */
  cancelled(event) {
    if (!this.#hasToAsk) return;
    event.preventDefault();
    this.step = this.step ? "" : "leaving";
  }

  /** A browser may close it by a second Escape, whatever it is told. @override */
  closed() {
    if (!this.#hasToAsk) return super.closed();
    this.step = "leaving";
    this.open();
  }

  static styles = [...dialogLook, settingsLook, roomSettingsStyle];
}

customElements.define("alcove-room-settings", RoomSettings);
