/** How files look in a message: added to the log once there are any. */

import { css } from "../ui/lit.js";
import { nameStyle } from "./name-view.js";

export const filesStyle = css`
  ${nameStyle}

  .files {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-1);
    max-width: 100%;
  }

  .files + .text {
    margin-top: var(--space-2);
  }

  /* Files reach to the edge of what they are in. */
  .bubble:has(.files) {
    padding: 0.25rem;
  }

  .bubble:has(.files) > :is(.text, .quote) {
    margin-inline: 0.5rem;
  }

  .bubble:has(.files) > .text {
    margin-bottom: 0.25rem;
  }

  .bubble:has(.files) > .quote {
    width: auto;
  }

  .pictures.many {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: 0.125rem;
    width: 20rem;
    max-width: 100%;
  }

  .pictures.many[data-count="5"] {
    grid-template-columns: repeat(6, minmax(0, 1fr));
  }

  [data-count="5"] > .picture {
    grid-column: span 2;
  }

  /* Where threes leave two or one over, the last two or four are in twos, as high as the others. */
  [data-count="5"] > .picture:nth-child(3n + 1):is(:nth-last-child(2), :nth-last-child(4)),
  [data-count="5"] > .picture:nth-child(3n + 1):is(:nth-last-child(2), :nth-last-child(4)) ~ .picture {
    grid-column: span 3;
    aspect-ratio: 3 / 2;
  }

  .pictures.many[data-count="3"] .picture:first-child {
    grid-column: 1 / -1;
    aspect-ratio: 2;
  }

  .picture {
    position: relative;
    display: block;
    min-width: 0;
    min-height: 0;
    max-width: 100%;
    padding: 0;
    border-radius: var(--radius-m);
    background: var(--skeleton);
    overflow: hidden;
    cursor: zoom-in;
  }

  .many .picture {
    width: 100%;
    aspect-ratio: 1;
    border-radius: var(--radius-s);
  }

  .picture:is(:hover, :active) {
    background: var(--skeleton);
  }

  .picture:focus-visible {
    outline-offset: -3px;
  }

  /* Over any picture, in two colours. */
  .picture:focus-visible::after {
    position: absolute;
    inset: 0;
    border: 3px solid var(--focus);
    border-radius: inherit;
    box-shadow: inset 0 0 0 2px var(--ground);
    content: "";
  }

  .picture img {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    object-fit: cover;
    color: transparent;
  }

  .picture.covered,
  .picture:not(button) {
    cursor: default;
  }

  .cover {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: var(--space-1);
    padding: var(--space-1);
    background: var(--veil);
    font-size: var(--size-s);
    white-space: normal;
  }

  .cover > * {
    padding: 0 var(--space-2);
    border-radius: 999px;
    background: var(--raised);
    color: var(--text);
  }

  .cover > .icon {
    box-sizing: content-box;
    padding: var(--space-1);
  }

  .picture progress,
  .card progress {
    position: absolute;
    inset: auto 0.5rem 0.5rem;
    width: calc(100% - 1rem);
    height: 0.375rem;
    border: 0;
    border-radius: 999px;
    background: var(--raised);
    appearance: none;
    overflow: hidden;
  }

  .card progress {
    inset-block-end: 0.125rem;
    height: 0.1875rem;
  }

  .files progress::-webkit-progress-bar {
    background: var(--raised);
  }

  .files progress::-webkit-progress-value {
    background: var(--accent);
  }

  .files progress::-moz-progress-bar {
    background: var(--accent);
  }

  .other {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-1);
    width: 20rem;
    max-width: 100%;
  }

  audio,
  video {
    width: 100%;
    max-width: 100%;
    border-radius: var(--radius-m);
  }

  audio {
    height: 3rem;
  }

  /* Of a narrow player, a browser cuts the last button: that for the volume is the one that a phone has itself. */
  @media (max-width: 22rem) {
    audio::-webkit-media-controls-mute-button,
    audio::-webkit-media-controls-volume-control-container {
      display: none;
    }
  }

  video {
    background: var(--skeleton);
    object-fit: contain;
  }

  .card {
    position: relative;
    display: flex;
    align-items: center;
    justify-content: start;
    gap: var(--space-3);
    width: 100%;
    min-width: 0;
    min-height: 3.25rem;
    padding: var(--space-1) var(--space-3);
    border-radius: var(--radius-m);
    background: var(--quoted);
    color: inherit;
    text-align: start;
    text-decoration: none;
  }

  .card.cover-card {
    width: 20rem;
    max-width: 100%;
    white-space: normal;
  }

  a.card:hover {
    text-decoration: underline;
  }

  .card .what {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    flex: 1;
    min-width: 0;
  }

  .card small {
    color: var(--text-quiet);
    font-size: var(--size-xs);
    font-weight: 400;
  }

  .card.gone {
    border: 1px dashed var(--line-strong);
    background: none;
  }

  .quote :is(.small, .icon) {
    display: inline-block;
    width: 1.25rem;
    height: 1.25rem;
    margin-inline-end: var(--space-1);
    border-radius: var(--radius-xs);
    vertical-align: -0.3rem;
    object-fit: cover;
  }

  @media print {
    .picture {
      break-inside: avoid;
    }

    .picture .cover,
    .files :is(audio, video, progress) {
      display: none;
    }
  }

  @media (prefers-reduced-motion: no-preference) {
    .picture .full {
      animation: come var(--quick) ease-out;
    }
  }

  @keyframes come {
    from {
      opacity: 0;
    }
  }
`;
