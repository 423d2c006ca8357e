/**
 * Where a key waits for the hello that hands it in. Apart from `identity.js`, since the first script of the page has it.
 *
 * @param {string} room
 */
export const passKey = (room) => `alcove:pass:${room}`;
