/**
 * The base style of every component: box, buttons, fields, focus, and text for screen readers only. A
 * component adds its own rules after these.
 */

import { css, unsafeCSS } from "./lit.js";

export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }

  :host {
    display: block;
  }

  :host([hidden]),
  [hidden] {
    display: none !important;
  }

  h1,
  h2,
  p,
  ul,
  ol {
    margin: 0;
    padding: 0;
  }

  ul,
  ol {
    list-style: none;
  }

  :focus-visible {
    outline: 3px solid var(--focus);
    outline-offset: 2px;
  }

  .vh {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  .icon,
  .mark {
    flex: none;
  }

  /* An empty field has no direction of its own: it takes the page's. */
  :host(:dir(rtl)) [dir="auto"]:placeholder-shown {
    direction: rtl;
  }

  .directional {
    display: contents;
  }

  .directional:dir(rtl) > .icon {
    transform: scaleX(-1);
  }

  .mark .wall {
    fill: var(--accent);
  }

  .mark .niche {
    fill: var(--accent-soft);
  }

  button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--space-2);
    min-width: var(--touch);
    min-height: var(--touch);
    margin: 0;
    padding: 0 var(--space-3);
    border: 0;
    border-radius: var(--radius-m);
    background: transparent;
    color: inherit;
    font: inherit;
    font-weight: 550;
    white-space: nowrap;
    cursor: pointer;
    touch-action: manipulation;
    transition:
      background-color var(--quick),
      color var(--quick);
  }

  /* A finger that is lifted points at nothing. */
  @media (hover: hover) {
    button:hover {
      background: var(--hover);
    }
  }

  button:active {
    background: var(--pressed);
  }

  button.primary {
    background: var(--accent);
    color: var(--on-accent);
    /* Else the system puts a ground of its own behind the words. */
    forced-color-adjust: none;
  }

  button.primary:is(:hover, :active) {
    background: var(--accent-hover);
  }

  button.outlined {
    border: 1px solid var(--line-strong);
  }

  label {
    display: block;
    margin-bottom: var(--space-2);
    font-size: var(--size-s);
    font-weight: 600;
  }

  input {
    width: 100%;
    min-height: 3rem;
    padding: 0 var(--space-4);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-m);
    background: var(--field);
    color: var(--text);
    font: inherit;
  }

  input:focus-visible {
    outline-offset: -1px;
  }

  input[aria-invalid="true"] {
    border-color: var(--danger);
  }

  .problem {
    display: flex;
    gap: var(--space-2);
    margin-top: var(--space-2);
    color: var(--danger);
    font-size: var(--size-s);
  }
`;

const hues = Array.from(
  { length: 12 },
  (_, hue) =>
    `[data-hue="${hue}"] { --member: var(--member-${hue}); } [data-second="${hue}"] { --second: var(--member-${hue}); }`,
);

const avatarStyle = css`
  .avatar {
    display: grid;
    flex: none;
    place-items: center;
    width: 2rem;
    height: 2.25rem;
    padding-block-end: 0.25rem;
    border-radius: var(--arch);
    background: var(--member);
    /* Below the letter, which keeps its ground. */
    box-shadow: inset 0 -0.4375rem color-mix(in oklab, var(--second, var(--member)) 42%, var(--on-member));
    color: var(--on-member);
    font-size: var(--size-s);
    font-weight: 650;
    line-height: 1;
    overflow: hidden;
    user-select: none;
  }

  .avatar[data-shape="1"] {
    border-radius: 50%;
  }

  .avatar[data-shape="2"] {
    border-radius: 0.5rem;
  }

  .avatar[data-shape="3"] {
    border-radius: 50% 0.25rem;
  }

  .avatar[data-shape="4"] {
    border-radius: 0.25rem 50%;
  }

  .avatar[data-shape="5"] {
    border-radius: 0.25rem 0.25rem 50% 50%;
  }

  .alike {
    position: relative;
    flex: none;
    margin-inline-start: var(--space-1);
    color: var(--text-soft);
    font: 400 var(--size-xs) / 1 var(--mono);
    white-space: nowrap;
  }

  .role {
    flex: none;
    margin-inline-start: var(--space-1);
    padding: 0.0625rem var(--space-1);
    border: 1px solid var(--line);
    border-radius: var(--radius-s);
    color: var(--text-soft);
    font-size: var(--size-xs);
    font-weight: 400;
    white-space: nowrap;
  }

  .checked {
    position: relative;
    margin-inline-start: var(--space-1);
    color: var(--accent);
  }

  .checked .icon {
    width: 0.875rem;
    height: 0.875rem;
    vertical-align: -0.125em;
    stroke-width: 3;
  }

  @media (forced-colors: active) {
    .avatar {
      border: 1px solid;
    }
  }
`;

/** An arch, or another shape, with the first letter of a name, in its member's colours; and its sign. */
export const memberColours = [unsafeCSS(hues.join("\n")), avatarStyle];
