import { plural } from "../../locale.js";

/** @type {typeof import("../en/rooms.js").default} */
const german = {
  myRooms: "Meine Räume",
  showRooms: "Meine Räume einblenden",
  hideRooms: "Meine Räume ausblenden",
  backToRooms: (n) =>
    plural(n, {
      one: "Meine Räume, # ungelesene Nachricht in den anderen",
      other: "Meine Räume, # ungelesene Nachrichten in den anderen",
    }),
  newRoom: "Neuer Raum",
  private: "Privat",
  pinned: "Angeheftet",
  unreadIn: (n) => plural(n, { one: "# ungelesene Nachricht", other: "# ungelesene Nachrichten" }),
  mentionsIn: (n) => plural(n, { one: "# Erwähnung von dir", other: "# Erwähnungen von dir" }),
  requestsIn: (n) =>
    plural(n, { one: "# Anfrage für ein privates Gespräch", other: "# Anfragen für ein privates Gespräch" }),
  optionsFor: (room) => `Optionen für ${room}`,
  pinRoom: "Anheften",
  unpinRoom: "Lösen",
  muteRoom: "Stummschalten",
  unmuteRoom: "Stummschaltung aufheben",
  hideRoom: "Ausblenden",
  unhideRoom: "Wieder einblenden",
  forgetThis: "Vergessen…",
  forgetOne: (room) => `${room} vergessen`,
  hiddenRooms: (n) => plural(n, { one: "# ausgeblendeter Raum", other: "# ausgeblendete Räume" }),
  noRooms: "Noch keine Räume",
  noRoomsHint: "Hier erscheinen Räume, in denen du warst.",
  roomStates: {
    gone: "Gelöscht",
    not_created: "Noch nicht erstellt",
    room_closed: "Geschlossen",
    key_needed: "Nur mit Einladung",
    removed: "Du wurdest entfernt",
    banned: "Du wurdest entfernt",
    denied: "Nicht hereingelassen",
    token_refused: "Zum Fortfahren neu beitreten",
    closed: "Nicht erreichbar",
  },
  nowIn: (room) => `Du bist in ${room}`,
  find: "Raum, Person oder Aktion suchen",
  findHint: "Räume, Personen, Aktionen und Nachrichten",
  findHere: "Raum oder Nachricht suchen",
  findHereHint: "Räume und Nachrichten",
  findNone: "Nichts gefunden",
  findPerson: "Person",
  muteThis: "Diesen Raum stummschalten",
  unmuteThis: "Stummschaltung dieses Raums aufheben",
};

export default german;
