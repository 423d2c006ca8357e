/** Of the two dialogs by which another device gets one’s rooms. */

import { number, plural, wordsFor } from "../../locale.js";

export default {
  // ---- on the device that has them ----

  giveWhy: "Tus salas estarán también en tu otro dispositivo, y en ellas serás la misma persona en los dos.",
  giveCare: "No le enseñes el código a nadie: quien lo use pasará a ser tú. Solo sirve una vez.",
  giveNothing: "Todavía no hay salas en este dispositivo.",
  giveOpening: "Creando un código…",
  giveQr: "Código QR para tu otro dispositivo",
  giveScan: "Escanéalo con la cámara de tu otro dispositivo.",
  giveWords: "¿Sin cámara? Usa seis palabras",
  giveByQr: "Mostrar el código QR",
  giveType: (/** @type {string} */ host) =>
    `En tu otro dispositivo, abre ${host}, elige «Tengo un código» y escribe estas palabras:`,
  giveValid: (/** @type {string} */ time) => `Válido durante ${time}`,
  giveMeeting: "Tu otro dispositivo se está conectando…",
  giveAsk: "¿Enviar a este dispositivo?",
  giveTo: (/** @type {string} */ device) => `Dice ser ${device}.`,
  giveCompare: "Envía solo si tu otro dispositivo muestra este número:",
  giveSend: "Es el mismo: enviar",
  giveNot: "No enviar",
  giveSending: "Enviando tus salas…",
  gaveRooms: (/** @type {number} */ n) =>
    plural(n, {
      one: "# sala está ahora en tu otro dispositivo.",
      many: "# de salas están ahora en tu otro dispositivo.",
      other: "# salas están ahora en tu otro dispositivo.",
    }),
  giveAgain: "Crear otro código",

  // ---- on the other ----

  takeRooms: "Traer tus salas de otro dispositivo",
  takeWhy:
    "Las salas de tu otro dispositivo estarán también aquí, y en ellas serás la misma persona en los dos. Continúa solo si acabas de crear este código.",
  takeWords: "Seis palabras",
  takeWordsHint:
    "En tu otro dispositivo, abre los ajustes, elige «Usar en otro dispositivo» y luego las seis palabras.",
  takeGo: "Continuar",
  takeUnknown: (/** @type {string} */ word) =>
    `«${word}» no es una de las palabras. Revisa cómo está escrita.`,
  takeCount: (/** @type {number} */ n) =>
    plural(n, {
      one: `Es # palabra; el código tiene ${number(6)}.`,
      many: `Son # de palabras; el código tiene ${number(6)}.`,
      other: `Son # palabras; el código tiene ${number(6)}.`,
    }),
  takeLooking: "Buscando tu otro dispositivo…",
  takeCheck: "¿Tu otro dispositivo muestra este número? Entonces confírmalo allí.",
  takeReceiving: "Recibiendo tus salas…",
  tookRooms: (/** @type {number} */ n) =>
    plural(n, {
      one: "# sala está ahora aquí.",
      many: "# de salas están ahora aquí.",
      other: "# salas están ahora aquí.",
    }),
  tookOthers: (/** @type {number} */ n) =>
    plural(n, {
      one: "En # de ellas ya eras otra persona aquí, y así sigue.",
      many: "En # de ellas ya eras otra persona aquí, y así sigue.",
      other: "En # de ellas ya eras otra persona aquí, y así sigue.",
    }),
  tookUnkept: (/** @type {number} */ n) =>
    plural(n, {
      one: "No había espacio para # sala.",
      many: "No había espacio para # de salas.",
      other: "No había espacio para # salas.",
    }),
  takeOpen: "Ver mis salas",

  // ---- on both ----

  deviceOffline: "Sin conexión. Reintentando…",
  deviceSameNumber: "Número para comparar",
  deviceEnded: (/** @type {string} */ why) =>
    wordsFor(
      {
        expired: "El código ha caducado: vale durante diez minutos.",
        offline: "No se puede llegar al servidor. Comprueba tu conexión e inténtalo de nuevo.",
        broken: "Algo no va bien por el camino, así que se ha detenido. Crea otro código.",
        refused: "No se confirmó, así que no se envió nada.",
        cancelled: "Se detuvo en el otro dispositivo.",
        unkept: "Este navegador no deja que Alcove guarde nada, así que tus salas no podrían quedarse aquí.",
        unknown: "Este código no es correcto, ya se usó o ha caducado.",
      },
      why,
    ) ?? "No ha funcionado.",
};
