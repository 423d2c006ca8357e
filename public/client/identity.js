/**
 * Who this browser is in one room: the member's token, id and current name, shared by all its tabs, so that
 * several tabs are one member; and the key that it came by, until that has given its role. It proves nothing itself; the
 * server does.
 *
 * @import { KeyStore } from "./outbox.js"
 * @import { Settings } from "./protocol.js"
 *
 * @typedef {{ id: string, name: string, token?: string }} Identity
 *
 * @typedef {object} Pass A key on its way to the room.
 * @property {string} key
 * @property {string} [cid] Always the same, so that a hello that is said again is the same member's; given by the client.
 * @property {{ settings?: Partial<Settings>, ends?: number }} [create] The room is to be made, and this to be its owner's key.
 */

import { passKey } from "./pass-key.js";

export class IdentityStore {
  #storage;
  #key;
  #passKey;
  #ownKey;

  /**
   * @param {KeyStore} storage
   * @param {string} room
   */
  constructor(storage, room) {
    this.#storage = storage;
    this.#key = `alcove:member:${room}`;
    this.#passKey = passKey(room);
    this.#ownKey = `alcove:own-key:${room}`;
  }

  /** @returns {Identity | undefined} */
  read() {
    const kept = this.#json(this.#key);
    return typeof kept?.id === "string" && typeof kept.name === "string" ? kept : undefined;
  }

  /** The key to come in by: one that was just brought; without a token, that of the room that was made here. */
  get pass() {
    const kept = this.#json(this.#passKey);
    if (typeof kept?.key === "string") return /** @type {Pass} */ (kept);
    const key = this.ownKey;
    return key && !this.read()?.token ? { key } : undefined;
  }

  /** @param {Pass | undefined} pass */
  set pass(pass) {
    if (pass) this.#storage.setItem(this.#passKey, JSON.stringify(pass));
    else this.#storage.removeItem(this.#passKey);
  }

  /** The key with which the room was made on this device, "" if it was not. */
  get ownKey() {
    return this.#storage.getItem(this.#ownKey) ?? "";
  }

  /** @param {string} key "" to forget it. */
  set ownKey(key) {
    if (key) this.#storage.setItem(this.#ownKey, key);
    else this.#storage.removeItem(this.#ownKey);
  }

  /** @param {string} key */
  #json(key) {
    try {
      return JSON.parse(this.#storage.getItem(key) ?? "null");
    } catch {
      return undefined;
    }
  }

  /** @param {Identity} identity */
  write(identity) {
    this.#storage.setItem(this.#key, JSON.stringify(identity));
  }

  /**
   * Forgets a refused token, unless another tab has a newer one by now.
   * @param {string | undefined} token
   */
  forget(token) {
    if (this.read()?.token === token) this.#storage.removeItem(this.#key);
  }
}
