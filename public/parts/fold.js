/**
 * Letters as one looks for them: without case, accents, or the Arabic and German spellings that
 * people mix. For comparing only, never for showing. Indic vowel signs stay: they are letters.
 */

const MARKS = /(?:[\u0300-\u036f\u064b-\u065f\u0670]|\u0640|\ufe0f)/g;

/** @param {string} text */
export const fold = (text) =>
  text
    .normalize("NFD")
    .replace(MARKS, "")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replaceAll("ى", "ي")
    .replaceAll("ة", "ه")
    .normalize("NFC");
