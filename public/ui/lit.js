/**
 * Everything the page uses of Lit, in one place.
 */

if (globalThis.HTMLFontElement)
  // A browser that translates the page puts this in the place of a text, where Lit goes on to write new words.
  Object.defineProperty(HTMLFontElement.prototype, "data", {
    /** @this {HTMLFontElement} @param {unknown} words */
    set(words) {
      this.replaceWith(`${words}`);
    },
  });

export { guard } from "lit/directives/guard.js";
export { html, nothing, render, svg } from "lit/html.js";
export { css, LitElement, unsafeCSS } from "./element.js";
export { repeat } from "./repeat.js";
