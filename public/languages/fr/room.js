/**
 * French. People are addressed as “vous”; the quotes are « and », and what stands before a high
 * punctuation mark is a space that breaks no line (\u202f, before a colon \u00a0).
 */

import { list, number, plural, wordsFor } from "../../parts/locale.js";

/** @type {Record<string, string>} */
const refusals = {
  text_empty: "il n’y a rien à y voir",
  text_too_long: "il est trop long",
  text_invalid: "il contient des caractères de contrôle impossibles à envoyer",
  not_found: "le message n’existe plus",
  bad_frame: "le serveur n’a pas pu le lire",
  gone: "le salon n’existe plus",
  removed: "vous avez été retiré du salon",
};

const refused = "le serveur l’a refusé";

/** @type {Record<string, string>} */
const nameFaults = {
  name_empty: "Indiquez un nom.",
  name_too_long: "Un nom a 32 caractères au plus.",
  name_invalid: "Ce nom contient des caractères qui ne sont pas permis dans un nom.",
  name_taken: "Quelqu’un porte déjà ce nom ici.",
  later: "Cela n’a pas marché pour l’instant. Veuillez réessayer.",
};

/** @type {typeof import("../en/room.js").default} */
const french = {
  home: "Alcove, vers l’accueil",
  toStart: "Aller à l’accueil",
  yourName: "Votre nom",

  invited: "Vous avez une invitation pour",
  join: "Rejoindre",
  joinHint: "Les autres dans le salon voient ce nom.",
  lastMessage: (moment) => `Dernier message\u00a0: ${moment}`,
  nobodyWrote: "Personne n’a encore écrit ici.",
  expired: "Votre session est terminée. Rejoignez de nouveau le salon pour continuer.",
  renameTitle: "Changer votre nom",
  rename: "Changer de nom",
  cancel: "Annuler",
  useName: (name) => `Utiliser «\u00a0${name}\u00a0»`,
  nameFault: (code) => wordsFor(nameFaults, code) ?? "Ce nom ne peut pas être utilisé.",

  messages: "Messages",
  loading: "Chargement des messages",
  beginning: "C’est bien calme ici.",
  beginningHint: "Envoyez le lien à quelqu’un. Qui l’ouvre vient s’asseoir avec vous.",
  olderGone: "Les messages plus anciens ne sont plus conservés.",
  invite: "Inviter quelqu’un",
  deleted: "Message supprimé",
  edited: "modifié",
  sentence: ({ name, time, text, replyTo, isEdited, reactions, state }) =>
    [
      [name, time, replyTo && `en réponse à ${replyTo}`, isEdited && "modifié", state]
        .filter(Boolean)
        .join(", "),
      `\u00a0: ${/[\p{L}\p{M}\p{N}]$/u.test(text) ? `${text}.` : text}`,
      reactions.length > 0 ? ` Réactions\u00a0: ${list(reactions)}.` : "",
    ].join(""),
  undo: "Annuler",
  quoteLost: "Ce message n’est plus ici.",
  toQuoted: (name) => `Aller au message cité, écrit par ${name}`,
  newSince: (moment) => `Nouveau depuis\u00a0: ${moment}`,
  react: "Réagir",
  reply: "Répondre",
  copyText: "Copier le texte",
  actions: "Actions sur le message",
  reactedBy: (emoji, names) => `${emoji} par ${list(names)}`,
  youToo: "vous",
  textCopied: "Texte copié",
  messageLinkCopied: "Lien du message copié",
  messageLost: "Ce message n’est pas dans ce salon.",
  notReacted: "Votre réaction n’a pas pu être ajoutée\u00a0: le message n’existe plus.",
  notDone: "Cela n’a pas marché. Veuillez réessayer.",
  newMessages: (n) => plural(n, { one: "# nouveau", many: "# de nouveaux", other: "# nouveaux" }),
  toEnd: "Aller aux derniers messages",
  toNew: (n) =>
    plural(n, {
      one: "Voir # nouveau message",
      many: "Voir # de nouveaux messages",
      other: "Voir # nouveaux messages",
    }),
  sending: "Envoi en cours",
  sent: "Envoyé",
  notSent: (code) => `Non envoyé\u00a0: ${wordsFor(refusals, code) ?? refused}.`,
  notSentShort: "Non envoyé",
  notEdited: (code) => `Modification non enregistrée\u00a0: ${wordsFor(refusals, code) ?? refused}.`,
  discard: "Abandonner",
  retry: "Réessayer",
  remove: "Supprimer",
  joined: (names) => `${list(names)} ${names.length === 1 ? "a rejoint" : "ont rejoint"} le salon`,
  left: (names) => `${list(names)} ${names.length === 1 ? "a quitté" : "ont quitté"} le salon`,
  others: (n) => plural(n, { one: "# autre", many: "# d’autres", other: "# autres" }),
  reaction: (emoji, n) =>
    `${emoji}, ${plural(n, { one: "# personne", many: "# de personnes", other: "# personnes" })}`,

  // Code in a message.
  code: "Code",
  copyCode: "Copier le code",
  codeCopied: "Code copié",

  message: "Message",
  placeholder: "Écrire un message",
  send: "Envoyer",
  nothingToSee: "Il n’y a encore rien à y voir.",
  charactersLeft: (n) =>
    plural(n, {
      one: "Encore # caractère",
      many: "Encore # de caractères",
      other: "Encore # caractères",
    }),
  charactersOver: (n) =>
    plural(n, {
      one: "# caractère de trop",
      many: "# de caractères de trop",
      other: "# caractères de trop",
    }),
  slowDown: (s) =>
    plural(s, {
      one: "Un peu plus lentement\u00a0: le dernier part dans # seconde.",
      many: "Un peu plus lentement\u00a0: le dernier part dans # de secondes.",
      other: "Un peu plus lentement\u00a0: le dernier part dans # secondes.",
    }),
  roomRests: (h) =>
    plural(h, {
      one: "Ce salon ne prend plus rien pour l’instant. Ce que vous écrivez part dans # heure.",
      many: "Ce salon ne prend plus rien pour l’instant. Ce que vous écrivez part dans # d’heures.",
      other: "Ce salon ne prend plus rien pour l’instant. Ce que vous écrivez part dans # heures.",
    }),

  isTyping: (names) =>
    names.length > 3
      ? "Plusieurs personnes écrivent…"
      : `${list(names)} ${names.length === 1 ? "écrit" : "écrivent"}…`,
  // The composer's modes, what it offers while one types, and the emoji picker.
  replyingTo: (name) => `Réponse à ${name}`,
  editingYours: "Modification de votre message",
  stopReplying: "Ne plus répondre",
  stopEditing: "Ne plus modifier",
  emoji: "Émoji",
  suggestions: (n) => plural(n, { one: "# suggestion", many: "# de suggestions", other: "# suggestions" }),
  emojiFailed: "Les émojis n’ont pas pu être chargés.",

  people: "Personnes",
  peopleCount: (n) => `Personnes\u00a0: ${number(n)}`,
  here: (n) => `${number(n)} ici`,
  you: "vous",
  marked: (mark) => `signe ${mark}`,
  alikeHint: "Quelqu’un d’autre a un nom d’apparence identique. Ce signe permet de les distinguer.",
  more: "Voir plus",
  close: "Fermer",
  copyLink: "Copier le lien",
  copied: "Lien copié",
  copyFailed: "Le lien n’a pas pu être copié. Il est dans la barre d’adresse.",

  // The top bar, what it opens, and what is told of a room that is not looked at.
  inviteOthers: "Inviter",
  settings: "Réglages",
  isMuted: "En sourdine",
  notLoaded: "Le chargement a échoué. Vérifiez la connexion et réessayez.",
  documentTitle: (room, unread) => (unread > 0 ? `(${number(unread)}) ${room} · Alcove` : `${room} · Alcove`),
  notificationTitle: (name, room) => `${name} dans ${room}`,

  offline: "Pas de connexion.",
  offlineHint: "Ce que vous écrivez est gardé et sera envoyé plus tard.",
  connecting: "Connexion…",
  retryIn: (s) => `Prochain essai dans ${number(s)} s`,
  tryNow: "Essayer maintenant",
  replaced: "Ce salon est ouvert à trop d’endroits. La suite est dans un onglet plus récent.",
  comeBack: "Revenir ici",
  stopped: "Le serveur ne laisse pas entrer cette page. Rechargez-la pour réessayer.",
  reload: "Recharger",
  full: "Ce salon est complet.",
  busy: "Beaucoup de monde arrive en ce moment.",
  maintenance: "Alcove est en maintenance et revient bientôt.",
  roomClosed: "Ce salon a été fermé par la personne qui gère ce site.",
  roomClosedHint:
    "Ce que vous écrivez est conservé sur cet appareil et envoyé à la réouverture du salon. Cette page vérifie d’elle-même.",
  removed: "Vous avez été retiré de ce salon.",
  roomGone: "Ce salon n’existe plus. La personne qui gère ce site l’a supprimé.",
  roomGoneHint: "Ce que vous n’aviez pas envoyé est encore ici\u00a0: copiez-le ou supprimez-le.",

  // In a frame on another site's page.
  homeInNewTab: "Alcove, vers l’accueil, dans un nouvel onglet",

  heard: (name, text) => `${name}\u00a0: ${text}`,
  heardMany: (n) =>
    plural(n, {
      one: "# nouveau message",
      many: "# de nouveaux messages",
      other: "# nouveaux messages",
    }),

  // Pour l’oreille, et pour qui se sert du clavier (parts/shortcuts.js).
  youName: "Vous",
  youAnswered: "vous",
  logHint:
    "Les flèches mènent d’un message à l’autre. Entrée ouvre ce que l’on peut en faire, le point d’interrogation affiche toutes les touches.",
  actionsOf: (name, time) => `Actions sur le message\u00a0: ${name}, ${time}`,
  undoDelete: "Annuler la suppression du message",

  // A newer page than this one (components/update-notice.js).
  updateHere: "Une nouvelle version est là.",
};

export default french;

export const later = () => import("./later.js");
export const start = () => import("./start.js");
