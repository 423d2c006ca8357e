/**
 * Drawn signs, all on one 20 px grid with one stroke. They carry no meaning of their own: the
 * control they stand in has the name.
 */

import { html, svg } from "/vendor/lit.js";

/** @param {import("/vendor/lit.js").TemplateResult<2>} shape */
const icon = (shape) => html`<svg
  class="icon"
  viewBox="0 0 20 20"
  width="20"
  height="20"
  fill="none"
  stroke="currentColor"
  stroke-width="1.6"
  stroke-linecap="round"
  stroke-linejoin="round"
  aria-hidden="true"
>${shape}</svg>`;

export const iconPeople = icon(
  svg`<circle cx="7.5" cy="6.8" r="2.8"/><path d="M2.5 16v-.8a5 5 0 0 1 10 0v.8M13 4.2a2.7 2.7 0 0 1 0 5.2M15 11.3a5 5 0 0 1 2.5 4.2v.5"/>`,
);
export const iconLink = icon(
  svg`<path d="M8.3 11.7a3.2 3.2 0 0 0 4.6 0l2.7-2.8a3.2 3.2 0 0 0-4.5-4.6l-1 1M11.7 8.3a3.2 3.2 0 0 0-4.6 0l-2.7 2.8a3.2 3.2 0 0 0 4.5 4.6l1-1"/>`,
);
export const iconShare = icon(svg`<path d="M10 12.5V3M6.5 6 10 2.7 13.5 6M6 9H4.5v8h11V9H14"/>`);
export const iconCheck = icon(svg`<path d="m4.5 10.5 3.7 3.7 7.3-8"/>`);
export const iconClose = icon(svg`<path d="m5 5 10 10M15 5 5 15"/>`);
export const iconSend = icon(svg`<path d="M10 16.5v-13M4.8 8.5 10 3.3l5.2 5.2"/>`);
export const iconDown = icon(svg`<path d="M10 3.5v13M4.8 11.5 10 16.7l5.2-5.2"/>`);
export const iconClock = icon(svg`<circle cx="10" cy="10" r="6.8"/><path d="M10 6.3V10l2.5 1.7"/>`);
export const iconAlert = icon(svg`<circle cx="10" cy="10" r="7.2"/><path d="M10 6.2v4.6M10 13.6v.1"/>`);
export const iconPen = icon(svg`<path d="m4 16 .7-3.3L13 4.4a1.8 1.8 0 0 1 2.6 2.6l-8.3 8.3L4 16Z"/>`);
export const iconSun = icon(
  svg`<circle cx="10" cy="10" r="3.2"/><path d="M10 2.5v1.3M10 16.2v1.3M2.5 10h1.3M16.2 10h1.3M4.7 4.7l.9.9M14.4 14.4l.9.9M4.7 15.3l.9-.9M14.4 5.6l.9-.9"/>`,
);
export const iconMoon = icon(svg`<path d="M16.2 11.8A6.8 6.8 0 0 1 8.2 3.8a6.8 6.8 0 1 0 8 8Z"/>`);
export const iconAuto = icon(
  svg`<circle cx="10" cy="10" r="6.8"/><path d="M10 3.2a6.8 6.8 0 0 1 0 13.6Z" fill="currentColor"/>`,
);

/** The mark: a niche with someone in it. */
export const mark = html`<svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
  <path class="wall" d="M4 29V15a12 12 0 0 1 24 0v14a1.5 1.5 0 0 1-1.5 1.5h-21A1.5 1.5 0 0 1 4 29Z"/>
  <path class="niche" d="M9.5 30.5V15.5a6.5 6.5 0 0 1 13 0v15Z"/>
  <circle class="wall" cx="16" cy="16.5" r="2.6"/>
  <path class="wall" d="M11.8 30.5v-4.3a4.2 4.2 0 0 1 8.4 0v4.3Z"/>
</svg>`;
