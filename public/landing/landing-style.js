/** The style of the start page. */

import { css } from "../ui/lit.js";

export const landingStyle = css`
  alcove-toast {
    position: fixed;
    inset-block-end: var(--space-5);
  }

  :host {
    display: grid;
    grid-template-rows: auto 1fr;
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

  .points {
    display: grid;
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
    padding: var(--space-5);
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

  .pair {
    display: flex;
    gap: var(--space-2);
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

    .points,
    alcove-your-rooms {
      grid-area: points;
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
