/**
 * The settings dialog: appearance, language, notifications. Each choice takes effect at once. Loaded when it
 * is opened; the choices are stored by the preferences.
 *
 * @import { Contrast, Notify, Theme } from "../browser/preferences.js"
 * @import { Push } from "../notify/push-choice.js"
 */

import { live } from "lit/directives/live.js";
import { host } from "../browser/host.js";
import {
  readContrast,
  readLanguage,
  readMuted,
  readNotify,
  readSound,
  readTheme,
  settings,
  writeContrast,
  writeLanguage,
  writeMuted,
  writeNotify,
  writeSound,
  writeTheme,
} from "../browser/preferences.js";
import { accountLink, signedInAs, signInMode } from "../browser/sign-in.js";
import { askPermission, permission } from "../notify/permission.js";
import { canPush, choosePush } from "../notify/push.js";
import { readPreview, readPush } from "../notify/push-choice.js";
import { playTone } from "../notify/sound.js";
import { Dialog, dialogLook } from "../ui/dialog.js";
import { isTouch } from "../ui/writing-focus.js";
import "./forget-question.js";
import { bestOf } from "../i18n/language-tag.js";
import { languages, laterWordsIn, t } from "../i18n/strings.js";
import { css, html, nothing } from "../ui/lit.js";
import { iconChevron } from "../ui/more-icons.js";
import { settingsLook } from "./choice-style.js";
import { shortcuts, shortcutsLook } from "./shortcuts.js";

/** On another site's page, rooms are kept for that alone. */
const isFramed = window.top !== window;

/**
 * @fires forget With the room that is to be forgotten on this device; "" is all, and what else is kept.
 * @fires rename
 * @fires use-elsewhere
 * @fires search The messages of the room are to be searched.
 * @fires push This room is to tell this browser of what happens.
 * @fires host With what is asked for of those who look after the room.
 */
export class SettingsDialog extends Dialog {
  static properties = {
    room: { attribute: false },
    isThemeGiven: { attribute: false },
    isHelpWanted: { attribute: false },
    isOwner: { attribute: false },
    maySearch: { attribute: false },
    name: { attribute: false },
    language: { state: true },
    words: { state: true },
    isForgetting: { state: true },
    connection: { attribute: false },
    hasPushFailed: { state: true },
  };

  #stop = new AbortController();

