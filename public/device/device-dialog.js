/**
 * What the two dialogs have in common: they follow what happens, count the time down, keep the focus when what had it is
 * gone, and try the connection again when somebody looks.
 */

import { clock } from "../browser/clock.js";
import { loadDeviceWords, t } from "../i18n/strings.js";
import { Dialog } from "../ui/dialog.js";
import { html, nothing } from "../ui/lit.js";
import { countdown } from "./device-style.js";

await loadDeviceWords();

const SECOND_MS = 1_000;

/**
 * @typedef {EventTarget & { state: { phase: string, isOffline: boolean, endsAt?: number }, stop: () => void, look: () => void }} Side
 */

export class DeviceDialog extends Dialog {
  /** @type {Side | undefined} */
  side;
  #stop = new AbortController();
  #shown = "";

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    const ticking = setInterval(() => this.requestUpdate(), SECOND_MS);
    signal.addEventListener("abort", () => clearInterval(ticking));
    window.addEventListener("online", () => this.side?.look(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden || this.side?.look(), { signal });
    // Nobody is to find the room there when the page is gone.
    window.addEventListener("pagehide", () => this.side?.stop(), { signal });
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop.abort();
    this.side?.stop();
  }

  /**
   * Goes on with this one.
   * @template {Side} T
   * @param {T} side
   */
  follow(side) {
    this.side?.stop();
    this.side = side;
    side.addEventListener("change", () => this.side === side && this.requestUpdate());
    this.requestUpdate();
    return side;
  }

  /** @override */
  updated() {
    const heading = /** @type {HTMLElement | null} */ (this.renderRoot.querySelector("h3"));
    const words = heading?.textContent ?? "";
    const isNew = words !== this.#shown && this.#shown !== "";
    this.#shown = words;
    const { activeElement } = /** @type {ShadowRoot} */ (this.renderRoot);
    if (isNew && !activeElement) heading?.focus();
  }

  /** @param {string} words What happens now; told when it changes. */
  heading(words) {
    return html`<h3 tabindex="-1">${words}</h3><div class="vh" role="status">${words}</div>`;
  }

  /** How long the code is good for, and whether anything stands in its way. */
  timeLeft() {
    const { endsAt, isOffline } = this.side?.state ?? {};
    return html`${
      endsAt === undefined
        ? nothing
        : html`<p class="valid" role="timer">${t.giveValid(countdown(endsAt - clock.now()))}</p>`
    }
    <div class="offline" role="status">${isOffline ? t.deviceOffline : nothing}</div>`;
  }
}
