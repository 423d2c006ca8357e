/**
 * Spanish. People are addressed as “tú”; the quotes are « and ».
 */

import { list, number, plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const nameFaults = {
  name_empty: "Escribe un nombre.",
  name_too_long: "El nombre puede tener como máximo 32 caracteres.",
  name_invalid: "Este nombre contiene caracteres no permitidos.",
  name_taken:
    "Ese nombre ya está en uso en esta sala. Si es el tuyo, usa el dispositivo con el que te uniste.",
  later: "No ha funcionado. Inténtalo de nuevo.",
  key_invalid: "Este enlace ya no es válido. Puedes intentar entrar sin él.",
  room_taken: "Ya existe una sala con este nombre. Puedes intentar entrar en ella.",
  setting_invalid: "No se puede crear la sala con estos ajustes. Entra para crearla sin ellos.",
};

/** @type {typeof import("../en/room.js").default} */
const spanish = {
  home: "Inicio de Alcove",
  toStart: "Ir a la página de inicio",
  yourName: "Tu nombre",

  invited: "Te han invitado a",
  join: "Unirme",
  joinHint: "Los demás verán este nombre.",
  lastMessage: (moment) => `Último mensaje: ${moment}`,
  nobodyWrote: "Aquí todavía no ha escrito nadie.",
  expired: "Tu sesión ha caducado. Vuelve a unirte para continuar.",
  renameTitle: "Cambia tu nombre",
  rename: "Cambiar nombre",
  cancel: "Cancelar",
  useName: (name) => `Usar «${name}»`,
  nameFault: (code) => wordsFor(nameFaults, code) ?? "Este nombre no se puede usar.",

  messages: "Mensajes",
  loading: "Cargando mensajes…",
  beginning: "Esto está muy tranquilo.",
  beginningHint: "Envía el enlace a alguien. Quien lo abra se unirá aquí contigo.",
  olderGone: "Los mensajes anteriores ya no están disponibles.",
  invite: "Invitar a alguien",
  deleted: "Mensaje eliminado",
  deleting: "Eliminando…",
  picture: "Imagen",
  pictures: (n) => plural(n, { one: "# imagen", many: "# de imágenes", other: "# imágenes" }),
  files: (n) => plural(n, { one: "# archivo", many: "# de archivos", other: "# archivos" }),
  showLess: "Ver menos",
  back: "Volver",
  begins: "Aquí empieza la sala.",
  edited: "editado",
  sentence: ({ name, time, text, replyTo, isEdited, reactions, state }) =>
    [
      [name, time, replyTo && `en respuesta a ${replyTo}`, isEdited && "editado", state]
        .filter(Boolean)
        .join(", "),
      `: ${/[\p{L}\p{M}\p{N}]$/u.test(text) ? `${text}.` : text}`,
      reactions.length > 0 ? ` Reacciones: ${list(reactions)}.` : "",
    ].join(""),
  takingBack: "Retirando… Si ya se envió, se eliminará.",
  undo: "Deshacer",
  quoteLost: "Este mensaje ya no está disponible.",
  toQuoted: (name) => `Ir al mensaje de ${name}`,
  newSince: (moment) => `Nuevo desde: ${moment}`,
  react: "Reaccionar",
  edit: "Editar",
  reply: "Responder",
  actions: "Acciones del mensaje",
  reactedBy: (emoji, names) => `${emoji}: ${list(names)}`,
  youToo: "tú",
  newMessages: (n) => plural(n, { one: "# nuevo", many: "# de nuevos", other: "# nuevos" }),
  toEnd: "Ir a los mensajes más recientes",
  toNew: (n) =>
    plural(n, {
      one: "Ver # mensaje nuevo",
      many: "Ver # de mensajes nuevos",
      other: "Ver # mensajes nuevos",
    }),
  sending: "Enviando",
  sent: "Enviado",
  notSentShort: "No enviado",
  remove: "Eliminar",
  joined: (names) => `${list(names)} ${names.length === 1 ? "se ha unido" : "se han unido"}`,
  left: (names) => `${list(names)} ${names.length === 1 ? "se ha ido" : "se han ido"}`,
  renamed: (was, name) => `${was} ahora se llama ${name}`,
  renamedMany: (n) =>
    plural(n, {
      one: "# persona ha cambiado de nombre",
      many: "# de personas han cambiado de nombre",
      other: "# personas han cambiado de nombre",
    }),
  others: (n) => plural(n, { one: "# persona más", many: "# de personas más", other: "# personas más" }),
  reaction: (emoji, n) =>
    `${emoji}, ${plural(n, { one: "# persona", many: "# de personas", other: "# personas" })}`,

  // Code in a message.
  code: "Código",
  copyCode: "Copiar código",
  codeCopied: "Código copiado",

  message: "Mensaje",
  placeholder: "Escribe un mensaje",
  send: "Enviar",
  tooLarge: "Es demasiado para un solo mensaje. Acórtalo o envíalo por partes.",
  emptied: "Tu mensaje está vacío. ¿Eliminarlo?",
  nothingToSee: "Tu mensaje está vacío.",
  charactersLeft: (n) =>
    plural(n, {
      one: "Queda # carácter",
      many: "Quedan # de caracteres",
      other: "Quedan # caracteres",
    }),
  charactersOver: (n) =>
    plural(n, {
      one: "Sobra # carácter",
      many: "Sobran # de caracteres",
      other: "Sobran # caracteres",
    }),
  slowDown: (s) =>
    plural(s, {
      one: "¡Vas rápido! El último mensaje sale en # segundo.",
      many: "¡Vas rápido! El último mensaje sale en # de segundos.",
      other: "¡Vas rápido! El último mensaje sale en # segundos.",
    }),
  roomRests: (h) =>
    plural(h, {
      one: "Esta sala ha alcanzado su límite por ahora. Lo que escribas se enviará dentro de # hora.",
      many: "Esta sala ha alcanzado su límite por ahora. Lo que escribas se enviará dentro de # de horas.",
      other: "Esta sala ha alcanzado su límite por ahora. Lo que escribas se enviará dentro de # horas.",
    }),

  // The composer's modes, what it offers while one types, and the emoji picker.
  replyingTo: (name) => `Respuesta a ${name}`,
  editingYours: "Editando tu mensaje",
  modeGone: "Ese mensaje ya no existe. Esto se enviará como uno nuevo.",
  stopReplying: "Cancelar respuesta",
  stopEditing: "Cancelar edición",
  emoji: "Emoji",
  suggestions: (n) => plural(n, { one: "# sugerencia", many: "# de sugerencias", other: "# sugerencias" }),
  emojiFailed: "No se pudieron cargar los emojis.",

  owner: "Propietario/a",
  moderator: "Moderación",
  people: "Personas",
  peopleCount: (n) => `Personas: ${number(n)}`,
  marked: (mark) => `con la marca ${mark}`,
  alikeHint: "Otra persona tiene un nombre que se ve igual. Esta marca las distingue.",
  more: "Ver más",
  close: "Cerrar",
  copyLink: "Copiar enlace",
  copied: "Enlace copiado",
  copyFailed: "No se pudo copiar. Inténtalo de nuevo.",

  // The top bar, what it opens, and what is told of a room that is not looked at.
  inviteOthers: "Invitar",
  settings: "Ajustes",
  isMuted: "Silenciada",
  verified: "Con cuenta",
  notLoaded: "No se pudo cargar. Comprueba tu conexión e inténtalo de nuevo.",
  documentTitle: (room, unread) => (unread > 0 ? `(${number(unread)}) ${room} · Alcove` : `${room} · Alcove`),

  offline: "Sin conexión.",
  connecting: "Conectando…",
  reload: "Recargar",
  notSeenYet: "Los mensajes aparecerán aquí cuando te conectes.",
  roomGoneHint: "Tus mensajes no enviados siguen aquí: cópialos o elimínalos.",

  // In a frame on another site's page.
  homeInNewTab: "Inicio de Alcove, en una pestaña nueva",

  // For the ear, and for those who use keys (settings/shortcuts.js).
  youName: "Tú",
  youAnswered: "ti",
  logHint:
    "Usa las flechas para moverte entre los mensajes, Intro para abrir el menú del mensaje y el signo de interrogación para ver todos los atajos.",
  actionsOf: (name, time) => `Acciones del mensaje: ${name}, ${time}`,
  undoDelete: "Deshacer la eliminación del mensaje",

  // A newer page than this one (chrome/update-notice.js).
  updateHere: "Hay una nueva versión disponible.",
};

export default spanish;

export const later = () => import("./later.js");
export const start = () => import("./start.js");
