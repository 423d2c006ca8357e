import { plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const faults = {
  forbidden: "Private Nachrichten sind hier nicht möglich.",
  muted: "Du bist stummgeschaltet und kannst gerade niemanden fragen.",
  not_found: "Diese Person ist nicht mehr in diesem Raum.",
  token_refused: "Öffne zuerst den Raum, in dem ihr euch begegnet seid, und versuch es dann noch einmal.",
  not_loaded: "Das konnte nicht geladen werden. Prüfe deine Verbindung und versuch es noch einmal.",
};

/** @type {typeof import("../en/directs.js").default} */
const german = {
  directs: "Private Nachrichten",
  directsWaiting: (n) => `Private Nachrichten: ${plural(n, { one: "# Anfrage", other: "# Anfragen" })}`,
  requestFrom: (name, room) => `${name} aus ${room} möchte privat mit dir reden.`,
  requestHint: "Wenn du die Anfrage ignorierst oder blockierst, erfährt das niemand.",
  requestsMore: (n) => plural(n, { one: "# weitere Anfrage", other: "# weitere Anfragen" }),
  accept: "Annehmen",
  acceptFrom: (name) => `Annehmen: ${name}`,
  ignore: "Ignorieren",
  ignoreFrom: (name) => `Ignorieren: ${name}`,
  block: "Blockieren",
  blockWhom: (name) => `${name} blockieren`,
  unblock: "Blockierung aufheben",
  unblockWhom: (name) => `Blockierung von ${name} aufheben`,
  doneIgnore: (name) => `Ignoriert. ${name} erfährt davon nichts.`,
  doneBlock: (name) => `Blockiert. ${name} kann dich nicht mehr fragen und erfährt davon nichts.`,
  doneEnd: "Blockiert. Ihr könnt hier beide nicht mehr schreiben.",
  doneUnblock: (name) => `${name} ist nicht mehr blockiert.`,
  askTitle: (name) => `${name} privat schreiben`,
  askWhat: (name) =>
    `${name} bekommt eine Anfrage, ohne Text. Wird sie angenommen, öffnet sich ein Gespräch, das nur ihr beide seht.`,
  sendRequest: "Anfrage senden",
  asking: "Wird gesendet …",
  awaiting: (name) => `Warten auf ${name}. Du kannst schreiben, sobald ${name} annimmt.`,
  backTo: (room) => `Zurück zu ${room}`,
  acceptedBy: (name) => `Du kannst ${name} jetzt privat schreiben.`,
  writeTo: (name) => `${name} schreiben`,
  ignoredThem: (name) => `Du hast eine Anfrage von ${name} ignoriert. Du kannst sie noch annehmen.`,
  blockedThem: (name) => `Du hast ${name} blockiert.`,
  directFault: (code) => wordsFor(faults, code) ?? "Das hat nicht geklappt. Bitte versuch es noch einmal.",
  directTooMany: (span) => `Das sind viele neue private Gespräche. In ${span} geht es wieder.`,
  directState: { asked: "Wartet auf Antwort", ignored: "Ignoriert", blocked: "Blockiert" },

  privateFrom: (room) => `Privat · aus ${room}`,
  nameThere: (name, room) => `Privat · ${name} in ${room}`,
  onlySees: (name) => `Nur ${name} sieht das`,
  justTwo: (name) => `Nur du und ${name}`,
  whoReads: (room) =>
    `Nur ihr beide könnt das lesen. Die Moderation von ${room} kann es nicht; wer den Server betreibt, könnte es, in dessen Datenbank.`,
  talkBegins: "Hier beginnt euer privates Gespräch.",
  getsItLater: (name) => `${name} ist gerade nicht hier und bekommt das später.`,
  aboutTalk: "Über dieses Gespräch",
  talkKept: "Nachrichten bleiben",
  talkForever: "Für immer",
  talkKeepHint: "Für euch beide. Beide können es ändern; ältere Nachrichten werden sofort gelöscht.",
  talkKeepSave: "Ältere Nachrichten löschen und speichern",
  talkSaved: "Gespeichert.",
  blockHint: (name) =>
    `Hier kann dann niemand mehr schreiben, und ${name} kann dich nicht mehr fragen. ${name} erfährt nicht, wer das war.`,
  shutByYou: (name) =>
    `Du hast ${name} blockiert. Du kannst weiter lesen und deine Nachrichten löschen. Zum Schreiben hebst du die Blockierung von ${name} auf.`,
  shutHere:
    "Hier kann gerade nichts geschrieben werden. Du kannst weiter lesen und deine Nachrichten löschen.",
  shutField: "Hier kann gerade nichts geschrieben werden",
  reportTalk: "Dieses Gespräch melden",
  reportTalkWhat: (room) =>
    `Dein Name und die letzten 20 Nachrichten von euch beiden gehen an die Moderation von ${room}, oder an den Betreiber dieser Seite, wenn es keine gibt. Ist diese Nachricht älter, geht sie mit. Sonst kann sie niemand lesen.`,
  reportedTalk: "Gemeldet. Die letzten Nachrichten wurden mitgeschickt.",
  viaMet: (room) => `Verbindung zu ${room} …`,

  lostTalk: "Dieses Gespräch ist auf diesem Gerät nicht offen",
  lostTalkHint:
    "Nur die beiden, die es führen, können ein privates Gespräch öffnen. Gehörst du dazu, dann geh in den Raum, in dem ihr euch begegnet seid, und öffne es von dort.",
  toMet: (room) => `Zu ${room}`,
};

export default german;
