/**
 * French. People are addressed as “vous”; the quotes are « and », and what stands before a high
 * punctuation mark is a space that breaks no line (\u202f, before a colon \u00a0).
 */

import { list, number, plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const nameFaults = {
  name_empty: "Saisissez un nom.",
  name_too_long: "32 caractères au maximum.",
  name_invalid: "Ce nom contient des caractères non autorisés.",
  name_taken:
    "Ce nom est déjà pris dans ce salon. Si c’est le vôtre, utilisez l’appareil avec lequel vous l’avez rejoint.",
  later: "Cela n’a pas marché. Veuillez réessayer.",
  key_invalid: "Ce lien n’est plus valable. Vous pouvez essayer d’entrer sans lui.",
  room_taken: "Un salon porte déjà ce nom. Vous pouvez essayer d’y entrer.",
  setting_invalid: "Impossible de créer le salon avec ces réglages. Entrez pour le créer sans eux.",
};

/** @type {typeof import("../en/room.js").default} */
const french = {
  home: "Accueil d’Alcove",
  toStart: "Aller à l’accueil",
  yourName: "Votre nom",

  invited: "Invitation à rejoindre",
  join: "Rejoindre",
  joinHint: "Tout le monde dans le salon verra ce nom.",
  lastMessage: (moment) => `Dernier message\u00a0: ${moment}`,
  nobodyWrote: "Personne n’a encore écrit ici.",
  expired: "Votre session a expiré. Rejoignez à nouveau le salon pour continuer.",
  renameTitle: "Changer votre nom",
  rename: "Changer de nom",
  cancel: "Annuler",
  useName: (name) => `Utiliser «\u00a0${name}\u00a0»`,
  nameFault: (code) => wordsFor(nameFaults, code) ?? "Ce nom ne peut pas être utilisé.",

  messages: "Messages",
  loading: "Chargement des messages…",
  beginning: "C’est bien calme ici.",
  beginningHint: "Envoyez le lien à quelqu’un. La personne qui l’ouvre vous rejoint ici.",
  olderGone: "Les messages plus anciens ne sont plus disponibles.",
  invite: "Inviter quelqu’un",
  deleted: "Message supprimé",
  deleting: "Suppression…",
  picture: "Image",
  pictures: (n) => plural(n, { one: "# image", many: "# d’images", other: "# images" }),
  files: (n) => plural(n, { one: "# fichier", many: "# de fichiers", other: "# fichiers" }),
  showLess: "Voir moins",
  back: "Retour",
  begins: "C’est ici que le salon commence.",
  edited: "modifié",
  sentence: ({ name, time, text, replyTo, isEdited, reactions, state }) =>
    [
      [name, time, replyTo && `en réponse à ${replyTo}`, isEdited && "modifié", state]
        .filter(Boolean)
        .join(", "),
      `\u00a0: ${/[\p{L}\p{M}\p{N}]$/u.test(text) ? `${text}.` : text}`,
      reactions.length > 0 ? ` Réactions\u00a0: ${list(reactions)}.` : "",
    ].join(""),
  takingBack: "Annulation de l’envoi… S’il est déjà parti, il sera supprimé.",
  undo: "Annuler",
  quoteLost: "Ce message n’est plus disponible.",
  toQuoted: (name) => `Aller au message cité (${name})`,
  newSince: (moment) => `Nouveau depuis\u00a0: ${moment}`,
  react: "Réagir",
  edit: "Modifier",
  reply: "Répondre",
  actions: "Actions sur le message",
  reactedBy: (emoji, names) => `${emoji} par ${list(names)}`,
  youToo: "vous",
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
  notSentShort: "Non envoyé",
  remove: "Supprimer",
  joined: (names) => `${list(names)} ${names.length === 1 ? "a rejoint" : "ont rejoint"} le salon`,
  left: (names) => `${list(names)} ${names.length === 1 ? "a quitté" : "ont quitté"} le salon`,
  renamed: (was, name) => `${was} s’appelle maintenant ${name}`,
  renamedMany: (n) =>
    plural(n, {
      one: "# personne a changé de nom",
      many: "# de personnes ont changé de nom",
      other: "# personnes ont changé de nom",
    }),
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
  tooLarge: "C’est trop pour un seul message. Raccourcissez-le ou envoyez-le en plusieurs fois.",
  emptied: "Votre message est vide. Le supprimer\u202f?",
  nothingToSee: "Votre message est vide.",
  charactersLeft: (n) =>
    plural(n, {
      one: "# caractère restant",
      many: "# de caractères restants",
      other: "# caractères restants",
    }),
  charactersOver: (n) =>
    plural(n, {
      one: "# caractère de trop",
      many: "# de caractères de trop",
      other: "# caractères de trop",
    }),
  slowDown: (s) =>
    plural(s, {
      one: "Vous êtes rapide\u202f! Le dernier message part dans # seconde.",
      many: "Vous êtes rapide\u202f! Le dernier message part dans # de secondes.",
      other: "Vous êtes rapide\u202f! Le dernier message part dans # secondes.",
    }),
  roomRests: (h) =>
    plural(h, {
      one: "Ce salon a atteint sa limite pour l’instant. Ce que vous écrivez sera envoyé dans # heure.",
      many: "Ce salon a atteint sa limite pour l’instant. Ce que vous écrivez sera envoyé dans # d’heures.",
      other: "Ce salon a atteint sa limite pour l’instant. Ce que vous écrivez sera envoyé dans # heures.",
    }),

  // The composer's modes, what it offers while one types, and the emoji picker.
  replyingTo: (name) => `Réponse à ${name}`,
  editingYours: "Modification de votre message",
  modeGone: "Ce message n’existe plus. Votre texte sera envoyé comme un nouveau message.",
  stopReplying: "Annuler la réponse",
  stopEditing: "Annuler la modification",
  emoji: "Émoji",
  suggestions: (n) => plural(n, { one: "# suggestion", many: "# de suggestions", other: "# suggestions" }),
  emojiFailed: "Impossible de charger les émojis.",

  owner: "Propriétaire",
  moderator: "Modération",
  people: "Personnes",
  peopleCount: (n) => `Personnes\u00a0: ${number(n)}`,
  marked: (mark) => `signe ${mark}`,
  alikeHint: "Quelqu’un d’autre a un nom d’apparence identique. Ce signe permet de les distinguer.",
  more: "Voir plus",
  close: "Fermer",
  copyLink: "Copier le lien",
  copied: "Lien copié",
  copyFailed: "La copie a échoué. Veuillez réessayer.",

  // The top bar, what it opens, and what is told of a room that is not looked at.
  inviteOthers: "Inviter",
  settings: "Réglages",
  isMuted: "En sourdine",
  verified: "Compte connecté",
  notLoaded: "Le chargement a échoué. Vérifiez votre connexion et réessayez.",
  documentTitle: (room, unread) => (unread > 0 ? `(${number(unread)}) ${room} · Alcove` : `${room} · Alcove`),

  offline: "Pas de connexion.",
  connecting: "Connexion…",
  reload: "Recharger",
  notSeenYet: "Les messages apparaîtront ici une fois la connexion établie.",
  roomGoneHint: "Vos messages non envoyés sont encore ici\u00a0: copiez-les ou supprimez-les.",

  // In a frame on another site's page.
  homeInNewTab: "Accueil d’Alcove, dans un nouvel onglet",

  // For the ear, and for those who use keys (settings/shortcuts.js).
  youName: "Vous",
  youAnswered: "vous",
  logHint:
    "Les flèches vont d’un message à l’autre, Entrée ouvre le menu du message et le point d’interrogation affiche tous les raccourcis.",
  actionsOf: (name, time) => `Actions sur le message\u00a0: ${name}, ${time}`,
  undoDelete: "Annuler la suppression du message",

  // A newer page than this one (chrome/update-notice.js).
  updateHere: "Une nouvelle version est disponible.",
};

export default french;

export const later = () => import("./later.js");
export const start = () => import("./start.js");
