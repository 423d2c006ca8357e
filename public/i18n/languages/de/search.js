import { plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const troubles = {
  offline: "Keine Verbindung. Die Suche geht weiter, sobald du verbunden bist.",
  limited: "Das waren viele Suchen auf einmal. Diese geht gleich weiter.",
  refused: "Du kannst die Nachrichten dieses Raums nicht lesen.",
  gone: "Diesen Raum gibt es nicht mehr.",
  unsupported: "Dieser Server kann noch keine Nachrichten durchsuchen.",
  invalid: "Der Server konnte diese Suche nicht lesen. Versuch es mit anderen Wörtern.",
  too_long: "Eine Suche kann bis zu 200 Zeichen lang sein.",
};

/** @type {Record<string, string>} */
const reasons = {
  no_token: "auf diesem Gerät nicht beigetreten",
  building: "wird noch vorbereitet, ältere Nachrichten fehlen vielleicht",
  offline: "keine Verbindung",
  limited: "zu viele Suchen auf einmal",
  refused: "darfst du nicht lesen",
  gone: "gibt es nicht mehr",
  unsupported: "der Server kann noch nicht suchen",
};

/** @type {typeof import("../en/search.js").default} */
const german = {
  searchPlaceholder: "Nachrichten suchen",
  searchClear: "Suche leeren",
  searchFilters: "Eingrenzen",
  searchFrom: "Von …",
  searchFiles: "Mit Datei",
  searchLinks: "Mit Link",
  searchBefore: "Vor …",
  searchAfter: "Nach …",
  searchExact: "„Genaue Wörter“",
  searchOrder: "Reihenfolge der Ergebnisse",
  searchOrders: { newest: "Neueste zuerst", best: "Beste Treffer zuerst" },
  searchHint:
    "Findet Nachrichten, in denen alle diese Wörter vorkommen, egal in welcher Reihenfolge. Auch Wortteile zählen.",
  searchExactHint: "Wörter genau so, wie sie dastehen, samt Leerzeichen.",
  searchFromHint: "Nur was jemand geschrieben hat. Ein Name aus mehreren Wörtern kommt in Anführungszeichen.",
  searchHasHint: "Nur Nachrichten mit einer Datei oder einem Link.",
  searchDayHint: (day) => `Nur was vor oder nach einem Tag geschrieben wurde, etwa ${day}.`,
  searchResults: "Ergebnisse",
  searchFound: (n) => plural(n, { one: "# Nachricht gefunden", other: "# Nachrichten gefunden" }),
  searchSoFar: (n) => plural(n, { one: "Bisher # Nachricht", other: "Bisher # Nachrichten" }),
  searchNone: "Keine Nachrichten gefunden",
  searching: "Suche läuft …",
  searchMore: "Weitere Ergebnisse",
  searchFurther: "Weiter zurück suchen",
  searchBuilding:
    "Dieser Raum wird noch für die Suche vorbereitet. Neuere Nachrichten werden schon gefunden, ältere kommen nach.",
  searchTooMany: "Mehr wird hier nicht gezeigt. Grenz die Suche mit einem weiteren Wort ein.",
  searchAgain: "Noch einmal suchen",
  searchTrouble: (code) =>
    wordsFor(troubles, code) ?? "Die Suche hat nicht geklappt. Bitte versuch es noch einmal.",

  searchingRooms: "Die Nachrichten deiner Räume werden durchsucht …",
  foundInRooms: (messages, rooms) =>
    `${plural(messages, { one: "# Nachricht", other: "# Nachrichten" })} gefunden (${plural(rooms, { one: "# Raum", other: "# Räume" })} durchsucht).`,
  searchMoreRooms: (n) =>
    plural(n, { one: "# weiteren Raum durchsuchen", other: "# weitere Räume durchsuchen" }),
  notSearched: (rooms) => `Nicht durchsucht: ${rooms}.`,
  unsearched: (why, rooms) =>
    `${plural(rooms, { one: "# Raum", other: "# Räume" })} (${wordsFor(reasons, why) ?? "hat nicht geklappt"})`,
};

export default german;
