import { plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const troubles = {
  offline: "No hay conexión. La búsqueda continuará cuando la haya.",
  limited: "Han sido muchas búsquedas seguidas. Esta continuará en un momento.",
  refused: "No puedes leer los mensajes de esta sala.",
  gone: "Esta sala ya no existe.",
  unsupported: "Este servidor todavía no puede buscar mensajes.",
  invalid: "El servidor no ha entendido la búsqueda. Prueba con otras palabras.",
  too_long: "Una búsqueda puede tener hasta 200 caracteres.",
};

/** @type {Record<string, string>} */
const reasons = {
  no_token: "no has entrado con este dispositivo",
  building: "aún se está preparando, pueden faltar mensajes antiguos",
  offline: "sin conexión",
  limited: "demasiadas búsquedas seguidas",
  refused: "sin permiso para leer",
  gone: "ya no existe",
  unsupported: "el servidor todavía no puede buscar",
};

/** @type {typeof import("../en/search.js").default} */
const spanish = {
  searchPlaceholder: "Buscar mensajes",
  searchClear: "Borrar la búsqueda",
  searchFilters: "Acotar la búsqueda",
  searchFrom: "De…",
  searchFiles: "Con archivo",
  searchLinks: "Con enlace",
  searchBefore: "Antes de…",
  searchAfter: "Después de…",
  searchExact: "«Palabras exactas»",
  searchOrder: "Orden de los resultados",
  searchOrders: { newest: "Más recientes primero", best: "Mejores resultados primero" },
  searchHint:
    "Encuentra los mensajes que contienen todas estas palabras, en cualquier orden. También valen partes de palabras.",
  searchExactHint: "Palabras tal como están escritas, con sus espacios.",
  searchFromHint: "Solo lo que ha escrito alguien. Pon entre comillas los nombres de varias palabras.",
  searchHasHint: "Solo mensajes con un archivo o un enlace.",
  searchDayHint: (day) => `Solo lo escrito antes o después de un día, por ejemplo ${day}.`,
  searchResults: "Resultados",
  searchFound: (n) =>
    plural(n, {
      one: "# mensaje encontrado",
      other: "# mensajes encontrados",
      many: "# de mensajes encontrados",
    }),
  searchSoFar: (n) =>
    plural(n, {
      one: "# mensaje hasta ahora",
      other: "# mensajes hasta ahora",
      many: "# de mensajes hasta ahora",
    }),
  searchNone: "No se han encontrado mensajes",
  searching: "Buscando…",
  searchMore: "Más resultados",
  searchFurther: "Buscar más atrás",
  searchBuilding:
    "La búsqueda de esta sala se está preparando. Los mensajes más nuevos ya se encuentran; los antiguos irán apareciendo.",
  searchTooMany: "Aquí no se muestran más. Añade una palabra para acotar la búsqueda.",
  searchAgain: "Buscar de nuevo",
  searchTrouble: (code) => wordsFor(troubles, code) ?? "La búsqueda no ha funcionado. Inténtalo de nuevo.",

  searchingRooms: "Buscando en los mensajes de tus salas…",
  foundInRooms: (messages, rooms) =>
    `${plural(messages, { one: "# mensaje encontrado", other: "# mensajes encontrados", many: "# de mensajes encontrados" })} (búsqueda en ${plural(rooms, { one: "# sala", other: "# salas", many: "# de salas" })}).`,
  searchMoreRooms: (n) =>
    plural(n, {
      one: "Buscar en # sala más",
      other: "Buscar en # salas más",
      many: "Buscar en # de salas más",
    }),
  notSearched: (rooms) => `Sin buscar: ${rooms}.`,
  unsearched: (why, rooms) =>
    `${plural(rooms, { one: "# sala", other: "# salas", many: "# de salas" })} (${wordsFor(reasons, why) ?? "no ha funcionado"})`,
};

export default spanish;
