import { plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const faults = {
  forbidden: "Aquí no se pueden enviar mensajes privados.",
  muted: "Estás en silencio, así que ahora no puedes pedírselo a nadie.",
  not_found: "Esta persona ya no está en esta sala.",
  token_refused: "Abre primero la sala donde os conocisteis y vuelve a intentarlo.",
  not_loaded: "No se ha podido cargar. Comprueba la conexión y vuelve a intentarlo.",
};

/** @type {typeof import("../en/directs.js").default} */
const spanish = {
  directs: "Mensajes privados",
  directsWaiting: (n) =>
    `Mensajes privados: ${plural(n, { one: "# solicitud", many: "# de solicitudes", other: "# solicitudes" })}`,
  requestFrom: (name, room) => `${name}, de ${room}, quiere hablar contigo en privado.`,
  requestHint: "Si ignoras o bloqueas, no se enterará.",
  requestsMore: (n) =>
    plural(n, { one: "# solicitud más", many: "# de solicitudes más", other: "# solicitudes más" }),
  accept: "Aceptar",
  acceptFrom: (name) => `Aceptar: ${name}`,
  ignore: "Ignorar",
  ignoreFrom: (name) => `Ignorar: ${name}`,
  block: "Bloquear",
  blockWhom: (name) => `Bloquear a ${name}`,
  unblock: "Desbloquear",
  unblockWhom: (name) => `Desbloquear a ${name}`,
  doneIgnore: (name) => `Ignorada. ${name} no se enterará.`,
  doneBlock: (name) => `Bloqueo hecho. ${name} ya no puede pedírtelo y no se enterará.`,
  doneEnd: "Bloqueo hecho. Ya no puede escribir aquí ninguna de las dos personas.",
  doneUnblock: (name) => `Has desbloqueado a ${name}.`,
  askTitle: (name) => `Escribir a ${name} en privado`,
  askWhat: (name) =>
    `${name} recibe una solicitud, sin texto. Si la acepta, se abre una conversación que solo veréis las dos personas.`,
  sendRequest: "Enviar solicitud",
  asking: "Enviando…",
  awaiting: (name) => `Esperando a ${name}. Podrás escribir en cuanto ${name} acepte.`,
  backTo: (room) => `Volver a ${room}`,
  acceptedBy: (name) => `Ya puedes escribir a ${name} en privado.`,
  writeTo: (name) => `Escribir a ${name}`,
  ignoredThem: (name) => `Ignoraste una solicitud de ${name}. Todavía puedes aceptarla.`,
  blockedThem: (name) => `Has bloqueado a ${name}.`,
  directFault: (code) => wordsFor(faults, code) ?? "No ha funcionado. Inténtalo de nuevo.",
  directTooMany: (span) => `Son muchas conversaciones privadas nuevas. Podrás empezar otra en ${span}.`,
  directState: { asked: "Esperando respuesta", ignored: "Ignorada", blocked: "Con bloqueo" },

  privateFrom: (room) => `Privado · de ${room}`,
  nameThere: (name, room) => `Privado · ${name} en ${room}`,
  onlySees: (name) => `Solo lo ve ${name}`,
  justTwo: (name) => `Solo tú y ${name}`,
  whoReads: (room) =>
    `Solo las dos personas podéis leer esto. La moderación de ${room} no puede; quien gestiona el servidor podría, en su base de datos.`,
  talkBegins: "Aquí empieza vuestra conversación privada.",
  getsItLater: (name) => `${name} no está aquí ahora mismo y lo recibirá más tarde.`,
  aboutTalk: "Sobre esta conversación",
  talkKept: "Los mensajes se guardan",
  talkForever: "Para siempre",
  talkKeepHint:
    "Para las dos personas. Cualquiera puede cambiarlo; los mensajes anteriores se eliminan enseguida.",
  talkKeepSave: "Eliminar los anteriores y guardar",
  talkSaved: "Guardado.",
  blockHint: (name) =>
    `Nadie podrá escribir aquí, y ${name} no podrá volver a pedírtelo. ${name} no sabrá quién lo hizo.`,
  shutByYou: (name) =>
    `Has bloqueado a ${name}. Puedes seguir leyendo y eliminar tus mensajes; para escribir, desbloquea a ${name}.`,
  shutHere: "Ahora no se puede escribir aquí. Puedes seguir leyendo y eliminar tus mensajes.",
  shutField: "Ahora no se puede escribir aquí",
  reportTalk: "Denunciar esta conversación",
  reportTalkWhat: (room) =>
    `Se envían tu nombre y los últimos 20 mensajes, de ambas personas, a la moderación de ${room} o, si no la hay, a quienes gestionan este sitio. Si este mensaje es anterior, va con ellos. Nadie más puede leerlos.`,
  reportedTalk: "Denunciada. Se han enviado los últimos mensajes.",
  viaMet: (room) => `Conectando con ${room}…`,

  lostTalk: "Esta conversación no está abierta en este dispositivo",
  lostTalkHint:
    "Solo las dos personas que participan pueden abrir una conversación privada. Si eres una de ellas, ve a la sala donde os conocisteis y ábrela desde allí.",
  toMet: (room) => `Ir a ${room}`,
};

export default spanish;
