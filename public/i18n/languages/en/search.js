/**
 * What is said while one searches messages (search/), in a room or in all of this device.
 */

import { plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const troubles = {
  offline: "No connection. The search goes on once you’re connected.",
  limited: "That was a lot of searches at once. This one goes on in a moment.",
  refused: "You can’t read the messages of this room.",
  gone: "This room isn’t there any more.",
  unsupported: "This server can’t search messages yet.",
  invalid: "The server couldn’t read that search. Try other words.",
  too_long: "A search can be up to 200 characters long.",
};

/** @type {Record<string, string>} */
const reasons = {
  no_token: "not joined on this device",
  building: "still being prepared, older messages may be missing",
  offline: "no connection",
  limited: "too many searches at once",
  refused: "not allowed to read",
  gone: "not there any more",
  unsupported: "the server can’t search yet",
};

export default {
  searchPlaceholder: "Search messages",
  searchClear: "Clear the search",
  searchFilters: "Narrow it down",
  searchFrom: "From…",
  searchFiles: "With file",
  searchLinks: "With link",
  searchBefore: "Before…",
  searchAfter: "After…",
  searchExact: "“Exact words”",
  searchOrder: "Order of the results",
  searchOrders: { newest: "Newest first", best: "Best match first" },
  searchHint: "Finds messages with all of these words, in any order. Parts of words count, too.",
  searchExactHint: "Words just as they are written, with their spaces.",
  searchFromHint: "Only what someone said. Put a name of several words in quotes.",
  searchHasHint: "Only messages with a file or a link.",
  searchDayHint: (/** @type {string} */ day) => `Only what was said before or after a day, such as ${day}.`,
  searchResults: "Results",
  searchFound: (/** @type {number} */ n) => plural(n, { one: "# message found", other: "# messages found" }),
  searchSoFar: (/** @type {number} */ n) =>
    plural(n, { one: "# message so far", other: "# messages so far" }),
  searchNone: "No messages found",
  searching: "Searching…",
  searchMore: "More results",
  searchFurther: "Search further back",
  searchBuilding:
    "This room is being prepared for searching. Newer messages are found already; older ones are on their way.",
  searchTooMany: "More isn’t shown here. Add a word to narrow it down.",
  searchAgain: "Search again",
  searchTrouble: (/** @type {string} */ code) =>
    wordsFor(troubles, code) ?? "The search didn’t work. Please try again.",

  // In all rooms of this device (search/find-messages.js).
  searchingRooms: "Searching the messages of your rooms…",
  foundInRooms: (/** @type {number} */ messages, /** @type {number} */ rooms) =>
    `${plural(messages, { one: "# message", other: "# messages" })} found (${plural(rooms, { one: "# room", other: "# rooms" })} searched).`,
  searchMoreRooms: (/** @type {number} */ n) =>
    plural(n, { one: "Search # more room", other: "Search # more rooms" }),
  notSearched: (/** @type {string} */ rooms) => `Not searched: ${rooms}.`,
  unsearched: (/** @type {string} */ why, /** @type {number} */ rooms) =>
    `${plural(rooms, { one: "# room", other: "# rooms" })} (${wordsFor(reasons, why) ?? "it didn’t work"})`,
};
