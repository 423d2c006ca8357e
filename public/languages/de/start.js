/** @type {typeof import("../en/start.js").default} */
const german = {
  product: "Alcove",

  // Where there is no page: as 404.html says it before this is loaded.
  lostTitle: "Nicht gefunden · Alcove",
  lostHeading: "Hier sitzt niemand.",
  lostHint:
    "Unter dieser Adresse gibt es keine Seite. Falls sie aus einem Link zu einem Raum stammt, fehlt vielleicht ein Stück davon: Namen von Räumen bestehen nur aus Buchstaben, Ziffern, „-“ und „_“.",

  maintenanceTitle: "Gleich zurück · Alcove",
  maintenanceHeading: "Gleich zurück",
  maintenanceHint:
    "Alcove wird gerade gewartet. Nichts geht verloren, und diese Seite öffnet sich von selbst, sobald es geht.",
  tryAgain: "Noch einmal versuchen",

  tagline: "Ein Raum für euch, einen Link entfernt.",
  pitch:
    "Öffne einen Raum und teile seinen Link. Wer den Link hat, ist dabei: ohne Konto, ohne Installation.",
  points: [
    "Antworten, Reaktionen und Code, wie man es kennt",
    "Was du ohne Verbindung schreibst, wird später gesendet",
    "Keine Werbung, kein Tracking",
  ],
  create: "Raum öffnen",
  createHint: "Er bekommt einen Namen, den niemand erraten kann.",
  or: "oder geh in einen",
  roomOrLink: "Name oder Link des Raums",
  enter: "Los",
  roomMissing: "Welcher Raum? Gib seinen Namen oder Link ein.",
  roomInvalid: "Der Name eines Raums hat 1 bis 64 Buchstaben, Ziffern, „-“ oder „_“.",
  guessable:
    "Diesen Namen kann jeder erraten. Ein Raum, den du neu öffnest, bekommt einen, den niemand errät.",
  sameRoom: "Wer denselben Namen eingibt, landet im selben Raum.",
  leadsTo: (room) => `Führt zu „${room}“`,
  leadsElsewhere: (host) => `Führt zu einer anderen Website: ${host}`,
  yourRooms: "Deine Räume",
  lastVisit: (moment) => `Zuletzt hier: ${moment}`,
  forgetOne: (room) => `${room} vergessen`,
};

export default german;
