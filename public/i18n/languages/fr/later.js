import { list, number, plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const shareHints = {
  open: "Toute personne ayant ce lien peut lire et écrire ici.",
  read: "Toute personne ayant ce lien peut lire ici, mais pas écrire.",
  ask: "Toute personne ayant ce lien peut demander à entrer.",
  closed: "Ce lien seul ne laisse entrer personne\u00a0: le salon est fermé.",
};

/** @type {Record<string, string>} */
const refusals = {
  text_empty: "il est vide",
  text_too_long: "il est trop long",
  text_invalid: "il contient des caractères qui ne peuvent pas être envoyés",
  not_found: "le message n’existe plus",
  bad_frame: "le serveur n’a pas pu le lire",
  gone: "le salon n’existe plus",
  held: "vous êtes en train de le modifier",
  muted: "vous ne pouvez pas écrire pour l’instant",
  forbidden: "vous n’avez pas le droit de faire cela dans ce salon",
  removed: "vous n’avez plus accès au salon",
  shut: "on ne peut plus rien écrire ici",
  file_too_large: "un fichier est trop volumineux",
  file_budget: "trop de données ont été envoyées aujourd’hui",
  file_lost: "un fichier n’est plus sur cet appareil",
  file_failed: "un fichier n’a pas pu être envoyé",
  too_many: "il contient trop de fichiers",
};

const refused = "le serveur l’a refusé";

/** @type {typeof import("../en/later.js").default} */
const french = {
  copyText: "Copier le texte",
  textCopied: "Texte copié",
  textNotCopied: "Impossible de copier le texte.",
  messageLinkCopied: "Lien du message copié",
  messageLinkNotCopied: "Impossible de copier le lien.",
  messageLost: "Ce message n’est pas dans ce salon.",
  notReacted: "Impossible d’ajouter votre réaction\u00a0: le message n’existe plus.",
  notDone: "Cela n’a pas marché. Veuillez réessayer.",
  notSent: (code) => `Non envoyé\u00a0: ${wordsFor(refusals, code) ?? refused}.`,
  notEdited: (code) => `Modification non enregistrée\u00a0: ${wordsFor(refusals, code) ?? refused}.`,
  discard: "Abandonner",
  retry: "Réessayer",
  noFiles: "Il n’est pas possible d’envoyer des fichiers ici.",
  attach: "Joindre des fichiers",
  takePhoto: "Prendre une photo",
  chooseFiles: "Choisir des fichiers",
  dropFiles: "Déposez les fichiers ici pour les joindre",
  notKept:
    "Le stockage de votre navigateur est plein ou bloqué. Ce que vous écrivez sera perdu à la fermeture de cette page.",
  here: (n) => `${number(n)} ici`,
  mention: (name) => `Mentionner ${name}`,
  you: "vous",
  heard: (name, text) => `${name}\u00a0: ${text}`,
  copyMessageLink: "Copier le lien du message",
  openLink: "Ouvrir le lien",
  selectText: "Sélectionner le texte",
  reactions: "Réactions",
  editedAt: (/** @type {string} */ moment) => `Modifié\u00a0: ${moment}`,
  reactWith: (emoji) => `Réagir avec ${emoji}`,
  moreEmoji: "Plus d’émojis",
  emojiSuggestions: "Émojis à insérer",
  memberSuggestions: "Personnes à mentionner",
  moreSuggestions: (n) =>
    plural(n, {
      one: "# autre\u00a0: continuez à taper",
      many: "# autres\u00a0: continuez à taper",
      other: "# autres\u00a0: continuez à taper",
    }),
  searchEmoji: "Rechercher un émoji",
  emojiGroups: [
    "Smileys",
    "Personnes",
    "Animaux et nature",
    "Nourriture et boissons",
    "Voyages et lieux",
    "Activités",
    "Objets",
    "Symboles",
    "Drapeaux",
  ],
  emojiGroup: "Émojis par groupe",
  smileysAndPeople: "Smileys et personnes",
  recentEmoji: "Utilisés récemment",
  foundEmoji: (n) =>
    plural(n, {
      one: "# émoji trouvé",
      many: "# d’émojis trouvés",
      other: "# émojis trouvés",
    }),
  noEmoji: "Aucun émoji trouvé",
  pickEmoji: "Choisissez un émoji",
  skinTone: (tone) => `Couleur de peau\u00a0: ${tone}`,
  skinToneChoice: "Couleur de peau",
  skinTones: ["par défaut", "claire", "moyennement claire", "moyenne", "moyennement foncée", "foncée"],
  shareTitle: "Inviter des personnes",
  shareHint: ({ access, post }) =>
    wordsFor(shareHints, access === "open" && post === "moderators" ? "read" : access) ?? "",
  shareLink: "Lien du salon",
  shareVia: "Partager…",
  shareFailed: "Le partage a échoué. Copiez plutôt le lien.",
  shareText: (room) => `${room} · Alcove`,
  copy: "Copier",
  qrCode: "Code QR du lien vers le salon",
  qrHint: "Scannez-le avec l’appareil photo de votre téléphone.",
  appearance: "Apparence",
  theme: "Thème",
  themes: { auto: "Système", light: "Clair", dark: "Sombre" },
  contrast: "Contraste",
  contrasts: { auto: "Système", more: "Renforcé" },
  language: "Langue",
  browserLanguage: "Comme le navigateur",
  languageApply: "Recharger dans cette langue",
  languageHint: "Rien de ce que vous avez écrit ne sera perdu.",
  notifications: "Notifications",
  notify: "Me notifier pour",
  notifies: { off: "Rien", mentions: "Mentions", all: "Tous les messages" },
  notifyHint:
    "Seulement quand vous ne regardez pas ce salon. Une mention est @ suivi de votre nom, ou une réponse à votre message.",
  notifyAsk: "Votre navigateur doit d’abord les autoriser.",
  notifyAllow: "Autoriser les notifications",
  notifyGranted: "Votre navigateur autorise les notifications.",
  notifyDenied:
    "Votre navigateur bloque les notifications de ce site. Autorisez-les dans les paramètres du site, généralement à côté de l’adresse.",
  notifyUnavailable: "Ce navigateur ne peut pas afficher de notifications pour ce site.",
  notifyHomeScreen:
    "Sur iPhone et iPad, ajoutez cette page à l’écran d’accueil pour recevoir des notifications.",
  push: "Quand cette page est fermée",
  pushHint:
    "Par le service push de votre navigateur. Ce qui est dit en privé compte toujours comme une mention.",
  pushPreview: "Montrer qui dit quoi",
  pushPreviewHint: "Sinon, seulement qu’il y a du nouveau.",
  pushFailed: "Cela n’a pas fonctionné. Réessayez plus tard.",
  pushMessage: "Nouveau message",
  sound: "Son",
  soundHint: "Un son bref à chaque notification, dans tous les salons.",
  mute: "Mettre ce salon en sourdine",
  muteHint: "Ni notifications, ni sons\u00a0; ses messages ne comptent pas dans le titre.",
  device: "Cet appareil",
  useElsewhere: "Utiliser sur un autre appareil",
  useElsewhereHint: "Vos salons sur un deuxième appareil, par code QR ou six mots.",
  signInOrCreate: "Se connecter ou créer un compte",
  signInHint: "Pas nécessaire pour discuter. Les mêmes salons et réglages sur tous vos appareils.",
  yourAccount: "Votre compte",
  yourAccountHint: "Les mêmes salons et réglages sur tous vos appareils.",
  forgetInAccount:
    "Vous êtes connecté(e) : un salon que vous oubliez l’est aussi dans votre compte, donc sur vos autres appareils. Si vous oubliez tous les salons, vous êtes seulement déconnecté(e) ici.",
  signInNeeded: "Ici, il faut se connecter avant d’entrer.",
  siteSaysNothing: "Le site autour de ce salon n’a pas pu dire qui vous êtes. Rechargez pour réessayer.",
  signInGo: "Se connecter",
  forgetMe: "M’oublier sur cet appareil",
  forgetHint: "Pour un appareil que vous partagez avec d’autres.",
  forgetWhat:
    "Cela efface qui vous êtes ici, vos brouillons et messages non envoyés, ce qui est enregistré pour la lecture hors connexion et jusqu’où vous avez lu. Les messages envoyés restent dans le salon. Cette action est définitive.",
  forgetNameHint:
    "Votre nom reste réservé dans le salon pendant 30 jours\u00a0: d’ici là, personne ne peut l’utiliser, pas même vous.",
  forgetRoom: "M’oublier dans ce salon",
  forgetAll: "M’oublier dans tous les salons",
  forgetOwned: "Un salon qui ne vous appartient que sur cet appareil n’aura plus de propriétaire.",
  forgetAllHint: "Pour tous les salons, vos réglages sont aussi réinitialisés.",
  shortcuts: "Raccourcis clavier",
  shortcutsWriting: "En écrivant",
  shortcutsReading: "Sur un message",
  keys: { control: "Ctrl", enter: "Entrée", shift: "Maj", escape: "Échap", delete: "Suppr", tab: "Tab" },
  formatting: "Mise en forme",
  formats: {
    bold: "Gras",
    italic: "Italique",
    struck: "Barré",
    code: "Code",
    block: "Bloc de code",
    quote: "Citation",
    list: "Liste",
    link: "Lien",
  },
  shortcutsFor: {
    find: "Chercher un salon, une personne ou une action",
    search: "Rechercher des messages",
    send: "Envoyer",
    line: "Nouvelle ligne",
    editLast: "Modifier votre dernier message (champ vide)",
    stop: "Annuler la réponse ou la modification",
    complete: "Insérer un émoji ou mentionner quelqu’un",
    toMessages: "Aller aux messages",
    move: "Message précédent ou suivant",
    menu: "Ouvrir le menu du message",
    compose: "Revenir au champ de saisie",
    help: "Cette liste",
  },

  // What is told of the connection, of who types, and in notifications.
  isTyping: (names) =>
    names.length > 3
      ? "Plusieurs personnes écrivent…"
      : `${list(names)} ${names.length === 1 ? "écrit" : "écrivent"}…`,
  notificationTitle: (name, room) => `${name} dans ${room}`,
  offlineHint: "Les messages seront envoyés dès que la connexion sera établie.",
  retryIn: (s) => `Nouvel essai dans ${number(s)} s`,
  tryNow: "Essayer maintenant",
  replaced: "Déconnecté\u00a0: ce salon est ouvert dans trop d’onglets.",
  comeBack: "Utiliser ici",
  stopped: "Le serveur a refusé la connexion. Rechargez la page pour réessayer.",
  full: "Ce salon est complet.",
  busy: "Beaucoup de monde arrive en ce moment.",
  maintenance: "Alcove est en maintenance et sera bientôt de retour.",
  originRefused: "Le serveur n’accepte pas cette adresse. S’il est à vous, ajoutez-la à ALLOWED_ORIGINS.",
  socketsBlocked: "Quelque chose entre vous et le serveur bloque les connexions en direct.",
  roomClosed: "Ce salon a été fermé par l’équipe qui gère ce site.",
  roomClosedHint:
    "Ce que vous écrivez est conservé sur cet appareil et envoyé à la réouverture du salon. Cette page vérifie toute seule.",
  removed: "Vous n’avez plus accès à ce salon.",
  banned: (moment) => `Vous ne pouvez pas entrer dans ce salon avant : ${moment}.`,
  bannedForever: "Vous ne pouvez pas entrer dans ce salon.",
  removedBecause: (reason) => `Vous avez été exclu(e) de ce salon : « ${reason} »`,
  notLetIn: "On ne vous a pas laissé entrer.",
  askAgain: "Redemander",
  keyNeeded: "Ce salon est fermé. Il faut un lien d’invitation pour entrer.",
  notCreated: "Personne n’a encore créé ce salon :",
  notCreatedHint:
    "Ici, un salon commence quand quelqu’un le crée. Si l’on vous a invité, vérifiez le lien. Ou créez le salon maintenant : il sera à vous.",
  createThis: "Créer ce salon",
  mutedFor: (span) => `Vous ne pouvez pas écrire pour l’instant. Réessayez dans ${span}.`,
  slowedFor: (span) => `Mode lent : prochain message possible dans ${span}.`,
  readOnly: "Ici, vous pouvez lire, mais pas écrire.",
  hostsOnly: "Seule la modération écrit ici.",
  waitingFor: "Vous attendez d’entrer dans",
  waitingPlace: (n) =>
    `La modération est prévenue et vous entrerez automatiquement. Votre place dans la file : ${number(n)}`,
  waitingWords: "Dire quelque chose à la modération",
  waitingSaid: "Envoyé à la modération\u00a0:",
  leaveLine: "Quitter",
  roomSettings: "Réglages du salon",
  roomGone: "Ce salon a été supprimé par l’équipe qui gère ce site.",
  heardMany: (n) =>
    plural(n, {
      one: "# nouveau message",
      many: "# de nouveaux messages",
      other: "# nouveaux messages",
    }),

  // What was done to a room, told between its messages and at the desk (text/told-acts.js).
  logRole: (/** @type {string} */ who, /** @type {string} */ whom, /** @type {string} */ role) =>
    role === "none"
      ? `${who} a retiré son rôle à ${whom}`
      : `${who} a donné à ${whom} le rôle « ${wordsFor(rolesGiven, role) ?? role} »`,
  logOwner: (/** @type {string} */ whom) => `L’équipe du site a donné à ${whom} le rôle « Propriétaire »`,
  logOwnerLink: "L’équipe du site a créé un lien de propriétaire",
  logMuted: (/** @type {string} */ who, /** @type {string} */ whom, /** @type {string} */ until) =>
    `${who} a réduit ${whom} au silence jusqu’à ${until}`,
  logUnmuted: (/** @type {string} */ who, /** @type {string} */ whom) => `${who} a rendu la parole à ${whom}`,
  logRemoved: (/** @type {string} */ who, /** @type {string} */ whom) => `${who} a exclu ${whom}`,
  logBanned: (/** @type {string} */ who, /** @type {string} */ whom) => `${who} a banni ${whom}`,
  logRestored: (/** @type {string} */ who, /** @type {string} */ whom) =>
    `${who} a levé le bannissement de ${whom}`,
  logRevoked: (/** @type {string} */ who, /** @type {number} */ n) =>
    `${who} a révoqué un lien : ${plural(n, { one: "# personne perd", many: "# de personnes perdent", other: "# personnes perdent" })} l’accès qu’il donnait`,
  logPinned: (/** @type {string} */ who) => `${who} a épinglé un message`,
  logUnpinned: (/** @type {string} */ who) => `${who} a désépinglé un message`,
  logSettings: (/** @type {string} */ who) => `${who} a modifié les réglages du salon`,
  logCovered: (/** @type {string} */ who) =>
    `${who} a fait masquer les images jusqu’à ce qu’on veuille les voir`,
  logUncovered: (/** @type {string} */ who) => `${who} a fait afficher les images tout de suite`,
  logTitle: (/** @type {string} */ who, /** @type {string} */ title) =>
    `${who} a nommé le salon « ${title} »`,

  // Un signalement, et ce que le menu de quelqu’un a de plus (timeline/report-dialog.js, people/roster.js).
  report: "Signaler…",
  reportTitle: "Signaler ce message",
  reportHosts: "La modération de ce salon verra votre nom et le message tel qu’il est maintenant.",
  reportOperator: "Les responsables de ce site verront votre nom et le message tel qu’il est maintenant.",
  reportReason: "Quel est le problème\u00a0? (facultatif)",
  reportSend: "Signaler",
  reported: "Signalé. La modération le verra.",
  reportedOperator: "Signalé. Les responsables de ce site le verront.",
  reportFault: (/** @type {string} */ code) =>
    wordsFor(reportFaults, code) ?? "Cela n’a pas marché. Veuillez réessayer.",
  aboutMember: (/** @type {string} */ name) => `À propos de ${name}…`,
  knockHeard: (name, text) => (text ? `${name} demande à entrer\u00a0: ${text}` : `${name} demande à entrer`),
  knockTitle: (name, room) => `${name} demande à entrer dans ${room}`,
  // The button in the bar, and the way there from the settings (room/bring-search.js).
  searchThis: "Rechercher des messages",
  // Talking in private (room/bring-directs.js, people/roster.js, notify/notifications.js).
  messagePrivately: "Écrire en privé",
  messageWhomPrivately: (name) => `Écrire à ${name} en privé`,
  directTitle: (name, room) => `${name}, de ${room}, veut parler en privé`,
  notificationPrivate: (name) => `${name} (privé)`,
};

/** @type {Record<string, string>} */
const reportFaults = {
  no_change: "Vous avez déjà signalé ce message.",
  not_found: "Ce message n’existe plus.",
  forbidden: "Vous ne pouvez pas signaler de messages ici.",
};

/** @type {Record<string, string>} */
const rolesGiven = {
  owner: "Propriétaire",
  moderator: "Modération",
  member: "Membre",
  reader: "Lecture seule",
};

export default french;

export const hostingWords = () => import("./hosting.js");
export const directsWords = () => import("./directs.js");
export const roomsWords = () => import("./rooms.js");
export const emojiWords = () => import("emoji-data:fr");
export const deviceWords = () => import("./device.js");
export const accountWords = () => import("./account.js");
export const searchWords = () => import("./search.js");
export const filesWords = () => import("./files.js");
