/** Of accounts: their page (account/account-page.js), and where one signs in beside a name (account/at-prompt.js). */

import { plural, wordsFor } from "../../locale.js";

export default {
  accountTitle: (/** @type {string} */ title) => `${title} · Alcove`,
  accountBack: "Zurück",
  accountLoading: "Dein Konto wird geladen…",
  accountOff: "Hier gibt es keine Konten. Du brauchst auch keins: Öffne einfach einen Raum.",
  accountRetry: "Noch einmal versuchen",

  // ---- signed out ----

  signInTitle: "Anmelden",
  signInPitch:
    "Zum Schreiben brauchst du kein Konto. Mit einem sind deine Räume, Entwürfe und Einstellungen auf allen deinen Geräten dieselben, und andere sehen, dass du es bist.",
  signInRequired: "Hier meldet man sich an, bevor man in einen Raum kommt.",
  signInPasskey: "Mit einem Passkey anmelden",
  signInWith: (/** @type {string} */ provider) => `Mit ${provider} anmelden`,
  signingIn: "Warten auf dein Gerät…",
  bringingRooms: "Du bist angemeldet. Deine Räume werden geholt…",
  createTitle: "Neu hier? Leg ein Konto an",
  createPitch:
    "Dein Gerät verwahrt dafür einen Passkey: kein Passwort und keine E-Mail-Adresse. Räume auf diesem Gerät kommen mit.",
  createAccount: "Konto anlegen",
  createOnlyWith: (/** @type {string} */ provider) => `Neue Konten entstehen hier mit ${provider}.`,
  recoverTitle: "Passkey verloren?",
  recoverField: "Wiederherstellungscode",
  recoverHint: "Er wurde gezeigt, als das Konto angelegt wurde. Er gilt einmal, und du bekommst einen neuen.",
  recoverGo: "Mit dem Code anmelden",

  // ---- the recovery code ----

  recoveryTitle: "Bewahre deinen Wiederherstellungs\u00ADcode auf",
  recoveryWhy:
    "Falls du einmal alle Geräte verlierst, führt dieser Code zurück. Er wird nur jetzt gezeigt: Schreib ihn auf oder verwahre ihn in einem Passwortmanager.",
  recoveryCopy: "Code kopieren",
  recoveryCopied: "Kopiert",
  recoveryNotCopied: "Der Code ließ sich nicht kopieren. Markiere ihn und kopiere ihn von Hand.",
  recoveryKept: "Ich habe den Code an einem sicheren Ort verwahrt.",
  recoveryGoOn: "Weiter",
  recoveryKeepFirst: "Verwahre erst den Code und setze dann das Häkchen.",

  // ---- signed in ----

  signedInAlready: "Du bist auf diesem Gerät angemeldet.",
  syncedNow: "Deine Räume und Einstellungen sind auf allen deinen Geräten dieselben.",
  syncFailed: "Deine Räume konnten nicht abgeglichen werden. Das wird von selbst wieder versucht.",
  syncFull: "Dein Konto ist voll: Vergiss Räume, die du nicht mehr brauchst.",
  nameHint: "Für Räume, in die du von jetzt an kommst.",
  nameSave: "Speichern",
  nameSaved: "Gespeichert",

  passkeys: "Passkeys",
  passkeysHint: "Mit jedem davon kannst du dich anmelden. Hab auch auf einem zweiten Gerät einen.",
  passkeyUnnamed: "Passkey",
  passkeyMade: (/** @type {string} */ when) => `Angelegt ${when}`,
  passkeyUsed: (/** @type {string} */ when) => `Zuletzt benutzt ${when}`,
  passkeySynced: "Von deinem Passwortmanager auf alle seine Geräte verteilt",
  passkeyCloned: "Jemand wollte sich mit einer Kopie davon anmelden. Wenn du das nicht warst, entferne ihn.",
  passkeyAdd: "Passkey hinzufügen",
  passkeyAdded: "Der Passkey wurde hinzugefügt.",
  passkeyRename: (/** @type {string} */ passkey) => `${passkey} umbenennen`,
  passkeyName: "Name des Passkeys",
  passkeyRemove: (/** @type {string} */ passkey) => `${passkey} entfernen`,
  passkeyRemoveAsk: (/** @type {string} */ passkey) =>
    `„${passkey}“ entfernen? Damit kannst du dich dann nicht mehr anmelden. Lösche ihn auch in den Einstellungen deines Geräts.`,
  passkeyRemoveGo: "Passkey entfernen",
  passkeyRemoved: "Der Passkey wurde entfernt.",

  recoveryHave: "Du hast einen Wiederherstellungscode. Er kann nicht noch einmal gezeigt werden.",
  recoveryNone: "Du hast keinen Wiederherstellungscode.",
  recoveryNew: "Neuen Code erzeugen",
  recoveryAsk: "Neuen Code erzeugen? Der alte gilt dann nicht mehr.",

  provider: "Andere Wege",
  providerLinked: (/** @type {string} */ provider) => `Du kannst dich mit ${provider} anmelden.`,
  providerLink: (/** @type {string} */ provider) => `Mit ${provider} verbinden`,
  providerUnlink: (/** @type {string} */ provider) => `Von ${provider} trennen`,

  devices: "Geräte",
  devicesHint: "Wo du angemeldet bist. Auf einem anderen Gerät meldest du dich einfach an: Alles kommt mit.",
  deviceThis: "Dieses Gerät",
  deviceSeen: (/** @type {string} */ when) => `Zuletzt gesehen ${when}`,
  deviceSignOut: "Abmelden",
  deviceSignOutOf: (/** @type {string} */ device) => `${device} abmelden`,
  deviceSignedOut: (/** @type {string} */ device) => `${device} wurde abgemeldet.`,
  signOutOthers: "Überall sonst abmelden",
  signOutOthersAsk:
    "Auf allen anderen Geräten abmelden? Was sie von Räumen haben, bleibt dort, lässt sie aber nicht mehr als dich herein.",
  othersSignedOut: "Alle anderen Geräte wurden abgemeldet.",
  withoutAccount: "Ohne Konto:",

  signOutHere: "Auf diesem Gerät abmelden",
  signOutAsk: "Auf diesem Gerät abmelden?",
  signOutForget: (/** @type {number} */ n) =>
    plural(n, {
      one: "# Raum, der mit deinem Konto kam, hier vergessen",
      other: "# Räume, die mit deinem Konto kamen, hier vergessen",
    }),
  signOutForgetHint: "In deinem Konto bleiben sie. Was vorher auf diesem Gerät war, bleibt hier.",
  signOutNothing: "Nichts auf diesem Gerät kam mit deinem Konto, also bleibt alles.",
  signOutGo: "Abmelden",

  yourData: "Deine Daten",
  exportData: "Alles herunterladen",
  exportHint: "Eine Datei mit allem, was dein Konto enthält.",
  deleteAccount: "Konto löschen",
  deleteAsk: "Dein Konto endgültig löschen?",
  deleteGoes: [
    "Dein Konto, seine Passkeys und sein Wiederherstellungscode sind sofort weg.",
    "Du wirst auf allen Geräten abgemeldet.",
    "Räume, Entwürfe und Einstellungen darin sind aus ihm gelöscht.",
    "In den Räumen giltst du nicht mehr als angemeldet, und dein Name ist nicht mehr für dich reserviert.",
  ],
  deleteStays: "Was du geschrieben hast, bleibt in den Räumen, und deine Räume bleiben auf diesem Gerät.",
  deleteConfirm: "Ich will mein Konto löschen und weiß, dass es kein Zurück gibt.",
  deleteGo: "Konto endgültig löschen",
  deleteConfirmFirst: "Setze erst das Häkchen.",
  accountDeleted: "Dein Konto ist gelöscht.",
  signedOutNow: "Du bist abgemeldet.",

  // ---- beside a name ----

  promptSignIn: "Schon ein Konto? Anmelden",
  promptNeeded: "Hier meldet man sich an, bevor man hereinkommt.",
  promptSignedIn: "Du bist angemeldet. Wähle einen Namen für diesen Raum.",
  accountEnded: "Du wurdest auf diesem Gerät abgemeldet.",

  accountWait: (/** @type {number} */ seconds) =>
    plural(seconds, {
      one: "Zu viele Versuche. Versuch es in # Sekunde wieder.",
      other: "Zu viele Versuche. Versuch es in # Sekunden wieder.",
    }),
  accountFault: (/** @type {string} */ code) =>
    wordsFor(
      {
        cancelled:
          "Es wurde nichts gewählt. Wenn du auf diesem Gerät keinen Passkey hast, leg ein Konto an oder nimm deinen Wiederherstellungscode.",
        unsupported:
          "Dieser Browser kann keine Passkeys. Versuch es mit einem anderen oder auf einem anderen Weg.",
        insecure: "Passkeys gehen nur, wenn die Adresse mit https beginnt.",
        already: "Dieses Gerät hat schon einen Passkey von dir.",
        passkeys_full: "Mehr Passkeys kann ein Konto nicht haben. Entferne einen, den du nicht mehr benutzt.",
        offline: "Der Server ist nicht erreichbar. Prüfe deine Verbindung und versuch es noch einmal.",
        rate_limited: "Zu viele Versuche. Warte einen Moment und versuch es noch einmal.",
        passkey_invalid:
          "Dieser Passkey gilt nicht: Er wurde entfernt oder gehört zu einem anderen Konto. Nimm einen anderen.",
        passkey_unknown:
          "Diesen Passkey gibt es hier nicht mehr. Nimm einen anderen oder deinen Wiederherstellungscode.",
        challenge_invalid: "Das hat zu lange gedauert. Bitte versuch es noch einmal.",
        oidc_needed: "Neue Konten entstehen hier auf dem anderen Anmeldeweg.",
        recovery_invalid:
          "Das ist nicht der richtige Code. Prüfe jeden Buchstaben; jeder Code gilt nur einmal.",
        last_way:
          "Das ist der einzige Weg in dein Konto. Füge erst einen weiteren Passkey hinzu oder erzeuge einen Wiederherstellungscode.",
        signed_out: "Du wurdest abgemeldet, vielleicht von einem anderen Gerät aus. Melde dich wieder an.",
        origin_forbidden:
          "Diese Seite steht nicht unter der Adresse des Servers, also kannst du dich hier nicht anmelden.",
        oidc_taken:
          "Diese Identität gehört zu einem anderen Konto. Melde dich mit ihr an, oder lösche erst jenes Konto.",
        oidc_state:
          "Das hat zu lange gedauert, oder es begann in einem anderen Browser oder Tab. Bitte versuch es noch einmal.",
        oidc_denied:
          "Die andere Seite hat dich nicht hereingelassen. Wenn sie das sollte, frag, wer sie betreibt.",
        oidc_unreachable:
          "Die andere Seite ist gerade nicht erreichbar. Versuch es später, oder melde dich anders an.",
        oidc_invalid:
          "Der Antwort der anderen Seite ist nicht zu trauen, darum bist du nicht angemeldet. Sag es denen, die diesen Server betreiben.",
        oidc_linked: "Dein Konto ist schon mit einer anderen Identität verknüpft. Löse erst diese.",
        too_large: "Dein Konto ist voll: Vergiss Räume, die du nicht mehr brauchst.",
      },
      code,
    ) ?? "Das hat nicht geklappt. Bitte versuch es noch einmal.",
};
