/** @type {typeof import("../en/start.js").default} */
const french = {
  product: "Alcove",

  // Where there is no page: as 404.html says it before this is loaded.
  lostTitle: "Page introuvable · Alcove",
  lostHeading: "Il n’y a personne ici.",
  lostHint:
    "Il n’y a pas de page à cette adresse. Si elle vient d’un lien vers un salon, il en manque peut-être une partie\u00a0: les noms de salons n’ont que des lettres, des chiffres, «\u00a0-\u00a0» et «\u00a0_\u00a0».",

  maintenanceTitle: "De retour bientôt · Alcove",
  maintenanceHeading: "De retour bientôt",
  maintenanceHint:
    "Alcove est en maintenance. Rien n’est perdu, et cette page s’ouvrira d’elle-même dès que possible.",
  tryAgain: "Réessayer",

  tagline: "Un salon rien qu’à vous, à un lien d’ici.",
  pitch:
    "Ouvrez un salon et partagez son lien. Qui a le lien peut entrer\u00a0: pas de compte, rien à installer.",
  points: [
    "Réponses, réactions et code, comme vous les connaissez",
    "Ce que vous écrivez hors connexion part plus tard",
    "Ni publicité, ni pistage",
  ],
  create: "Créer un salon",
  createHint: "Son nom sera impossible à deviner.",
  or: "ou rejoignez-en un",
  roomOrLink: "Nom ou lien du salon",
  enter: "Entrer",
  roomMissing: "Quel salon\u202f? Indiquez son nom ou son lien.",
  roomInvalid: "Le nom d’un salon a de 1 à 64 lettres, chiffres, «\u00a0-\u00a0» ou «\u00a0_\u00a0».",
  guessable:
    "Tout le monde peut deviner ce nom. Un salon que vous créez en reçoit un que personne ne devine.",
  sameRoom: "Toute personne qui saisit le même nom arrive dans le même salon.",
  leadsTo: (room) => `Mène à «\u00a0${room}\u00a0»`,
  leadsElsewhere: (host) => `Mène à un autre site\u00a0: ${host}`,
  yourRooms: "Vos salons",
  lastVisit: (moment) => `Dernière visite\u00a0: ${moment}`,
  forgetOne: (room) => `Oublier ${room}`,
};

export default french;
