/**
 * The dialog on the device that has the rooms: a code to scan or to read off, the question whether the device that came is
 * the right one, and what has become of it. Loaded when it is opened.
 *
 * @import { Place } from "./parcel.js"
 */

import "../chrome/qr-code.js";
import { t } from "../i18n/strings.js";
import { dialogLook } from "../ui/dialog.js";
import { html, nothing } from "../ui/lit.js";
import { linkWith, newSecret, newWords } from "./code.js";
import { DeviceDialog } from "./device-dialog.js";
import { checkNumber, deviceLook, progress, saysItIs } from "./device-style.js";
import { Giving } from "./giving.js";
import { handedOver, packed } from "./parcel.js";
import { ourPlace, ourWorld, randomBytes } from "./this-device.js";

export class GiveDialog extends DeviceDialog {
  static properties = { code: { state: true }, isByWords: { state: true }, isEmpty: { state: true } };

  /** @type {Giving | undefined} */
  #giving;
  /** @type {Place | undefined} */
  #place;

  constructor() {
    super();
    this.code = "";
    this.isByWords = false;
    this.isEmpty = false;
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    void this.#begin();
  }

  async #begin() {
    this.#place ??= await ourPlace();
    this.isEmpty = this.#place.rooms.list.length === 0;
    if (!this.isEmpty) this.#make(this.isByWords);
  }

  /** Another code each time: one that was shown is not shown again. @param {boolean} isByWords */
  #make(isByWords) {
    this.isByWords = isByWords;
    this.code = isByWords ? newWords(randomBytes) : newSecret(randomBytes);
    this.#giving = this.follow(new Giving(ourWorld()));
    void this.#giving.start(this.code);
  }

  /** @override */
  render() {
    return this.steps(t.useElsewhere, () => this.#step());
  }

  #step() {
    if (this.isEmpty) return this.heading(t.giveNothing);
    const {
      phase,
      check = "",
      other = "",
      sent = 0,
      whole = 0,
      rooms = 0,
      why = "",
    } = this.#giving?.state ?? {};
    switch (phase) {
      case "waiting":
        return this.#waiting();
      case "meeting":
        return html`${this.heading(t.giveMeeting)} ${this.timeLeft()}`;
      case "asking":
        return html`${this.heading(t.giveAsk)}
          <p>${other ? saysItIs(other) : nothing} ${t.giveCompare}</p>
          ${checkNumber(check)}
          <div class="choices">
            <button class="primary send" @click=${this.#send}>${t.giveSend}</button>
            <button class="outlined refuse" @click=${() => this.#giving?.refuse()}>${t.giveNot}</button>
          </div>
          ${this.timeLeft()}`;
      case "sending":
        return html`${this.heading(t.giveSending)} ${progress(t.giveSending, sent, whole)} ${this.timeLeft()}`;
      case "done":
        return html`${this.heading(t.gaveRooms(rooms))}
          <div class="choices"><button class="primary" @click=${this.close}>${t.close}</button></div>`;
      case "ended":
        return html`${this.heading(t.deviceEnded(why))}
          <div class="choices">
            <button class="primary again" @click=${() => this.#make(this.isByWords)}>${t.giveAgain}</button>
          </div>`;
      default:
        return html`${this.heading(t.giveOpening)} ${this.timeLeft()}`;
    }
  }

  #waiting() {
    return html`<p>${t.giveWhy}</p>
      ${
        this.isByWords
          ? html`${this.heading(t.giveType(location.host))}
              <ol class="words" lang="en" dir="ltr" translate="no">
                ${this.code.split(" ").map((word) => html`<li>${word}</li>`)}
              </ol>`
          : html`${this.heading(t.giveScan)}
              <figure>
                <alcove-qr-code .label=${t.giveQr} .link=${linkWith(this.code, location.origin)}></alcove-qr-code>
              </figure>`
      }
      ${this.timeLeft()}
      <p class="care">${t.giveCare}</p>
      <div class="choices">
        <button class="outlined other" @click=${() => this.#make(!this.isByWords)}>
          ${this.isByWords ? t.giveByQr : t.giveWords}
        </button>
      </div>`;
  }

  #send() {
    const [place, giving] = [this.#place, this.#giving];
    if (!place || !giving) return;
    const parcel = packed(place);
    giving.addEventListener("change", () => {
      const { phase, rooms, isSame } = giving.state;
      if (phase === "done" && isSame && rooms === parcel.rooms.length) handedOver(parcel, place);
    });
    giving.send(parcel);
  }

  static styles = [...dialogLook, deviceLook];
}

customElements.define("alcove-give-dialog", GiveDialog);

/** Shows it over whatever is there. */
export const giveRooms = () => {
  const dialog = new GiveDialog();
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
};
