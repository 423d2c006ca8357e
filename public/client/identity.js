/**
 * Who this browser is in one room: the member's token, id and current name, shared by all its tabs, so that
 * several tabs are one member. It proves nothing itself; the server does.
 *
 * @import { KeyStore } from "./outbox.js"
 *
 * @typedef {{ id: string, name: string, token?: string }} Identity
 */

export class IdentityStore {
  #storage;
  #key;

  /**
   * @param {KeyStore} storage
   * @param {string} room
   */
  constructor(storage, room) {
    this.#storage = storage;
    this.#key = `alcove:member:${room}`;
  }

  /** @returns {Identity | undefined} */
  read() {
    try {
      const kept = JSON.parse(this.#storage.getItem(this.#key) ?? "null");
      return typeof kept?.id === "string" && typeof kept.name === "string" ? kept : undefined;
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
