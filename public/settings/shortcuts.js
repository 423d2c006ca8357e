/**
 * The list of keyboard shortcuts in the settings. The keys themselves are handled elsewhere, in
 * `row-navigation.js` and the composer.
 */

import { host } from "../browser/host.js";
import { t } from "../i18n/strings.js";
import { css, html } from "../ui/lit.js";
import { isApple } from "../ui/writing-focus.js";

const command = () => (isApple ? "⌘" : t.keys.control);

/**
 * Keys, each pressed with the others of its list; lists are alternatives.
 * @typedef {[words: string, ...keys: string[][]]} Row
 */

/** On another site's page there is that room alone. @param {Row} row */
const ofRooms = (row) => (host.embedded ? [] : [row]);

/** @returns {Row[]} */
const writing = () => [
  ...ofRooms([t.shortcutsFor.find, [command(), "K"]]),
  ...ofRooms([t.shortcutsFor.search, [command(), "F"]]),
  [t.shortcutsFor.send, [t.keys.enter]],
  [t.shortcutsFor.line, [t.keys.shift, t.keys.enter]],
  [t.shortcutsFor.complete, [":"], ["@"]],
  [t.formats.bold, [command(), "B"]],
  [t.formats.italic, [command(), "I"]],
  [t.formats.code, [command(), "E"]],
  [t.shortcutsFor.editLast, ["↑"]],
  [t.shortcutsFor.stop, [t.keys.escape]],
  [t.shortcutsFor.toMessages, [t.keys.shift, t.keys.tab]],
];

/** @returns {Row[]} */
const formats = () => [
  [t.formats.bold, ["**…**"]],
  [t.formats.italic, ["*…*"], ["_…_"]],
  [t.formats.struck, ["~~…~~"]],
  [t.formats.code, ["`…`"]],
  [t.formats.block, ["```"]],
  [t.formats.quote, ["> …"]],
  [t.formats.list, ["- …"], ["1. …"]],
  [t.formats.link, ["[…](https://…)"]],
];

/** @returns {Row[]} */
const reading = () => [
  [t.shortcutsFor.move, ["↑"], ["↓"]],
  [t.shortcutsFor.menu, [t.keys.enter]],
  [t.reply, ["R"]],
  [t.react, ["+"]],
  [t.copyText, ["C"]],
  ...ofRooms([t.messagePrivately, ["P"]]),
  [t.edit, ["E"]],
  [t.remove, [t.keys.delete]],
  [t.shortcutsFor.compose, [t.keys.escape]],
  [t.shortcutsFor.help, ["?"]],
];

/** @param {boolean} isOpen */
export const shortcuts = (isOpen) => html`<section>
  <details ?open=${isOpen}>
    <summary>${t.shortcuts}</summary>
    ${table(t.shortcutsWriting, writing())} ${table(t.formatting, formats())}
    ${table(t.shortcutsReading, reading())}
  </details>
</section>`;

/**
 * @param {string} caption
 * @param {Row[]} rows
 */
const table = (caption, rows) => html`<table>
  <caption>${caption}</caption>
  <tbody>
    ${rows.map(
      ([words, ...keys]) => html`<tr>
        <th scope="row">${words}</th>
        <td>${keys.map((together) => html`<span>${together.map((key) => html`<kbd dir="auto">${key}</kbd> `)}</span>`)}</td>
      </tr>`,
    )}
  </tbody>
</table>`;

export const shortcutsLook = css`
  summary {
    min-height: var(--touch);
    border-radius: var(--radius-s);
    font-weight: 650;
    line-height: var(--touch);
    cursor: pointer;
  }

  table {
    width: 100%;
    margin-top: var(--space-2);
    border-collapse: collapse;
    font-size: var(--size-s);
  }

  caption {
    padding-block: var(--space-1);
    color: var(--text-soft);
    font-weight: 600;
    text-align: start;
  }

  th {
    padding-block: var(--space-1);
    font-weight: 400;
    text-align: start;
  }

  td {
    padding-inline-start: var(--space-3);
    text-align: end;
    white-space: nowrap;
  }

  td span {
    margin-inline-start: var(--space-2);
  }

  kbd {
    display: inline-block;
    min-width: 1.75rem;
    padding: 0.125rem var(--space-1);
    border: 1px solid var(--line-strong);
    border-radius: 0.375rem;
    font: 500 var(--size-s) / 1.4 var(--sans);
    text-align: center;
  }
`;
