/**
 * Spanish. People are addressed as “tú”; the quotes are « and ».
 */

import { list, number, plural, wordsFor } from "../parts/locale.js";

/** @type {Record<string, string>} */
const refusals = {
  text_empty: "no contiene nada que se vea",
  text_too_long: "es demasiado largo",
  text_invalid: "contiene caracteres de control que no se pueden enviar",
  not_found: "el mensaje ya no existe",
  bad_frame: "el servidor no pudo leerlo",
  gone: "la sala ya no existe",
  removed: "te han quitado de la sala",
};

const refused = "el servidor lo rechazó";

/** @type {Record<string, string>} */
const nameFaults = {
  name_empty: "Escribe un nombre.",
  name_too_long: "Un nombre tiene como máximo 32 caracteres.",
  name_invalid: "Este nombre contiene caracteres que no se admiten en un nombre.",
  name_taken: "Aquí ya hay alguien con este nombre.",
  later: "No ha funcionado por ahora. Inténtalo de nuevo.",
};

/** @type {typeof import("./en.js").default} */
const spanish = {
  product: "Alcove",
  home: "Alcove, ir al inicio",

  // Where there is no page: as 404.html says it before this is loaded.
  lostTitle: "No encontrada · Alcove",
  lostHeading: "Aquí no hay nadie.",
  lostHint:
    "No hay ninguna página en esta dirección. Si viene de un enlace a una sala, puede que le falte una parte: los nombres de las salas solo tienen letras, cifras, «-» y «_».",
  toStart: "Ir al inicio",

  tagline: "Una sala propia, a un enlace de distancia.",
  pitch:
    "Abre una sala y comparte su enlace. Quien tiene el enlace está dentro: sin cuenta y sin instalar nada.",
  points: [
    "Respuestas, reacciones y código, como ya los conoces",
    "Lo que escribes sin conexión se envía más tarde",
    "Sin anuncios ni rastreo",
  ],
  yourName: "Tu nombre",
  create: "Crear una sala",
  createHint: "Tendrá un nombre que nadie puede adivinar.",
  or: "o ve a una",
  roomOrLink: "Nombre o enlace de la sala",
  enter: "Entrar",
  roomMissing: "¿Qué sala? Escribe su nombre o su enlace.",
  roomInvalid: "El nombre de una sala tiene de 1 a 64 letras, cifras, «-» o «_».",
  guessable: "Cualquiera puede adivinar este nombre. Una sala que crees tendrá uno que nadie adivina.",

  invited: "Tienes una invitación a",
  join: "Unirme",
  joinHint: "Los demás en la sala ven este nombre.",
  expired: "Tu sesión ha terminado. Vuelve a unirte para continuar.",
  renameTitle: "Cambia tu nombre",
  rename: "Cambiar nombre",
  cancel: "Cancelar",
  useName: (name) => `Usar «${name}»`,
  nameFault: (code) => wordsFor(nameFaults, code) ?? "Este nombre no se puede usar.",

  messages: "Mensajes",
  loading: "Cargando mensajes",
  beginning: "Esto está muy tranquilo.",
  beginningHint: "Envía el enlace a alguien. Quien lo abra se sentará contigo.",
  olderGone: "Los mensajes anteriores ya no se conservan.",
  invite: "Invitar a alguien",
  deleted: "Mensaje eliminado",
  edited: "editado",
  sentence: ({ name, time, text, replyTo, isEdited, reactions, state }) =>
    [
      [name, time, replyTo && `en respuesta a ${replyTo}`, isEdited && "editado", state]
        .filter(Boolean)
        .join(", "),
      `: ${/[\p{L}\p{M}\p{N}]$/u.test(text) ? `${text}.` : text}`,
      reactions.length > 0 ? ` Reacciones: ${list(reactions)}.` : "",
    ].join(""),
  undo: "Deshacer",
  quoteLost: "Este mensaje ya no está aquí.",
  toQuoted: (name) => `Ir al mensaje de ${name} al que responde`,
  newSince: (moment) => `Nuevo desde: ${moment}`,
  react: "Reaccionar",
  reply: "Responder",
  edit: "Editar",
  copyText: "Copiar texto",
  copyMessageLink: "Copiar enlace al mensaje",
  actions: "Acciones del mensaje",
  reactWith: (emoji) => `Reaccionar con ${emoji}`,
  moreEmoji: "Más emojis",
  reactedBy: (emoji, names) => `${emoji}: ${list(names)}`,
  youToo: "tú",
  textCopied: "Texto copiado",
  messageLinkCopied: "Enlace al mensaje copiado",
  messageLost: "Este mensaje no está en esta sala.",
  notReacted: "No se pudo añadir tu reacción: el mensaje ya no existe.",
  notDone: "No ha funcionado. Inténtalo de nuevo.",
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
  notSent: (code) => `No enviado: ${wordsFor(refusals, code) ?? refused}.`,
  notSentShort: "No enviado",
  notEdited: (code) => `Cambio no guardado: ${wordsFor(refusals, code) ?? refused}.`,
  discard: "Descartar",
  retry: "Reintentar",
  remove: "Eliminar",
  joined: (names) => `${list(names)} ${names.length === 1 ? "se ha unido" : "se han unido"}`,
  left: (names) => `${list(names)} ${names.length === 1 ? "se ha ido" : "se han ido"}`,
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
  nothingToSee: "Todavía no hay nada que se vea.",
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
      one: "Un poco más despacio: el último sale en # segundo.",
      many: "Un poco más despacio: el último sale en # de segundos.",
      other: "Un poco más despacio: el último sale en # segundos.",
    }),
  roomRests: (h) =>
    plural(h, {
      one: "Esta sala no admite más por ahora. Lo que escribas sale en # hora.",
      many: "Esta sala no admite más por ahora. Lo que escribas sale en # de horas.",
      other: "Esta sala no admite más por ahora. Lo que escribas sale en # horas.",
    }),

  isTyping: (names) =>
    names.length > 3
      ? "Varias personas están escribiendo…"
      : `${list(names)} ${names.length === 1 ? "está" : "están"} escribiendo…`,
  // The composer's modes, what it offers while one types, and the emoji picker.
  replyingTo: (name) => `Respuesta a ${name}`,
  editingYours: "Editando tu mensaje",
  stopReplying: "Dejar de responder",
  stopEditing: "Dejar de editar",
  emoji: "Emoji",
  emojiSuggestions: "Emojis para insertar",
  memberSuggestions: "Personas a las que mencionar",
  suggestions: (n) => plural(n, { one: "# sugerencia", many: "# de sugerencias", other: "# sugerencias" }),
  searchEmoji: "Buscar emojis",
  emojiGroups: [
    "Caritas",
    "Personas",
    "Animales y naturaleza",
    "Comida y bebida",
    "Viajes y lugares",
    "Actividades",
    "Objetos",
    "Símbolos",
    "Banderas",
  ],
  emojiGroup: "Emojis por grupo",
  smileysAndPeople: "Caritas y personas",
  recentEmoji: "Usados hace poco",
  foundEmoji: (n) =>
    plural(n, {
      one: "# emoji encontrado",
      many: "# de emojis encontrados",
      other: "# emojis encontrados",
    }),
  noEmoji: "Ningún emoji se llama así.",
  emojiFailed: "No se pudieron cargar los emojis.",
  pickEmoji: "Elige un emoji",
  skinTone: (tone) => `Tono de piel: ${tone}`,
  skinToneChoice: "Tono de piel",
  skinTones: ["ninguno", "claro", "medio claro", "medio", "medio oscuro", "oscuro"],

  people: "Personas",
  peopleCount: (n) => `Personas: ${number(n)}`,
  here: (n) => `${number(n)} aquí`,
  you: "tú",
  marked: (mark) => `con la marca ${mark}`,
  alikeHint: "Alguien más tiene un nombre que se ve igual. Esta marca los distingue.",
  more: "Ver más",
  close: "Cerrar",
  copyLink: "Copiar enlace",
  copied: "Enlace copiado",
  copyFailed: "No se pudo copiar el enlace. Está en la barra de direcciones.",

  // The top bar, what it opens, and what is told of a room that is not looked at.
  inviteOthers: "Invitar",
  settings: "Ajustes",
  isMuted: "Silenciada",
  notLoaded: "No se pudo cargar. Revisa la conexión e inténtalo de nuevo.",
  documentTitle: (room, unread) => (unread > 0 ? `(${number(unread)}) ${room} · Alcove` : `${room} · Alcove`),
  notificationTitle: (name, room) => `${name} en ${room}`,
  shareTitle: "Invitar a gente",
  shareHint: "Quien tiene este enlace puede leer y escribir en la sala.",
  shareLink: "Enlace a la sala",
  shareVia: "Compartir…",
  shareFailed: "No se pudo compartir. Copia el enlace en su lugar.",
  shareText: (room) => `${room} · Alcove`,
  copy: "Copiar",
  qrCode: "Código QR con el enlace a la sala",
  qrHint: "Escanéalo con la cámara de un teléfono.",
  appearance: "Apariencia",
  theme: "Tema",
  themes: { auto: "Sistema", light: "Claro", dark: "Oscuro" },
  contrast: "Contraste",
  contrasts: { auto: "Sistema", more: "Más" },
  language: "Idioma",
  browserLanguage: "Idioma del navegador",
  languageApply: "Recargar en este idioma",
  languageHint: "No se pierde nada de lo que has escrito.",
  notifications: "Notificaciones",
  notify: "Notificarme",
  notifies: { off: "Nada", mentions: "Menciones", all: "Todo" },
  notifyHint: "Solo mientras no miras la sala. Una mención es tu nombre después de una @.",
  notifyAsk: "Antes tiene que permitirlas el navegador.",
  notifyAllow: "Permitir notificaciones",
  notifyGranted: "El navegador permite las notificaciones.",
  notifyDenied:
    "El navegador bloquea las notificaciones de este sitio. Para recibirlas, permítelas en los ajustes de este sitio, que suelen estar junto a la dirección.",
  notifyUnavailable: "Este navegador no muestra notificaciones de este sitio.",
  notifyHomeScreen:
    "En un iPhone o iPad, las notificaciones llegan cuando esta página está en la pantalla de inicio.",
  sound: "Sonido",
  soundHint: "Un tono breve con cada notificación, en todas las salas.",
  mute: "Silenciar esta sala",
  muteHint: "Sin notificaciones, sin sonido y sin contar los mensajes nuevos.",
  device: "Este dispositivo",
  forgetMe: "Olvidarme en este dispositivo",
  forgetHint: "Para un dispositivo que también usan otras personas.",
  forgetWhat:
    "Se borra quién eres aquí, tus borradores, lo que aún no se ha enviado, los mensajes guardados para leer sin conexión y hasta dónde has leído. Lo que has dicho sigue en la sala. No se puede deshacer.",
  forgetRoom: "Olvidarme en esta sala",
  forgetAll: "Olvidarme en todas las salas",
  forgetAllHint: "En todas las salas: también se borran tus ajustes.",

  offline: "Sin conexión.",
  offlineHint: "Lo que escribas se guarda y se envía después.",
  connecting: "Conectando…",
  retryIn: (s) => `Próximo intento en ${number(s)} s`,
  tryNow: "Intentar ahora",
  replaced: "Esta sala está abierta en demasiados sitios. Ha seguido en uno más reciente.",
  comeBack: "Volver aquí",
  stopped: "El servidor no deja entrar a esta página. Recárgala para intentarlo de nuevo.",
  reload: "Recargar",
  full: "Esta sala está llena.",
  busy: "Está entrando mucha gente ahora mismo.",
  maintenance: "Alcove está en mantenimiento y volverá pronto.",
  roomClosed: "Quien administra este sitio ha cerrado esta sala.",
  removed: "Te han quitado de esta sala.",
  roomGone: "Esta sala ya no existe. La ha eliminado quien administra este sitio.",
  roomGoneHint: "Lo que no se llegó a enviar sigue aquí: cópialo o descártalo.",

  // In a frame on another site's page.
  homeInNewTab: "Alcove, ir al inicio, en una pestaña nueva",

  heard: (name, text) => `${name}: ${text}`,
  heardMany: (n) =>
    plural(n, {
      one: "# mensaje nuevo",
      many: "# de mensajes nuevos",
      other: "# mensajes nuevos",
    }),

  // Para el oído, y para quien usa el teclado (parts/shortcuts.js).
  youName: "Tú",
  youAnswered: "ti",
  logHint:
    "Las flechas llevan de un mensaje a otro. Intro abre lo que se puede hacer con él, y el signo de interrogación muestra todas las teclas.",
  actionsOf: (name, time) => `Acciones del mensaje: ${name}, ${time}`,
  undoDelete: "Deshacer la eliminación del mensaje",
  shortcuts: "Atajos de teclado",
  shortcutsWriting: "Al escribir",
  shortcutsReading: "En un mensaje",
  keys: { enter: "Intro", shift: "Mayús", escape: "Esc", delete: "Supr", tab: "Tab" },
  shortcutsFor: {
    send: "Enviar",
    line: "Empezar una línea nueva",
    editLast: "Editar tu último mensaje, si no hay nada escrito",
    stop: "Dejar de responder o editar",
    complete: "Buscar un emoji o a una persona",
    toMessages: "Del campo a los mensajes",
    move: "Al mensaje anterior o siguiente",
    menu: "Todo lo que se puede hacer con él",
    compose: "Volver al campo",
    help: "Esta lista",
  },

  // A newer page than this one (components/update-notice.js).
  updateHere: "Hay una versión nueva.",
};

export default spanish;
