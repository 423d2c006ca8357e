/**
 * What the parts of the page of an account are drawn with.
 *
 * @import { AccountPage } from "./account-page.js"
 */

import { momentOf } from "../i18n/dates.js";
import { t } from "../i18n/strings.js";
import { html, nothing } from "../ui/lit.js";

/** @param {number} at */
export const whenOf = (at) => momentOf(at, Date.now());

/**
 * @param {string} id
 * @param {string} title
 * @param {unknown} content
 */
export const section = (id, title, content) => html`<section aria-labelledby="${id}-title" class=${id}>
  <h2 id="${id}-title" tabindex="-1">${title}</h2>
  ${content}
</section>`;

/**
 * A button that asks before it does anything.
 * @param {AccountPage} page
 * @param {string} what No other's.
 * @param {string} words
 * @param {{ label?: string, isDanger?: boolean }} [how] `label`: where the words alone do not say of what.
 */
export const asker = (page, what, words, { label, isDanger = false } = {}) => html`<button
  class="outlined ${isDanger ? "danger" : ""}"
  data-asks=${what}
  aria-label=${label ?? nothing}
  aria-expanded=${page.asked === what}
  @click=${() => page.ask(page.asked === what ? "" : what)}
>${words}</button>`;

/**
 * What it asks, in its place.
 * @param {AccountPage} page
 * @param {string} title
 * @param {unknown} content
 * @param {unknown} go The button that does it.
 */
export const question = (
  page,
  title,
  content,
  go,
) => html`<div class="question" role="group" aria-label=${title}>
  <p class="asked">${title}</p>
  ${content}
  <div class="buttons">
    <button type="button" class="stay" data-first @click=${() => page.ask("")}>${t.cancel}</button>
    ${go}
  </div>
</div>`;

/**
 * @param {AccountPage} page
 * @param {string} at What it does.
 * @param {unknown} words
 * @param {() => unknown} press
 * @param {string} [kind]
 */
export const button = (page, at, words, press, kind = "outlined") => html`<button
  class=${kind}
  aria-disabled=${page.busy !== ""}
  aria-describedby="problem-${at}"
  @click=${press}
>${words}</button>`;

/** What is in a field of a form. @param {Event} event @param {string} name */
export const valueIn = ({ target }, name) =>
  String(new FormData(/** @type {HTMLFormElement} */ (target)).get(name) ?? "");

/** A box is ticked: that it has to be is said no more. @param {string} id Where that was said. */
export const clearsProblem =
  (id) =>
  (/** @type {Event} */ { target }) => {
    const root = /** @type {ShadowRoot} */ (/** @type {HTMLElement} */ (target).getRootNode());
    root.getElementById(id)?.replaceChildren();
  };
