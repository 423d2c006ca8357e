/**
 * German. People are addressed as “du”; the quotes are „ and “.
 */

import { list, number, plural, wordsFor } from "../../parts/locale.js";

/** @type {Record<string, string>} */
const refusals = {
  text_empty: "darin ist nichts zu sehen",
  text_too_long: "sie ist zu lang",
  text_invalid: "sie enthält Steuerzeichen, die sich nicht senden lassen",
  not_found: "die Nachricht gibt es nicht mehr",
  bad_frame: "der Server konnte sie nicht lesen",
  gone: "den Raum gibt es nicht mehr",
  removed: "du wurdest aus dem Raum entfernt",
};

const refused = "der Server hat sie abgelehnt";

/** @type {Record<string, string>} */
const nameFaults = {
  name_empty: "Bitte gib einen Namen ein.",
  name_too_long: "Ein Name hat höchstens 32 Zeichen.",
  name_invalid: "Der Name enthält Zeichen, die in Namen nicht erlaubt sind.",
  name_taken: "So heißt hier schon jemand.",
  later: "Das hat gerade nicht geklappt. Bitte versuch es noch einmal.",
};

/** @type {typeof import("../en/room.js").default} */
const german = {
  home: "Alcove, zur Startseite",
  toStart: "Zur Startseite",
  yourName: "Dein Name",

  invited: "Du bist eingeladen in",
  join: "Beitreten",
  joinHint: "Diesen Namen sehen die anderen im Raum.",
  lastMessage: (moment) => `Letzte Nachricht: ${moment}`,
  nobodyWrote: "Hier hat noch niemand geschrieben.",
  expired: "Deine Sitzung ist zu Ende. Tritt wieder bei, um weiterzumachen.",
  renameTitle: "Deinen Namen ändern",
  rename: "Namen ändern",
  cancel: "Abbrechen",
  useName: (name) => `„${name}“ nehmen`,
  nameFault: (code) => wordsFor(nameFaults, code) ?? "Dieser Name geht nicht.",

  messages: "Nachrichten",
  loading: "Nachrichten werden geladen",
  beginning: "Noch ist es still hier.",
  beginningHint: "Schick jemandem den Link. Wer ihn öffnet, setzt sich zu dir.",
  olderGone: "Ältere Nachrichten werden nicht mehr aufbewahrt.",
  invite: "Jemanden einladen",
  deleted: "Nachricht gelöscht",
  edited: "bearbeitet",
  sentence: ({ name, time, text, replyTo, isEdited, reactions, state }) =>
    [
      [name, time, replyTo && `als Antwort auf ${replyTo}`, isEdited && "bearbeitet", state]
        .filter(Boolean)
        .join(", "),
      `: ${/[\p{L}\p{M}\p{N}]$/u.test(text) ? `${text}.` : text}`,
      reactions.length > 0 ? ` Reaktionen: ${list(reactions)}.` : "",
    ].join(""),
  undo: "Rückgängig",
  quoteLost: "Diese Nachricht gibt es hier nicht mehr.",
  toQuoted: (name) => `Zur Nachricht von ${name}, auf die das antwortet`,
  newSince: (moment) => `Neu seit ${moment}`,
  react: "Reagieren",
  reply: "Antworten",
  copyText: "Text kopieren",
  actions: "Aktionen zur Nachricht",
  reactedBy: (emoji, names) => `${emoji} von ${list(names)}`,
  youToo: "dir",
  textCopied: "Text kopiert",
  messageLinkCopied: "Link zur Nachricht kopiert",
  messageLost: "Diese Nachricht gibt es in diesem Raum nicht.",
  notReacted: "Deine Reaktion kam nicht an: Die Nachricht gibt es nicht mehr.",
  notDone: "Das hat nicht geklappt. Bitte versuch es noch einmal.",
  newMessages: (n) => plural(n, { one: "# neue", other: "# neue" }),
  toEnd: "Zu den neuesten Nachrichten",
  toNew: (n) => plural(n, { one: "Zu # neuen Nachricht", other: "Zu # neuen Nachrichten" }),
  sending: "Wird gesendet",
  sent: "Gesendet",
  notSent: (code) => `Nicht gesendet: ${wordsFor(refusals, code) ?? refused}.`,
  notSentShort: "Nicht gesendet",
  notEdited: (code) => `Änderung nicht gespeichert: ${wordsFor(refusals, code) ?? refused}.`,
  discard: "Verwerfen",
  retry: "Wiederholen",
  remove: "Löschen",
  joined: (names) => `${list(names)} ${names.length === 1 ? "ist" : "sind"} jetzt dabei`,
  left: (names) => `${list(names)} ${names.length === 1 ? "ist" : "sind"} gegangen`,
  others: (n) => plural(n, { one: "# weitere Person", other: "# weitere" }),
  reaction: (emoji, n) => `${emoji}, ${plural(n, { one: "# Person", other: "# Personen" })}`,

  // Code in a message.
  code: "Code",
  copyCode: "Code kopieren",
  codeCopied: "Code kopiert",

  message: "Nachricht",
  placeholder: "Nachricht schreiben",
  send: "Senden",
  nothingToSee: "Darin ist noch nichts zu sehen.",
  charactersLeft: (n) => plural(n, { one: "Noch # Zeichen frei", other: "Noch # Zeichen frei" }),
  charactersOver: (n) => plural(n, { one: "# Zeichen zu viel", other: "# Zeichen zu viel" }),
  slowDown: (s) =>
    plural(s, {
      one: "Etwas langsamer: Die letzte geht in # Sekunde raus.",
      other: "Etwas langsamer: Die letzte geht in # Sekunden raus.",
    }),
  roomRests: (h) =>
    plural(h, {
      one: "Dieser Raum ist für heute voll. Was du schreibst, geht in # Stunde raus.",
      other: "Dieser Raum ist für heute voll. Was du schreibst, geht in # Stunden raus.",
    }),

  isTyping: (names) =>
    names.length > 3
      ? "Mehrere schreiben gerade …"
      : `${list(names)} ${names.length === 1 ? "schreibt" : "schreiben"} …`,
  // The composer's modes, what it offers while one types, and the emoji picker.
  replyingTo: (name) => `Antwort an ${name}`,
  editingYours: "Du bearbeitest deine Nachricht",
  stopReplying: "Nicht mehr antworten",
  stopEditing: "Nicht mehr bearbeiten",
  emoji: "Emoji",
  suggestions: (n) => plural(n, { one: "# Vorschlag", other: "# Vorschläge" }),
  emojiFailed: "Die Emojis konnten nicht geladen werden.",

  people: "Personen",
  peopleCount: (n) => `Personen: ${number(n)}`,
  here: (n) => `${number(n)} hier`,
  you: "du",
  marked: (mark) => `Kennzeichen ${mark}`,
  alikeHint: "Noch jemand hat einen Namen, der genauso aussieht. An diesem Zeichen erkennst du, wer es ist.",
  more: "Mehr anzeigen",
  close: "Schließen",
  copyLink: "Link kopieren",
  copied: "Link kopiert",
  copyFailed: "Der Link ließ sich nicht kopieren. Er steht in der Adresszeile.",

  // The top bar, what it opens, and what is told of a room that is not looked at.
  inviteOthers: "Einladen",
  settings: "Einstellungen",
  isMuted: "Stumm",
  notLoaded: "Das ließ sich nicht laden. Prüf die Verbindung und versuch es noch einmal.",
  documentTitle: (room, unread) => (unread > 0 ? `(${number(unread)}) ${room} · Alcove` : `${room} · Alcove`),
  notificationTitle: (name, room) => `${name} in ${room}`,

  offline: "Keine Verbindung.",
  offlineHint: "Was du schreibst, bleibt erhalten und wird später gesendet.",
  connecting: "Verbindet …",
  retryIn: (s) => `Nächster Versuch in ${number(s)} s`,
  tryNow: "Jetzt versuchen",
  replaced: "Dieser Raum ist zu oft geöffnet. Es ging in einem neueren Fenster weiter.",
  comeBack: "Hier weitermachen",
  stopped: "Der Server lässt diese Seite nicht herein. Lade sie neu, um es noch einmal zu versuchen.",
  reload: "Neu laden",
  full: "Dieser Raum ist voll.",
  busy: "Gerade kommen viele Leute herein.",
  maintenance: "Alcove wird gerade gewartet und ist bald wieder da.",
  roomClosed: "Dieser Raum wurde vom Betreiber geschlossen.",
  roomClosedHint:
    "Was du schreibst, bleibt auf diesem Gerät und wird gesendet, wenn der Raum wieder öffnet. Diese Seite sieht von selbst nach.",
  removed: "Du wurdest aus diesem Raum entfernt.",
  roomGone: "Diesen Raum gibt es nicht mehr. Der Betreiber hat ihn gelöscht.",
  roomGoneHint: "Was du noch nicht gesendet hattest, ist noch hier: Kopiere oder verwirf es.",

  // In a frame on another site's page.
  homeInNewTab: "Alcove, zur Startseite, in einem neuen Tab",

  heard: (name, text) => `${name}: ${text}`,
  heardMany: (n) => plural(n, { one: "# neue Nachricht", other: "# neue Nachrichten" }),

  // Für das Ohr, und für alle, die Tasten benutzen (parts/shortcuts.js).
  youName: "Du",
  youAnswered: "dich",
  logHint:
    "Pfeiltasten gehen von Nachricht zu Nachricht. Die Eingabetaste öffnet, was sich damit tun lässt, das Fragezeichen listet alle Tasten auf.",
  actionsOf: (name, time) => `Aktionen zur Nachricht: ${name}, ${time}`,
  undoDelete: "Löschen der Nachricht rückgängig machen",

  // A newer page than this one (components/update-notice.js).
  updateHere: "Es gibt eine neue Version.",
};

export default german;

export const later = () => import("./later.js");
export const start = () => import("./start.js");
