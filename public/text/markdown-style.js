/**
 * The style of Markdown in a message. Loaded with the code that draws it; rich-text-style.js has the rest.
 */

import { css, unsafeCSS } from "../ui/lit.js";

/** Longer numbers of a list need more room than two digits have. */
const wideNumbers = [3, 4, 5, 6, 7, 8, 9].map(
  (digits) => `.text ol[data-digits="${digits}"] { padding-inline-start: calc(${digits}ch + 0.8rem); }`,
);

export const markdownStyle = css`
  .text strong {
    font-weight: 650;
  }

  .text :is(blockquote, li) {
    unicode-bidi: plaintext;
  }

  .text code {
    font-family: var(--mono);
    font-size: 0.875em;
  }

  .text code[dir] {
    padding: 0.0625rem 0.3125rem;
    border-radius: 0.3125rem;
    background: var(--code);
    box-decoration-break: clone;
    -webkit-box-decoration-break: clone;
  }

  .text blockquote {
    margin: 0.25rem 0;
    padding-inline-start: 0.6875rem;
    border-inline-start: 3px solid var(--quote);
  }

  .text :is(ul, ol) {
    margin-block: 0.25rem;
    padding-inline-start: 1.375rem;
    list-style: disc;
  }

  .text ol {
    /* Room for two digits; a longer number stands further out. */
    padding-inline-start: 1.75rem;
    list-style: decimal;
  }

  ${unsafeCSS(wideNumbers.join("\n"))}

  .text ul ul {
    list-style-type: circle;
  }

  .text li > :is(ul, ol) {
    margin-block: 0;
  }

  .text li::marker {
    color: var(--text-quiet);
    font-variant-numeric: tabular-nums;
  }

  .text .bracket > li::marker {
    content: counter(list-item) ") ";
  }

  .text .code {
    position: relative;
    max-width: 100%;
    margin-block: 0.375rem;
    border-radius: var(--radius-s);
    background: var(--code);
    text-align: start;
  }

  .text .bar {
    display: flex;
    align-items: center;
    min-height: 1.75rem;
    padding-inline-start: var(--space-3);
  }

  .text .language {
    color: var(--text-quiet);
    font-size: var(--size-xs);
    user-select: none;
  }

  /* As large as a finger, in a bar that is lower. */
  .text .copy-code {
    position: relative;
    margin-block: -0.5rem;
    margin-inline-start: auto;
    padding: 0;
    color: var(--text-quiet);
    background: none;
  }

  /* Without a language there is no bar: the button stands on the code, which can be scrolled from under it. */
  .text .bare .bar {
    position: absolute;
    inset-block-start: 0.3125rem;
    inset-inline-end: 0;
    padding: 0;
  }

  .text .bare .copy-code {
    position: relative;
    isolation: isolate;
  }

  .text .bare .copy-code::before {
    position: absolute;
    z-index: -1;
    inset: 0.5rem;
    border-radius: var(--radius-xs);
    background: linear-gradient(var(--code), var(--code)), var(--bubble);
    content: "";
  }

  .own .text .bare .copy-code::before {
    background: linear-gradient(var(--code), var(--code)), var(--bubble-own);
  }

  .text .copy-code:hover {
    color: var(--text);
  }

  .text .copy-code .icon {
    width: 1rem;
    height: 1rem;
  }

  .text .copy-code .icon + .icon,
  .text .copy-code.done .icon {
    display: none;
  }

  .text .copy-code.done .icon + .icon {
    display: block;
    color: var(--accent);
  }

  .text pre {
    margin: 0;
    padding: var(--space-2) var(--space-3);
    overflow-x: auto;
    overflow-wrap: normal;
    white-space: pre;
    unicode-bidi: plaintext;
  }

  .text .bar + pre {
    padding-block-start: 0;
  }

  .text .bare .bar + pre {
    padding-block-start: var(--space-2);
    padding-inline-end: var(--touch);
  }

  .text pre:focus-visible {
    outline-offset: -3px;
    border-radius: var(--radius-s);
  }

  /* Where grounds tell nothing apart. */
  @media (forced-colors: active) {
    .text .code {
      outline: 1px solid;
    }
  }
`;
