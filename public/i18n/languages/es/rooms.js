import { plural } from "../../locale.js";

/** @type {typeof import("../en/rooms.js").default} */
const spanish = {
  myRooms: "Mis salas",
  showRooms: "Mostrar mis salas",
  hideRooms: "Ocultar mis salas",
  backToRooms: (n) =>
    plural(n, {
      one: "Mis salas, # mensaje sin leer en las demás",
      other: "Mis salas, # mensajes sin leer en las demás",
      many: "Mis salas, # de mensajes sin leer en las demás",
    }),
  newRoom: "Nueva sala",
  private: "Privada",
  pinned: "Fijada",
  unreadIn: (n) =>
    plural(n, { one: "# mensaje sin leer", other: "# mensajes sin leer", many: "# de mensajes sin leer" }),
  mentionsIn: (n) =>
    plural(n, { one: "# mención a ti", other: "# menciones a ti", many: "# de menciones a ti" }),
  requestsIn: (n) =>
    plural(n, {
      one: "# solicitud para hablar en privado",
      other: "# solicitudes para hablar en privado",
      many: "# de solicitudes para hablar en privado",
    }),
  optionsFor: (room) => `Opciones de ${room}`,
  pinRoom: "Fijar",
  unpinRoom: "Dejar de fijar",
  muteRoom: "Silenciar",
  unmuteRoom: "Dejar de silenciar",
  hideRoom: "Ocultar",
  unhideRoom: "Volver a mostrar",
  forgetThis: "Olvidar…",
  forgetOne: (room) => `Olvidar ${room}`,
  hiddenRooms: (n) =>
    plural(n, { one: "# sala oculta", other: "# salas ocultas", many: "# de salas ocultas" }),
  noRooms: "Aún no hay salas",
  noRoomsHint: "Aquí aparecen las salas en las que has estado.",
  roomStates: {
    gone: "Eliminada",
    not_created: "Aún sin crear",
    room_closed: "Cerrada",
    key_needed: "Solo con invitación",
    removed: "Te han expulsado",
    banned: "Te han expulsado",
    denied: "No te han dejado entrar",
    token_refused: "Vuelve a entrar para continuar",
    closed: "No disponible",
  },
  nowIn: (room) => `Estás en ${room}`,
  find: "Buscar una sala, persona o acción",
  findHint: "Salas, personas, acciones y mensajes",
  findHere: "Buscar una sala o un mensaje",
  findHereHint: "Salas y mensajes",
  findNone: "No se ha encontrado nada",
  findPerson: "Persona",
  muteThis: "Silenciar esta sala",
  unmuteThis: "Dejar de silenciar esta sala",
};

export default spanish;
