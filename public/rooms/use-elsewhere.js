/** The way from the list of rooms to another device. It needs the words of dialogs. */

import iconDevices from "lucide-static/icons/monitor-smartphone.svg";
import { t } from "../i18n/strings.js";
import { html } from "../ui/lit.js";

/** @param {() => void} press */
export const useElsewhere = (press) => html`<button
  class="use-elsewhere"
  aria-haspopup="dialog"
  @click=${(/** @type {Event} */ { currentTarget }) => {
    // Safari focuses no button that is pressed, and a dialog gives the focus back to what had it.
    /** @type {HTMLElement} */ (currentTarget).focus();
    press();
  }}
>${iconDevices}${t.useElsewhere}</button>`;
