/**
 * The style of the conversation around its messages: days, notices, the “new since …” line, the empty room,
 * and the placeholder until the first page arrives.
 */

import { css } from "../ui/lit.js";

export const timelineStyle = css`
  :host {
    position: relative;
    display: grid;
    min-height: 0;
  }

  .scroller {
    overflow: hidden auto;
    overscroll-behavior: contain;
    /* Positions are kept by hand, the same way in every browser. */
    overflow-anchor: none;
    scrollbar-gutter: stable both-edges;
  }

  .scroller:focus-visible {
    outline-offset: -3px;
  }

  .column {
    display: flow-root;
    max-width: var(--measure);
    /* What is said last is always next to where one answers. */
    align-content: end;
    min-height: 100%;
    margin-inline: auto;
    padding: var(--space-4) max(var(--space-4), env(safe-area-inset-right)) var(--space-1)
      max(var(--space-4), env(safe-area-inset-left));
  }

  .column:has(> .empty) {
    display: grid;
    align-content: center;
  }

  .top {
    display: grid;
    justify-items: center;
    gap: var(--space-2);
    padding-block: var(--space-5) var(--space-3);
    color: var(--text-soft);
    font-size: var(--size-s);
    text-align: center;
  }

  .day {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    margin-block: var(--space-5) var(--space-3);
    color: var(--text-soft);
    font-size: var(--size-xs);
    font-weight: 600;
  }

  .day::before,
  .day::after {
    flex: 1;
    border-block-start: 1px solid var(--line);
    content: "";
  }

  .new {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    margin-block: var(--space-4) var(--space-2);
    color: var(--danger);
    font-size: var(--size-xs);
    font-weight: 650;
  }

  .new::after {
    flex: 1;
    border-block-start: 1px solid var(--danger);
    content: "";
  }

  .notice {
    margin-block: var(--space-4);
    color: var(--text-soft);
    font-size: var(--size-s);
    text-align: center;
    overflow-wrap: anywhere;
    overflow: clip;
  }

  .empty {
    display: grid;
    align-content: center;
    justify-items: center;
    gap: var(--space-2);
    text-align: center;
  }

  .empty .mark {
    width: 4.5rem;
    height: 4.5rem;
    margin-bottom: var(--space-3);
  }

  .empty h2 {
    font: 500 var(--size-xl) / 1.2 var(--serif);
  }

  .empty p {
    max-width: 24rem;
    color: var(--text-soft);
    text-wrap: balance;
  }

  .empty button {
    margin-top: var(--space-4);
    padding-inline: var(--space-5);
  }

  .to-back,
  .to-end,
  .to-new {
    position: absolute;
    justify-self: center;
    border: 1px solid var(--line);
    border-radius: 999px;
    background: var(--raised);
    color: var(--link);
    box-shadow: var(--shadow-high);
    padding-inline: var(--space-3);
  }

  .to-back,
  .to-end {
    inset-block-end: var(--space-3);
  }

  .to-back {
    inset-inline-start: var(--space-4);
  }

  .to-new {
    inset-block-start: var(--space-3);
    padding-inline-end: var(--space-4);
    font-size: var(--size-s);
  }

  .date {
    position: absolute;
    inset-block-start: var(--space-3);
    justify-self: center;
    padding: var(--space-1) var(--space-3);
    border: 1px solid var(--line);
    border-radius: 999px;
    background: var(--raised);
    color: var(--text-soft);
    font-size: var(--size-xs);
    font-weight: 600;
    pointer-events: none;
  }

  .bone {
    height: 2.25rem;
    margin-top: var(--space-2);
    border-radius: var(--radius-l);
    background: var(--skeleton);
  }

  .bone:nth-child(3n + 1) {
    width: 62%;
    margin-top: var(--space-5);
  }

  .bone:nth-child(3n + 2) {
    width: 38%;
  }

  .bone:nth-child(3n) {
    width: 48%;
    margin-top: var(--space-5);
    margin-inline-start: auto;
  }

  @media (prefers-reduced-motion: no-preference) {
    .bone {
      animation: var(--breath, breathe) 1.6s ease-in-out infinite alternate;
    }
  }

  @keyframes breathe {
    to {
      opacity: 0.5;
    }
  }
`;
