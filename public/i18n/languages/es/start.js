/** @type {typeof import("../en/start.js").default} */
const spanish = {
  product: "Alcove",

  // Where there is no page: as 404.html says it before this is loaded.
  lostTitle: "Página no encontrada · Alcove",
  lostHeading: "Página no encontrada",
  lostHint:
    "Esta dirección no lleva a ninguna parte. Si has seguido un enlace a una sala, puede que le falte una parte: los nombres de las salas solo contienen letras a–z, números, «-» y «_».",

  maintenanceTitle: "Volvemos pronto · Alcove",
  maintenanceHeading: "Volvemos pronto",
  maintenanceHint:
    "Alcove está en mantenimiento. No se pierde nada, y esta página se abrirá sola en cuanto sea posible.",
  tryAgain: "Intentar de nuevo",

  tagline: "Tu propia sala, a un enlace de distancia.",
  pitch:
    "Crea una sala y comparte su enlace. Quien tenga el enlace puede entrar. Sin cuenta y sin instalar nada.",
  points: [
    "Respuestas, reacciones y bloques de código, tal como los conoces",
    "Sigue escribiendo sin conexión; se envía cuando vuelves",
    "Sin anuncios ni rastreo",
  ],
  create: "Crear una sala",
  createHint: "Tendrá un nombre que nadie podrá adivinar, y será tuya.",
  createUnkept:
    "El navegador no deja que Alcove guarde nada, así que una sala nueva no seguiría siendo tuya. Permite que este sitio guarde datos o entra en una sala por su nombre.",
  roomOptions: "Opciones de la sala",
  roomTitle: "Título (opcional)",
  whoComesIn: "Quién puede entrar",
  accesses: {
    open: "Cualquiera que tenga el enlace",
    read: "Cualquiera que tenga el enlace, solo para leer",
    ask: "Quien deje entrar un moderador",
    closed: "Solo quien tú invites",
  },
  otherDevice: "¿Salas en otro dispositivo?",
  haveCode: "Tengo un código",
  toSignIn: "Iniciar sesión",
  or: "o únete a una",
  roomOrLink: "Nombre o enlace de la sala",
  enter: "Unirme",
  roomMissing: "Escribe el nombre o el enlace de una sala.",
  roomInvalid: "Usa solo letras a–z, números, «-» y «_» (64 como máximo).",
  guessable:
    "Cualquiera puede adivinar este nombre. Las salas que creas reciben uno que nadie puede adivinar.",
  sameRoom: "Quien escriba este nombre se unirá a la misma sala.",
  leadsTo: (room) => `Te lleva a «${room}»`,
  leadsElsewhere: (host) => `Te lleva a otro sitio: ${host}`,
};

export default spanish;