  constructor() {
    super();
    /** Without a room there is only what concerns the page. */
    this.room = "";
    /** One's own in the room; "" while that is not known, or not to be changed. */
    this.name = "";
    /** By a host page, so that it is not for the user to choose. */
    this.isThemeGiven = false;
    /** It was opened for the list of keys. */
    this.isHelpWanted = false;
    /** The room has settings of its own, and they are one's own to change. */
    this.isOwner = false;
    /** The room's messages can be searched, and there is no place for that in the bar. */
    this.maySearch = false;
    /** The language that is chosen and not yet loaded. */
    this.language = readLanguage();
    /** What is said of that language, in itself. */
    this.words = { lang: "", apply: t.languageApply, hint: t.languageHint };
    /** To the room, where that may tell this browser of what happens. @type {import("../notify/push.js").Room | undefined} */
    this.connection = undefined;
    /** It could not be told what it is to tell. */
    this.hasPushFailed = false;
    /** It was asked whether all is to be removed. */
    this.isForgetting = false;
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.#stop = new AbortController();
    settings.addEventListener("change", () => this.requestUpdate(), { signal: this.#stop.signal });
    void this.#watchPermission();
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop.abort();
  }

  /** @override */
  render() {
    return this.frame(
      t.settings,
      html`
        ${this.name ? this.#yourName() : nothing} ${this.isOwner ? this.#ofTheRoom() : nothing}
        ${this.maySearch ? html`<section><button class="outlined search" @click=${this.#search}>${t.searchThis}</button></section>` : nothing}
        <section aria-label=${t.appearance}>
          ${this.isThemeGiven ? nothing : choices("theme", t.theme, t.themes, readTheme(), (value) => writeTheme(/** @type {Theme} */ (value)))}
          ${choices("contrast", t.contrast, t.contrasts, readContrast(), (value) => writeContrast(/** @type {Contrast} */ (value)))}
          ${this.#languages()}
        </section>
        ${this.room ? this.#notifications() : nothing} ${this.room && !isTouch() ? shortcuts(this.isHelpWanted) : nothing}
        ${account()} ${this.#device()}
      `,
    );
  }

  /** @override */
  firstUpdated() {
    super.firstUpdated();
    if (!this.isHelpWanted) return;
    const summary = /** @type {HTMLElement | null} */ (this.renderRoot.querySelector("summary"));
    summary?.focus();
    summary?.scrollIntoView({ block: "start" });
  }

  #yourName() {
    return html`<section class="own" aria-labelledby="own-name">
      <h3 id="own-name">${t.yourName}</h3>
      <bdi translate="no">${this.name}</bdi>
      ${host.isSigned ? nothing : html`<button class="outlined rename" @click=${() => this.dispatchEvent(new CustomEvent("rename"))}>${t.rename}</button>`}
    </section>`;
  }

  #ofTheRoom() {
    return html`<section>
      <button class="outlined of-room" aria-haspopup="dialog" @click=${this.#openOfTheRoom}>${t.roomSettings}</button>
    </section>`;
  }

  /** This one is closed first, so that the focus comes back to where it was opened. */
  #openOfTheRoom() {
    this.close();
    const detail = { dialog: "settings" };
    this.dispatchEvent(new CustomEvent("host", { detail, bubbles: true, composed: true }));
  }

  #search() {
    this.close();
    this.dispatchEvent(new CustomEvent("search"));
  }

  /** A list steps through its options by the arrow keys, so it must not reload by itself. */
  #languages() {
    const isOther = this.language !== readLanguage();
    return html`<div class="group">
      <label for="language">${t.language}</label>
      <div class="select">
      <select
        id="language"
        @change=${this.#choose}
      >
        <option value="" ?selected=${this.language === ""}>${t.browserLanguage}</option>
        ${languages.map(
          (each) =>
            html`<option value=${each} lang=${each} ?selected=${this.language === each}>${ownName(each)}</option>`,
        )}
      </select>
      ${iconChevron}
      </div>
      <div role="status">
        ${
          isOther
            ? html`<div lang=${this.words.lang || nothing} dir="auto">
                <button class="primary apply" aria-describedby="kept" @click=${this.#reload}>${this.words.apply}</button>
                <p id="kept" class="hint">${this.words.hint}</p>
              </div>`
            : nothing
        }
      </div>
    </div>`;
  }

  /** @param {Event} event */
  async #choose({ target }) {
    const { value } = /** @type {HTMLSelectElement} */ (target);
    this.language = value;
    const lang = value || bestOf(languages, navigator.languages);
    const words = await laterWordsIn(lang).catch(() => undefined);
    if (words && value === this.language)
      this.words = { lang, apply: words.languageApply, hint: words.languageHint };
  }

  #reload() {
    writeLanguage(this.language);
    location.reload();
  }

  #notifications() {
    const mode = readNotify(this.room);
    return html`<section aria-labelledby="notifications">
      <h3 id="notifications">${t.notifications}</h3>
      ${toggle("mute", t.mute, t.muteHint, readMuted(this.room), (isOn) => writeMuted(this.room, isOn))}
      ${choices("notify", t.notify, t.notifies, mode, (value) => this.#chooseMode(/** @type {Notify} */ (value)), t.notifyHint)}
      <div class="permission hint" role="status">${mode === "off" ? nothing : this.#permission()}</div>
      ${this.connection?.pushKey && canPush() ? this.#pushes() : nothing}
      ${toggle("sound", t.sound, t.soundHint, readSound(), chooseSound)}
    </section>`;
  }

  #pushes() {
    const { off, mentions, all } = t.notifies;
    const options = { nothing: off, mentions, all };
    const what = readPush(this.room);
    return html`${choices("push", t.push, options, what, (value) => this.#push(/** @type {Push} */ (value)), t.pushHint)}
      <div class="hint" role="status">${this.hasPushFailed ? html`<p class="push-failed">${t.pushFailed}</p>` : nothing}</div>
      ${
        what === "nothing"
          ? nothing
          : toggle("preview", t.pushPreview, t.pushPreviewHint, readPreview(), (isOn) =>
              this.#push(what, isOn),
            )
      }`;
  }

  /**
   * @param {Push} what
   * @param {boolean} [preview]
   */
  async #push(what, preview) {
    const { connection } = this;
    if (!connection) return;
    this.hasPushFailed = false;
    const outcome = await choosePush(connection, this.room, what, preview);
    this.hasPushFailed = outcome === "failed";
    if (outcome === "" && what !== "nothing") this.dispatchEvent(new CustomEvent("push"));
    this.requestUpdate();
  }

  #permission() {
    switch (permission()) {
      case "granted":
        return html`<p>${t.notifyGranted}</p>`;
      case "denied":
        return html`<p>${t.notifyDenied}</p>`;
      case "default":
        return html`<p>${t.notifyAsk}</p>
          <button class="outlined allow" @click=${this.#ask}>${t.notifyAllow}</button>`;
      default:
        // Only Apple's browsers have the property, and only on a phone is there a home screen.
        return html`<p>${"standalone" in navigator && navigator.maxTouchPoints > 0 ? t.notifyHomeScreen : t.notifyUnavailable}</p>`;
    }
  }

  #device() {
    return html`<section aria-labelledby="device">
      <h3 id="device">${t.device}</h3>
      ${isFramed ? nothing : this.#elsewhere()}
      ${
        this.isForgetting
          ? html`<alcove-forget-question
              .room=${this.room}
              @forget=${(/** @type {CustomEvent<string>} */ { detail }) => this.#forget(detail)}
              @stay=${this.#stay}
            ></alcove-forget-question>`
          : html`<button class="outlined forget" aria-describedby="forget-hint" @click=${() => {
              this.isForgetting = true;
            }}>
                ${t.forgetMe}
              </button>
              <p id="forget-hint" class="hint">${t.forgetHint}</p>`
      }
    </section>`;
  }

  #elsewhere() {
    return html`<div class="elsewhere">
      <button
        class="outlined use-elsewhere"
        aria-haspopup="dialog"
        aria-describedby="elsewhere-hint"
        @click=${this.#useElsewhere}
      >${t.useElsewhere}</button>
      <p id="elsewhere-hint" class="hint">${t.useElsewhereHint}</p>
    </div>`;
  }

  /** This one is closed first, so that the focus comes back to where it was opened. */
  #useElsewhere() {
    this.close();
    this.dispatchEvent(new CustomEvent("use-elsewhere", { bubbles: true, composed: true }));
  }

  async #stay() {
    this.isForgetting = false;
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(".forget"))?.focus();
  }

  /** @param {string} room */
  #forget(room) {
    this.dispatchEvent(new CustomEvent("forget", { detail: room }));
  }

  /** @param {Notify} mode */
  #chooseMode(mode) {
    writeNotify(this.room, mode);
    if (mode !== "off") void this.#ask();
  }

  async #ask() {
    await askPermission();
    this.requestUpdate();
    await this.updateComplete;
    // The button that asked is gone with its question.
    const focused = /** @type {ShadowRoot} */ (this.renderRoot).activeElement;
    if (!focused)
      /** @type {HTMLElement | null} */ (this.renderRoot.querySelector("[name=notify]:checked"))?.focus();
  }

  /** It may be changed beside the address while this is open. */
  async #watchPermission() {
    const { signal } = this.#stop;
    const status = await navigator.permissions?.query({ name: "notifications" }).catch(() => undefined);
    if (!signal.aborted) status?.addEventListener("change", () => this.requestUpdate(), { signal });
  }

  static styles = [
    ...dialogLook,
    settingsLook,
    shortcutsLook,
    css`
      section + section {
        margin-top: var(--space-5);
        padding-top: var(--space-4);
        border-top: 1px solid var(--line);
      }

      .own {
        display: flex;
        flex-wrap: wrap;
        gap: var(--space-2);
        align-items: center;
      }

      .own h3 {
        flex: 1 0 100%;
        margin: 0;
      }

      .own bdi {
        flex: 1 1 6rem;
        overflow-wrap: anywhere;
        text-align: match-parent;
      }

      h3 {
        margin: 0 0 var(--space-2);
        font-size: var(--size-m);
        font-weight: 650;
      }

      .permission {
        margin-top: var(--space-2);
      }

      .permission:has(.allow),
      .permission:has(p) {
        margin-bottom: var(--space-3);
      }

      .allow,
      .apply {
        margin-top: var(--space-2);
      }

      /* The words around it are small and pale, and it would look as if it could not be pressed. */
      .allow {
        color: var(--text);
        font-size: var(--size-m);
      }

      .apply {
        width: 100%;
      }

      .of-room,
      .search {
        width: 100%;
      }

      /* In large type, their words are of two lines. */
      :is(.outlined, .apply) {
        max-width: 100%;
        padding-block: var(--space-1);
        overflow-wrap: anywhere;
        white-space: normal;
      }

      .to-account {
        display: flex;
        align-items: center;
        justify-content: center;
        min-height: var(--touch);
        padding: var(--space-1) var(--space-3);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius-m);
        color: inherit;
        font-weight: 550;
        text-align: center;
        text-decoration: none;
      }

      @media (hover: hover) {
        .to-account:hover {
          background: var(--hover);
        }
      }

      .to-account + .hint,
      .forget + .hint,
      .elsewhere .hint {
        margin-top: var(--space-2);
      }

      .elsewhere {
        margin-bottom: var(--space-4);
      }
    `,
  ];
}

/** The way to one's account, where there are any. */
const account = () => {
  if (!signInMode()) return nothing;
  const isIn = signedInAs() !== "";
  return html`<section>
    <a class="to-account" href=${accountLink()} aria-describedby="account-hint">${isIn ? t.yourAccount : t.signInOrCreate}</a>
    <p id="account-hint" class="hint">${isIn ? t.yourAccountHint : t.signInHint}</p>
  </section>`;
};

const chooseSound = (/** @type {boolean} */ isOn) => {
  writeSound(isOn);
  // So one knows it, and the browser lets it be heard later.
  if (isOn) playTone();
};

/** @param {string} language */
const ownName = (language) => {
  const names = Intl.DisplayNames && new Intl.DisplayNames([language], { type: "language" });
  const name = names?.of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
};

/**
 * One of a few, side by side.
 * @param {string} name
 * @param {string} legend
 * @param {Record<string, string>} options Value -> words.
 * @param {string} chosen
 * @param {(value: string) => void} choose
 * @param {string} [hint]
 */
const choices = (name, legend, options, chosen, choose, hint) => html`<fieldset
  class="group"
  aria-describedby=${hint ? `${name}-hint` : nothing}
>
  <legend>${legend}</legend>
  <div class="segments">
    ${Object.entries(options).map(
      ([value, words]) => html`<label>
        <input
          type="radio"
          name=${name}
          value=${value}
          ?data-first=${name === "theme" && value === chosen}
          .checked=${live(value === chosen)}
          @change=${() => choose(value)}
        >
        <span>${words}</span>
      </label>`,
    )}
  </div>
  ${hint ? html`<p id="${name}-hint" class="hint">${hint}</p>` : nothing}
</fieldset>`;

/**
 * On or off.
 * @param {string} name
 * @param {string} words
 * @param {string} hint
 * @param {boolean} isOn
 * @param {(isOn: boolean) => void} choose
 */
const toggle = (name, words, hint, isOn, choose) => html`<div class="toggle">
  <label for=${name}>${words}</label>
  <input
    id=${name}
    type="checkbox"
    role="switch"
    aria-describedby="${name}-hint"
    .checked=${live(isOn)}
    @change=${(/** @type {Event} */ event) => choose(/** @type {HTMLInputElement} */ (event.target).checked)}
  >
  <p id="${name}-hint" class="hint">${hint}</p>
</div>`;

customElements.define("alcove-settings-dialog", SettingsDialog);
