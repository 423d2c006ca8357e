import { number, plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const keyFaults = {
  too_many: "Il y a trop de liens. Révoquez-en un d’abord.",
  last_owner: "Le salon n’aurait plus de propriétaire.",
  no_change: "Ce lien a déjà été révoqué.",
  not_found: "Ce lien a déjà été révoqué.",
  forbidden: "Vous ne pouvez plus faire cela dans ce salon.",
};

/** @type {typeof import("../en/hosting.js").default} */
const french = {
  // The desk.
  desk: "Gérer le salon",
  deskWaiting: (n) =>
    `Gérer le salon\u00a0: ${plural(n, { one: "# élément en attente", many: "# d’éléments en attente", other: "# éléments en attente" })}`,

  // Links that let somebody in (hosting/invite-dialog.js, hosting/owner-dialog.js).
  ownerNudge: "Ce salon ne vous appartient que sur cet appareil.",
  keepOwnerLink: "Garder un second lien de propriétaire",
  noReminder: "Ne plus me le rappeler",
  ownerLinkWhy:
    "Sans lui, le salon n’a plus de propriétaire si ce navigateur perd ses données. Scannez-le avec votre téléphone ou gardez-le en lieu sûr.",
  ownerLinkCare: "Toute personne ayant ce lien est propriétaire du salon. Ne le partagez pas.",
  saveAsFile: "Enregistrer dans un fichier",
  linkKept: "Je l’ai gardé",
  inviteFor: "À qui ce lien est-il destiné\u00a0?",
  inviteRoles: {
    anyone: "À tous\u00a0: le lien du salon",
    member: "Un membre",
    reader: "Une personne qui lit seulement",
    moderator: "Un modérateur",
    owner: "Un propriétaire",
  },
  inviteGives: {
    member: "Entre et peut écrire, même si le salon est fermé.",
    reader: "Entre pour lire, même si le salon est fermé.",
    moderator: "Peut supprimer des messages, rendre muet, exclure et laisser entrer.",
    owner: "Peut faire tout ce que vous pouvez, et même vous le retirer. À partager avec précaution.",
  },
  inviteLabel: "Libellé (facultatif)",
  inviteLabelHint: "Seuls vous et les modérateurs le voyez.",
  inviteEnds: "Expire",
  inviteLasts: ["Jamais", "Après 1 heure", "Après 1 jour", "Après 7 jours", "Après 30 jours"],
  inviteUses: "Valable pour",
  anyNumber: "Nombre illimité",
  peopleMany: (n) => plural(n, { one: "# personne", many: "# de personnes", other: "# personnes" }),
  inviteAsk: "Demander d’abord",
  inviteAskHint: "La personne attend qu’un modérateur la laisse entrer.",
  makeLink: "Créer le lien",
  makingLink: "Création…",
  linkOnce: "Copiez-le maintenant\u00a0: par sécurité, ce lien ne pourra plus être affiché.",
  anotherLink: "Créer un autre lien",
  links: "Liens vers ce salon",
  linkOwn: "Lien de cet appareil",
  linkUsedFew: ["pas encore utilisé", "utilisé une fois"],
  linkUsed: (n) => plural(n, { one: "utilisé # fois", many: "utilisé # de fois", other: "utilisé # fois" }),
  linkUsedOf: (used, most) => `utilisé ${number(used)} fois sur ${number(most)}`,
  linkLast: (when) => `utilisé pour la dernière fois ${when}`,
  linkEnds: (when) => `expire ${when}`,
  linkEnd: { ended: "expiré", usedUp: "épuisé" },
  linkAsks: "demande d’abord",
  revoke: "Révoquer",
  revokeLink: (name) => `Révoquer\u00a0: ${name}`,
  revokeHint: "Plus personne ne pourra entrer par ce lien.",
  revokeMembers: (n) =>
    plural(n, {
      one: "Retirer aussi l’accès à # personne venue par ce lien",
      many: "Retirer aussi l’accès aux # de personnes venues par ce lien",
      other: "Retirer aussi l’accès aux # personnes venues par ce lien",
    }),
  keyFault: (code) => wordsFor(keyFaults, code) ?? "Cela n’a pas marché. Veuillez réessayer.",

  // What the room is (hosting/room-settings.js, hosting/pinned-line.js).
  pinnedMessages: "Messages épinglés",
  pinnedAll: "Voir tous les messages épinglés",
  pinnedOf: (i, n) => `${number(i)} sur ${number(n)}`,
  unpinThis: (text) => `Désépingler\u00a0: ${text}`,
  settingNames: {
    title: "Nom",
    topic: "Sujet",
    access: "Qui a le lien simple",
    members: "Qui est venu quand le salon était ouvert",
    post: "Qui peut écrire",
    slow: "Attente entre deux messages",
    direct: "Messages privés",
    keep: "Les messages sont gardés",
    history: "Ce que les nouveaux peuvent lire",
    roster: "Qui voit qui est là",
    pictures: "Images et vidéos des autres",
  },
  settingHints: {
    title: "Affiché à la place du nom qui est dans le lien. Le lien reste le même.",
    topic: "Une ligne sous le nom.",
  },
  settingTooLong: (n) =>
    plural(n, { one: "# caractère de trop", many: "# de caractères de trop", other: "# caractères de trop" }),
  settingsEntrance: "Entrée",
  settingsWriting: "Écriture",
  settingsReading: "Lecture",
  entrances: {
    open: "Entre directement",
    read: "Peut lire",
    ask: "Doit demander",
    closed: "Ne peut pas entrer",
  },
  memberships: {
    all: "Reste membre",
    granted: "Ne reste qu’avec une invitation ou une admission",
  },
  posts: {
    members: "Tous les membres",
    moderators: "Seulement la modération",
  },
  directsAllowed: {
    ask: "Les membres peuvent se le demander",
    open: "Les membres peuvent s’écrire directement",
    moderators: "Seulement avec la modération",
    off: "Impossible",
  },
  slowOff: "Aucune attente",
  keepForever: "Pour toujours",
  histories: {
    all: "Tout",
    since_join: "Seulement ce qui est dit après leur arrivée",
  },
  rosters: {
    all: "Tout le monde",
    moderators: "Seulement la modération",
  },
  pictureCovers: {
    show: "Affichées tout de suite",
    cover: "Masquées jusqu’à ce qu’on veuille les voir",
  },
  settingsNews: (names) =>
    `Quelqu’un d’autre vient de modifier\u00a0: ${names}. Vos modifications sont restées telles quelles.`,
  settingsSave: "Enregistrer",
  settingsSaving: "Enregistrement…",
  settingsUnsaved: "Vos modifications ne sont pas enregistrées.",
  settingsGoOn: "Continuer",
  settingsDiscard: "Abandonner les modifications",
  keepDelete: "Supprimer et enregistrer",
  keepDeletes: (n, span) =>
    plural(n, {
      one: `# message de plus de ${span} va être supprimé maintenant, pour tout le monde. C’est irréversible.`,
      many: `Environ # de messages de plus de ${span} vont être supprimés maintenant, pour tout le monde. C’est irréversible.`,
      other: `Environ # messages de plus de ${span} vont être supprimés maintenant, pour tout le monde. C’est irréversible.`,
    }),
  keepDeletesAll: (span) =>
    `Tout ce qui a plus de ${span} va être supprimé maintenant, pour tout le monde. C’est irréversible.`,
  settingsFault: (code) => wordsFor(settingsFaults, code) ?? "L’enregistrement a échoué. Veuillez réessayer.",
  met: "Ce que les autres trouveront",
  metByLink: {
    open: "Qui a le lien simple entre directement, comme membre.",
    read: "Qui a le lien simple peut lire, mais pas écrire.",
    react: "Qui a le lien simple peut lire et réagir, mais pas écrire.",
    ask: "Qui a le lien simple doit demander, et ne voit que le nom et le sujet du salon jusqu’à ce que la modération ouvre.",
    closed: "Qui n’a que le lien simple ne peut pas entrer. Il faut un lien d’invitation.",
  },
  metByEarlier: {
    all: "Qui est venu quand le salon était ouvert reste membre.",
    granted:
      "Seules les personnes invitées par un lien ou admises restent membres. Pour les autres, c’est le lien simple qui décide, même si elles sont là en ce moment.",
  },
  metPost: {
    members: "Les membres peuvent écrire.",
    moderators: "Seule la modération écrit. Les autres peuvent lire et réagir.",
  },
  metSlow: (span) => `Les membres attendent ${span} entre deux messages.`,
  metDirect: {
    ask: "Les membres peuvent se demander de parler en privé.",
    open: "Les membres peuvent se parler en privé directement.",
    moderators: "On ne peut parler en privé qu’avec la modération.",
    off: "Pas de nouvelles conversations privées.",
  },
  metHistory: {
    all: "Les nouveaux peuvent lire ce qui a été dit avant.",
    since_join: "Les membres ne voient que ce qui a été dit après leur première venue.",
  },
  metKeep: (span) => `Les messages disparaissent après ${span}.`,
  metRoster: {
    all: "Tout le monde voit qui est là.",
    moderators: "Seule la modération voit qui est là. Les autres voient combien.",
  },
  metCovered: "Les images et vidéos des autres restent masquées jusqu’à ce qu’on veuille les voir.",

  // What is done about somebody, or about a message (hosting/member-card.js).
  actPin: "Épingler",
  actUnpin: "Désépingler",
  donePin: "Épinglé",
  doneUnpin: "Désépinglé",
  undoByKey: "Pour annuler, appuyez sur Ctrl+Z.",
  undone: "Annulé.",
  actFault: (code) => wordsFor(actFaults, code) ?? "Cela n’a pas marché. Veuillez réessayer.",
  actMute: "Réduire au silence…",
  actUnmute: "Rendre la parole…",
  actRemove: "Exclure…",
  actBan: "Bannir…",
  actRole: "Changer de rôle…",
  actStepDown: "Céder le salon…",
  goMute: "Réduire au silence",
  goUnmute: "Rendre la parole",
  goRemove: "Exclure",
  goBan: "Bannir",
  goRole: "Changer de rôle",
  goStepDown: "Céder",
  howLong: "Pour combien de temps\u00a0?",
  forEver: "Pour toujours",
  whichRole: "Quel rôle\u00a0?",
  roleName: (role) => wordsFor(roleNames, role) ?? role,
  actReason: "Raison (facultatif\u00a0; cette personne la verra)",
  isHere: "Ici en ce moment",
  isAway: "Pas ici en ce moment",
  whatMute: (name, span) => `${name} pourra lire, mais ni écrire, ni modifier, ni réagir, pendant ${span}.`,
  whatUnmute: (name) => `${name} pourra de nouveau écrire aussitôt.`,
  whatRemove: (name) =>
    `${name} devra partir tout de suite et perdra tout rôle ici, mais pourra revenir par toute voie encore ouverte.`,
  whatBan: (name, span) =>
    `${name} devra partir tout de suite, perdra tout rôle ici et ne pourra pas revenir pendant ${span}.`,
  whatBanForEver: (name) =>
    `${name} devra partir tout de suite, perdra tout rôle ici et ne pourra pas revenir tant que le bannissement n’est pas levé.`,
  whatRole: (name, role) => `${name} ${wordsFor(powers, role) ?? role}`,
  whatStepDown:
    "Ce salon ne vous appartiendra plus. Vous ne pourrez pas l’annuler\u00a0: seule une autre personne à qui il appartient peut vous le rendre.",
  doneMute: (name, span) => `${name} ne peut plus écrire pendant ${span}.`,
  doneUnmute: (name) => `${name} peut de nouveau écrire.`,
  doneRemove: (name) => `Vous avez exclu ${name}.`,
  doneBan: (name) => `Vous avez banni ${name}.`,
  doneRole: (name, role) => `${name}\u00a0: ${role}`,
  doneStepDown: "Ce salon ne vous appartient plus.",
  deskTab: (tab) => wordsFor(tabs, tab) ?? tab,
  deskEmpty: (tab) => wordsFor(nothingThere, tab) ?? "Il n’y a rien ici.",
  deskKeys: "Quand une ligne a le focus\u00a0: A laisse entrer, D refuse.",
  admit: "Laisser entrer",
  admitWhom: (name) => `Laisser entrer ${name}`,
  admitAs: (name) => `Rôle de ${name}`,
  admitUsual: "Rôle habituel",
  deny: "Refuser",
  denyWhom: (name) => `Refuser ${name}`,
  doneAdmit: (name) => `${name} peut entrer.`,
  doneDeny: (name) => `${name} ne peut pas entrer.`,
  reportedBy: (name, moment) => `Signalé par ${name}, ${moment}`,
  goToMessage: "Aller au message",
  bannedUntil: (moment) => `Jusqu’à\u00a0: ${moment}`,
  bannedBy: (name, moment) => `Bannissement par ${name}, ${moment}`,
  unban: "Lever le bannissement",
  unbanWhom: (name) => `Lever le bannissement de ${name}`,
  doneUnban: (name) => `${name} peut revenir.`,
  deskDid: (act, who, whom) =>
    (Object.hasOwn(did, act) ? did[act] : undefined)?.(who, whom) ?? `${who}\u00a0: ${act}`,
  deskLinks: "Liens",
  deskSettings: "Réglages du salon",
};

/** @type {Record<string, string>} */
const tabs = { knocks: "En attente", reports: "Signalements", bans: "Bannissements", audit: "Journal" };

/** @type {Record<string, string>} */
const nothingThere = {
  knocks: "Personne n’attend pour entrer.",
  reports: "Rien n’a été signalé.",
  bans: "Personne n’est banni.",
  audit: "Rien n’a encore été fait.",
};

/** @type {Record<string, (who: string, whom: string) => string>} */
const did = {
  settings: (who) => `${who} a modifié les réglages du salon`,
  role: (who, whom) => `${who} a changé le rôle de ${whom}`,
  pin: (who) => `${who} a épinglé ou désépinglé un message`,
  delete: (who, whom) => `${who} a supprimé un message de ${whom}`,
  mute: (who, whom) => `${who} a réduit ${whom} au silence, ou lui a rendu la parole`,
  remove: (who, whom) => `${who} a exclu ou banni ${whom}`,
  restore: (who, whom) => `${who} a levé le bannissement de ${whom}`,
  admit: (who, whom) => `${who} a laissé entrer ${whom}`,
  deny: (who, whom) => `${who} n’a pas laissé entrer ${whom}`,
  mint: (who) => `${who} a créé un lien`,
  revoke: (who) => `${who} a révoqué un lien`,
};

/** @type {Record<string, string>} */
const roleNames = {
  owner: "Propriétaire",
  moderator: "Modération",
  member: "Membre",
  reader: "Lecture seule",
  none: "Visiteur (sans rôle)",
};

/** @type {Record<string, string>} */
const powers = {
  owner: "pourra tout faire ici\u00a0: changer les réglages, partager le salon et même le supprimer.",
  moderator: "pourra supprimer et épingler des messages, et faire taire, exclure, bannir et laisser entrer.",
  member: "restera membre, même si le salon est fermé aux visiteurs.",
  reader: "pourra lire, mais pas écrire.",
  none: "sera ici comme n’importe quel visiteur, et devra partir si les visiteurs ne peuvent pas entrer.",
};

/** @type {Record<string, string>} */
const actFaults = {
  no_change: "Rien à changer\u00a0: c’est déjà le cas.",
  not_found: "Cela n’existe plus.",
  forbidden: "Vous n’avez pas le droit de faire cela.",
  last_owner: "Ce salon n’appartient qu’à vous. Donnez-le d’abord aussi à quelqu’un d’autre.",
  too_many: "Cinq messages sont déjà épinglés. Désépinglez-en un d’abord.",
};

/** @type {Record<string, string>} */
const settingsFaults = {
  forbidden: "Ce salon ne vous appartient plus.",
  setting_invalid: "Le salon n’accepte pas l’une de ces valeurs.",
};

export default french;
