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
  createHint: "Er bekommt einen Namen, den niemand erraten kann, und gehört dir.",
  createUnkept:
    "Dieser Browser lässt Alcove nichts speichern, deshalb bliebe ein neuer Raum nicht deiner. Erlaube dieser Website, Daten zu speichern, oder betritt einen Raum über seinen Namen.",
  roomOptions: "Optionen für den Raum",
  roomTitle: "Titel (optional)",
  whoComesIn: "Wer hereinkommt",
  accesses: {
    open: "Alle, die den Link haben",
    read: "Alle, die den Link haben, nur zum Lesen",
    ask: "Wen ein Moderator hereinlässt",
    closed: "Nur wen du einlädst",
  },
  otherDevice: "Räume auf einem anderen Gerät?",
  haveCode: "Ich habe einen Code",
  toSignIn: "Anmelden",
  or: "oder einem Raum beitreten",
  roomOrLink: "Raumname oder Link",
  enter: "Beitreten",
  roomMissing: "Gib einen Raumnamen oder Link ein.",
  roomInvalid: "Raumnamen bestehen aus a–z, Ziffern, „-“ und „_“ (höchstens 64).",
  guessable: "Diesen Namen kann jeder erraten. Ein neu erstellter Raum bekommt einen, den niemand errät.",
  sameRoom: "Wer diesen Namen eingibt, kommt in denselben Raum.",
  leadsTo: (room) => `Führt zu „${room}“`,
  leadsElsewhere: (host) => `Führt zu einer anderen Website: ${host}`,
};

export default german;
