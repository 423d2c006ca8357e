/** @type {typeof import("../en/start.js").default} */
const french = {
  product: "Alcove",

  // Where there is no page: as 404.html says it before this is loaded.
  lostTitle: "Page introuvable · Alcove",
  lostHeading: "Page introuvable",
  lostHint:
    "Cette adresse ne correspond à aucune page. Si vous avez suivi un lien vers un salon, il en manque peut-être une partie\u00a0: les noms de salons ne contiennent que des lettres a–z, des chiffres, «\u00a0-\u00a0» et «\u00a0_\u00a0».",

  maintenanceTitle: "De retour bientôt · Alcove",
  maintenanceHeading: "De retour bientôt",
  maintenanceHint: "Alcove est en maintenance. Rien n’est perdu, et cette page se rouvrira d’elle-même.",
  tryAgain: "Réessayer",

  tagline: "Un salon rien qu’à vous, à un lien d’ici.",
  pitch:
    "Créez un salon et partagez son lien. Toute personne ayant le lien peut entrer. Pas de compte, rien à installer.",
  points: [
    "Réponses, réactions et blocs de code, comme vous les connaissez",
    "Écrivez même hors connexion\u00a0: l’envoi se fait à votre retour",
    "Ni publicité, ni pistage",
  ],
  create: "Créer un salon",
  createHint: "Vous en serez propriétaire, et personne ne pourra deviner son nom.",
  createUnkept:
    "Ce navigateur ne laisse rien enregistrer à Alcove\u00a0: un nouveau salon ne pourrait pas rester le vôtre. Autorisez ce site à enregistrer des données, ou rejoignez un salon par son nom.",
  roomOptions: "Options du salon",
  roomTitle: "Titre (facultatif)",
  whoComesIn: "Qui peut entrer",
  accesses: {
    open: "Toute personne ayant le lien",
    read: "Toute personne ayant le lien, en lecture seule",
    ask: "Les personnes qu’un modérateur laisse entrer",
    closed: "Uniquement les personnes invitées",
  },
  otherDevice: "Des salons sur un autre appareil ?",
  haveCode: "J’ai un code",
  toSignIn: "Se connecter",
  or: "ou rejoignez-en un",
  roomOrLink: "Nom ou lien du salon",
  enter: "Rejoindre",
  roomMissing: "Saisissez le nom ou le lien d’un salon.",
  roomInvalid:
    "Utilisez uniquement les lettres a–z, des chiffres, «\u00a0-\u00a0» et «\u00a0_\u00a0» (64 au maximum).",
  guessable:
    "Tout le monde peut deviner ce nom. Les salons que vous créez en reçoivent un impossible à deviner.",
  sameRoom: "Toute personne qui saisit ce nom rejoint le même salon.",
  leadsTo: (room) => `Mène à «\u00a0${room}\u00a0»`,
  leadsElsewhere: (host) => `Mène à un autre site\u00a0: ${host}`,
};

export default french;
