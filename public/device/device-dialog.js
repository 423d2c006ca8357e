/**
 * What the two dialogs have in common: they follow what happens, count the time down, keep the focus when what had it is
 * gone, and try the connection again when somebody looks.
 *
 * @import { Side } from "./side.js"
 */

import { clock } from "../browser/clock.js";
import { loadDeviceWords, t } from "../i18n/strings.js";
import { Dialog } from "../ui/dialog.js";
import { html, nothing } from "../ui/lit.js";
import { countdown } from "./device-style.js";

await loadDeviceWords();

const SECOND_MS = 1_000;

export class DeviceDialog extends Dialog {
  /** @type {Side<any> | undefined} */
  side;
  #stop = new AbortController();
  #shown = "";
  /** What happens now. */
  #words = "";

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
   * @template {Side<any>} T
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
    const isNew = this.#words !== this.#shown && this.#shown !== "";
    this.#shown = this.#words;
    const root = /** @type {ShadowRoot} */ (this.renderRoot);
    if (isNew && !root.activeElement) /** @type {HTMLElement | null} */ (root.querySelector("h3"))?.focus();
  }

  /**
   * Whatever step it is at: what is told is told in places that stay, since one that comes with its words is not announced.
   * @param {unknown} title
   * @param {() => unknown} step What is drawn of it.
   */
  steps(title, step) {
    this.#words = "";
    const drawn = step();
    const { phase = "ended", isOffline = false } = this.side?.state ?? {};
    const isCutOff = isOffline && phase !== "done" && phase !== "ended";
    return this.frame(
      title,
      html`<div class="steps">${drawn}</div>
        <div class="offline" role="status">${isCutOff ? t.deviceOffline : nothing}</div>
        <div class="now vh" role="status">${this.#words}</div>`,
    );
  }

  /** @param {string} words What happens now; told when it changes. */
  heading(words) {
    this.#words = words;
    return html`<h3 tabindex="-1">${words}</h3>`;
  }

  /** How long the code is good for. */
  timeLeft() {
    const { endsAt } = this.side?.state ?? {};
    if (endsAt === undefined) return nothing;
    return html`<p class="valid" role="timer">${t.giveValid(countdown(endsAt - clock.now()))}</p>`;
  }
}
