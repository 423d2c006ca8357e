import { list, number, plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const shareHints = {
  open: "Alle mit diesem Link können hier lesen und schreiben.",
  read: "Alle mit diesem Link können hier lesen, aber nicht schreiben.",
  ask: "Alle mit diesem Link können um Einlass bitten.",
  closed: "Mit diesem Link allein kommt niemand herein: Der Raum ist geschlossen.",
};

/** @type {Record<string, string>} */
const refusals = {
  text_empty: "sie ist leer",
  text_too_long: "sie ist zu lang",
  text_invalid: "sie enthält Zeichen, die sich nicht senden lassen",
  not_found: "die Nachricht gibt es nicht mehr",
  bad_frame: "der Server konnte sie nicht lesen",
  gone: "den Raum gibt es nicht mehr",
  removed: "du wurdest aus dem Raum entfernt",
  held: "du änderst sie noch",
  muted: "du bist stummgeschaltet",
  forbidden: "das darfst du in diesem Raum nicht",
  shut: "hier kann nichts mehr geschrieben werden",
  file_too_large: "eine Datei ist zu groß",
  file_budget: "heute wurde schon zu viel hochgeladen",
  file_lost: "eine Datei ist nicht mehr auf diesem Gerät",
  file_failed: "eine Datei ließ sich nicht hochladen",
  too_many: "sie hat zu viele Dateien",
};

const refused = "der Server hat sie abgelehnt";

/** @type {typeof import("../en/later.js").default} */
const german = {
  copyText: "Text kopieren",
  textCopied: "Text kopiert",
  textNotCopied: "Der Text konnte nicht kopiert werden.",
  messageLinkCopied: "Link zur Nachricht kopiert",
  messageLinkNotCopied: "Der Link konnte nicht kopiert werden.",
  messageLost: "Diese Nachricht gibt es in diesem Raum nicht.",
  notReacted: "Deine Reaktion kam nicht an: Die Nachricht gibt es nicht mehr.",
  notDone: "Das hat nicht geklappt. Bitte versuch es noch einmal.",
  notSent: (code) => `Nicht gesendet: ${wordsFor(refusals, code) ?? refused}.`,
  notEdited: (code) => `Änderung nicht gespeichert: ${wordsFor(refusals, code) ?? refused}.`,
  discard: "Verwerfen",
  retry: "Erneut senden",
  noFiles: "Dateien kannst du hier nicht senden.",
  attach: "Dateien anhängen",
  takePhoto: "Foto aufnehmen",
  chooseFiles: "Dateien auswählen",
  dropFiles: "Dateien hier ablegen, um sie anzuhängen",
  notKept:
    "Der Speicher deines Browsers ist voll oder gesperrt. Was du schreibst, geht verloren, wenn du diese Seite schließt.",
  here: (n) => `${number(n)} hier`,
  mention: (name) => `${name} erwähnen`,
  you: "du",
  heard: (name, text) => `${name}: ${text}`,
  copyMessageLink: "Link zur Nachricht kopieren",
  openLink: "Link öffnen",
  selectText: "Text auswählen",
  reactions: "Reaktionen",
  editedAt: (/** @type {string} */ moment) => `Bearbeitet: ${moment}`,
  reactWith: (emoji) => `Mit ${emoji} reagieren`,
  moreEmoji: "Weitere Emojis",
  emojiSuggestions: "Passende Emojis",
  memberSuggestions: "Personen zum Erwähnen",
  moreSuggestions: (n) => plural(n, { one: "# weiterer: tippe weiter", other: "# weitere: tippe weiter" }),
  searchEmoji: "Emoji suchen",
  emojiGroups: [
    "Smileys",
    "Menschen",
    "Tiere und Natur",
    "Essen und Trinken",
    "Reisen und Orte",
    "Aktivitäten",
    "Gegenstände",
    "Symbole",
    "Flaggen",
  ],
  emojiGroup: "Emojis nach Gruppen",
  smileysAndPeople: "Smileys und Menschen",
  recentEmoji: "Zuletzt benutzt",
  foundEmoji: (n) => plural(n, { one: "# Emoji gefunden", other: "# Emojis gefunden" }),
  noEmoji: "Kein Emoji gefunden",
  pickEmoji: "Emoji auswählen",
  skinTone: (tone) => `Hautton: ${tone}`,
  skinToneChoice: "Hautton",
  skinTones: ["Standard", "hell", "mittelhell", "mittel", "mitteldunkel", "dunkel"],
  shareTitle: "Leute einladen",
  shareHint: ({ access, post }) =>
    wordsFor(shareHints, access === "open" && post === "moderators" ? "read" : access) ?? "",
  shareLink: "Link zum Raum",
  shareVia: "Teilen …",
  shareFailed: "Teilen hat nicht geklappt. Kopiere stattdessen den Link.",
  shareText: (room) => `${room} · Alcove`,
  copy: "Kopieren",
  qrCode: "QR-Code mit dem Link zum Raum",
  qrHint: "Scanne ihn mit der Handykamera.",
  appearance: "Darstellung",
  theme: "Farbschema",
  themes: { auto: "System", light: "Hell", dark: "Dunkel" },
  contrast: "Kontrast",
  contrasts: { auto: "System", more: "Hoch" },
  language: "Sprache",
  browserLanguage: "Wie im Browser",
  languageApply: "In dieser Sprache neu laden",
  languageHint: "Nichts, was du geschrieben hast, geht verloren.",
  notifications: "Benachrichtigungen",
  notify: "Benachrichtigen über",
  notifies: { off: "Nichts", mentions: "Erwähnungen", all: "Alle Nachrichten" },
  notifyHint:
    "Nur wenn du den Raum gerade nicht ansiehst. Als Erwähnung zählen @ mit deinem Namen und Antworten an dich.",
  notifyAsk: "Dein Browser muss sie erst erlauben.",
  notifyAllow: "Benachrichtigungen erlauben",
  notifyGranted: "Dein Browser erlaubt Benachrichtigungen.",
  notifyDenied:
    "Dein Browser blockiert Benachrichtigungen von dieser Website. Erlaube sie in den Website-Einstellungen, meist direkt neben der Adresse.",
  notifyUnavailable: "Dieser Browser kann für diese Website keine Benachrichtigungen anzeigen.",
  notifyHomeScreen:
    "Füge diese Seite auf iPhone und iPad zum Home-Bildschirm hinzu, um Benachrichtigungen zu bekommen.",
  push: "Wenn diese Seite geschlossen ist",
  pushHint: "Über den Push-Dienst deines Browsers. Privates zählt immer als Erwähnung.",
  pushPreview: "Zeigen, wer was schreibt",
  pushPreviewHint: "Sonst nur, dass es etwas Neues gibt.",
  pushFailed: "Das hat nicht geklappt. Versuch es später noch einmal.",
  pushMessage: "Neue Nachricht",
  sound: "Ton",
  soundHint: "Ein kurzer Ton bei jeder Benachrichtigung, in allen Räumen.",
  mute: "Diesen Raum stummschalten",
  muteHint: "Keine Benachrichtigungen, keine Töne; neue Nachrichten zählen nicht im Titel.",
  device: "Dieses Gerät",
  useElsewhere: "Auf einem anderen Gerät nutzen",
  useElsewhereHint: "Deine Räume auf einem zweiten Gerät, mit QR-Code oder sechs Wörtern.",
  signInOrCreate: "Anmelden oder Konto anlegen",
  signInHint: "Zum Schreiben nicht nötig. Dieselben Räume und Einstellungen auf allen deinen Geräten.",
  yourAccount: "Dein Konto",
  yourAccountHint: "Dieselben Räume und Einstellungen auf allen deinen Geräten.",
  forgetInAccount:
    "Du bist angemeldet: Ein Raum, den du vergisst, wird auch in deinem Konto vergessen und damit auf deinen anderen Geräten. Vergisst du alle Räume, wirst du nur hier abgemeldet.",
  signInNeeded: "Hier meldet man sich an, bevor man hereinkommt.",
  siteSaysNothing:
    "Die Seite um diesen Raum konnte nicht sagen, wer du bist. Lade neu, um es noch einmal zu versuchen.",
  signInGo: "Anmelden",
  forgetMe: "Mich auf diesem Gerät vergessen",
  forgetHint: "Für ein Gerät, das du mit anderen teilst.",
  forgetWhat:
    "Das löscht, wer du hier bist, deine Entwürfe und ungesendeten Nachrichten, was zum Lesen ohne Verbindung gespeichert ist, und wie weit du gelesen hast. Gesendete Nachrichten bleiben im Raum. Das lässt sich nicht rückgängig machen.",
  forgetNameHint:
    "Dein Name bleibt im Raum 30 Tage lang reserviert: So lange kann ihn niemand verwenden, auch du nicht.",
  forgetRoom: "Mich in diesem Raum vergessen",
  forgetAll: "Mich in allen Räumen vergessen",
  forgetOwned: "Ein Raum, der dir nur auf diesem Gerät gehört, gehört danach niemandem mehr.",
  forgetAllHint: "„In allen Räumen“ setzt auch deine Einstellungen zurück.",
  shortcuts: "Tastenkürzel",
  shortcutsWriting: "Beim Schreiben",
  shortcutsReading: "Bei einer Nachricht",
  keys: { control: "Strg", enter: "Eingabe", shift: "Umschalt", escape: "Esc", delete: "Entf", tab: "Tab" },
  formatting: "Formatierung",
  formats: {
    bold: "Fett",
    italic: "Kursiv",
    struck: "Durchgestrichen",
    code: "Code",
    block: "Codeblock",
    quote: "Zitat",
    list: "Liste",
    link: "Link",
  },
  shortcutsFor: {
    find: "Raum, Person oder Aktion suchen",
    search: "Nachrichten suchen",
    send: "Senden",
    line: "Neue Zeile",
    editLast: "Letzte eigene Nachricht bearbeiten (Feld leer)",
    stop: "Antwort oder Bearbeitung abbrechen",
    complete: "Emoji einfügen oder jemanden erwähnen",
    toMessages: "Zu den Nachrichten",
    move: "Vorherige oder nächste Nachricht",
    menu: "Nachrichtenmenü öffnen",
    compose: "Zurück zum Textfeld",
    help: "Diese Liste",
  },

  // What is told of the connection, of who types, and in notifications.
  isTyping: (names) =>
    names.length > 3
      ? "Mehrere Personen schreiben …"
      : `${list(names)} ${names.length === 1 ? "schreibt" : "schreiben"} …`,
  notificationTitle: (name, room) => `${name} in ${room}`,
  offlineHint: "Nachrichten werden gesendet, sobald du verbunden bist.",
  retryIn: (s) => `Nächster Versuch in ${number(s)} s`,
  tryNow: "Jetzt versuchen",
  replaced: "Getrennt: Dieser Raum ist in zu vielen Tabs offen.",
  comeBack: "Hier weitermachen",
  stopped: "Der Server hat die Verbindung abgelehnt. Lade die Seite neu, um es noch einmal zu versuchen.",
  full: "Dieser Raum ist voll.",
  busy: "Gerade treten viele Leute bei.",
  maintenance: "Alcove wird gerade gewartet und ist bald wieder da.",
  originRefused:
    "Der Server nimmt diese Adresse nicht an. Wenn es deiner ist, trag sie in ALLOWED_ORIGINS ein.",
  socketsBlocked: "Etwas zwischen dir und dem Server blockiert Live-Verbindungen.",
  roomClosed: "Dieser Raum wurde vom Betreiber der Website geschlossen.",
  roomClosedHint:
    "Was du schreibst, bleibt auf diesem Gerät und wird gesendet, wenn der Raum wieder öffnet. Diese Seite prüft das von selbst.",
  removed: "Du wurdest aus diesem Raum entfernt.",
  banned: (moment) => `Du kannst diesen Raum bis ${moment} nicht betreten.`,
  bannedForever: "Du kannst diesen Raum nicht betreten.",
  removedBecause: (reason) => `Du wurdest aus diesem Raum entfernt: „${reason}“`,
  notLetIn: "Du wurdest nicht hereingelassen.",
  askAgain: "Noch einmal anfragen",
  keyNeeded: "Dieser Raum ist geschlossen. Du brauchst einen Einladungslink.",
  notCreated: "Diesen Raum hat noch niemand erstellt:",
  notCreatedHint:
    "Hier beginnt ein Raum erst, wenn ihn jemand erstellt. Wenn du eingeladen wurdest, prüfe den Link. Oder erstelle den Raum jetzt: Dann gehört er dir.",
  createThis: "Diesen Raum erstellen",
  mutedFor: (span) => `Du bist stummgeschaltet. In ${span} kannst du wieder schreiben.`,
  slowedFor: (span) => `Langsamer Modus: In ${span} kannst du wieder senden.`,
  readOnly: "Du kannst hier mitlesen, aber nicht schreiben.",
  hostsOnly: "Hier schreibt nur die Moderation.",
  waitingFor: "Du wartest auf Einlass in",
  waitingPlace: (n) =>
    `Die Moderation weiß Bescheid, und du kommst von selbst hinein. Dein Platz in der Schlange: ${number(n)}`,
  waitingWords: "Schreib der Moderation etwas",
  waitingSaid: "An die Moderation gesendet:",
  leaveLine: "Verlassen",
  roomSettings: "Raumeinstellungen",
  roomGone: "Dieser Raum wurde vom Betreiber der Website gelöscht.",
  heardMany: (n) => plural(n, { one: "# neue Nachricht", other: "# neue Nachrichten" }),

  // What was done to a room, told between its messages and at the desk (text/told-acts.js).
  logRole: (/** @type {string} */ who, /** @type {string} */ whom, /** @type {string} */ role) =>
    role === "none"
      ? `${who} hat ${whom} die Rolle entzogen`
      : `${who} hat ${whom} die Rolle „${wordsFor(rolesGiven, role) ?? role}“ gegeben`,
  logOwner: (/** @type {string} */ whom) => `Der Betreiber hat ${whom} die Rolle „Inhaber:in“ gegeben`,
  logOwnerLink: "Der Betreiber hat einen Link für Inhaber:innen erstellt",
  logMuted: (/** @type {string} */ who, /** @type {string} */ whom, /** @type {string} */ until) =>
    `${who} hat ${whom} bis ${until} stummgeschaltet`,
  logUnmuted: (/** @type {string} */ who, /** @type {string} */ whom) =>
    `${who} hat die Stummschaltung von ${whom} aufgehoben`,
  logRemoved: (/** @type {string} */ who, /** @type {string} */ whom) => `${who} hat ${whom} entfernt`,
  logBanned: (/** @type {string} */ who, /** @type {string} */ whom) => `${who} hat ${whom} gesperrt`,
  logRestored: (/** @type {string} */ who, /** @type {string} */ whom) => `${who} hat ${whom} entsperrt`,
  logRevoked: (/** @type {string} */ who, /** @type {number} */ n) =>
    `${who} hat einen Link widerrufen: ${plural(n, { one: "# Person verliert", other: "# Personen verlieren" })} die Rechte daraus`,
  logPinned: (/** @type {string} */ who) => `${who} hat eine Nachricht angeheftet`,
  logUnpinned: (/** @type {string} */ who) => `${who} hat eine Nachricht gelöst`,
  logSettings: (/** @type {string} */ who) => `${who} hat die Raumeinstellungen geändert`,
  logCovered: (/** @type {string} */ who) => `${who} lässt Bilder verdecken, bis man sie sehen will`,
  logUncovered: (/** @type {string} */ who) => `${who} lässt Bilder wieder sofort anzeigen`,
  logTitle: (/** @type {string} */ who, /** @type {string} */ title) =>
    `${who} hat den Raum „${title}“ genannt`,

  // Eine Meldung, und was ein Menü über jemanden noch hat (timeline/report-dialog.js, people/roster.js).
  report: "Melden …",
  reportTitle: "Diese Nachricht melden",
  reportHosts: "Die Moderation dieses Raums sieht deinen Namen und die Nachricht, wie sie jetzt ist.",
  reportOperator: "Wer diese Seite betreibt, sieht deinen Namen und die Nachricht, wie sie jetzt ist.",
  reportReason: "Was ist daran nicht in Ordnung? (optional)",
  reportSend: "Melden",
  reported: "Gemeldet. Die Moderation sieht es sich an.",
  reportedOperator: "Gemeldet. Wer diese Seite betreibt, sieht es sich an.",
  reportFault: (/** @type {string} */ code) =>
    wordsFor(reportFaults, code) ?? "Das hat nicht geklappt. Bitte versuch es noch einmal.",
  aboutMember: (/** @type {string} */ name) => `Über ${name} …`,
  knockHeard: (name, text) =>
    text ? `${name} möchte eingelassen werden: ${text}` : `${name} möchte eingelassen werden`,
  knockTitle: (name, room) => `${name} möchte in ${room} eingelassen werden`,
  // The button in the bar, and the way there from the settings (room/bring-search.js).
  searchThis: "Nachrichten suchen",
  // Talking in private (room/bring-directs.js, people/roster.js, notify/notifications.js).
  messagePrivately: "Privat schreiben",
  messageWhomPrivately: (name) => `${name} privat schreiben`,
  directTitle: (name, room) => `${name} aus ${room} möchte privat mit dir reden`,
  notificationPrivate: (name) => `${name} (privat)`,
};

/** @type {Record<string, string>} */
const reportFaults = {
  no_change: "Du hast diese Nachricht schon gemeldet.",
  not_found: "Diese Nachricht gibt es nicht mehr.",
  forbidden: "Du kannst hier keine Nachrichten melden.",
};

/** @type {Record<string, string>} */
const rolesGiven = { owner: "Inhaber:in", moderator: "Moderator:in", member: "Mitglied", reader: "Leser:in" };

export default german;

export const hostingWords = () => import("./hosting.js");
export const directsWords = () => import("./directs.js");
export const roomsWords = () => import("./rooms.js");
export const emojiWords = () => import("emoji-data:de");
export const deviceWords = () => import("./device.js");
export const accountWords = () => import("./account.js");
export const searchWords = () => import("./search.js");
export const filesWords = () => import("./files.js");
