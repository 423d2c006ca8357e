/**
 * Says above the field why nothing can be sent now, and for how long: one is muted, the room is slow, one may only read, or
 * only those write who look after the room. It counts down by itself, and tells when the time is over.
 *
 * @typedef {object} Lock
 * @property {"muted" | "slowed" | "reader" | "broadcast" | "shut"} why
 * @property {string} [words] Where it is `shut`.
 * @property {number} [until] By `performance.now`.
 */

import { roughSpanOf } from "../i18n/spans.js";
import { t } from "../i18n/strings.js";
import { base } from "../ui/base.js";
import { css, html, LitElement, nothing } from "../ui/lit.js";

/** @fires over The time has come. */
export class LockLine extends LitElement {
  static properties = { lock: { attribute: false } };

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #tick;
  /** @type {{ why: Lock["why"] | undefined, words: string }} */
  #told = { why: undefined, words: "" };

  constructor() {
    super();
    /** @type {Lock | undefined} */
    this.lock = undefined;
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#tick);
  }

  /** @override */
  render() {
    clearTimeout(this.#tick);
    const { why, until } = this.lock ?? {};
    const left = Math.max(0, (until ?? 0) - performance.now());
    if (until !== undefined) this.#tick = setTimeout(() => this.#passed(), Math.min(1_000, left));
    const words = this.lock?.words ?? (why ? WORDS[why](roughSpanOf(Math.ceil(left / 1_000))) : "");
    // The ear is not told each second.
    if (why !== this.#told.why) this.#told = { why, words };
    return html`<p aria-hidden="true">${words || nothing}</p>
      <p class="vh" role="status">${this.#told.words}</p>`;
  }

  #passed() {
    if ((this.lock?.until ?? 0) > performance.now()) this.requestUpdate();
    else this.dispatchEvent(new CustomEvent("over"));
  }

  static styles = [
    base,
    css`
      p:not(.vh) {
        max-width: var(--measure);
        margin-inline: auto;
        padding: 0 var(--space-5) var(--space-1);
        color: var(--text-soft);
        font-size: var(--size-s);
        font-variant-numeric: tabular-nums;
      }

      p:not(.vh):empty {
        padding: 0;
      }
    `,
  ];
}

/** @type {Record<Lock["why"], (span: string) => string>} */
const WORDS = {
  muted: (span) => t.mutedFor(span),
  slowed: (span) => t.slowedFor(span),
  reader: () => t.readOnly,
  broadcast: () => t.hostsOnly,
  shut: () => "",
};

customElements.define("alcove-lock-line", LockLine);
