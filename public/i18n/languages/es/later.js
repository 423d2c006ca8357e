import { list, number, plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const shareHints = {
  open: "Cualquiera con este enlace puede leer y escribir aquí.",
  read: "Cualquiera con este enlace puede leer aquí, pero no escribir.",
  ask: "Cualquiera con este enlace puede pedir entrar.",
  closed: "Con este enlace solo no entra nadie: la sala está cerrada.",
};

/** @type {Record<string, string>} */
const refusals = {
  text_empty: "está vacío",
  text_too_long: "es demasiado largo",
  text_invalid: "contiene caracteres que no se pueden enviar",
  not_found: "el mensaje ya no existe",
  bad_frame: "el servidor no pudo leerlo",
  gone: "la sala ya no existe",
  held: "aún lo estás editando",
  muted: "te han silenciado",
  forbidden: "no puedes hacer eso en esta sala",
  removed: "te han expulsado de la sala",
  shut: "aquí ya no se puede escribir nada",
  file_too_large: "un archivo es demasiado grande",
  file_budget: "hoy ya se han subido demasiados datos",
  file_lost: "un archivo ya no está en este dispositivo",
  file_failed: "no se pudo subir un archivo",
  too_many: "tiene demasiados archivos",
};

const refused = "el servidor lo rechazó";

/** @type {typeof import("../en/later.js").default} */
const spanish = {
  copyText: "Copiar texto",
  textCopied: "Texto copiado",
  textNotCopied: "No se pudo copiar el texto.",
  messageLinkCopied: "Enlace al mensaje copiado",
  messageLinkNotCopied: "No se pudo copiar el enlace.",
  messageLost: "Ese mensaje no está en esta sala.",
  notReacted: "No se pudo añadir tu reacción: el mensaje ya no existe.",
  notDone: "No ha funcionado. Inténtalo de nuevo.",
  notSent: (code) => `No enviado: ${wordsFor(refusals, code) ?? refused}.`,
  notEdited: (code) => `Cambio no guardado: ${wordsFor(refusals, code) ?? refused}.`,
  discard: "Descartar",
  retry: "Reintentar",
  noFiles: "Aquí no se pueden enviar archivos.",
  attach: "Adjuntar archivos",
  takePhoto: "Hacer una foto",
  chooseFiles: "Elegir archivos",
  dropFiles: "Suelta los archivos aquí para adjuntarlos",
  notKept:
    "El almacenamiento de tu navegador está lleno o bloqueado. Lo que escribas se perderá al cerrar esta página.",
  here: (n) => `${number(n)} aquí`,
  mention: (name) => `Mencionar a ${name}`,
  you: "tú",
  heard: (name, text) => `${name}: ${text}`,
  copyMessageLink: "Copiar enlace al mensaje",
  openLink: "Abrir enlace",
  selectText: "Seleccionar texto",
  reactions: "Reacciones",
  editedAt: (/** @type {string} */ moment) => `Editado: ${moment}`,
  reactWith: (emoji) => `Reaccionar con ${emoji}`,
  moreEmoji: "Más emojis",
  emojiSuggestions: "Emojis para insertar",
  memberSuggestions: "Personas a las que mencionar",
  moreSuggestions: (n) =>
    plural(n, {
      one: "# más: sigue escribiendo",
      many: "# más: sigue escribiendo",
      other: "# más: sigue escribiendo",
    }),
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
  recentEmoji: "Usados recientemente",
  foundEmoji: (n) =>
    plural(n, {
      one: "# emoji encontrado",
      many: "# de emojis encontrados",
      other: "# emojis encontrados",
    }),
  noEmoji: "No se encontró ningún emoji",
  pickEmoji: "Elige un emoji",
  skinTone: (tone) => `Tono de piel: ${tone}`,
  skinToneChoice: "Tono de piel",
  skinTones: ["predeterminado", "claro", "medio claro", "medio", "medio oscuro", "oscuro"],
  shareTitle: "Invitar a gente",
  shareHint: ({ access, post }) =>
    wordsFor(shareHints, access === "open" && post === "moderators" ? "read" : access) ?? "",
  shareLink: "Enlace a la sala",
  shareVia: "Compartir…",
  shareFailed: "No se pudo compartir. Copia el enlace en su lugar.",
  shareText: (room) => `${room} · Alcove`,
  copy: "Copiar",
  qrCode: "Código QR con el enlace a la sala",
  qrHint: "Escanéalo con la cámara de tu teléfono.",
  appearance: "Apariencia",
  theme: "Tema",
  themes: { auto: "Sistema", light: "Claro", dark: "Oscuro" },
  contrast: "Contraste",
  contrasts: { auto: "Sistema", more: "Alto" },
  language: "Idioma",
  browserLanguage: "El mismo que el navegador",
  languageApply: "Recargar en este idioma",
  languageHint: "No se perderá nada de lo que has escrito.",
  notifications: "Notificaciones",
  notify: "Notificarme sobre",
  notifies: { off: "Nada", mentions: "Menciones", all: "Todos los mensajes" },
  notifyHint:
    "Solo cuando no estés mirando esta sala. Una mención es @ seguido de tu nombre o una respuesta a ti.",
  notifyAsk: "Primero tiene que permitirlas tu navegador.",
  notifyAllow: "Permitir notificaciones",
  notifyGranted: "Tu navegador permite las notificaciones.",
  notifyDenied:
    "Tu navegador está bloqueando las notificaciones de este sitio. Permítelas en la configuración del sitio, normalmente junto a la dirección.",
  notifyUnavailable: "Este navegador no puede mostrar notificaciones de este sitio.",
  notifyHomeScreen:
    "En iPhone y iPad, añade esta página a la pantalla de inicio para recibir notificaciones.",
  push: "Cuando esta página esté cerrada",
  pushHint: "Por el servicio push de tu navegador. Lo que se dice en privado siempre cuenta como mención.",
  pushPreview: "Mostrar quién dice qué",
  pushPreviewHint: "Si no, solo que hay algo nuevo.",
  pushFailed: "No ha funcionado. Inténtalo más tarde.",
  pushMessage: "Mensaje nuevo",
  sound: "Sonido",
  soundHint: "Un tono breve con cada notificación, en todas las salas.",
  mute: "Silenciar esta sala",
  muteHint: "Sin notificaciones ni sonidos; sus mensajes no cuentan en el título.",
  device: "Este dispositivo",
  useElsewhere: "Usar en otro dispositivo",
  useElsewhereHint: "Tus salas en un segundo dispositivo, con un código QR o seis palabras.",
  signInOrCreate: "Iniciar sesión o crear una cuenta",
  signInHint: "No hace falta para hablar. Las mismas salas y ajustes en todos tus dispositivos.",
  yourAccount: "Tu cuenta",
  yourAccountHint: "Las mismas salas y ajustes en todos tus dispositivos.",
  forgetInAccount:
    "Has iniciado sesión: una sala que olvidas se olvida también en tu cuenta y, por tanto, en tus otros dispositivos. Si olvidas todas, solo se cierra la sesión aquí.",
  signInNeeded: "Aquí hay que iniciar sesión antes de entrar.",
  siteSaysNothing:
    "El sitio que rodea esta sala no ha podido decir quién eres. Recarga para intentarlo de nuevo.",
  signInGo: "Iniciar sesión",
  forgetMe: "Olvidarme en este dispositivo",
  forgetHint: "Para un dispositivo que compartes con otras personas.",
  forgetWhat:
    "Se borrará quién eres aquí, tus borradores y mensajes no enviados, lo guardado para leer sin conexión y hasta dónde has leído. Los mensajes enviados seguirán en la sala. Esto no se puede deshacer.",
  forgetNameHint:
    "Tu nombre queda reservado en la sala durante 30 días: hasta entonces nadie puede usarlo, ni siquiera tú.",
  forgetRoom: "Olvidarme en esta sala",
  forgetAll: "Olvidarme en todas las salas",
  forgetOwned: "Una sala que es tuya solo en este dispositivo se quedará sin propietario.",
  forgetAllHint: "Si eliges todas las salas, también se restablecen tus ajustes.",
  shortcuts: "Atajos de teclado",
  shortcutsWriting: "Al escribir",
  shortcutsReading: "En un mensaje",
  keys: { control: "Ctrl", enter: "Intro", shift: "Mayús", escape: "Esc", delete: "Supr", tab: "Tab" },
  formatting: "Formato",
  formats: {
    bold: "Negrita",
    italic: "Cursiva",
    struck: "Tachado",
    code: "Código",
    block: "Bloque de código",
    quote: "Cita",
    list: "Lista",
    link: "Enlace",
  },
  shortcutsFor: {
    find: "Buscar una sala, persona o acción",
    search: "Buscar mensajes",
    send: "Enviar",
    line: "Nueva línea",
    editLast: "Editar tu último mensaje (cuadro vacío)",
    stop: "Cancelar respuesta o edición",
    complete: "Insertar un emoji o mencionar a alguien",
    toMessages: "Ir a los mensajes",
    move: "Mensaje anterior o siguiente",
    menu: "Abrir el menú del mensaje",
    compose: "Volver al cuadro de texto",
    help: "Esta lista",
  },

  // What is told of the connection, of who types, and in notifications.
  isTyping: (names) =>
    names.length > 3
      ? "Varias personas están escribiendo…"
      : `${list(names)} ${names.length === 1 ? "está" : "están"} escribiendo…`,
  notificationTitle: (name, room) => `${name} en ${room}`,
  offlineHint: "Los mensajes se enviarán cuando haya conexión.",
  retryIn: (s) => `Nuevo intento en ${number(s)} s`,
  tryNow: "Intentar ahora",
  replaced: "Desconectado: esta sala está abierta en demasiadas pestañas.",
  comeBack: "Usar aquí",
  stopped: "El servidor rechazó la conexión. Recarga la página para intentarlo de nuevo.",
  full: "Esta sala está llena.",
  busy: "Está entrando mucha gente ahora mismo.",
  maintenance: "Alcove está en mantenimiento y volverá pronto.",
  originRefused: "El servidor no acepta esta dirección. Si es tuyo, añádela a ALLOWED_ORIGINS.",
  socketsBlocked: "Algo entre tú y el servidor bloquea las conexiones en directo.",
  roomClosed: "La administración de este sitio ha cerrado esta sala.",
  roomClosedHint:
    "Lo que escribas se guarda en este dispositivo y se envía cuando la sala vuelva a abrir. Esta página lo comprueba sola.",
  removed: "Te han expulsado de esta sala.",
  banned: (moment) => `No puedes entrar en esta sala hasta: ${moment}.`,
  bannedForever: "No puedes entrar en esta sala.",
  removedBecause: (reason) => `Te han expulsado de esta sala: «${reason}»`,
  notLetIn: "No te han dejado entrar.",
  askAgain: "Pedirlo otra vez",
  keyNeeded: "Esta sala está cerrada. Necesitas un enlace de invitación para entrar.",
  notCreated: "Nadie ha creado todavía esta sala:",
  notCreatedHint:
    "Aquí, una sala empieza cuando alguien la crea. Si te han invitado, revisa el enlace. O crea la sala ahora: será tuya.",
  createThis: "Crear esta sala",
  mutedFor: (span) => `Te han silenciado. Podrás escribir de nuevo en ${span}.`,
  slowedFor: (span) => `Modo lento: podrás enviar de nuevo en ${span}.`,
  readOnly: "Aquí puedes leer, pero no escribir.",
  hostsOnly: "Aquí solo escribe la moderación.",
  waitingFor: "Esperas para entrar en",
  waitingPlace: (n) =>
    `La moderación ya lo sabe y entrarás automáticamente. Tu puesto en la cola: ${number(n)}`,
  waitingWords: "Dile algo a la moderación",
  waitingSaid: "Enviado a la moderación:",
  leaveLine: "Salir",
  roomSettings: "Ajustes de la sala",
  roomGone: "La administración de este sitio ha eliminado esta sala.",
  heardMany: (n) =>
    plural(n, {
      one: "# mensaje nuevo",
      many: "# de mensajes nuevos",
      other: "# mensajes nuevos",
    }),

  // What was done to a room, told between its messages and at the desk (text/told-acts.js).
  logRole: (/** @type {string} */ who, /** @type {string} */ whom, /** @type {string} */ role) =>
    role === "none"
      ? `${who} quitó el rol a ${whom}`
      : `${who} dio a ${whom} el rol «${wordsFor(rolesGiven, role) ?? role}»`,
  logOwner: (/** @type {string} */ whom) =>
    `La administración del sitio dio a ${whom} el rol «Propietario/a»`,
  logOwnerLink: "La administración del sitio creó un enlace para propietarios",
  logMuted: (/** @type {string} */ who, /** @type {string} */ whom, /** @type {string} */ until) =>
    `${who} silenció a ${whom} hasta las ${until}`,
  logUnmuted: (/** @type {string} */ who, /** @type {string} */ whom) => `${who} dejó de silenciar a ${whom}`,
  logRemoved: (/** @type {string} */ who, /** @type {string} */ whom) => `${who} expulsó a ${whom}`,
  logBanned: (/** @type {string} */ who, /** @type {string} */ whom) => `${who} bloqueó a ${whom}`,
  logRestored: (/** @type {string} */ who, /** @type {string} */ whom) => `${who} desbloqueó a ${whom}`,
  logRevoked: (/** @type {string} */ who, /** @type {number} */ n) =>
    `${who} revocó un enlace: ${plural(n, { one: "# persona pierde", many: "# de personas pierden", other: "# personas pierden" })} el acceso que daba`,
  logPinned: (/** @type {string} */ who) => `${who} fijó un mensaje`,
  logUnpinned: (/** @type {string} */ who) => `${who} dejó de fijar un mensaje`,
  logSettings: (/** @type {string} */ who) => `${who} cambió los ajustes de la sala`,
  logCovered: (/** @type {string} */ who) =>
    `${who} hizo que las imágenes queden ocultas hasta que se quiera verlas`,
  logUncovered: (/** @type {string} */ who) => `${who} hizo que las imágenes se vean enseguida`,
  logTitle: (/** @type {string} */ who, /** @type {string} */ title) => `${who} llamó a la sala «${title}»`,

  // Una denuncia, y lo demás del menú de alguien (timeline/report-dialog.js, people/roster.js).
  report: "Denunciar…",
  reportTitle: "Denunciar este mensaje",
  reportHosts: "La moderación de esta sala verá tu nombre y el mensaje tal como está ahora.",
  reportOperator: "Quienes gestionan este sitio verán tu nombre y el mensaje tal como está ahora.",
  reportReason: "¿Qué tiene de malo? (opcional)",
  reportSend: "Denunciar",
  reported: "Denunciado. La moderación lo verá.",
  reportedOperator: "Denunciado. Quienes gestionan este sitio lo verán.",
  reportFault: (/** @type {string} */ code) =>
    wordsFor(reportFaults, code) ?? "No ha funcionado. Inténtalo de nuevo.",
  aboutMember: (/** @type {string} */ name) => `Sobre ${name}…`,
  knockHeard: (name, text) => (text ? `${name} pide entrar: ${text}` : `${name} pide entrar`),
  knockTitle: (name, room) => `${name} pide entrar en ${room}`,
  // The button in the bar, and the way there from the settings (room/bring-search.js).
  searchThis: "Buscar mensajes",
  // Talking in private (room/bring-directs.js, people/roster.js, notify/notifications.js).
  messagePrivately: "Escribir en privado",
  messageWhomPrivately: (name) => `Escribir a ${name} en privado`,
  directTitle: (name, room) => `${name}, de ${room}, quiere hablar en privado`,
  notificationPrivate: (name) => `${name} (privado)`,
};

/** @type {Record<string, string>} */
const reportFaults = {
  no_change: "Ya has denunciado este mensaje.",
  not_found: "Este mensaje ya no existe.",
  forbidden: "Aquí no puedes denunciar mensajes.",
};

/** @type {Record<string, string>} */
const rolesGiven = {
  owner: "Propietario/a",
  moderator: "Moderación",
  member: "Miembro",
  reader: "Solo lectura",
};

export default spanish;

export const hostingWords = () => import("./hosting.js");
export const directsWords = () => import("./directs.js");
export const roomsWords = () => import("./rooms.js");
export const emojiWords = () => import("emoji-data:es");
export const deviceWords = () => import("./device.js");
export const accountWords = () => import("./account.js");
export const searchWords = () => import("./search.js");
export const filesWords = () => import("./files.js");
