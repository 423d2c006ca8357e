/**
 * Light, dark, or as the system has it. The choice is kept for the next visit, where `/theme.js`
 * reads it before the first paint.
 */

import { readTheme, writeTheme } from "../browser/preferences.js";
import { base } from "../parts/base.js";
import { iconAuto, iconMoon, iconSun } from "../parts/icons.js";
import { css, html, LitElement } from "../parts/lit.js";
import { t } from "../parts/strings.js";

/** @typedef {"auto" | "light" | "dark"} Theme */

/** @type {Record<Theme, Theme>} */
const NEXT = { auto: "light", light: "dark", dark: "auto" };
const ICON = { auto: iconAuto, light: iconSun, dark: iconMoon };

export class ThemeSwitch extends LitElement {
  static properties = { theme: { state: true }, isLabelled: { type: Boolean } };

  constructor() {
    super();
    /** @type {Theme} */
    this.theme = readTheme();
    this.isLabelled = false;
  }

  /** @override */
  render() {
    const name = t.theme[this.theme];
    return html`<button aria-label=${name} title=${name} @click=${this.#next}>
      ${ICON[this.theme]}${this.isLabelled ? html`<span>${name}</span>` : ""}
    </button>`;
  }

  #next() {
    this.theme = NEXT[this.theme];
    writeTheme(this.theme);
    if (this.theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = this.theme;
  }

  static styles = [
    base,
    css`
      :host {
        display: inline-block;
      }
    `,
  ];
}

customElements.define("alcove-theme-switch", ThemeSwitch);
