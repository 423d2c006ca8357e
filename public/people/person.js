/**
 * A member as drawn wherever people appear: the avatar, the sign after a name that could be mistaken for
 * someone else's on this page, and the badge of who looks after the room.
 */

import { t } from "../i18n/strings.js";
import { iconCheck } from "../ui/icons.js";
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

/** @param {string} [role] Of those who look after the room; nothing is drawn of others. */
export const badge = (role = "") =>
  roleWord(role) ? html` <span class="role">${roleWord(role)}</span>` : nothing;

/** @param {boolean} [isVerified] Somebody is there with an account. */
export const checked = (isVerified) =>
  isVerified
    ? html`<span class="checked" title=${t.verified}>${iconCheck}<span class="vh">${t.verified}</span></span>`
    : nothing;

/** @param {string} role */
const roleWord = (role) => (role === "owner" ? t.owner : role === "moderator" ? t.moderator : "");

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
 * @param {string} [role]
 */
export const spokenName = (name, sign, role = "") =>
  [name, sign && t.marked(sign), roleWord(role)].filter(Boolean).join(", ");
