/**
 * The emoji picker's style: as wide as eight emoji in a popover, as wide as the screen in a sheet.
 */

import { css } from "../ui/lit.js";

export const pickerStyle = css`
  :host {
    display: grid;
    grid-template-rows: auto auto minmax(0, 1fr) auto;
    width: 24rem;
    height: min(26rem, var(--room, 100dvh));
  }

  .search {
    position: relative;
    padding: var(--space-2) var(--space-2) 0;
  }

  .search .icon {
    position: absolute;
    inset-block-start: calc(var(--space-2) + 0.75rem);
    inset-inline-start: calc(var(--space-2) + 0.75rem);
    color: var(--text-soft);
    pointer-events: none;
  }

  input {
    min-height: var(--touch);
    padding-inline: 2.5rem var(--space-3);
  }

  input::placeholder {
    color: var(--text-soft);
    opacity: 1;
  }

  /* Chromium's is blue. */
  input::-webkit-search-cancel-button {
    filter: grayscale(1);
  }

  .tabs {
    display: flex;
    padding-inline: var(--space-1);
    border-bottom: 1px solid var(--line);
  }

  .tabs button {
    flex: 1;
    min-width: 0;
    padding: 0;
    border-radius: 0;
    color: var(--text-soft);
    box-shadow: inset 0 -2px transparent;
  }

  .tabs button:hover {
    background: none;
    color: var(--text);
  }

  .tabs [aria-current] {
    color: var(--accent);
    box-shadow: inset 0 -2px var(--accent);
  }

  .tabs button:focus-visible {
    outline-offset: -3px;
  }

  .scroller {
    position: relative;
    padding-inline: var(--space-1);
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--line-strong) transparent;
  }

  .title {
    position: sticky;
    z-index: 1;
    inset-block-start: 0;
    display: flex;
    align-items: center;
    height: 2rem;
    padding-inline: var(--space-2);
    background: var(--raised);
    color: var(--text-soft);
    font-size: var(--size-s);
    font-weight: 600;
  }

  .section:not(:has(.title)) {
    padding-block-start: var(--space-1);
  }

  .rows {
    min-height: calc(var(--rows) * var(--touch));
  }

  [role="row"] {
    display: grid;
    grid-template-columns: repeat(var(--columns), minmax(0, 1fr));
    height: var(--touch);
  }

  [role="gridcell"] {
    min-width: 0;
    padding: 0;
    border-radius: var(--radius-s);
    scroll-margin-block: 2rem 0;
    transition: none;
  }

  [role="gridcell"],
  .emoji {
    font:
      400 1.625rem / 1 "Apple Color Emoji",
      "Segoe UI Emoji",
      "Noto Color Emoji",
      sans-serif;
  }

  [role="gridcell"]:focus-visible {
    outline-offset: -3px;
  }

  .first:not(:focus-visible) {
    background: var(--hover);
  }

  .empty {
    padding: var(--space-6) var(--space-4);
    color: var(--text-soft);
    text-align: center;
  }

  .again {
    display: flex;
    margin-inline: auto;
  }

  .footer {
    display: flex;
    align-items: center;
    gap: var(--space-2);
    height: 3.5rem;
    padding-inline: var(--space-3) var(--space-2);
    border-top: 1px solid var(--line);
  }

  .preview {
    display: flex;
    flex: 1;
    align-items: center;
    gap: var(--space-3);
    min-width: 0;
  }

  .name {
    display: grid;
    min-width: 0;
    font-size: var(--size-s);
    font-weight: 600;
    line-height: 1.3;
    white-space: nowrap;
  }

  .name,
  small {
    overflow: hidden;
    text-overflow: ellipsis;
  }

  small {
    color: var(--text-soft);
    font-size: var(--size-xs);
    font-weight: 400;
    text-align: match-parent;
  }

  .hint {
    color: var(--text-soft);
    font-size: var(--size-s);
  }

  .footer button {
    padding: 0;
  }

  .footer button .emoji {
    font-size: 1.375rem;
  }

  .tones {
    justify-content: space-between;
  }

  .tones [aria-pressed="true"] {
    background: var(--accent-soft);
    box-shadow: inset 0 0 0 2px var(--accent);
  }

  @media (max-width: 40rem), (max-height: 24rem) {
    :host {
      width: 100%;
      height: min(26rem, var(--room, 70dvh));
    }
  }

  @media (max-height: 24rem) {
    .tabs,
    .footer {
      display: none;
    }
  }
`;
