/**
 * A channel to the other tabs of the browser, where there is one: a browser that is to store nothing for this site may
 * refuse it.
 *
 * @param {string} name
 */
export const channelTo = (name) => {
  try {
    return globalThis.BroadcastChannel && new BroadcastChannel(name);
  } catch {
    return undefined;
  }
};
