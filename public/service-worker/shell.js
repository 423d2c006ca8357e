/**
 * What the page and its service worker agree on: the name under which a version is cached. It runs in both, so it
 * uses no document.
 */

/**
 * Of the cache that holds a version's files, and of the lock that each page of this version holds as
 * long as it lives, so that they are not thrown away under it.
 * @param {string} version
 */
export const shellName = (version) => `${SHELL_NAMES}${version}`;

export const SHELL_NAMES = "alcove:shell:";

/** The cache, and the address in it, where the page leaves words for the worker: it knows no language. */
export const PUSH_WORDS = "/alcove-push";
