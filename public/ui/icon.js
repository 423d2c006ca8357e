/**
 * The frame in which every icon is drawn. The build puts the shapes from Lucide's files into it.
 */

import { html } from "./lit.js";

/** @param {import("lit").TemplateResult<2>} shape On a grid of 24 px, drawn by strokes. */
export const icon = (shape) => html`<svg
  class="icon"
  viewBox="0 0 24 24"
  width="20"
  height="20"
  fill="none"
  stroke="currentColor"
  stroke-width="2"
  stroke-linecap="round"
  stroke-linejoin="round"
  aria-hidden="true"
>${shape}</svg>`;

/**
 * A sign that points along the line of reading, and turns with it.
 * @param {import("lit").TemplateResult} sign
 */
export const directional = (sign) => html`<span class="directional">${sign}</span>`;
