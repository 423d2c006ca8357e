/** What a private conversation looks like: in a colour of its own, from the bar to the bubbles. */

import { css } from "../ui/lit.js";

export const conversationStyle = css`
  :host {
    --accent: var(--member-9);
    --accent-hover: color-mix(in oklab, var(--member-9) 88%, var(--text));
    --on-accent: var(--on-member);
    --accent-soft: color-mix(in oklab, var(--member-9) 16%, var(--ground));
    --bubble-own: color-mix(in oklab, var(--member-9) 16%, var(--ground));
    --focus: var(--member-9);
    --panel: color-mix(in oklab, var(--member-9) 9%, var(--ground));
  }

  alcove-top-bar {
    border-block-start: 4px solid var(--member-9);
  }

  .private-front {
    grid-column: 1 / -1;
    display: flex;
    align-items: center;
    gap: var(--space-3);
    min-width: 0;
  }

  .pair {
    min-width: 0;
  }

  .pair h1,
  .from {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .pair h1 {
    font-size: var(--size-l);
    font-weight: 650;
    line-height: 1.3;
  }

  .from {
    display: flex;
    align-items: center;
    gap: var(--space-1);
    color: var(--text-soft);
    font-size: var(--size-xs);
  }

  .from .icon {
    width: 0.75rem;
    height: 0.75rem;
  }

  .from a {
    color: inherit;
    text-decoration: none;
  }

  .from a:hover {
    text-decoration: underline;
  }

  .from a {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .private-empty {
    display: grid;
    justify-items: center;
    gap: var(--space-3);
    max-width: 26rem;
    margin-inline: auto;
  }

  .private-empty p {
    color: var(--text-soft);
    text-wrap: pretty;
  }

  .private-empty h2 {
    font: 500 var(--size-xl) / 1.25 var(--serif);
    overflow-wrap: anywhere;
  }

  .private-away p {
    max-width: var(--measure);
    margin-inline: auto;
    padding: 0 var(--space-5) var(--space-1);
    color: var(--text-soft);
    font-size: var(--size-s);
    overflow-wrap: anywhere;
  }
`;
