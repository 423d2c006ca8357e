/**
 * What `/embed.js` itself says on a host page, by language. It stands apart from the catalogues in
 * `i18n/languages/`, since host pages load it and need none of the rest.
 */

import { languageOf } from "../i18n/language-tag.js";

const english = {
  title: (/** @type {string} */ room) => `Chat room ${room}`,
  noRoom: "This chat can’t be shown: its room name is missing or invalid.",
  refused: "This chat can’t be shown here.",
  open: "Open in a new tab",
};

/** @type {Record<string, typeof english>} */
const WORDS = {
  en: english,
  de: {
    title: (room) => `Chatraum ${room}`,
    noRoom: "Dieser Chat kann nicht angezeigt werden: Der Raumname fehlt oder ist ungültig.",
    refused: "Dieser Chat kann hier nicht angezeigt werden.",
    open: "In neuem Tab öffnen",
  },
  es: {
    title: (room) => `Sala de chat ${room}`,
    noRoom: "No se puede mostrar este chat: el nombre de la sala falta o no es válido.",
    refused: "Este chat no se puede mostrar aquí.",
    open: "Abrir en una pestaña nueva",
  },
  fr: {
    title: (room) => `Salon de discussion ${room}`,
    noRoom: "Impossible d’afficher ce chat\u00a0: le nom du salon est absent ou non valide.",
    refused: "Ce chat ne peut pas être affiché ici.",
    open: "Ouvrir dans un nouvel onglet",
  },
  hi: {
    title: (room) => `चैट रूम ${room}`,
    noRoom: "यह चैट नहीं दिखाई जा सकती: रूम का नाम नहीं दिया गया या गलत है।",
    refused: "यह चैट यहाँ नहीं दिखाई जा सकती।",
    open: "नए टैब में खोलें",
  },
  ar: {
    title: (room) => `غرفة الدردشة ${room}`,
    noRoom: "لا يمكن عرض هذه الدردشة: اسم الغرفة مفقود أو غير صالح.",
    refused: "لا يمكن عرض هذه الدردشة هنا.",
    open: "فتح في علامة تبويب جديدة",
  },
};

/**
 * The words in the first language that there is.
 * @param {readonly string[]} languages
 */
export const wordsIn = (languages) => {
  const found = languages.map(languageOf).find((each) => Object.hasOwn(WORDS, each));
  return WORDS[found ?? "en"] ?? english;
};
