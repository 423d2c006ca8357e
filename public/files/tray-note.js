/** Whether the tray of this tab has something in it: so that a reload looks for it, and only then. */

const keyOf = (/** @type {string} */ room) => `alcove:tray:${room}`;

/** @param {string} room */
export const hadTray = (room) => {
  try {
    return sessionStorage.getItem(keyOf(room)) !== null;
  } catch {
    return false;
  }
};

/**
 * @param {string} room
 * @param {boolean} hasSome
 */
export const noteTray = (room, hasSome) => {
  try {
    if (hasSome) sessionStorage.setItem(keyOf(room), "1");
    else sessionStorage.removeItem(keyOf(room));
  } catch {
    // Then a reload does not look for them.
  }
};
