/**
 * Whether the page that comes next will find what was stored: a browser may refuse, and `preferences.js` then remembers
 * for this page alone.
 * @param {string} key
 */
export const isStored = (key) => {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false;
  }
};
