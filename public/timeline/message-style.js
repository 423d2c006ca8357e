/**
 * The style of a message: bubbles that merge within a group, and what stands beside and below them.
 */

import { css } from "../ui/lit.js";

export const messageStyle = css`
  .row {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    justify-items: start;
    padding-inline: 2.75rem var(--space-5);
    margin-top: 0.1875rem;
    border-radius: var(--radius-m);
  }

  .row.first {
    margin-top: var(--space-4);
  }

  .row.own {
    justify-items: end;
    padding-inline: var(--space-6) 0;
  }

  .row:focus-visible {
    outline-offset: 0.25rem;
  }

  /* The next bubble would lie over the ring. */
  .row:focus-visible,
  [data-flash] {
    z-index: 1;
  }

  .line {
    display: flex;
    align-items: center;
    gap: var(--space-1);
    max-width: 100%;
  }

  .own .line {
    flex-direction: row-reverse;
  }

  /* Takes no room: what can be done stands in the margin. */
  .side {
    flex: none;
    align-self: center;
    width: 0;
  }

  .own .side {
    display: flex;
    justify-content: end;
  }

  .tools {
    display: flex;
    width: max-content;
    border-radius: var(--radius-m);
  }

  .tools button {
    min-width: 2.25rem;
    min-height: 2.25rem;
    padding: 0;
    color: var(--text-soft);
  }

  .tools button:hover {
    color: var(--text);
  }

  .row:not(.active) .tools {
    opacity: 0;
  }

  .row:is(.open, .editing) {
    --marked: color-mix(in oklab, var(--accent) 14%, transparent);

    background: var(--marked);
    box-shadow: 0 0 0 0.125rem var(--marked);
  }

  .row.editing .bubble {
    outline: 2px solid var(--accent);
  }

  /* A long press opens the menu, and a tap shows the button for it; those who do not see always have that. */
  @media (hover: none) {
    .row {
      padding-inline-end: var(--space-6);
    }

    .tools {
      margin-block: -0.25rem;
    }

    .tools button {
      min-width: var(--touch);
      min-height: var(--touch);
    }

    .tools :is(.react, .reply) {
      display: none;
    }

    .row:not(.active) .tools {
      width: 1px;
      overflow: hidden;
      pointer-events: none;
    }

    .bubble {
      -webkit-touch-callout: none;
      user-select: none;
    }

    .bubble a {
      -webkit-user-drag: none;
    }
  }

  @media (hover: hover) and (min-width: 48rem) {
    .row {
      padding-inline-end: 7.25rem;
    }

    .row.own {
      padding-inline-start: 7.25rem;
    }
  }

  @media (hover: hover) and (max-width: 47.99rem) {
    .tools .react,
    .tools .reply {
      display: none;
    }
  }

  .text.long {
    max-height: 30rem;
    overflow: hidden;
  }

  .text.cut {
    mask-image: linear-gradient(#000 calc(100% - 5rem), transparent);
  }

  .fold {
    min-height: var(--touch);
    margin-block: 0 calc(-1 * var(--space-2));
    padding-inline: 0;
    color: var(--link);
    user-select: none;
  }

  [data-flash] .bubble {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }

  .quote {
    display: grid;
    justify-content: stretch;
    justify-items: start;
    gap: 0;
    width: 100%;
    min-width: 0;
    min-height: var(--touch);
    margin-bottom: var(--space-2);
    padding: var(--space-1) var(--space-2);
    border-inline-start: 3px solid var(--member, var(--line-strong));
    border-radius: var(--radius-xs);
    background: var(--quoted);
    color: inherit;
    font-size: var(--size-s);
    font-weight: 400;
    line-height: 1.4;
    text-align: start;
    white-space: normal;
  }

  .quote b {
    color: var(--member, inherit);
    font-weight: 650;
  }

  .quote b,
  .quote span {
    max-width: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .big.bubble .quote {
    font-size: var(--size-s);
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

  .by .alike {
    margin-inline-start: calc(-1 * var(--space-1));
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
    border-radius: var(--radius-l);
    border-start-start-radius: var(--radius-xs);
    border-end-start-radius: var(--radius-xs);
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
    border-radius: var(--radius-l);
    border-start-end-radius: var(--radius-xs);
    border-end-end-radius: var(--radius-xs);
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
    border: 0;
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

  .pending .bubble:not(.big) {
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

  .below:has(.reaction) {
    row-gap: var(--space-2);
    margin-block: var(--space-1);
  }

  .below,
  .tools,
  .side,
`;
