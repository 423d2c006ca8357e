/**
 * Keys to a room, as its page makes them: the secret stays here and in the link, the room gets its hash.
 *
 * @import { ActFrame, Key, Role } from "../client/protocol.js"
 *
 * @typedef {object} Terms Of a link.
 * @property {Role} role
 * @property {string} [label]
 * @property {number} [lasts] How many ms; 0 is for ever.
 * @property {number} [uses] How many people; 0 is any number.
 * @property {boolean} [ask] Who comes by it has to knock.
 */

import { hashOf } from "../client/key-hash.js";

/**
 * What asks the room to let people in by this key.
 * @param {string} key
 * @param {Terms} terms
 * @param {number} now Of the server.
 * @returns {ActFrame}
 */
export const mintOf = (key, { role, label = "", lasts = 0, uses = 0, ask = false }, now) => {
  const words = label.replace(/\p{Cc}+/gu, " ").trim();
  return {
    type: "mint",
    hash: hashOf(key),
    role,
    ...(words && { label: words }),
    ...(lasts > 0 && { expires: Math.round(now + lasts) }),
    ...(uses > 0 && { uses }),
    ...(ask && { ask }),
  };
};

/**
 * @param {Key} key
 * @param {number} now
 * @returns {"" | "ended" | "usedUp"} Why nobody new comes in by it.
 */
export const endOf = ({ expires = Number.POSITIVE_INFINITY, uses = Number.POSITIVE_INFINITY, used }, now) => {
  if (expires <= now) return "ended";
  return used >= uses ? "usedUp" : "";
};

/**
 * @param {string} room
 * @param {string} [key]
 */
export const linkInto = (room, key) =>
  new URL(`/room/${room}${key ? `#key=${key}` : ""}`, location.href).href;
