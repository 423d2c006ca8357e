/** @type {typeof import("../en/start.js").default} */
const spanish = {
  product: "Alcove",

  // Where there is no page: as 404.html says it before this is loaded.
  lostTitle: "No encontrada · Alcove",
  lostHeading: "Aquí no hay nadie.",
  lostHint:
    "No hay ninguna página en esta dirección. Si viene de un enlace a una sala, puede que le falte una parte: los nombres de las salas solo tienen letras, cifras, «-» y «_».",

  maintenanceTitle: "Volvemos pronto · Alcove",
  maintenanceHeading: "Volvemos pronto",
  maintenanceHint:
    "Alcove está en mantenimiento. No se pierde nada, y esta página se abrirá sola en cuanto sea posible.",
  tryAgain: "Intentar de nuevo",

  tagline: "Una sala propia, a un enlace de distancia.",
  pitch:
    "Abre una sala y comparte su enlace. Quien tiene el enlace está dentro: sin cuenta y sin instalar nada.",
  points: [
    "Respuestas, reacciones y código, como ya los conoces",
    "Lo que escribes sin conexión se envía más tarde",
    "Sin anuncios ni rastreo",
  ],
  create: "Crear una sala",
  createHint: "Tendrá un nombre que nadie puede adivinar.",
  or: "o ve a una",
  roomOrLink: "Nombre o enlace de la sala",
  enter: "Entrar",
  roomMissing: "¿Qué sala? Escribe su nombre o su enlace.",
  roomInvalid: "El nombre de una sala tiene de 1 a 64 letras, cifras, «-» o «_».",
  guessable: "Cualquiera puede adivinar este nombre. Una sala que crees tendrá uno que nadie adivina.",
  sameRoom: "Quien escriba el mismo nombre entra en la misma sala.",
  leadsTo: (room) => `Te lleva a «${room}»`,
  leadsElsewhere: (host) => `Te lleva a otro sitio: ${host}`,
  yourRooms: "Tus salas",
  lastVisit: (moment) => `Última visita: ${moment}`,
  forgetOne: (room) => `Olvidar ${room}`,
};

export default spanish;
