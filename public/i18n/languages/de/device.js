/** Of the two dialogs by which another device gets one’s rooms. */

import { number, plural, wordsFor } from "../../locale.js";

export default {
  // ---- on the device that has them ----

  giveWhy:
    "Deine Räume sind dann auch auf deinem anderen Gerät, und du bist darin auf beiden dieselbe Person.",
  giveCare: "Zeig den Code niemandem: Wer ihn benutzt, wird du. Er gilt einmal.",
  giveNothing: "Auf diesem Gerät gibt es noch keine Räume.",
  giveOpening: "Der Code wird erzeugt …",
  giveQr: "QR-Code für dein anderes Gerät",
  giveScan: "Scanne ihn mit der Kamera deines anderen Geräts.",
  giveWords: "Keine Kamera? Mit sechs Wörtern",
  giveByQr: "QR-Code zeigen",
  giveType: (/** @type {string} */ host) =>
    `Öffne auf deinem anderen Gerät ${host}, wähle „Ich habe einen Code“ und gib diese Wörter ein:`,
  giveValid: (/** @type {string} */ time) => `Noch ${time} gültig`,
  giveMeeting: "Dein anderes Gerät verbindet sich …",
  giveAsk: "An dieses Gerät senden?",
  giveTo: (/** @type {string} */ device) => `Es meldet sich als ${device}.`,
  giveCompare: "Sende nur, wenn dein anderes Gerät diese Zahl zeigt:",
  giveSend: "Dieselbe Zahl: senden",
  giveNot: "Nicht senden",
  giveSending: "Deine Räume werden gesendet …",
  gaveRooms: (/** @type {number} */ n) =>
    plural(n, {
      one: "# Raum ist jetzt auf deinem anderen Gerät.",
      other: "# Räume sind jetzt auf deinem anderen Gerät.",
    }),
  giveAgain: "Neuen Code erzeugen",

  // ---- on the other ----

  takeRooms: "Räume von einem anderen Gerät holen",
  takeWhy:
    "Die Räume deines anderen Geräts sind dann auch hier, und du bist darin auf beiden dieselbe Person. Fahre nur fort, wenn du diesen Code gerade selbst erzeugt hast.",
  takeWords: "Sechs Wörter",
  takeWordsHint:
    "Öffne auf deinem anderen Gerät die Einstellungen, wähle „Auf einem anderen Gerät nutzen“ und dann die sechs Wörter.",
  takeGo: "Weiter",
  takeUnknown: (/** @type {string} */ word) => `„${word}“ ist keines der Wörter. Prüfe die Schreibweise.`,
  takeCount: (/** @type {number} */ n) =>
    plural(n, {
      one: `Das ist # Wort; der Code hat ${number(6)}.`,
      other: `Das sind # Wörter; der Code hat ${number(6)}.`,
    }),
  takeLooking: "Dein anderes Gerät wird gesucht …",
  takeCheck: "Zeigt dein anderes Gerät diese Zahl? Dann bestätige sie dort.",
  takeReceiving: "Deine Räume kommen an …",
  tookRooms: (/** @type {number} */ n) =>
    plural(n, { one: "# Raum ist jetzt hier.", other: "# Räume sind jetzt hier." }),
  tookOthers: (/** @type {number} */ n) =>
    plural(n, {
      one: "In # davon warst du hier schon jemand anders, und das bleibt so.",
      other: "In # davon warst du hier schon jemand anders, und das bleibt so.",
    }),
  tookUnkept: (/** @type {number} */ n) =>
    plural(n, { one: "Für # Raum war kein Platz.", other: "Für # Räume war kein Platz." }),
  takeOpen: "Meine Räume zeigen",

  // ---- on both ----

  deviceOffline: "Keine Verbindung. Neuer Versuch …",
  deviceSameNumber: "Zahl zum Vergleichen",
  deviceEnded: (/** @type {string} */ why) =>
    wordsFor(
      {
        expired: "Der Code ist abgelaufen: Er gilt zehn Minuten.",
        offline: "Der Server ist nicht erreichbar. Prüfe deine Verbindung und versuch es noch einmal.",
        broken: "Unterwegs stimmt etwas nicht, darum wurde abgebrochen. Erzeuge einen neuen Code.",
        refused: "Es wurde nicht bestätigt, darum wurde nichts gesendet.",
        cancelled: "Auf dem anderen Gerät wurde abgebrochen.",
        unkept: "Dieser Browser lässt Alcove nichts speichern, deine Räume könnten also nicht hierbleiben.",
        unknown: "Dieser Code stimmt nicht, wurde schon benutzt oder ist abgelaufen.",
      },
      why,
    ) ?? "Das hat nicht geklappt.",
};
