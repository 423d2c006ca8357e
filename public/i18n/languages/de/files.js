import { number, plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const faults = {
  file_empty: "Diese Datei ist leer.",
  file_unreadable: "Das lässt sich nicht lesen. Ist es ein Ordner?",
  file_budget: "Das ist im Moment zu viel. Versuche es später noch einmal.",
  file_lost: "Diese Datei ist nicht mehr auf diesem Gerät.",
  forbidden: "Dateien kannst du hier nicht senden.",
};

/** @type {typeof import("../en/files.js").default} */
const german = {
  filesToSend: "Dateien zum Senden",
  filesAdded: (n) => plural(n, { one: "# Datei angehängt", other: "# Dateien angehängt" }),
  filesReady: (n) => plural(n, { one: "# Datei ist bereit", other: "# Dateien sind bereit" }),
  tooManyFiles: (n) =>
    plural(n, {
      one: "In eine Nachricht passt nur # Datei.",
      other: "In eine Nachricht passen nur # Dateien.",
    }),
  filesLeftOut: (n) =>
    plural(n, { one: "# Datei wurde nicht gesendet.", other: "# Dateien wurden nicht gesendet." }),
  filesWait: "Dateien gehen mit deiner nächsten neuen Nachricht mit.",
  filesNotKept:
    "Dein Browser hat keinen Platz, um diese Dateien aufzubewahren. Lass diese Seite offen, bis sie gesendet sind: Beim Neuladen gingen sie verloren.",
  preparingFile: "Wird vorbereitet …",
  uploaded: (percent) => `${number(percent)} % hochgeladen`,
  describeFile: (name) => `${name} beschreiben`,
  altHint: "Was ist zu sehen? Für alle, die es nicht sehen können.",
  moveEarlier: (name) => `${name} nach oben`,
  moveLater: (name) => `${name} nach unten`,
  fileMoved: (name, place, count) => `${name}: ${number(place)} von ${number(count)}`,
  takeOut: (name) => `${name} entfernen`,
  fileTakenOut: (name) => `${name} entfernt`,
  retryFile: (name) => `${name} noch einmal hochladen`,
  cannotClean:
    "Dieser Browser kann das Bild nicht öffnen. Es würde mit allem gesendet, was es enthält, zum Beispiel dem Ort der Aufnahme.",
  cannotStrip:
    "Was dieses Bild außer dem Sichtbaren enthält, zum Beispiel der Ort der Aufnahme, lässt sich nicht entfernen und würde mitgesendet.",
  videoAsIs:
    "Videos werden unverändert gesendet, auch mit dem Ort der Aufnahme, falls die Kamera ihn gespeichert hat.",
  sendAnyway: "So senden, wie es ist",
  fileFault: (code, most) =>
    code === "file_too_large"
      ? `Dateien dürfen höchstens ${most} groß sein.`
      : (wordsFor(faults, code) ?? "Die Datei ließ sich nicht hochladen."),
  openPicture: (name) => `${name} vergrößern`,
  showPicture: "Anzeigen",
  showPictureOf: (name) => `Bild anzeigen: ${name} ist neu hier`,
  showFileOf: (name) => `Anzeigen: ${name} ist neu hier`,
  showPictureFrom: (name) => `Bild von ${name} anzeigen`,
  showVideoFrom: (name) => `Video von ${name} anzeigen`,
  downloadFile: (name, size) => `${name} herunterladen, ${size}`,
  downloadPicture: (name) => `${name} herunterladen`,
  fileGone: "Nicht mehr verfügbar",
  fileRemoved: "Vom Betreiber dieser Seite entfernt",
  pictureShown: "Vergrößertes Bild",
  pictureOf: (at, count) => `${number(at)} von ${number(count)}`,
  previousPicture: "Voriges Bild",
  nextPicture: "Nächstes Bild",
  zoomIn: "Vergrößern",
  zoomOut: "Verkleinern",
};

export default german;
