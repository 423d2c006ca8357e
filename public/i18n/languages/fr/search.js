import { plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const troubles = {
  offline: "Pas de connexion. La recherche reprendra dès que vous serez connecté.",
  limited: "Cela fait beaucoup de recherches à la fois. Celle-ci reprendra dans un instant.",
  refused: "Vous ne pouvez pas lire les messages de ce salon.",
  gone: "Ce salon n’existe plus.",
  unsupported: "Ce serveur ne sait pas encore rechercher de messages.",
  invalid: "Le serveur n’a pas compris cette recherche. Essayez d’autres mots.",
  too_long: "Une recherche peut compter jusqu’à 200 caractères.",
};

/** @type {Record<string, string>} */
const reasons = {
  no_token: "vous n’y êtes pas entré sur cet appareil",
  building: "en préparation, des messages anciens peuvent manquer",
  offline: "pas de connexion",
  limited: "trop de recherches à la fois",
  refused: "lecture non autorisée",
  gone: "n’existe plus",
  unsupported: "le serveur ne sait pas encore rechercher",
};

/** @type {typeof import("../en/search.js").default} */
const french = {
  searchPlaceholder: "Rechercher des messages",
  searchClear: "Effacer la recherche",
  searchFilters: "Affiner la recherche",
  searchFrom: "De…",
  searchFiles: "Avec fichier",
  searchLinks: "Avec lien",
  searchBefore: "Avant…",
  searchAfter: "Après…",
  searchExact: "«\u00a0Mots exacts\u00a0»",
  searchOrder: "Ordre des résultats",
  searchOrders: { newest: "Plus récents d’abord", best: "Meilleurs d’abord" },
  searchHint:
    "Trouve les messages qui contiennent tous ces mots, dans n’importe quel ordre. Les parties de mots comptent aussi.",
  searchExactHint: "Des mots tels qu’ils sont écrits, avec leurs espaces.",
  searchFromHint: "Seulement ce que quelqu’un a écrit. Mettez entre guillemets un nom de plusieurs mots.",
  searchHasHint: "Seulement les messages avec un fichier ou un lien.",
  searchDayHint: (day) => `Seulement ce qui a été écrit avant ou après un jour, par exemple ${day}.`,
  searchResults: "Résultats",
  searchFound: (n) =>
    plural(n, { one: "# message trouvé", other: "# messages trouvés", many: "# de messages trouvés" }),
  searchSoFar: (n) =>
    plural(n, {
      one: "# message pour l’instant",
      other: "# messages pour l’instant",
      many: "# de messages pour l’instant",
    }),
  searchNone: "Aucun message trouvé",
  searching: "Recherche en cours…",
  searchMore: "Plus de résultats",
  searchFurther: "Chercher plus loin dans le passé",
  searchBuilding:
    "La recherche dans ce salon est en préparation. Les messages récents se trouvent déjà\u00a0; les plus anciens suivront.",
  searchTooMany: "La suite n’est pas affichée ici. Ajoutez un mot pour affiner la recherche.",
  searchAgain: "Relancer la recherche",
  searchTrouble: (code) => wordsFor(troubles, code) ?? "La recherche n’a pas marché. Veuillez réessayer.",

  searchingRooms: "Recherche dans les messages de vos salons…",
  foundInRooms: (messages, rooms) =>
    `${plural(messages, { one: "# message trouvé", other: "# messages trouvés", many: "# de messages trouvés" })} (recherche dans ${plural(rooms, { one: "# salon", other: "# salons", many: "# de salons" })}).`,
  searchMoreRooms: (n) =>
    plural(n, {
      one: "Chercher dans # salon de plus",
      other: "Chercher dans # salons de plus",
      many: "Chercher dans # de salons de plus",
    }),
  notSearched: (rooms) => `Pas de recherche dans\u00a0: ${rooms}.`,
  unsearched: (why, rooms) =>
    `${plural(rooms, { one: "# salon", other: "# salons", many: "# de salons" })} (${wordsFor(reasons, why) ?? "cela n’a pas marché"})`,
};

export default french;
