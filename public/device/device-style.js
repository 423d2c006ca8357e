/** What the two dialogs share: how they look, and the parts that both draw. */

import { locale } from "../i18n/locale.js";
import { t } from "../i18n/strings.js";
import { css, html } from "../ui/lit.js";

const two = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2 });
const one = new Intl.NumberFormat(locale);

/** Where a name comes into a sentence. */
const GAP = "\0";

/** As a clock shows it. @param {number} ms */
export const countdown = (ms) => {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  return `${one.format(Math.floor(seconds / 60))}:${two.format(seconds % 60)}`;
};

/** The number to compare, in two groups; read out digit by digit. @param {string} check */
export const checkNumber = (check) =>
  html`<p class="check" role="img" aria-label="${t.deviceSameNumber}: ${[...check].join(" ")}">
    <bdi dir="ltr" translate="no">${check.slice(0, 3)} ${check.slice(3)}</bdi>
  </p>`;

/** In a sentence, but not part of it: it is the other device's word. @param {string} device */
export const saysItIs = (device) => {
  const [before, behind] = t.giveTo(GAP).split(GAP);
  return html`${before}<bdi translate="no">${device}</bdi>${behind}`;
};

/**
 * @param {string} words
 * @param {number} done
 * @param {number} whole
 */
export const progress = (words, done, whole) =>
  html`<progress aria-label=${words} max=${Math.max(1, whole)} .value=${done}></progress>`;

export const deviceLook = css`
  .steps {
    display: grid;
    gap: var(--space-4);
  }

  h3 {
    margin: 0;
    font-size: var(--size-l);
    font-weight: 650;
    text-wrap: pretty;
  }

  h3:focus {
    outline: none;
  }

  .care {
    color: var(--warning);
    font-size: var(--size-s);
    text-wrap: pretty;
  }

  .offline {
    margin-top: var(--space-4);
    color: var(--warning);
    font-size: var(--size-s);
    font-weight: 600;
  }

  /* Always there, so that it is announced when it gets its words. */
  .offline:empty {
    margin-top: 0;
  }

  .problem:empty {
    margin-top: calc(-1 * var(--space-4));
  }

  figure {
    display: grid;
    justify-items: center;
    gap: var(--space-2);
    margin: 0;
    text-align: center;
  }

  .valid {
    color: var(--text-soft);
    font-size: var(--size-s);
    text-align: center;
    font-variant-numeric: tabular-nums;
  }

  .words {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr));
    gap: var(--space-2);
    counter-reset: word;
  }

  .words li {
    padding: var(--space-2) var(--space-3);
    border: 1px solid var(--line);
    border-radius: var(--radius-m);
    background: var(--panel);
    font: 600 var(--size-l) / 1.4 var(--mono);
    counter-increment: word;
  }

  .words li::before {
    margin-inline-end: var(--space-2);
    color: var(--text-soft);
    font-weight: 400;
    font-size: var(--size-s);
    content: counter(word);
  }

  .check {
    padding: var(--space-3);
    border-radius: var(--radius-m);
    background: var(--panel);
    font: 600 2.25rem / 1.2 var(--mono);
    letter-spacing: 0.08em;
    text-align: center;
  }

  .choices {
    display: grid;
    gap: var(--space-2);
  }

  .choices button,
  form button {
    width: 100%;
    min-height: 3rem;
    white-space: normal;
  }

  textarea {
    width: 100%;
    min-height: 6rem;
    padding: var(--space-3) var(--space-4);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius-m);
    background: var(--field);
    color: inherit;
    font: 500 1rem / 1.5 var(--mono);
    resize: vertical;
  }

  form {
    display: grid;
    gap: var(--space-3);
  }

  .problem {
    color: var(--danger);
    font-size: var(--size-s);
    font-weight: 600;
  }

  progress {
    width: 100%;
    height: 0.5rem;
    border: 0;
    border-radius: 1rem;
    overflow: hidden;
    background: var(--hover);
    accent-color: var(--accent);
    appearance: none;
  }

  progress::-webkit-progress-bar {
    background: var(--hover);
  }

  progress::-webkit-progress-value {
    background: var(--accent);
  }

  progress::-moz-progress-bar {
    background: var(--accent);
  }
`;
