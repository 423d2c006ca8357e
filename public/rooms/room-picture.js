/**
 * A room of the list as drawn: whom one talks with in private by the person's avatar, any other as a niche with the first
 * letter of its name.
 *
 * @import { ListedRoom } from "./my-rooms.js"
 */

import { hueOf, initialOf } from "../people/avatar.js";
import { avatar } from "../people/person.js";
import { css, html } from "../ui/lit.js";
import { titleOf } from "./room-title.js";

/** @param {ListedRoom} listed */
export const pictureOf = (listed) => {
  const { pair, room } = listed;
  if (pair) return avatar(pair.with.id, pair.with.name);
  return html`<span class="avatar place" translate="no" data-hue=${hueOf(room)} aria-hidden="true">${initialOf(titleOf(listed))}</span>`;
};

/** After `memberColours`. */
export const placeStyle = css`
  .place {
    background: color-mix(in oklab, var(--member) 14%, var(--ground));
    box-shadow: inset 0 0 0 1px color-mix(in oklab, var(--member) 28%, transparent);
    color: var(--member);
  }
`;
