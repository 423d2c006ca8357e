/**
 * The dialog on the device that is to have the rooms: six words to enter, or a code that a camera has read; the number to
 * compare; and what has become of it. Loaded when it is opened.
 *
 * @import { Kept } from "./taking.js"
 */

import { t } from "../i18n/strings.js";
import { dialogLook } from "../ui/dialog.js";
import { html, nothing } from "../ui/lit.js";
import { isForInputMethod } from "../ui/writing-focus.js";
import { readWords, secretIn } from "./code.js";
import { DeviceDialog } from "./device-dialog.js";
import { checkNumber, deviceLook, progress } from "./device-style.js";
import { unpacked } from "./parcel.js";
import { Taking } from "./taking.js";
import { keepsAnything, nameOf, ourPlace, ourWorld } from "./this-device.js";

export class TakeDialog extends DeviceDialog {
  static properties = {
    secret: { attribute: false },
    problem: { state: true },
    typed: { state: true },
  };

  /** @type {Taking | undefined} */
  #taking;

  constructor() {
    super();
    /** What a camera has read; "" for words. */
    this.secret = "";
    this.problem = "";
    /** What is in the field. */
    this.typed = "";
  }

  /** @override */
  render() {
    return this.steps(t.takeRooms, () => this.#step());
  }

  #step() {
    const { phase, check = "", got = 0, whole = 0, kept, why = "" } = this.#taking?.state ?? {};
    switch (phase) {
      case undefined:
        return this.#question("");
      case "checking":
        return html`${this.heading(t.takeCheck)} ${checkNumber(check)} ${this.timeLeft()}`;
      case "receiving":
      case "keeping":
        return html`${this.heading(t.takeReceiving)} ${progress(t.takeReceiving, got, whole)} ${this.timeLeft()}`;
      case "done":
        return this.#done(/** @type {Kept} */ (kept));
      case "ended":
        return this.#question(t.deviceEnded(why));
      default:
        return html`${this.heading(t.takeLooking)} ${this.timeLeft()}`;
    }
  }

  /** @param {string} ended Why it came to nothing. */
  #question(ended) {
    const problem = this.problem || ended;
    return html`${ended ? this.heading(ended) : html`<p>${t.takeWhy}</p>`}
      <form novalidate @submit=${this.#go}>
        ${
          this.secret
            ? nothing
            : html`<label for="words">${t.takeWords}</label>
                <textarea
                  id="words"
                  data-first
                  dir="ltr"
                  lang="en"
                  autocomplete="off"
                  autocapitalize="none"
                  spellcheck="false"
                  enterkeyhint="go"
                  aria-invalid=${problem !== ""}
                  aria-describedby="words-hint words-problem"
                  .value=${this.typed}
                  @input=${this.#type}
                  @keydown=${this.#pressed}
                ></textarea>
                <p id="words-hint" class="hint">${t.takeWordsHint}</p>`
        }
        <div id="words-problem" class="problem" role="status">${this.problem}</div>
        ${ended && this.secret ? nothing : html`<button class="primary go">${t.takeGo}</button>`}
      </form>`;
  }

  /** @param {Kept} kept */
  #done({ rooms, others, unkept }) {
    return html`${this.heading(t.tookRooms(rooms))}
      ${others > 0 ? html`<p>${t.tookOthers(others)}</p>` : nothing}
      ${unkept > 0 ? html`<p class="problem">${t.tookUnkept(unkept)}</p>` : nothing}
      <div class="choices"><button class="primary open" @click=${this.#show}>${t.takeOpen}</button></div>`;
  }

  /** @param {Event} event */
  #type({ target }) {
    this.typed = /** @type {HTMLTextAreaElement} */ (target).value;
    this.problem = "";
  }

  /** Words may be in several lines, and are one line for who types them. @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.key !== "Enter" || isForInputMethod(event)) return;
    event.preventDefault();
    this.#go(event);
  }

  /** @param {Event} event */
  #go(event) {
    event.preventDefault();
    const read = this.secret ? { words: this.secret } : readWords(this.typed);
    if ("unknown" in read) this.problem = t.takeUnknown(read.unknown);
    else if ("count" in read) this.problem = t.takeCount(read.count);
    else if (!keepsAnything()) this.problem = t.deviceEnded("unkept");
    else return this.#take(read.words);
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector("textarea"))?.focus();
  }

  /** @param {string} code */
  #take(code) {
    this.problem = "";
    const keep = async (/** @type {unknown} */ parcel) => {
      const place = await ourPlace();
      const kept = unpacked(parcel, place);
      // The page is loaded anew when one goes to them.
      await place.rooms.written;
      return kept;
    };
    this.#taking = this.follow(new Taking(ourWorld(), nameOf(navigator.userAgent), keep));
    void this.#taking.start(code);
  }

  /** The start page draws what is there now. */
  #show() {
    location.assign("/");
    location.reload();
  }

  static styles = [...dialogLook, deviceLook];
}

customElements.define("alcove-take-dialog", TakeDialog);

/**
 * Shows it over whatever is there.
 * @param {string} hash Of the address that a camera has read; "" where the code is to be entered.
 */
export const takeRooms = (hash) => {
  const dialog = new TakeDialog();
  dialog.secret = secretIn(hash) ?? "";
  if (hash && !dialog.secret) dialog.problem = t.deviceEnded("unknown");
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
};
