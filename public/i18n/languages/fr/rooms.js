import { plural } from "../../locale.js";

/** @type {typeof import("../en/rooms.js").default} */
const french = {
  myRooms: "Mes salons",
  showRooms: "Afficher mes salons",
  hideRooms: "Masquer mes salons",
  backToRooms: (n) =>
    plural(n, {
      one: "Mes salons, # message non lu dans les autres",
      other: "Mes salons, # messages non lus dans les autres",
      many: "Mes salons, # de messages non lus dans les autres",
    }),
  newRoom: "Nouveau salon",
  private: "Privé",
  pinned: "Épinglé",
  unreadIn: (n) =>
    plural(n, { one: "# message non lu", other: "# messages non lus", many: "# de messages non lus" }),
  mentionsIn: (n) =>
    plural(n, { one: "# mention de vous", other: "# mentions de vous", many: "# de mentions de vous" }),
  requestsIn: (n) =>
    plural(n, {
      one: "# demande de conversation privée",
      other: "# demandes de conversation privée",
      many: "# de demandes de conversation privée",
    }),
  optionsFor: (room) => `Options de ${room}`,
  pinRoom: "Épingler",
  unpinRoom: "Désépingler",
  muteRoom: "Mettre en sourdine",
  unmuteRoom: "Réactiver",
  hideRoom: "Masquer",
  unhideRoom: "Afficher à nouveau",
  forgetThis: "Oublier…",
  forgetOne: (room) => `Oublier ${room}`,
  hiddenRooms: (n) =>
    plural(n, { one: "# salon masqué", other: "# salons masqués", many: "# de salons masqués" }),
  noRooms: "Aucun salon pour l’instant",
  noRoomsHint: "Les salons où vous êtes allé apparaissent ici.",
  roomStates: {
    gone: "Supprimé",
    not_created: "Pas encore créé",
    room_closed: "Fermé",
    key_needed: "Sur invitation",
    removed: "Vous en avez été retiré",
    banned: "Vous en avez été retiré",
    denied: "Entrée refusée",
    token_refused: "Rejoignez-le à nouveau pour continuer",
    closed: "Indisponible",
  },
  nowIn: (room) => `Vous êtes dans ${room}`,
  find: "Chercher un salon, une personne ou une action",
  findHint: "Salons, personnes, actions et messages",
  findHere: "Chercher un salon ou un message",
  findHereHint: "Salons et messages",
  findNone: "Aucun résultat",
  findPerson: "Personne",
  muteThis: "Mettre ce salon en sourdine",
  unmuteThis: "Réactiver ce salon",
};

export default french;
