/**
 * What the composer is for, besides a new message, and the line above the field that says so.
 *
 * @typedef {(
 *   | { kind: "reply", seq: number, name: string, excerpt: string, isGone?: boolean }
 *   | { kind: "edit", seq: number, text: string, isGone?: boolean, hasFiles?: boolean }
 *   | { kind: "mend", cid: string, text: string, isGone?: boolean, hasFiles?: boolean }
 * )} Mode An answer, one's own message, or one that did not go out. What it is about may be gone; then the
 * text is a new message.
 */

import { t } from "../i18n/strings.js";
import { iconClose, iconPen, iconReply } from "../ui/icons.js";
import { html, nothing } from "../ui/lit.js";
import { keepFocus } from "../ui/writing-focus.js";

/** Stands for a name in a sentence that is drawn in parts. */
const SLOT = "\u{f0000}";

/** @param {Mode | undefined} mode What is told apart by it. */
export const keyOf = (mode) => mode && `${mode.kind} ${mode.kind === "mend" ? mode.cid : mode.seq}`;

/** The field is for a message that there is, and has its text. @param {Mode | undefined} mode */
export const isOfMessage = (mode) => mode !== undefined && mode.kind !== "reply";

/**
 * It is made anew whenever the room is drawn, which is not to draw the field.
 * @param {Mode | undefined} mode
 * @param {Mode | undefined} before
 */
export const isOtherMode = (mode, before) => JSON.stringify(mode) !== JSON.stringify(before);

/**
 * @param {Mode | undefined} mode
 * @param {() => void} onStop
 */
export const modeView = (mode, onStop) => html`<div class="mode">
  <p id="mode" aria-live="polite">${words(mode)}</p>
  ${mode ? end(mode, onStop) : nothing}
</div>`;

/** @param {Mode | undefined} mode */
const words = (mode) => {
  if (mode?.isGone) return html`<span class="excerpt">${t.modeGone}</span>`;
  if (isOfMessage(mode)) return html`${iconPen}<span>${t.editingYours}</span>`;
  if (mode?.kind !== "reply") return nothing;
  const [before, after] = t.replyingTo(SLOT).split(SLOT);
  return html`${iconReply}<span>${before}<strong translate="no"><bdi>${mode.name}</bdi></strong>${after}</span>
    <span class="excerpt" dir="auto">${mode.excerpt}</span>`;
};

/**
 * @param {Mode} mode
 * @param {() => void} onStop
 */
const end = (mode, onStop) => {
  const name = isOfMessage(mode) ? t.stopEditing : t.stopReplying;
  return html`<button
    type="button"
    class="stop"
    aria-label=${name}
    title=${name}
    @pointerdown=${keepFocus}
    @click=${onStop}
  >${iconClose}</button>`;
};
