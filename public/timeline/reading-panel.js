/**
 * A popover with something to read: who reacted, or a message's text, to select and copy a part of it, also by
 * touch. Loaded on first use.
 */

import { t } from "../i18n/strings.js";
import { base } from "../ui/base.js";
import { css, html, LitElement, nothing } from "../ui/lit.js";

/** @param {"who" | "select"} kind */
export const headingOf = (kind) => (kind === "who" ? t.reactions : t.selectText);

export class ReadingPanel extends LitElement {
  static properties = { kind: { attribute: false }, lines: { attribute: false } };

  constructor() {
    super();
    /** @type {"who" | "select"} */
    this.kind = "select";
    /** @type {string[]} */
    this.lines = [];
  }

  /** @override */
  focus() {
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector("div"))?.focus();
  }

  /** @override */
  render() {
    const heading = headingOf(this.kind);
    // Who reacted is said in the page's language, whoever it is; a text runs as it does in its message.
    const direction = this.kind === "who" ? nothing : "auto";
    return html`<h2>${heading}</h2>
      <div tabindex="0" role="group" aria-label=${heading}>${this.lines.map((line) => html`<p dir=${direction}>${line}</p>`)}</div>`;
  }

  static styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr);
        max-height: inherit;
        min-width: 12rem;
        max-width: 30rem;
      }

      h2 {
        padding: var(--space-3) var(--space-4) 0;
        color: var(--text-soft);
        font-size: var(--size-s);
      }

      div {
        max-height: min(24rem, 60dvh);
        padding: var(--space-2) var(--space-4) var(--space-4);
        overflow: auto;
      }

      div:focus-visible {
        outline-offset: -3px;
      }

      p {
        overflow-wrap: anywhere;
        white-space: pre-wrap;
        user-select: text;
      }

      p + p {
        margin-top: var(--space-2);
      }

      @media (max-width: 40rem) {
        :host {
          max-width: none;
        }
      }
    `,
  ];
}

customElements.define("alcove-reading-panel", ReadingPanel);
