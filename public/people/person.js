/**
 * A member as drawn wherever people appear: the avatar, and the sign after a name that could be mistaken for
 * someone else's on this page.
 */

import { t } from "../i18n/strings.js";
import { html, nothing } from "../ui/lit.js";
import { initialOf, lookOf } from "./avatar.js";

/**
 * @param {string} id
 * @param {string} name
 */
export const avatar = (id, name) => {
  const { hue, shape, second } = lookOf(id);
  return html`<span class="avatar" translate="no" data-hue=${hue} data-shape=${shape} data-second=${second} aria-hidden="true"
    >${initialOf(name)}</span
  >`;
};

/** @param {string} sign From a `SignOf`; nothing is drawn of none. */
export const signed = (sign) =>
  sign
    ? html`<small class="alike" title=${t.alikeHint}
        ><span aria-hidden="true" dir="ltr">·${sign}</span><span class="vh">${t.marked(sign)}</span></small
      >`
    : nothing;

/**
 * The same in a sentence for the eye.
 * @param {string} name
 * @param {string} sign
 */
export const nameWithSign = (name, sign) => (sign ? `${name} ·${sign}` : name);

/**
 * The same for the ear.
 * @param {string} name
 * @param {string} sign
 */
export const spokenName = (name, sign) => (sign ? `${name}, ${t.marked(sign)}` : name);
