/**
 * One message as it is drawn: a template and its style, used by the timeline. It has no element of
 * its own, so that a selection runs over many messages. It shows what a message is; what can be done
 * with one will have its place in an element that the timeline puts beside it.
 *
 * @import { Line } from "./timeline-items.js"
 * @import { Options } from "./rich-text.js"
 */

import { exactTimeOf, timeOf } from "./dates.js";
import { iconAlert, iconCheck, iconClock } from "./icons.js";
import { classMap, css, html, nothing } from "./lit.js";
import { hueOf, initialOf } from "./people.js";
import { isEmojiOnly, richText } from "./rich-text.js";
import { t } from "./strings.js";

/**
 * @param {Line} line
 * @param {{ onRetry: (cid: string) => void, onRemove: (cid: string) => void } & Options} actions
 */
export const messageView = (line, { onRetry, onRemove, ...options }) => {
  const { entry, message, from, isOwn, isFirst, isLast } = line;
  const classes = {
    row: true,
    own: isOwn,
    first: isFirst,
    last: isLast,
    pending: !message,
    failed: !!entry?.failed,
  };
  const isBig = !message?.deleted && isEmojiOnly(line.text);
  return html`<article class=${classMap(classes)} data-key=${line.key} data-hue=${hueOf(from.id)}>
    ${isFirst && !isOwn ? html`<span class="avatar" aria-hidden="true">${initialOf(from.name)}</span>` : nothing}
    <span class="vh">${t.said(from.name, timeOf(line.at))}</span>
    ${
      isFirst
        ? html`<div class="by" aria-hidden="true">
            ${isOwn ? nothing : html`<bdi class="author">${from.name}</bdi>`}
            <time datetime=${new Date(line.at).toISOString()} title=${exactTimeOf(line.at)}>${timeOf(line.at)}</time>
          </div>`
        : nothing
    }
    <div class=${classMap({ bubble: true, big: isBig, gone: !!message?.deleted })} title=${exactTimeOf(line.at)}>
      ${message?.deleted ? html`<em>${t.deleted}</em>` : text(line.text, options)}
    </div>
    ${below(line)}
    ${
      entry?.failed
        ? html`<div class="failure">
            <span>${iconAlert}${t.notSent(entry.failed.code)}</span>
            <button class="retry" @click=${() => onRetry(entry.frame.cid)}>${t.retry}</button>
            <button class="remove" @click=${() => onRemove(entry.frame.cid)}>${t.remove}</button>
          </div>`
        : nothing
    }
  </article>`;
};

/**
 * No white space may come between the tags: it would be part of the text.
 * @param {string} whole
 * @param {Options} options
 */
const text = (whole, options) => html`<div class="text" dir="auto">${richText(whole, options)}</div>`;

/** @param {Line} line */
const below = ({ message, entry, isOwn, isLast }) => {
  const reactions = Object.entries(message?.reactions ?? {});
  const isSending = isOwn && !!entry && !entry.failed;
  const isSent = isOwn && !!message && !message.deleted && isLast;
  if (reactions.length === 0 && !message?.edited_at && !isSending && !isSent) return nothing;
  return html`<div class="below">
    ${reactions.map(
      ([emoji, ids]) =>
        html`<span class="reaction" role="img" aria-label=${t.reaction(emoji, ids.length)}>${emoji}<b>${ids.length}</b></span>`,
    )}
    ${message?.edited_at && !message.deleted ? html`<span title=${exactTimeOf(message.edited_at)}>${t.edited}</span>` : nothing}
    ${isSending ? html`<span class="state">${iconClock}<span class="vh">${t.sending}</span></span>` : nothing}
    ${isSent ? html`<span class="state">${iconCheck}<span class="vh">${t.sent}</span></span>` : nothing}
  </div>`;
};

export const messageStyle = css`
  .row {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    justify-items: start;
    padding-inline: 2.75rem var(--space-6);
    margin-top: 0.1875rem;
  }

  .row.first {
    margin-top: var(--space-4);
  }

  .row.own {
    justify-items: end;
    padding-inline: var(--space-7) 0;
  }

  .avatar {
    position: absolute;
    inset-block-start: 0.125rem;
    inset-inline-start: 0;
  }

  .by {
    display: flex;
    align-items: baseline;
    gap: var(--space-2);
    max-width: 100%;
    padding-inline: var(--space-1);
    margin-bottom: var(--space-1);
    font-size: var(--size-s);
  }

  .author {
    overflow: hidden;
    color: var(--member);
    font-weight: 650;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  time {
    flex: none;
    color: var(--text-soft);
    font-size: var(--size-xs);
    font-variant-numeric: tabular-nums;
  }

  .bubble {
    max-width: 100%;
    min-width: 0;
    padding: 0.5rem 0.8125rem;
    border: 1px solid var(--bubble-edge);
    border-radius: 0.375rem var(--radius-l) var(--radius-l) 0.375rem;
    background: var(--bubble);
    box-shadow: var(--shadow);
  }

  .first .bubble {
    border-start-start-radius: var(--radius-l);
  }

  .last .bubble {
    border-end-start-radius: var(--radius-l);
  }

  .own .bubble {
    border-color: transparent;
    border-radius: var(--radius-l) 0.375rem 0.375rem var(--radius-l);
    background: var(--bubble-own);
    box-shadow: none;
  }

  .own.first .bubble {
    border-start-end-radius: var(--radius-l);
  }

  .own.last .bubble {
    border-end-end-radius: var(--radius-l);
  }

  .big.bubble {
    padding: 0;
    border-color: transparent;
    background: none;
    box-shadow: none;
    font-size: 2.5rem;
    line-height: 1.25;
  }

  .gone.bubble {
    border: 1px dashed var(--line-strong);
    background: none;
    color: var(--text-soft);
    box-shadow: none;
  }

  .pending .bubble {
    border: 1px dashed var(--accent);
  }

  .failed .bubble {
    border: 1px solid var(--danger);
    background: var(--danger-soft);
  }

  .below {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-1) var(--space-2);
    min-height: 1.125rem;
    padding-inline: var(--space-1);
    margin-top: 0.125rem;
    color: var(--text-soft);
    font-size: var(--size-xs);
  }

  .own .below {
    justify-content: end;
  }

  .state {
    display: inline-flex;
  }

  .state .icon {
    width: 0.875rem;
    height: 0.875rem;
  }

  .reaction {
    display: inline-flex;
    align-items: center;
    gap: var(--space-1);
    padding: 0.0625rem var(--space-2);
    border: 1px solid var(--line);
    border-radius: 999px;
    background: var(--raised);
    font-size: var(--size-s);
  }

  .reaction b {
    font-weight: 600;
    font-size: var(--size-xs);
  }

  .failure {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: end;
    margin-top: var(--space-1);
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
