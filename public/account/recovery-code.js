/**
 * The recovery code, while it is shown: once.
 *
 * @import { AccountPage } from "./account-page.js"
 */

import { t } from "../i18n/strings.js";
import { html } from "../ui/lit.js";
import { iconCopy } from "../ui/more-icons.js";
import { clearsProblem } from "./parts.js";

/** @param {AccountPage} page */
export const recoveryCode = (page) => html`
  <h1 tabindex="-1">${t.recoveryTitle}</h1>
  <p>${t.recoveryWhy}</p>
  <div class="card shown">
    <p class="code" dir="ltr" translate="no" role="group" aria-label=${t.recoverField}>
      ${page.code.split("-").map((part) => html`<span>${part}</span> `)}
    </p>
    <button class="outlined copy" @click=${() => page.copyCode()}>${iconCopy}${t.recoveryCopy}</button>
  </div>
  <form
    novalidate
    @submit=${(/** @type {Event} */ event) => {
      event.preventDefault();
      const form = /** @type {HTMLFormElement} */ (event.target);
      const box = /** @type {HTMLInputElement} */ (form.querySelector("input"));
      const problem = /** @type {HTMLElement} */ (form.querySelector(".problem"));
      problem.textContent = box.checked ? "" : t.recoveryKeepFirst;
      if (box.checked) page.goOn();
      else box.focus();
    }}
  >
    <label class="tick"><input type="checkbox" aria-describedby="keep-first" @change=${clearsProblem("keep-first")}>${t.recoveryKept}</label>
    <div id="keep-first" class="problem" role="alert"></div>
    <button class="primary">${t.recoveryGoOn}</button>
  </form>
`;
