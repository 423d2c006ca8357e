/** The style of the start page. */

import { css } from "../ui/lit.js";

export const landingStyle = css`
  alcove-toast {
    position: fixed;
    inset-block-end: var(--space-5);
  }

  :host {
    display: grid;
    grid-template: auto 1fr / minmax(0, 1fr);
    min-height: 100dvh;
    padding: max(var(--space-3), env(safe-area-inset-top)) max(var(--space-4), env(safe-area-inset-right))
      max(var(--space-5), env(safe-area-inset-bottom)) max(var(--space-4), env(safe-area-inset-left));
    background: radial-gradient(60rem 40rem at 85% -10%, var(--accent-soft), transparent 60%);
  }

  alcove-update-notice {
    position: fixed;
    inset-block: auto max(var(--space-4), env(safe-area-inset-bottom));
  }

  header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    width: 100%;
    max-width: 66rem;
    margin-inline: auto;
  }

  .brand {
    display: inline-flex;
    align-items: center;
    gap: var(--space-2);
    font: 550 var(--size-l) / 1 var(--serif);
  }

  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: center;
    gap: var(--space-5);
    width: 100%;
    max-width: 32rem;
    margin-inline: auto;
    padding-block: var(--space-4) var(--space-2);
  }

  h1 {
    font: 500 var(--size-xxl) / 1.08 var(--serif);
    letter-spacing: -0.02em;
    text-wrap: balance;
  }

  .pitch p {
    max-width: 30rem;
    margin-top: var(--space-4);
    color: var(--text-soft);
    font-size: var(--size-l);
    text-wrap: pretty;
  }

  .rooms {
    min-width: 0;
    min-height: 12rem;
  }

  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    min-height: var(--touch);
    margin-block-end: var(--space-2);
  }

  .rooms h1 {
    padding-inline-start: var(--space-2);
    font-size: var(--size-xl);
    line-height: 1.25;
  }

  .points {
    display: grid;
    align-content: start;
    gap: var(--space-2);
    color: var(--text-soft);
    font-size: var(--size-s);
  }

  .points li {
    display: flex;
    gap: var(--space-2);
  }

  .points .icon {
    color: var(--accent);
  }

  .card {
    /* In large type, the words need the room. */
    padding: min(var(--space-5), 7vw);
    border: 1px solid var(--line);
    border-radius: var(--radius-l);
    background: var(--raised);
    box-shadow: var(--shadow-high);
  }

  .card .primary {
    width: 100%;
    min-height: 3rem;
    margin-top: var(--space-4);
  }

  .offer {
    max-width: 100%;
    margin-top: var(--space-2);
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .hint {
    margin-top: var(--space-2);
    color: var(--text-soft);
    font-size: var(--size-s);
    text-align: center;
  }

  .options {
    margin-top: var(--space-2);
  }

  .options summary {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: var(--space-1);
    min-height: var(--touch);
    border-radius: var(--radius-m);
    color: var(--text-soft);
    font-size: var(--size-s);
    font-weight: 550;
    list-style: none;
    cursor: pointer;
  }

  .options summary::-webkit-details-marker {
    display: none;
  }

  .options[open] summary .icon {
    rotate: 180deg;
  }

  .options label {
    margin-top: var(--space-2);
  }

  .leads {
    margin-top: var(--space-2);
    font-size: var(--size-s);
    font-weight: 600;
    overflow-wrap: anywhere;
    text-align: center;
  }

  .leads:empty {
    display: none;
  }

  .or {
    display: flex;
    align-items: center;
    gap: var(--space-3);
    margin-block: var(--space-5) var(--space-4);
    color: var(--text-soft);
    font-size: var(--size-s);
  }

  .or::before,
  .or::after {
    flex: 1;
    height: 1px;
    background: var(--line);
    content: "";
  }

  .elsewhere {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: center;
    margin-top: var(--space-4);
    padding-top: var(--space-3);
    border-top: 1px solid var(--line);
    color: var(--text-soft);
    font-size: var(--size-s);
  }

  .primary,
  .have-code,
  .use-elsewhere {
    max-width: 100%;
    white-space: normal;
  }

  :is(.have-code, .use-elsewhere, .sign-in, .to-account) {
    color: var(--link);
    font-size: inherit;
    text-align: start;
    text-decoration: underline;
  }

  :is(.sign-in, .to-account) {
    display: inline-flex;
    align-items: center;
    gap: var(--space-2);
    min-height: var(--touch);
    padding-inline: var(--space-3);
    border-radius: var(--radius-m);
    font-weight: 550;
  }

  .head :is(.use-elsewhere, .to-account) {
    padding-inline: var(--space-2);
    font-size: var(--size-s);
  }

  .head .find {
    min-width: var(--touch);
    margin-inline-start: auto;
    padding: 0;
  }

  /* The ways from the list have a line of their own, where they don't fit beside its name. */
  @media (max-width: 30rem) {
    .head {
      justify-content: start;
      column-gap: var(--space-2);
    }

    .head h1 {
      flex: 1 0 calc(100% - var(--touch) - var(--space-2));
    }
  }

  .pair {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
  }

  .pair input {
    flex: 1 1 8rem;
    width: auto;
    min-width: 0;
  }

  .pair button {
    flex: none;
    min-height: 3rem;
    padding-inline: var(--space-4);
  }

  @media (min-width: 56rem) {
    main {
      grid-template-columns: minmax(0, 1.15fr) minmax(22rem, 0.85fr);
      max-width: 66rem;
      grid-template-areas: "pitch card" "points card";
      gap: var(--space-5) var(--space-8);
    }

    .pitch {
      align-self: end;
    }

    .points {
      grid-area: points;
    }

    .returning {
      grid-template-areas: "rooms card";
      align-content: start;
      padding-block-start: var(--space-7);
    }

    .rooms {
      grid-area: rooms;
    }

    .points {
      font-size: var(--size-m);
    }

    .card {
      grid-area: card;
      align-self: start;
      padding: var(--space-6);
    }
  }
`;
