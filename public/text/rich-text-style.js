/**
 * The style of a message's text, wherever it appears. Backgrounds are translucent, so that they suit both
 * one's own and others' bubbles. Markdown's style comes with it (markdown-style.js).
 */

import { css } from "../ui/lit.js";

export const richTextStyle = css`
  .text {
    overflow-wrap: anywhere;
    unicode-bidi: plaintext;
    white-space: pre-wrap;
    tab-size: 4;
  }

  .text a {
    color: var(--link);
    text-underline-offset: 0.15em;
    unicode-bidi: isolate;
  }

  .text .host {
    font-size: 0.875em;
  }

  .text .mention {
    color: var(--link);
    font-weight: 600;
  }

  .text .mention.me {
    padding: 0 0.1875rem;
    border-radius: 0.25rem;
    background: var(--warning-soft);
    color: var(--text);
  }

  /* Where grounds tell nothing apart. */
  @media (forced-colors: active) {
    .text .mention.me {
      outline: 1px solid;
    }
  }
`;
