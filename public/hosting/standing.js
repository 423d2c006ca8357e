/**
 * What somebody else is in the room, as far as that is known here, and how they are named in a sentence.
 *
 * @import { Member, Role } from "../client/protocol.js"
 * @import { RoomStore } from "../state/room-store.js"
 */

import { nameWithSign } from "../people/person.js";

/**
 * Of who is away it is what they were when they said something.
 * @param {Member} member
 * @param {RoomStore} store
 * @returns {Role}
 */
export const roleOf = ({ id, role = "member" }, { room }) => {
  if (id === room.you?.id) return room.house.role;
  return room.roles.get(id) ?? (room.members.has(id) ? "member" : role);
};

/**
 * Their name as it is known now, set apart from the words around it.
 * @param {Member} member
 * @param {RoomStore} store
 */
export const shownName = ({ id, name }, { room, signOf }) => {
  const now = room.names.get(id) ?? name;
  return `\u2068${nameWithSign(now, signOf(id, now))}\u2069`;
};
