/**
 * What a room of the list is called: by whom one talks with, by its title, or by its name.
 *
 * @import { ListedRoom } from "./my-rooms.js"
 */

import { shortName } from "../text/room-name.js";

/** @param {Pick<ListedRoom, "room" | "title" | "pair">} listed */
export const titleOf = ({ room, title, pair }) => pair?.with.name || title || shortName(room);
