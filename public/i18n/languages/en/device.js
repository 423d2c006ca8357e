/** Of the two dialogs by which another device gets one’s rooms. */

import { number, plural, wordsFor } from "../../locale.js";

export default {
  // ---- on the device that has them ----

  giveWhy: "Your rooms will be on your other device, too, and you’re the same person in them on both.",
  giveCare: "Don’t show the code to anyone: whoever uses it becomes you. It works once.",
  giveNothing: "There are no rooms on this device yet.",
  giveOpening: "Making a code…",
  giveQr: "QR code for your other device",
  giveScan: "Scan it with your other device’s camera.",
  giveWords: "No camera? Use six words",
  giveByQr: "Show the QR code",
  giveType: (/** @type {string} */ host) =>
    `On your other device, open ${host}, choose “I have a code” and enter these words:`,
  giveValid: (/** @type {string} */ time) => `Valid for ${time}`,
  giveMeeting: "Your other device is connecting…",
  giveAsk: "Send to this device?",
  giveTo: (/** @type {string} */ device) => `It says it’s ${device}.`,
  giveCompare: "Send only if your other device shows this number:",
  giveSend: "It’s the same: send",
  giveNot: "Don’t send",
  giveSending: "Sending your rooms…",
  gaveRooms: (/** @type {number} */ n) =>
    plural(n, { one: "# room is on your other device now.", other: "# rooms are on your other device now." }),
  giveAgain: "Make a new code",

  // ---- on the other ----

  takeRooms: "Get your rooms from another device",
  takeWhy:
    "The rooms of your other device will be here, too, and you’re the same person in them on both. Continue only if you’ve just made this code yourself.",
  takeWords: "Six words",
  takeWordsHint:
    "On your other device, open the settings, choose “Use on another device” and then the six words.",
  takeGo: "Continue",
  takeUnknown: (/** @type {string} */ word) => `“${word}” isn’t one of the words. Check the spelling.`,
  takeCount: (/** @type {number} */ n) =>
    plural(n, {
      one: `That’s # word; the code has ${number(6)}.`,
      other: `Those are # words; the code has ${number(6)}.`,
    }),
  takeLooking: "Looking for your other device…",
  takeCheck: "Does your other device show this number? Then confirm it there.",
  takeReceiving: "Getting your rooms…",
  tookRooms: (/** @type {number} */ n) =>
    plural(n, { one: "# room is here now.", other: "# rooms are here now." }),
  tookOthers: (/** @type {number} */ n) =>
    plural(n, {
      one: "In # of them you were someone else here already, and that stays so.",
      other: "In # of them you were someone else here already, and that stays so.",
    }),
  tookUnkept: (/** @type {number} */ n) =>
    plural(n, { one: "There was no space for # room.", other: "There was no space for # rooms." }),
  takeOpen: "Show my rooms",

  // ---- on both ----

  deviceOffline: "No connection. Trying again…",
  deviceSameNumber: "Number to compare",
  deviceEnded: (/** @type {string} */ why) =>
    wordsFor(
      {
        expired: "The code has expired: it’s valid for ten minutes.",
        offline: "The server can’t be reached. Check your connection and try again.",
        broken: "Something on the way isn’t right, so it was stopped. Make a new code.",
        refused: "It wasn’t confirmed, so nothing was sent.",
        cancelled: "It was stopped on the other device.",
        unkept: "This browser lets Alcove store nothing, so your rooms couldn’t stay here.",
        unknown: "This code isn’t right, has been used already, or has expired.",
      },
      why,
    ) ?? "That didn’t work.",
};
