/**
 * A store of keys that lasts as long as the page does.
 *
 * @import { KeyStore } from "./outbox.js"
 */

/** @returns {KeyStore} */
export const inMemory = () => {
  const kept = new Map();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
};
