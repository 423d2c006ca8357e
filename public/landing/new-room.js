/**
 * A room that is about to be made. Its key is stored before the room is heard of, and stays until the room has answered:
 * a lost connection, a reload or another tab says the same hello again, and makes no second room.
 *
 * @import { KeyStore } from "../client/outbox.js"
 * @import { Settings } from "../client/protocol.js"
 */

import { isStored } from "../browser/is-stored.js";
import { IdentityStore } from "../client/identity.js";
import { newKey } from "../client/new-key.js";
import { passKey } from "../client/pass-key.js";
import { newRoomName } from "./room-names.js";

export class NewRoom {
  #storage;
  #room;
  #key;

  /**
   * @param {KeyStore} storage
   * @param {(bytes: number) => Uint8Array} randomBytes
   */
  constructor(storage, randomBytes) {
    this.#storage = storage;
    this.#room = newRoomName(randomBytes);
    this.#key = newKey(randomBytes);
  }

  /**
   * @param {Partial<Settings>} settings Its first ones.
   * @returns {string} The room; "" where the browser stores nothing that its page would find.
   */
  keep(settings) {
    new IdentityStore(this.#storage, this.#room).pass = { key: this.#key, create: { settings } };
    return isStored(passKey(this.#room)) ? this.#room : "";
  }
}
