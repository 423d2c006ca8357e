import { number, plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const keyFaults = {
  too_many: "Es gibt zu viele Links. Widerrufe erst einen.",
  last_owner: "Der Raum würde dann niemandem mehr gehören.",
  no_change: "Dieser Link wurde schon widerrufen.",
  not_found: "Dieser Link wurde schon widerrufen.",
  forbidden: "Das kannst du in diesem Raum nicht mehr.",
};

/** @type {typeof import("../en/hosting.js").default} */
const german = {
  // The desk.
  desk: "Raum betreuen",
  deskWaiting: (n) => `Raum betreuen: ${plural(n, { one: "# Sache wartet", other: "# Sachen warten" })}`,

  // Links that let somebody in (hosting/invite-dialog.js, hosting/owner-dialog.js).
  ownerNudge: "Dieser Raum gehört dir nur auf diesem Gerät.",
  keepOwnerLink: "Zweiten Inhaber-Link aufbewahren",
  noReminder: "Nicht mehr erinnern",
  ownerLinkWhy:
    "Ohne ihn gehört der Raum niemandem mehr, wenn dieser Browser seine Daten verliert. Scanne ihn mit dem Handy oder bewahre ihn sicher auf.",
  ownerLinkCare: "Wer diesen Link hat, dem gehört der Raum. Gib ihn nicht weiter.",
  saveAsFile: "Als Datei sichern",
  linkKept: "Ich habe ihn",
  inviteFor: "Für wen ist dieser Link?",
  inviteRoles: {
    anyone: "Alle: der Link des Raums",
    member: "Mitglied",
    reader: "Leser:in",
    moderator: "Moderator:in",
    owner: "Inhaber:in",
  },
  inviteGives: {
    member: "Kommt herein und kann schreiben, auch wenn der Raum geschlossen ist.",
    reader: "Kommt zum Lesen herein, auch wenn der Raum geschlossen ist.",
    moderator: "Kann Nachrichten löschen, Leute stummschalten, entfernen und hereinlassen.",
    owner: "Kann alles, was du kannst, und es dir auch nehmen. Teile ihn mit Bedacht.",
  },
  inviteLabel: "Bezeichnung (optional)",
  inviteLabelHint: "Nur du und die Moderation sehen sie.",
  inviteEnds: "Gilt",
  inviteLasts: ["Für immer", "1 Stunde", "1 Tag", "7 Tage", "30 Tage"],
  inviteUses: "Gilt für",
  anyNumber: "Beliebig viele",
  peopleMany: (n) => plural(n, { one: "# Person", other: "# Personen" }),
  inviteAsk: "Erst fragen",
  inviteAskHint: "Wer ihn benutzt, wartet, bis die Moderation öffnet.",
  makeLink: "Link erstellen",
  makingLink: "Wird erstellt…",
  linkOnce: "Kopiere ihn jetzt: Zur Sicherheit wird dieser Link nicht noch einmal gezeigt.",
  anotherLink: "Weiteren Link erstellen",
  links: "Links zu diesem Raum",
  linkOwn: "Link dieses Geräts",
  linkUsedFew: ["noch nicht benutzt", "einmal benutzt"],
  linkUsed: (n) => plural(n, { one: "#-mal benutzt", other: "#-mal benutzt" }),
  linkUsedOf: (used, most) => `${number(used)} von ${number(most)} Mal benutzt`,
  linkLast: (when) => `zuletzt benutzt ${when}`,
  linkEnds: (when) => `endet ${when}`,
  linkEnd: { ended: "abgelaufen", usedUp: "aufgebraucht" },
  linkAsks: "fragt erst",
  revoke: "Widerrufen",
  revokeLink: (name) => `Widerrufen: ${name}`,
  revokeHint: "Über diesen Link kommt niemand Neues mehr herein.",
  revokeMembers: (n) =>
    plural(n, {
      one: "Auch der Person den Zugang nehmen, die darüber kam",
      other: "Auch den # Personen den Zugang nehmen, die darüber kamen",
    }),
  keyFault: (code) => wordsFor(keyFaults, code) ?? "Das hat nicht geklappt. Bitte versuch es noch einmal.",

  // What the room is (hosting/room-settings.js, hosting/pinned-line.js).
  pinnedMessages: "Angeheftete Nachrichten",
  pinnedAll: "Alle angehefteten Nachrichten zeigen",
  pinnedOf: (i, n) => `${number(i)} von ${number(n)}`,
  unpinThis: (text) => `Lösen: ${text}`,
  settingNames: {
    title: "Name",
    topic: "Thema",
    access: "Wer den einfachen Link hat",
    members: "Wer kam, als der Raum für alle offen war",
    post: "Wer schreiben kann",
    slow: "Pause zwischen zwei Nachrichten",
    direct: "Private Nachrichten",
    keep: "Nachrichten bleiben",
    history: "Was Neue lesen können",
    roster: "Wer sieht, wer da ist",
    pictures: "Bilder und Videos anderer",
  },
  settingHints: {
    title: "Steht statt des Raumnamens aus dem Link da. Der Link bleibt derselbe.",
    topic: "Eine Zeile unter dem Namen.",
  },
  settingTooLong: (n) => plural(n, { one: "# Zeichen zu viel", other: "# Zeichen zu viel" }),
  settingsEntrance: "Hereinkommen",
  settingsWriting: "Schreiben",
  settingsReading: "Lesen",
  entrances: {
    open: "Kommt direkt herein",
    read: "Kann mitlesen",
    ask: "Muss fragen",
    closed: "Kommt nicht herein",
  },
  memberships: {
    all: "Bleibt Mitglied",
    granted: "Bleibt nur mit Einladungslink oder nach Einlass",
  },
  posts: {
    members: "Alle Mitglieder",
    moderators: "Nur die Moderation",
  },
  directsAllowed: {
    ask: "Mitglieder können einander fragen",
    open: "Mitglieder können einander sofort schreiben",
    moderators: "Nur mit der Moderation",
    off: "Nicht möglich",
  },
  slowOff: "Keine Pause",
  keepForever: "Für immer",
  histories: {
    all: "Alles",
    since_join: "Nur, was nach ihrem Kommen gesagt wird",
  },
  rosters: {
    all: "Alle",
    moderators: "Nur die Moderation",
  },
  pictureCovers: {
    show: "Sofort zu sehen",
    cover: "Verdeckt, bis man sie sehen will",
  },
  settingsNews: (names) =>
    `Gerade von jemand anderem geändert: ${names}. Was du hier geändert hast, ist noch so, wie es war.`,
  settingsSave: "Speichern",
  settingsSaving: "Wird gespeichert …",
  settingsUnsaved: "Deine Änderungen sind noch nicht gespeichert.",
  settingsGoOn: "Weiter bearbeiten",
  settingsDiscard: "Änderungen verwerfen",
  keepDelete: "Löschen und speichern",
  keepDeletes: (n, span) =>
    plural(n, {
      one: `Eine Nachricht, die älter ist als ${span}, wird jetzt für alle gelöscht. Das lässt sich nicht rückgängig machen.`,
      other: `Etwa # Nachrichten, die älter sind als ${span}, werden jetzt für alle gelöscht. Das lässt sich nicht rückgängig machen.`,
    }),
  keepDeletesAll: (span) =>
    `Alles, was älter ist als ${span}, wird jetzt für alle gelöscht. Das lässt sich nicht rückgängig machen.`,
  settingsFault: (code) =>
    wordsFor(settingsFaults, code) ?? "Das konnte nicht gespeichert werden. Bitte versuch es noch einmal.",
  met: "Was andere vorfinden",
  metByLink: {
    open: "Wer den einfachen Link hat, kommt direkt herein und ist Mitglied.",
    read: "Wer den einfachen Link hat, kann lesen, aber nicht schreiben.",
    react: "Wer den einfachen Link hat, kann lesen und reagieren, aber nicht schreiben.",
    ask: "Wer den einfachen Link hat, muss fragen und sieht nur Name und Thema des Raums, bis die Moderation Einlass gewährt.",
    closed: "Wer nur den einfachen Link hat, kommt nicht herein. Dazu braucht es einen Einladungslink.",
  },
  metByEarlier: {
    all: "Wer kam, als der Raum für alle offen war, bleibt Mitglied.",
    granted:
      "Mitglied bleibt nur, wer über einen Einladungslink kam oder eingelassen wurde. Für alle anderen gilt der einfache Link, auch wenn sie gerade hier sind.",
  },
  metPost: {
    members: "Mitglieder können schreiben.",
    moderators: "Nur die Moderation schreibt. Alle anderen können lesen und reagieren.",
  },
  metSlow: (span) => `Mitglieder warten zwischen zwei Nachrichten: ${span}.`,
  metDirect: {
    ask: "Mitglieder können einander fragen, ob sie privat reden wollen.",
    open: "Mitglieder können einander sofort privat schreiben.",
    moderators: "Private Gespräche sind nur mit der Moderation möglich.",
    off: "Keine neuen privaten Gespräche.",
  },
  metHistory: {
    all: "Neue können lesen, was vorher gesagt wurde.",
    since_join: "Mitglieder sehen nur, was nach ihrem ersten Kommen gesagt wurde.",
  },
  metKeep: (span) => `Nachrichten verschwinden nach dieser Zeit: ${span}.`,
  metRoster: {
    all: "Alle sehen, wer da ist.",
    moderators: "Nur die Moderation sieht, wer da ist. Alle anderen sehen, wie viele.",
  },
  metCovered: "Bilder und Videos anderer sind verdeckt, bis man sie sehen will.",

  // What is done about somebody, or about a message (hosting/member-card.js).
  actPin: "Anheften",
  actUnpin: "Lösen",
  donePin: "Angeheftet",
  doneUnpin: "Gelöst",
  undoByKey: "Rückgängig machen mit Strg+Z.",
  undone: "Rückgängig gemacht.",
  actFault: (code) => wordsFor(actFaults, code) ?? "Das hat nicht geklappt. Bitte versuch es noch einmal.",
  actMute: "Stummschalten …",
  actUnmute: "Stummschaltung aufheben …",
  actRemove: "Entfernen …",
  actBan: "Sperren …",
  actRole: "Rolle ändern …",
  actStepDown: "Raum abgeben …",
  goMute: "Stummschalten",
  goUnmute: "Stummschaltung aufheben",
  goRemove: "Entfernen",
  goBan: "Sperren",
  goRole: "Rolle ändern",
  goStepDown: "Abgeben",
  howLong: "Für wie lange?",
  forEver: "Für immer",
  whichRole: "Welche Rolle?",
  roleName: (role) => wordsFor(roleNames, role) ?? role,
  actReason: "Grund (optional; wird der Person gezeigt)",
  isHere: "Gerade hier",
  isAway: "Gerade nicht hier",
  whatMute: (name, span) =>
    `${name} kann für ${span} lesen, aber nicht schreiben, bearbeiten oder reagieren.`,
  whatUnmute: (name) => `${name} kann sofort wieder schreiben.`,
  whatRemove: (name) =>
    `${name} muss jetzt gehen und verliert hier jede Rolle, kann aber auf jedem Weg zurückkommen, der noch offen ist.`,
  whatBan: (name, span) =>
    `${name} muss jetzt gehen, verliert hier jede Rolle und kann für ${span} nicht zurückkommen.`,
  whatBanForEver: (name) =>
    `${name} muss jetzt gehen, verliert hier jede Rolle und kann erst zurückkommen, wenn die Sperre aufgehoben wird.`,
  whatRole: (name, role) => `${name} ${wordsFor(powers, role) ?? role}`,
  whatStepDown:
    "Der Raum gehört dir dann nicht mehr. Du kannst das nicht rückgängig machen: Nur wer ihn noch besitzt, kann ihn dir wiedergeben.",
  doneMute: (name, span) => `${name} ist für ${span} stummgeschaltet.`,
  doneUnmute: (name) => `${name} kann wieder schreiben.`,
  doneRemove: (name) => `${name} wurde entfernt.`,
  doneBan: (name) => `${name} ist gesperrt.`,
  doneRole: (name, role) => `${name}: ${role}`,
  doneStepDown: "Der Raum gehört dir nicht mehr.",
  deskTab: (tab) => wordsFor(tabs, tab) ?? tab,
  deskEmpty: (tab) => wordsFor(nothingThere, tab) ?? "Hier ist nichts.",
  deskKeys: "Steht der Fokus in einer Zeile: A lässt ein, D weist ab.",
  admit: "Einlassen",
  admitWhom: (name) => `Einlassen: ${name}`,
  admitAs: (name) => `Rolle für ${name}`,
  admitUsual: "Übliche Rolle",
  deny: "Abweisen",
  denyWhom: (name) => `Abweisen: ${name}`,
  doneAdmit: (name) => `${name} wurde eingelassen.`,
  doneDeny: (name) => `${name} wurde abgewiesen.`,
  reportedBy: (name, moment) => `Gemeldet von ${name}, ${moment}`,
  goToMessage: "Zur Nachricht",
  bannedUntil: (moment) => `Bis ${moment}`,
  bannedBy: (name, moment) => `Gesperrt von ${name}, ${moment}`,
  unban: "Entsperren",
  unbanWhom: (name) => `Entsperren: ${name}`,
  doneUnban: (name) => `${name} darf zurückkommen.`,
  deskDid: (act, who, whom) =>
    (Object.hasOwn(did, act) ? did[act] : undefined)?.(who, whom) ?? `${who}: ${act}`,
  deskLinks: "Links verwalten",
  deskSettings: "Raumeinstellungen",
};

/** @type {Record<string, string>} */
const tabs = { knocks: "Wartende", reports: "Meldungen", bans: "Sperren", audit: "Protokoll" };

/** @type {Record<string, string>} */
const nothingThere = {
  knocks: "Niemand wartet auf Einlass.",
  reports: "Es wurde nichts gemeldet.",
  bans: "Niemand ist gesperrt.",
  audit: "Es wurde noch nichts getan.",
};

/** @type {Record<string, (who: string, whom: string) => string>} */
const did = {
  settings: (who) => `${who} hat die Raumeinstellungen geändert`,
  role: (who, whom) => `${who} hat die Rolle von ${whom} geändert`,
  pin: (who) => `${who} hat eine Nachricht angeheftet oder gelöst`,
  delete: (who, whom) => `${who} hat eine Nachricht von ${whom} gelöscht`,
  mute: (who, whom) => `${who} hat ${whom} stummgeschaltet oder das aufgehoben`,
  remove: (who, whom) => `${who} hat ${whom} entfernt oder gesperrt`,
  restore: (who, whom) => `${who} hat ${whom} entsperrt`,
  admit: (who, whom) => `${who} hat ${whom} eingelassen`,
  deny: (who, whom) => `${who} hat ${whom} abgewiesen`,
  mint: (who) => `${who} hat einen Link angelegt`,
  revoke: (who) => `${who} hat einen Link widerrufen`,
};

/** @type {Record<string, string>} */
const roleNames = {
  owner: "Inhaber:in",
  moderator: "Moderator:in",
  member: "Mitglied",
  reader: "Leser:in",
  none: "Gast (ohne Rolle)",
};

/** @type {Record<string, string>} */
const powers = {
  owner: "darf hier alles: Einstellungen ändern, den Raum mit anderen teilen und ihn sogar löschen.",
  moderator:
    "darf Nachrichten löschen und anheften und Leute stummschalten, entfernen, sperren und einlassen.",
  member: "bleibt Mitglied, auch wenn der Raum für Gäste geschlossen ist.",
  reader: "darf lesen, aber nicht schreiben.",
  none: "ist hier wie alle Gäste und muss gehen, wenn Gäste keinen Zutritt haben.",
};

/** @type {Record<string, string>} */
const actFaults = {
  no_change: "Hier gibt es nichts zu ändern: Es ist schon so.",
  not_found: "Das gibt es nicht mehr.",
  forbidden: "Das darfst du nicht.",
  last_owner: "Der Raum gehört nur dir. Gib ihn zuerst noch jemand anderem.",
  too_many: "Es sind schon fünf Nachrichten angeheftet. Löse zuerst eine davon.",
};

/** @type {Record<string, string>} */
const settingsFaults = {
  forbidden: "Dieser Raum gehört dir nicht mehr.",
  setting_invalid: "Einen dieser Werte nimmt der Raum nicht an.",
};

export default german;
