/**
 * Rooms that are owned by keys: who makes one, and links into it.
 */
import { createHash, randomBytes } from "node:crypto";

export const newKey = () => randomBytes(16).toString("base64url");

/** Somebody without a browser who has made this room. */
export async function makesRoom(world, room, settings = {}, name = "Olga") {
  return world.visitor(room, name, { key: newKey(), create: { settings } });
}

/** A key that the owner has made. */
export async function mints(owner, role, terms = {}) {
  const key = newKey();
  const hash = createHash("sha256").update(key).digest("hex");
  const cid = owner.asks({ type: "mint", hash, role, ...terms });
  await owner.sees({ type: "keys", cid });
  return key;
}

/** The path of a link with a key. */
export const keyLink = (room, key, more = "") => `/room/${room}#key=${key}${more}`;

/** Somebody with a browser who has come by a link with this role. */
export async function comesAs(world, role, owner, room, name = "Ana", device) {
  const person = await world.person(name, device);
  await person.visits(keyLink(room, await mints(owner, role)));
  await person.givesName(name);
  await person.isIn();
  return person;
}
