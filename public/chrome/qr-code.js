/**
 * A link as a QR code. What draws it is loaded with the first.
 */

import { loadPart } from "../browser/load-part.js";
import { t } from "../i18n/strings.js";
import { base } from "../ui/base.js";
import { css, html, LitElement } from "../ui/lit.js";

/** What scanners need round the code, in modules. */
const QUIET_ZONE = 4;

/** @fires not-loaded */
export class QrCode extends LitElement {
  static properties = { link: { attribute: false }, label: { attribute: false }, code: { state: true } };

  #encoded = "";

  constructor() {
    super();
    this.link = "";
    /** What it is, for who does not see it. */
    this.label = t.qrCode;
    /** @type {boolean[][] | undefined} Rows of modules, true where dark. */
    this.code = undefined;
  }

  /** @override */
  updated() {
    if (this.link === this.#encoded) return;
    this.#encoded = this.link;
    void this.#encode(this.link);
  }

  /** @override */
  render() {
    return this.code ? drawn(this.code, this.label) : html`<div class="code"></div>`;
  }

  /** @param {string} link */
  async #encode(link) {
    try {
      const { encode } = await loadPart(() => import("uqr"));
      if (link === this.link) this.code = encode(link, { ecc: "M", border: QUIET_ZONE }).data;
    } catch {
      this.dispatchEvent(new CustomEvent("not-loaded"));
    }
  }

  static styles = [
    base,
    css`
      :host {
        width: min(100%, 14rem);
      }

      .code {
        display: block;
        width: 100%;
        aspect-ratio: 1;
        border-radius: var(--radius-m);
        background: white;
        /* Scanners read dark on light only. */
        forced-color-adjust: none;
      }

      svg.code {
        fill: black;
      }
    `,
  ];
}

/**
 * One path for all dark modules, so that none is parted from its neighbour by a seam.
 * @param {boolean[][]} rows
 * @param {string} label
 */
const drawn = (rows, label) => {
  const runs = rows.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : "")));
  return html`<svg
    class="code"
    role="img"
    aria-label=${label}
    viewBox="0 0 ${rows.length} ${rows.length}"
    shape-rendering="crispEdges"
  ><path d=${runs.join("")}></path></svg>`;
};

customElements.define("alcove-qr-code", QrCode);
