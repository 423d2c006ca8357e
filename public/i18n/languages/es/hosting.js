import { number, plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const keyFaults = {
  too_many: "Hay demasiados enlaces. Revoca uno primero.",
  last_owner: "La sala se quedaría sin propietario.",
  no_change: "Este enlace ya se revocó.",
  not_found: "Este enlace ya se revocó.",
  forbidden: "Ya no puedes hacer eso en esta sala.",
};

/** @type {typeof import("../en/hosting.js").default} */
const spanish = {
  // The desk.
  desk: "Cuidar la sala",
  deskWaiting: (n) =>
    `Cuidar la sala: ${plural(n, { one: "# asunto pendiente", many: "# de asuntos pendientes", other: "# asuntos pendientes" })}`,

  // Links that let somebody in (hosting/invite-dialog.js, hosting/owner-dialog.js).
  ownerNudge: "Esta sala es tuya solo en este dispositivo.",
  keepOwnerLink: "Guardar un segundo enlace de propietario",
  noReminder: "No volver a recordármelo",
  ownerLinkWhy:
    "Sin él, la sala se queda sin propietario si este navegador pierde sus datos. Escanéalo con tu móvil o guárdalo en un lugar seguro.",
  ownerLinkCare: "Quien tenga este enlace es propietario de la sala. No lo compartas.",
  saveAsFile: "Guardar como archivo",
  linkKept: "Ya lo tengo",
  inviteFor: "¿Para quién es este enlace?",
  inviteRoles: {
    anyone: "Para cualquiera: el enlace de la sala",
    member: "Un miembro",
    reader: "Alguien que solo lee",
    moderator: "Un moderador",
    owner: "Un propietario",
  },
  inviteGives: {
    member: "Entra y puede escribir, aunque la sala esté cerrada.",
    reader: "Entra a leer, aunque la sala esté cerrada.",
    moderator: "Puede borrar mensajes, silenciar y expulsar a gente, y dejar entrar.",
    owner: "Puede hacer todo lo que tú puedes, incluso quitártelo. Compártelo con cuidado.",
  },
  inviteLabel: "Etiqueta (opcional)",
  inviteLabelHint: "Solo la ven tú y los moderadores.",
  inviteEnds: "Caduca",
  inviteLasts: ["Nunca", "Tras 1 hora", "Tras 1 día", "Tras 7 días", "Tras 30 días"],
  inviteUses: "Válido para",
  anyNumber: "Sin límite",
  peopleMany: (n) => plural(n, { one: "# persona", many: "# de personas", other: "# personas" }),
  inviteAsk: "Preguntar antes",
  inviteAskHint: "Quien lo use espera hasta que un moderador le deje entrar.",
  makeLink: "Crear enlace",
  makingLink: "Creando…",
  linkOnce: "Cópialo ahora: por seguridad, este enlace no se puede volver a mostrar.",
  anotherLink: "Crear otro enlace",
  links: "Enlaces a esta sala",
  linkOwn: "Enlace de este dispositivo",
  linkUsedFew: ["sin usar todavía", "usado una vez"],
  linkUsed: (n) => plural(n, { one: "usado # vez", many: "usado # de veces", other: "usado # veces" }),
  linkUsedOf: (used, most) => `usado ${number(used)} de ${number(most)} veces`,
  linkLast: (when) => `usado por última vez ${when}`,
  linkEnds: (when) => `caduca ${when}`,
  linkEnd: { ended: "caducado", usedUp: "agotado" },
  linkAsks: "pregunta antes",
  revoke: "Revocar",
  revokeLink: (name) => `Revocar: ${name}`,
  revokeHint: "Nadie nuevo podrá entrar con este enlace.",
  revokeMembers: (n) =>
    plural(n, {
      one: "Quitar también el acceso a quien entró con él",
      many: "Quitar también el acceso a las # de personas que entraron con él",
      other: "Quitar también el acceso a las # personas que entraron con él",
    }),
  keyFault: (code) => wordsFor(keyFaults, code) ?? "No ha funcionado. Inténtalo de nuevo.",

  // What the room is (hosting/room-settings.js, hosting/pinned-line.js).
  pinnedMessages: "Mensajes fijados",
  pinnedAll: "Ver todos los mensajes fijados",
  pinnedOf: (i, n) => `${number(i)} de ${number(n)}`,
  unpinThis: (text) => `Dejar de fijar: ${text}`,
  settingNames: {
    title: "Nombre",
    topic: "Tema",
    access: "Quien tiene el enlace simple",
    members: "Quien llegó cuando la sala estaba abierta",
    post: "Quién puede escribir",
    slow: "Espera entre dos mensajes",
    direct: "Mensajes privados",
    keep: "Los mensajes se guardan",
    history: "Qué puede leer quien llega",
    roster: "Quién ve quién está aquí",
    pictures: "Imágenes y vídeos de los demás",
  },
  settingHints: {
    title: "Se muestra en lugar del nombre del enlace, que no cambia.",
    topic: "Una línea debajo del nombre.",
  },
  settingTooLong: (n) =>
    plural(n, { one: "Sobra # carácter", many: "Sobran # de caracteres", other: "Sobran # caracteres" }),
  settingsEntrance: "Entrada",
  settingsWriting: "Escritura",
  settingsReading: "Lectura",
  entrances: {
    open: "Entra directamente",
    read: "Puede leer",
    ask: "Tiene que pedir permiso",
    closed: "No puede entrar",
  },
  memberships: {
    all: "Sigue siendo miembro",
    granted: "Solo sigue si tiene una invitación o se le dejó entrar",
  },
  posts: {
    members: "Todos los miembros",
    moderators: "Solo la moderación",
  },
  directsAllowed: {
    ask: "Los miembros pueden pedírselo entre sí",
    open: "Los miembros pueden escribirse directamente",
    moderators: "Solo con la moderación",
    off: "No es posible",
  },
  slowOff: "Sin espera",
  keepForever: "Para siempre",
  histories: {
    all: "Todo",
    since_join: "Solo lo que se diga después de su llegada",
  },
  rosters: {
    all: "Todo el mundo",
    moderators: "Solo la moderación",
  },
  pictureCovers: {
    show: "Se ven enseguida",
    cover: "Ocultos hasta que se quiera verlos",
  },
  settingsNews: (names) =>
    `Otra persona acaba de cambiar: ${names}. Lo que has cambiado aquí sigue como lo dejaste.`,
  settingsSave: "Guardar",
  settingsSaving: "Guardando…",
  settingsUnsaved: "Tus cambios no se han guardado.",
  settingsGoOn: "Seguir editando",
  settingsDiscard: "Descartar cambios",
  keepDelete: "Eliminar y guardar",
  keepDeletes: (n, span) =>
    plural(n, {
      one: `Se eliminará ahora # mensaje de hace más de ${span}, para todo el mundo. No se puede deshacer.`,
      many: `Se eliminarán ahora unos # de mensajes de hace más de ${span}, para todo el mundo. No se puede deshacer.`,
      other: `Se eliminarán ahora unos # mensajes de hace más de ${span}, para todo el mundo. No se puede deshacer.`,
    }),
  keepDeletesAll: (span) =>
    `Se eliminará ahora todo lo de hace más de ${span}, para todo el mundo. No se puede deshacer.`,
  settingsFault: (code) => wordsFor(settingsFaults, code) ?? "No se pudo guardar. Inténtalo de nuevo.",
  met: "Lo que encontrarán los demás",
  metByLink: {
    open: "Quien tiene el enlace simple entra directamente, como miembro.",
    read: "Quien tiene el enlace simple puede leer, pero no escribir.",
    react: "Quien tiene el enlace simple puede leer y reaccionar, pero no escribir.",
    ask: "Quien tiene el enlace simple tiene que pedir permiso, y solo ve el nombre y el tema de la sala hasta que la moderación le deje entrar.",
    closed: "Quien solo tiene el enlace simple no puede entrar. Hace falta un enlace de invitación.",
  },
  metByEarlier: {
    all: "Quien llegó cuando la sala estaba abierta sigue siendo miembro.",
    granted:
      "Solo siguen siendo miembros quienes tienen una invitación o a quienes se dejó entrar. Para los demás decide el enlace simple, aunque estén aquí ahora.",
  },
  metPost: {
    members: "Los miembros pueden escribir.",
    moderators: "Solo escribe la moderación. Los demás pueden leer y reaccionar.",
  },
  metSlow: (span) => `Los miembros esperan ${span} entre dos mensajes.`,
  metDirect: {
    ask: "Los miembros pueden pedirse hablar en privado.",
    open: "Los miembros pueden hablar en privado directamente.",
    moderators: "Solo se puede hablar en privado con la moderación.",
    off: "No hay conversaciones privadas nuevas.",
  },
  metHistory: {
    all: "Quien llega puede leer lo que se dijo antes.",
    since_join: "Los miembros solo ven lo que se dijo después de su primera llegada.",
  },
  metKeep: (span) => `Los mensajes desaparecen después de ${span}.`,
  metRoster: {
    all: "Todo el mundo ve quién está aquí.",
    moderators: "Solo la moderación ve quién está aquí. Los demás ven cuántos son.",
  },
  metCovered: "Las imágenes y los vídeos de los demás quedan ocultos hasta que se quiera verlos.",

  // What is done about somebody, or about a message (hosting/member-card.js).
  actPin: "Fijar",
  actUnpin: "Dejar de fijar",
  donePin: "Fijado",
  doneUnpin: "Ya no está fijado",
  undoByKey: "Para deshacer, pulsa Ctrl+Z.",
  undone: "Deshecho.",
  actFault: (code) => wordsFor(actFaults, code) ?? "No ha funcionado. Inténtalo de nuevo.",
  actMute: "Silenciar…",
  actUnmute: "Dejar de silenciar…",
  actRemove: "Expulsar…",
  actBan: "Bloquear…",
  actRole: "Cambiar el rol…",
  actStepDown: "Ceder la sala…",
  goMute: "Silenciar",
  goUnmute: "Dejar de silenciar",
  goRemove: "Expulsar",
  goBan: "Bloquear",
  goRole: "Cambiar el rol",
  goStepDown: "Ceder",
  howLong: "¿Durante cuánto tiempo?",
  forEver: "Para siempre",
  whichRole: "¿Qué rol?",
  roleName: (role) => wordsFor(roleNames, role) ?? role,
  actReason: "Motivo (opcional; esa persona lo verá)",
  isHere: "Aquí ahora",
  isAway: "Ahora no está",
  whatMute: (name, span) => `${name} podrá leer, pero no escribir, editar ni reaccionar, durante ${span}.`,
  whatUnmute: (name) => `${name} podrá volver a escribir enseguida.`,
  whatRemove: (name) =>
    `${name} tendrá que salir ya y perderá cualquier rol, pero podrá volver por cualquier vía que siga abierta.`,
  whatBan: (name, span) =>
    `${name} tendrá que salir ya, perderá cualquier rol y no podrá volver durante ${span}.`,
  whatBanForEver: (name) =>
    `${name} tendrá que salir ya, perderá cualquier rol y no podrá volver hasta que alguien lo permita.`,
  whatRole: (name, role) => `${name} ${wordsFor(powers, role) ?? role}`,
  whatStepDown:
    "La sala dejará de ser tuya. No podrás deshacerlo: solo otra persona a quien pertenezca puede devolvértela.",
  doneMute: (name, span) => `${name} no podrá escribir durante ${span}.`,
  doneUnmute: (name) => `${name} puede volver a escribir.`,
  doneRemove: (name) => `Has expulsado a ${name}.`,
  doneBan: (name) => `Has bloqueado a ${name}.`,
  doneRole: (name, role) => `${name}: ${role}`,
  doneStepDown: "La sala ya no es tuya.",
  deskTab: (tab) => wordsFor(tabs, tab) ?? tab,
  deskEmpty: (tab) => wordsFor(nothingThere, tab) ?? "Aquí no hay nada.",
  deskKeys: "Con el foco en una fila: A deja entrar, D rechaza.",
  admit: "Dejar entrar",
  admitWhom: (name) => `Dejar entrar a ${name}`,
  admitAs: (name) => `Rol de ${name}`,
  admitUsual: "Rol habitual",
  deny: "Rechazar",
  denyWhom: (name) => `Rechazar a ${name}`,
  doneAdmit: (name) => `${name} ya puede entrar.`,
  doneDeny: (name) => `${name} no puede entrar.`,
  reportedBy: (name, moment) => `Denunciado por ${name}, ${moment}`,
  goToMessage: "Ir al mensaje",
  bannedUntil: (moment) => `Hasta: ${moment}`,
  bannedBy: (name, moment) => `Bloqueo de ${name}, ${moment}`,
  unban: "Desbloquear",
  unbanWhom: (name) => `Desbloquear a ${name}`,
  doneUnban: (name) => `${name} puede volver.`,
  deskDid: (act, who, whom) =>
    (Object.hasOwn(did, act) ? did[act] : undefined)?.(who, whom) ?? `${who}: ${act}`,
  deskLinks: "Enlaces",
  deskSettings: "Ajustes de la sala",
};

/** @type {Record<string, string>} */
const tabs = { knocks: "En espera", reports: "Denuncias", bans: "Bloqueos", audit: "Registro" };

/** @type {Record<string, string>} */
const nothingThere = {
  knocks: "Nadie espera para entrar.",
  reports: "No hay denuncias.",
  bans: "Nadie está bloqueado.",
  audit: "Todavía no se ha hecho nada.",
};

/** @type {Record<string, (who: string, whom: string) => string>} */
const did = {
  settings: (who) => `${who} cambió los ajustes de la sala`,
  role: (who, whom) => `${who} cambió el rol de ${whom}`,
  pin: (who) => `${who} fijó o dejó de fijar un mensaje`,
  delete: (who, whom) => `${who} eliminó un mensaje de ${whom}`,
  mute: (who, whom) => `${who} silenció o dejó de silenciar a ${whom}`,
  remove: (who, whom) => `${who} expulsó o bloqueó a ${whom}`,
  restore: (who, whom) => `${who} desbloqueó a ${whom}`,
  admit: (who, whom) => `${who} dejó entrar a ${whom}`,
  deny: (who, whom) => `${who} no dejó entrar a ${whom}`,
  mint: (who) => `${who} creó un enlace`,
  revoke: (who) => `${who} revocó un enlace`,
};

/** @type {Record<string, string>} */
const roleNames = {
  owner: "Propietario/a",
  moderator: "Moderación",
  member: "Miembro",
  reader: "Solo lectura",
  none: "Visitante (sin rol)",
};

/** @type {Record<string, string>} */
const powers = {
  owner: "podrá hacer de todo aquí: cambiar los ajustes, compartir la sala e incluso eliminarla.",
  moderator: "podrá eliminar y fijar mensajes, y silenciar, expulsar, bloquear y dejar entrar a la gente.",
  member: "seguirá siendo miembro, aunque la sala se cierre a los visitantes.",
  reader: "podrá leer, pero no escribir.",
  none: "será como cualquier visitante, y tendrá que salir si los visitantes no pueden entrar.",
};

/** @type {Record<string, string>} */
const actFaults = {
  no_change: "No hay nada que cambiar: ya está así.",
  not_found: "Eso ya no existe.",
  forbidden: "No tienes permiso para hacerlo.",
  last_owner: "La sala es solo tuya. Antes, haz que sea también de otra persona.",
  too_many: "Ya hay cinco mensajes fijados. Deja de fijar uno primero.",
};

/** @type {Record<string, string>} */
const settingsFaults = {
  forbidden: "Esta sala ya no es tuya.",
  setting_invalid: "La sala no acepta uno de estos valores.",
};

export default spanish;
