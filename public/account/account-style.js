/** The style of the page of an account. */

import { css } from "../ui/lit.js";

export const accountStyle = css`
  :host {
    min-height: 100dvh;
    padding: max(var(--space-3), env(safe-area-inset-top)) max(var(--space-4), env(safe-area-inset-right))
      max(var(--space-6), env(safe-area-inset-bottom)) max(var(--space-4), env(safe-area-inset-left));
    background: radial-gradient(60rem 40rem at 85% -10%, var(--accent-soft), transparent 60%);
  }

  alcove-toast {
    position: fixed;
    inset-inline: 0;
    inset-block-end: var(--space-5);
  }

  header,
  main {
    width: 100%;
    max-width: 36rem;
    margin-inline: auto;
  }

  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: var(--space-3);
  }

  .brand {
    display: inline-flex;
    align-items: center;
    gap: var(--space-2);
    font: 550 var(--size-l) / 1 var(--serif);
  }

  .back {
    display: inline-flex;
    align-items: center;
    gap: var(--space-2);
    min-height: var(--touch);
    margin-inline-start: calc(-1 * var(--space-2));
    padding-inline: var(--space-2) var(--space-3);
    border-radius: var(--radius-m);
    color: var(--text-soft);
    font-weight: 550;
    text-decoration: none;
  }

  main {
    display: grid;
    gap: var(--space-5);
    padding-block: var(--space-5);
  }

  h1 {
    font: 500 var(--size-xxl) / 1.1 var(--serif);
    letter-spacing: -0.02em;
    text-wrap: balance;
  }

  :is(h1, h2):focus {
    outline: none;
  }

  h2 {
    margin-bottom: var(--space-2);
    font-size: var(--size-l);
    font-weight: 650;
  }

  :is(h1, h2, p, li, label) {
    min-width: 0;
    overflow-wrap: anywhere;
    hyphens: auto;
  }

  .pitch p {
    margin-top: var(--space-3);
    color: var(--text-soft);
    text-wrap: pretty;
  }

  section,
  .card,
  .recover {
    min-width: 0;
    padding: var(--space-4) min(var(--space-5), 5vw) var(--space-5);
    border: 1px solid var(--line);
    border-radius: var(--radius-l);
    background: var(--raised);
  }

  .card {
    padding-block: var(--space-5);
    box-shadow: var(--shadow-high);
  }

  .ways {
    display: grid;
    gap: var(--space-3);
  }

  .ways :is(button, .way),
  .create button,
  .recover button {
    width: 100%;
    min-height: 3rem;
  }

  .create button,
  .recover button {
    margin-top: var(--space-4);
  }

  .hint {
    color: var(--text-soft);
    font-size: var(--size-s);
    text-wrap: pretty;
  }

  section > .hint + *,
  .create form {
    margin-top: var(--space-3);
  }

  :is(.pair, .way) + .hint {
    margin-top: var(--space-2);
  }

  .way {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    min-height: var(--touch);
    max-width: 100%;
    padding: var(--space-1) var(--space-3);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-m);
    color: inherit;
    font-weight: 550;
    text-align: center;
    text-decoration: none;
  }

  @media (hover: hover) {
    :is(.way, .back):hover {
      background: var(--hover);
    }
  }

  button {
    max-width: 100%;
    padding-block: var(--space-1);
    overflow-wrap: break-word;
    white-space: normal;
  }

  button[aria-disabled="true"] {
    opacity: 0.6;
  }

  .danger {
    border-color: var(--danger);
    color: var(--danger);
  }

  .problem:empty {
    display: none;
  }

  .pair {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
  }

  .pair input {
    flex: 1 1 8rem;
    min-width: 0;
  }

  .pair button {
    flex: 0 1 auto;
  }

  summary {
    display: flex;
    align-items: center;
    min-height: var(--touch);
    margin-block: calc(-1 * var(--space-2));
    color: var(--text-soft);
    font-weight: 550;
    cursor: pointer;
  }

  .recover {
    padding-block: var(--space-3);
  }

  .recover form {
    padding-block: var(--space-4) var(--space-2);
  }

  .recover .hint {
    margin-top: var(--space-2);
  }

  .code {
    font-family: var(--mono);
    letter-spacing: 0.04em;
  }

  .shown {
    display: grid;
    gap: var(--space-4);
    justify-items: center;
  }

  .shown .code {
    display: grid;
    /* Four groups a line; two where four are too wide. */
    --two: min(40%, (19rem - 100%) * 999);
    grid-template-columns: repeat(auto-fit, minmax(max(100% / 4 - 0.75 * var(--space-2), var(--two), min(4.5rem, 100%)), 1fr));
    gap: var(--space-2);
    width: 100%;
    font-size: var(--size-l);
    text-align: center;
    user-select: all;
  }

  .shown .code span {
    padding-block: var(--space-1);
    border-radius: var(--radius-s);
    background: var(--field);
  }

  .tick {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    min-height: var(--touch);
    margin: 0;
    font-size: var(--size-m);
    font-weight: 400;
    cursor: pointer;
  }

  .tick input {
    flex: none;
    width: 1.25rem;
    min-height: 1.25rem;
    margin: 0;
    accent-color: var(--accent);
  }

  form > .primary {
    width: 100%;
    min-height: 3rem;
    margin-top: var(--space-3);
  }

  .list {
    margin-block: var(--space-2) var(--space-3);
  }

  .list li + li {
    border-top: 1px solid var(--line);
  }

  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--space-2);
    padding-block: var(--space-2);
  }

  .picture {
    display: grid;
    flex: none;
    place-items: center;
    width: 2.25rem;
    color: var(--text-soft);
  }

  .what {
    display: grid;
    flex: 1 1 7rem;
    min-width: 0;
    overflow-wrap: anywhere;
  }

  .what b {
    font-weight: 600;
  }

  .what small {
    color: var(--text-soft);
    font-size: var(--size-s);
  }

  .what em {
    color: var(--accent);
    font-style: normal;
    font-weight: 600;
  }

  .synced {
    display: flex;
    align-items: center;
    gap: var(--space-1);
  }

  .synced .icon {
    width: 1rem;
    height: 1rem;
  }

  .what .cloned {
    color: var(--danger);
  }

  .tool {
    flex: none;
    padding: 0;
    color: var(--text-soft);
  }

  .small {
    flex: none;
    font-size: var(--size-s);
  }

  .question {
    display: grid;
    gap: var(--space-3);
    margin-block: var(--space-3);
    padding: var(--space-4) min(var(--space-4), 4vw);
    border: 1px solid var(--line);
    border-radius: var(--radius-m);
    background: var(--ground);
  }

  .question label:not(.tick) {
    margin: 0;
  }

  .asked {
    font-weight: 600;
    text-wrap: pretty;
  }

  .goes {
    display: grid;
    gap: var(--space-2);
    padding-inline-start: var(--space-5);
    list-style: disc;
  }

  .buttons,
  .acts {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
  }

  .buttons {
    justify-content: end;
  }

  .care {
    display: flex;
    gap: var(--space-2);
    margin-bottom: var(--space-3);
    color: var(--warning);
    font-size: var(--size-s);
  }

  .elsewhere {
    margin-top: var(--space-4);
  }

  .link {
    min-width: 0;
    padding-inline: var(--space-1);
    color: var(--text);
    font-size: inherit;
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }

  .data > .danger {
    margin-top: var(--space-5);
  }

`;
