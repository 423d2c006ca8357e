/** @type {typeof import("../en/start.js").default} */
const german = {
  product: "Alcove",

  // Where there is no page: as 404.html says it before this is loaded.
  lostTitle: "Seite nicht gefunden · Alcove",
  lostHeading: "Seite nicht gefunden",
  lostHint:
    "Diese Adresse führt nirgendwohin. Wenn du einem Link zu einem Raum gefolgt bist, fehlt vielleicht ein Teil davon: Raumnamen enthalten nur die Buchstaben a–z, Ziffern, „-“ und „_“.",

  maintenanceTitle: "Gleich zurück · Alcove",
  maintenanceHeading: "Gleich zurück",
  maintenanceHint:
    "Alcove wird gerade gewartet. Nichts geht verloren, und diese Seite öffnet sich danach von selbst.",
  tryAgain: "Noch einmal versuchen",

  tagline: "Ein Raum für euch, nur einen Link entfernt.",
  pitch:
    "Erstelle einen Raum und teile den Link. Wer den Link hat, ist dabei. Kein Konto, keine Installation.",
  points: [
    "Antworten, Reaktionen und Codeblöcke, wie du sie kennst",
    "Schreib offline weiter; gesendet wird, sobald du zurück bist",
    "Keine Werbung, kein Tracking",
  ],
  create: "Raum erstellen",
  createHint: "Er bekommt einen Namen, den niemand erraten kann.",
  or: "oder einem Raum beitreten",
  roomOrLink: "Raumname oder Link",
  enter: "Beitreten",
  roomMissing: "Gib einen Raumnamen oder Link ein.",
  roomInvalid: "Raumnamen bestehen aus a–z, Ziffern, „-“ und „_“ (höchstens 64).",
  guessable: "Diesen Namen kann jeder erraten. Ein neu erstellter Raum bekommt einen, den niemand errät.",
  sameRoom: "Wer diesen Namen eingibt, kommt in denselben Raum.",
  leadsTo: (room) => `Führt zu „${room}“`,
  leadsElsewhere: (host) => `Führt zu einer anderen Website: ${host}`,
  yourRooms: "Deine Räume",
  lastVisit: (moment) => `Letzter Besuch: ${moment}`,
  forgetOne: (room) => `${room} vergessen`,
};

export default german;
