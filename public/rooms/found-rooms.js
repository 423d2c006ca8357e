/**
 * The rooms of this device as they are found by a few letters.
 *
 * @import { ListedRoom, MyRooms } from "./my-rooms.js"
 * @import { Found } from "./palette.js"
 */

import { number } from "../i18n/locale.js";
import { t } from "../i18n/strings.js";
import { newRequests } from "./requests.js";
import { pictureOf } from "./room-picture.js";
import { titleOf } from "./room-title.js";

/** There is space for actions below them. */
const FIRST_ROOMS = 6;

/**
 * Where something happened last comes first, and those that are hidden only for who looks for them.
 * @param {MyRooms} rooms
 * @param {string} here The room that is open; "" if none is.
 * @param {(room: string) => void} go
 * @returns {Found[]}
 */
export const foundRooms = (rooms, here, go) => {
  const others = rooms.list.filter(({ room }) => room !== here);
  const recent = others.toSorted((a, b) => b.at - a.at);
  return recent.map((listed, i) => ({
    key: `room ${listed.room}`,
    title: titleOf(listed),
    also: listed.pair ? "" : listed.room,
    ...(listed.pair && { hint: t.private }),
    ...(waiting(listed) > 0 && { unread: number(waiting(listed)) }),
    picture: pictureOf(listed),
    isLater: listed.isHidden || i >= FIRST_ROOMS,
    run: () => go(listed.room),
  }));
};

/** @param {ListedRoom} listed */
const waiting = (listed) => (listed.isMuted ? 0 : listed.unread + newRequests(listed));
