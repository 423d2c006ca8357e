/**
 * German. People are addressed as “du”; the quotes are „ and “.
 */

import { list, number, plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const nameFaults = {
  name_empty: "Bitte gib einen Namen ein.",
  name_too_long: "Namen dürfen höchstens 32 Zeichen lang sein.",
  name_invalid: "Dieser Name enthält Zeichen, die nicht erlaubt sind.",
  name_taken:
    "Der Name ist in diesem Raum schon vergeben. Wenn es deiner ist, nimm das Gerät, mit dem du beigetreten bist.",
  later: "Das hat nicht geklappt. Bitte versuch es noch einmal.",
  key_invalid: "Dieser Link gilt nicht mehr. Du kannst versuchen, ohne ihn beizutreten.",
  room_taken: "Einen Raum mit diesem Namen gibt es schon. Du kannst versuchen, ihm beizutreten.",
  setting_invalid:
    "Mit diesen Einstellungen lässt sich der Raum nicht erstellen. Tritt bei, um ihn ohne sie zu erstellen.",
};

/** @type {typeof import("../en/room.js").default} */
const german = {
  home: "Alcove-Startseite",
  toStart: "Zur Startseite",
  yourName: "Dein Name",

  invited: "Einladung in den Raum",
  join: "Beitreten",
  joinHint: "Diesen Namen sehen alle im Raum.",
  lastMessage: (moment) => `Letzte Nachricht: ${moment}`,
  nobodyWrote: "Hier hat noch niemand geschrieben.",
  expired: "Deine Sitzung ist abgelaufen. Tritt wieder bei, um weiterzumachen.",
  renameTitle: "Deinen Namen ändern",
  rename: "Namen ändern",
  cancel: "Abbrechen",
  useName: (name) => `„${name}“ verwenden`,
  nameFault: (code) => wordsFor(nameFaults, code) ?? "Dieser Name ist nicht möglich.",

  messages: "Nachrichten",
  loading: "Nachrichten werden geladen …",
  beginning: "Noch ist es still hier.",
  beginningHint: "Schick jemandem den Link. Wer ihn öffnet, ist sofort dabei.",
  olderGone: "Ältere Nachrichten sind nicht mehr verfügbar.",
  invite: "Jemanden einladen",
  deleted: "Nachricht gelöscht",
  deleting: "Wird gelöscht …",
  picture: "Bild",
  pictures: (n) => plural(n, { one: "# Bild", other: "# Bilder" }),
  files: (n) => plural(n, { one: "# Datei", other: "# Dateien" }),
  showLess: "Weniger anzeigen",
  back: "Zurück",
  begins: "Hier beginnt der Raum.",
  edited: "bearbeitet",
  sentence: ({ name, time, text, replyTo, isEdited, reactions, state }) =>
    [
      [name, time, replyTo && `als Antwort auf ${replyTo}`, isEdited && "bearbeitet", state]
        .filter(Boolean)
        .join(", "),
      `: ${/[\p{L}\p{M}\p{N}]$/u.test(text) ? `${text}.` : text}`,
      reactions.length > 0 ? ` Reaktionen: ${list(reactions)}.` : "",
    ].join(""),
  takingBack: "Wird zurückgenommen … Falls sie schon gesendet wurde, wird sie gelöscht.",
  undo: "Rückgängig",
  quoteLost: "Diese Nachricht ist nicht mehr verfügbar.",
  toQuoted: (name) => `Zur Nachricht von ${name}`,
  newSince: (moment) => `Neu seit ${moment}`,
  react: "Reagieren",
  edit: "Bearbeiten",
  reply: "Antworten",
  actions: "Aktionen zur Nachricht",
  reactedBy: (emoji, names) => `${emoji}: ${list(names)}`,
  youToo: "du",
  newMessages: (n) => plural(n, { one: "# neue", other: "# neue" }),
  toEnd: "Zu den neuesten Nachrichten",
  toNew: (n) => plural(n, { one: "Zu # neuen Nachricht", other: "Zu # neuen Nachrichten" }),
  sending: "Wird gesendet",
  sent: "Gesendet",
  notSentShort: "Nicht gesendet",
  remove: "Löschen",
  joined: (names) => `${list(names)} ${names.length === 1 ? "ist" : "sind"} jetzt dabei`,
  left: (names) => `${list(names)} ${names.length === 1 ? "ist" : "sind"} gegangen`,
  renamed: (was, name) => `${was} heißt jetzt ${name}`,
  renamedMany: (n) =>
    plural(n, { one: "# Person hat einen neuen Namen", other: "# Personen haben einen neuen Namen" }),
  others: (n) => plural(n, { one: "# weitere Person", other: "# weitere" }),
  reaction: (emoji, n) => `${emoji}, ${plural(n, { one: "# Person", other: "# Personen" })}`,

  // Code in a message.
  code: "Code",
  copyCode: "Code kopieren",
  codeCopied: "Code kopiert",

  message: "Nachricht",
  placeholder: "Nachricht schreiben",
  send: "Senden",
  tooLarge: "Zu viel für eine Nachricht. Kürze den Text oder teile ihn auf.",
  emptied: "Deine Nachricht ist leer. Löschen?",
  nothingToSee: "Deine Nachricht ist leer.",
  charactersLeft: (n) => plural(n, { one: "Noch # Zeichen frei", other: "Noch # Zeichen frei" }),
  charactersOver: (n) => plural(n, { one: "# Zeichen zu viel", other: "# Zeichen zu viel" }),
  slowDown: (s) =>
    plural(s, {
      one: "Du bist schnell! Die letzte Nachricht geht in # Sekunde raus.",
      other: "Du bist schnell! Die letzte Nachricht geht in # Sekunden raus.",
    }),
  roomRests: (h) =>
    plural(h, {
      one: "Dieser Raum hat sein Limit vorerst erreicht. Was du schreibst, wird in # Stunde gesendet.",
      other: "Dieser Raum hat sein Limit vorerst erreicht. Was du schreibst, wird in # Stunden gesendet.",
    }),

  // The composer's modes, what it offers while one types, and the emoji picker.
  replyingTo: (name) => `Antwort an ${name}`,
  editingYours: "Du bearbeitest deine Nachricht",
  modeGone: "Diese Nachricht gibt es nicht mehr. Dein Text wird als neue gesendet.",
  stopReplying: "Antwort abbrechen",
  stopEditing: "Bearbeitung abbrechen",
  emoji: "Emoji",
  suggestions: (n) => plural(n, { one: "# Vorschlag", other: "# Vorschläge" }),
  emojiFailed: "Die Emojis konnten nicht geladen werden.",

  owner: "Inhaber:in",
  moderator: "Moderation",
  people: "Personen",
  peopleCount: (n) => `Personen: ${number(n)}`,
  marked: (mark) => `Kennzeichen ${mark}`,
  alikeHint:
    "Jemand anderes hat einen Namen, der genauso aussieht. Dieses Kennzeichen unterscheidet die beiden.",
  more: "Mehr anzeigen",
  close: "Schließen",
  copyLink: "Link kopieren",
  copied: "Link kopiert",
  copyFailed: "Kopieren hat nicht geklappt. Bitte versuch es noch einmal.",

  // The top bar, what it opens, and what is told of a room that is not looked at.
  inviteOthers: "Einladen",
  settings: "Einstellungen",
  isMuted: "Stummgeschaltet",
  verified: "Angemeldet",
  notLoaded: "Das konnte nicht geladen werden. Prüf deine Verbindung und versuch es noch einmal.",
  documentTitle: (room, unread) => (unread > 0 ? `(${number(unread)}) ${room} · Alcove` : `${room} · Alcove`),

  offline: "Keine Verbindung.",
  connecting: "Verbindung wird aufgebaut …",
  reload: "Neu laden",
  notSeenYet: "Die Nachrichten erscheinen hier, sobald du verbunden bist.",
  roomGoneHint: "Deine ungesendeten Nachrichten sind noch hier: Kopiere oder lösche sie.",

  // In a frame on another site's page.
  homeInNewTab: "Alcove-Startseite, in neuem Tab",

  // For the ear, and for those who use keys (settings/shortcuts.js).
  youName: "Du",
  youAnswered: "dich",
  logHint:
    "Mit den Pfeiltasten gehst du von Nachricht zu Nachricht, die Eingabetaste öffnet das Nachrichtenmenü, das Fragezeichen zeigt alle Tastenkürzel.",
  actionsOf: (name, time) => `Aktionen zur Nachricht: ${name}, ${time}`,
  undoDelete: "Löschen der Nachricht rückgängig machen",

  // A newer page than this one (chrome/update-notice.js).
  updateHere: "Eine neue Version ist verfügbar.",
};

export default german;

export const later = () => import("./later.js");
export const start = () => import("./start.js");
