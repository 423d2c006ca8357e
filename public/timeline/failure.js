/**
 * Draws why a message was not sent, or an edit not saved, and what can be done about it.
 *
 * @import { MessageActions } from "./message-view.js"
 * @import { Line } from "./timeline-items.js"
 */

import { HELD } from "../client/outbox.js";
import { isPrivate } from "../client/protocol.js";
import { t } from "../i18n/strings.js";
import { iconAlert } from "../ui/icons.js";
import { css, html, nothing } from "../ui/lit.js";

/** Why what was written will never be sent: it is the user's again. */
const GIVEN_BACK = ["gone", "removed", "banned", "denied", "key_needed", "not_created"];
/** What the server said it will never take. */
const NEVER = [
  "text_empty",
  "text_too_long",
  "text_invalid",
  "bad_frame",
  "cid_invalid",
  "not_found",
  "not_yours",
  "no_change",
];
/**
 * @param {string} room In a private conversation nothing is forbidden but to write where it has ended.
 * @returns {(line: Line, actions: MessageActions) => unknown}
 */
export const failureIn = (room) => (line, actions) => {
  const { entry, message, text } = line;
  const { onRetry, onDiscard, onMend, onTake } = actions;
  const { cid } = /** @type {NonNullable<typeof entry>} */ (entry).frame;
  const code = entry?.failed?.code ?? "";
  const isOver = GIVEN_BACK.includes(code);
  const isNever = NEVER.includes(code);
  const why = code === "forbidden" && isPrivate(room) ? "shut" : code;
  return html`<div class="failure" role="group" aria-label=${t.notSentShort}>
    <span role="alert">${iconAlert}${message ? t.notEdited(why) : t.notSent(why)}</span>
    <div>
      ${isOver ? html`<button class="take" @click=${() => onTake(text)}>${t.copyText}</button>` : nothing}
      ${isNever || code === HELD ? html`<button class="mend" @click=${() => onMend(cid)}>${t.edit}</button>` : nothing}
      ${isOver || isNever ? nothing : html`<button class="retry" @click=${() => onRetry(cid)}>${code === HELD ? t.send : t.retry}</button>`}
      <button class="remove" @click=${() => onDiscard(cid)}>${message ? t.discard : t.remove}</button>
    </div>
  </div>`;
};

export const failureStyle = css`
  .failure {
    user-select: none;
  }

  .state {
    display: inline-flex;
  }

  .state .icon {
    width: 0.875rem;
    height: 0.875rem;
  }

  .below .mend,
  .below .remove {
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }

  /* Small, and as large as a finger to be hit. */
  .reaction,
  .undo {
    position: relative;
  }

  .reaction::after,
  .undo::after {
    position: absolute;
    inset-block: calc((100% - var(--touch)) / 2);
    inset-inline: 0;
    content: "";
  }

  .reaction {
    gap: var(--space-1);
    min-width: var(--touch);
    min-height: 1.75rem;
    padding: 0 var(--space-2);
    border: 1px solid var(--line);
    border-radius: 999px;
    background: var(--raised);
    color: var(--text);
    font-size: var(--size-m);
    font-weight: 400;
    line-height: 1;
  }

  .reaction[aria-pressed="true"] {
    border-color: var(--accent);
    background: var(--accent-soft);
  }

  /* However many marks somebody piled up on it. */
  .reaction span {
    max-width: 9rem;
    max-height: 1.625rem;
    padding-block: 0.125rem;
    overflow: clip;
    text-overflow: ellipsis;
    line-height: 1.375rem;
    white-space: nowrap;
  }

  /* Who it was, where keys have led; a mouse has the title. */
  .reaction:focus-visible::before {
    position: absolute;
    z-index: 1;
    inset-block-end: calc(100% + var(--space-1));
    inset-inline-start: 0;
    width: max-content;
    max-width: min(16rem, 60vw);
    padding: var(--space-1) var(--space-2);
    border-radius: var(--radius-s);
    background: var(--text);
    color: var(--ground);
    font-size: var(--size-s);
    line-height: 1.4;
    text-align: start;
    white-space: normal;
    content: attr(title);
  }

  .own .reaction:focus-visible::before {
    inset-inline: auto 0;
  }

  .reaction b {
    font-weight: 600;
    font-size: var(--size-xs);
    font-variant-numeric: tabular-nums;
  }

  @media (pointer: coarse) {
    .reaction {
      min-height: 2.25rem;
    }
  }

  .undo {
    min-height: 1.75rem;
    color: var(--link);
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }

  .failure {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: end;
    margin-top: var(--space-1);
    user-select: none;
    color: var(--danger);
    font-size: var(--size-s);
  }

  .failure span {
    display: inline-flex;
    align-items: center;
    gap: var(--space-1);
    margin-inline-end: var(--space-2);
  }

  .failure button {
    color: var(--danger);
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }

  .failure button:hover {
    background: var(--danger-soft);
  }
`;
