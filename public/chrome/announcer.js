/**
 * Announces new messages to screen readers, politely and in batches. It is invisible; history and the reader's
 * own messages are not announced.
 */

import { t } from "../i18n/strings.js";
import { base } from "../ui/base.js";
import { html, LitElement, repeat } from "../ui/lit.js";

/** What comes within this time is said as one. */
const GATHER_MS = 700;
const MOST_IN_FULL = 3;

export class Announcer extends LitElement {
  static properties = { said: { state: true } };

  /** @type {string[]} */
  #waiting = [];

  constructor() {
    super();
    /** What was said last, and as the how manieth. */
    this.said = { count: 0, words: "" };
  }

  /** @param {string[]} lines */
  announce(lines) {
    if (lines.length === 0) return;
    if (this.#waiting.length === 0) setTimeout(() => this.#say(), GATHER_MS);
    this.#waiting.push(...lines);
  }

  /** @override */
  render() {
    return html`<div class="vh" role="status" aria-live="polite">
      ${repeat(
        [this.said],
        ({ count }) => count,
        ({ words }) => html`<p>${words}</p>`,
      )}
    </div>`;
  }

  #say() {
    const lines = this.#waiting.splice(0);
    const last = lines.slice(-1).join("");
    const words = lines.length > MOST_IN_FULL ? `${t.heardMany(lines.length)}. ${last}` : lines.join(". ");
    // A paragraph of its own: the same words again would be no change, and so would not be heard.
    this.said = { count: this.said.count + 1, words };
  }

  static styles = [base];
}

customElements.define("alcove-announcer", Announcer);
