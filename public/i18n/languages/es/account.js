/** Of accounts: their page (account/account-page.js), and where one signs in beside a name (account/at-prompt.js). */

import { plural, wordsFor } from "../../locale.js";

export default {
  accountTitle: (/** @type {string} */ title) => `${title} · Alcove`,
  accountBack: "Volver",
  accountLoading: "Cargando tu cuenta…",
  accountOff: "Aquí no hay cuentas. No te hace falta: simplemente abre una sala.",
  accountRetry: "Volver a intentarlo",

  // ---- signed out ----

  signInTitle: "Iniciar sesión",
  signInPitch:
    "Para hablar no necesitas cuenta. Con una, tus salas, borradores y ajustes son los mismos en todos tus dispositivos, y los demás ven que eres tú.",
  signInRequired: "Aquí hay que iniciar sesión antes de entrar en una sala.",
  signInPasskey: "Iniciar sesión con una llave de acceso",
  signInWith: (/** @type {string} */ provider) => `Iniciar sesión con ${provider}`,
  signingIn: "Esperando a tu dispositivo…",
  bringingRooms: "Has iniciado sesión. Trayendo tus salas…",
  createTitle: "¿Primera vez? Crea una cuenta",
  createPitch:
    "Tu dispositivo guarda para ella una llave de acceso: sin contraseña ni correo. Las salas de este dispositivo vienen contigo.",
  createAccount: "Crear cuenta",
  createOnlyWith: (/** @type {string} */ provider) => `Aquí las cuentas nuevas se crean con ${provider}.`,
  recoverTitle: "¿Has perdido tu llave de acceso?",
  recoverField: "Código de recuperación",
  recoverHint: "Se mostró al crear la cuenta. Sirve una vez, y recibes uno nuevo.",
  recoverGo: "Iniciar sesión con el código",

  // ---- the recovery code ----

  recoveryTitle: "Guarda tu código de recuperación",
  recoveryWhy:
    "Si algún día pierdes todos tus dispositivos, este código es el camino de vuelta. Solo se muestra ahora: apúntalo o guárdalo en un gestor de contraseñas.",
  recoveryCopy: "Copiar el código",
  recoveryCopied: "Copiado",
  recoveryNotCopied: "No se pudo copiar el código. Selecciónalo y cópialo a mano.",
  recoveryKept: "He guardado el código en un lugar seguro.",
  recoveryGoOn: "Continuar",
  recoveryKeepFirst: "Guarda primero el código y marca la casilla.",

  // ---- signed in ----

  signedInAlready: "Has iniciado sesión en este dispositivo.",
  syncedNow: "Tus salas y ajustes son los mismos en todos tus dispositivos.",
  syncFailed: "No se pudieron poner al día tus salas. Se volverá a intentar solo.",
  syncFull: "Tu cuenta está llena: olvida salas que ya no necesites.",
  nameHint: "Para las salas en las que entres desde ahora.",
  nameSave: "Guardar",
  nameSaved: "Guardado",

  passkeys: "Llaves de acceso",
  passkeysHint: "Con cada una puedes iniciar sesión. Ten una también en un segundo dispositivo.",
  passkeyUnnamed: "Llave de acceso",
  passkeyMade: (/** @type {string} */ when) => `Creada ${when}`,
  passkeyUsed: (/** @type {string} */ when) => `Último uso ${when}`,
  passkeySynced: "Tu gestor de contraseñas la lleva a todos sus dispositivos",
  passkeyCloned: "Alguien intentó entrar con una copia de esta llave. Si no fuiste tú, quítala.",
  passkeyAdd: "Añadir una llave de acceso",
  passkeyAdded: "Se ha añadido la llave de acceso.",
  passkeyRename: (/** @type {string} */ passkey) => `Cambiar el nombre de ${passkey}`,
  passkeyName: "Nombre de la llave de acceso",
  passkeyRemove: (/** @type {string} */ passkey) => `Quitar ${passkey}`,
  passkeyRemoveAsk: (/** @type {string} */ passkey) =>
    `¿Quitar «${passkey}»? Ya no podrás iniciar sesión con ella. Bórrala también en los ajustes de tu dispositivo.`,
  passkeyRemoveGo: "Quitar la llave de acceso",
  passkeyRemoved: "Se ha quitado la llave de acceso.",

  recoveryHave: "Tienes un código de recuperación. No se puede volver a mostrar.",
  recoveryNone: "No tienes código de recuperación.",
  recoveryNew: "Crear un código nuevo",
  recoveryAsk: "¿Crear un código nuevo? El anterior dejará de servir.",

  provider: "Otras formas de iniciar sesión",
  providerLinked: (/** @type {string} */ provider) => `Puedes iniciar sesión con ${provider}.`,
  providerLink: (/** @type {string} */ provider) => `Conectar con ${provider}`,
  providerUnlink: (/** @type {string} */ provider) => `Desconectar de ${provider}`,

  devices: "Dispositivos",
  devicesHint: "Donde tienes la sesión iniciada. En otro dispositivo, solo inicia sesión: todo va contigo.",
  deviceThis: "Este dispositivo",
  deviceSeen: (/** @type {string} */ when) => `Visto ${when}`,
  deviceSignOut: "Cerrar sesión",
  deviceSignOutOf: (/** @type {string} */ device) => `Cerrar la sesión de ${device}`,
  deviceSignedOut: (/** @type {string} */ device) => `Se ha cerrado la sesión de ${device}.`,
  signOutOthers: "Cerrar sesión en los demás",
  signOutOthersAsk:
    "¿Cerrar la sesión en los demás dispositivos? Lo que guardan de las salas se queda allí, pero ya no les deja entrar como tú.",
  othersSignedOut: "Se ha cerrado la sesión en los demás dispositivos.",
  withoutAccount: "Sin cuenta:",

  signOutHere: "Cerrar sesión en este dispositivo",
  signOutAsk: "¿Cerrar sesión en este dispositivo?",
  signOutForget: (/** @type {number} */ n) =>
    plural(n, {
      one: "Olvidar aquí # sala que vino con tu cuenta",
      many: "Olvidar aquí # de salas que vinieron con tu cuenta",
      other: "Olvidar aquí # salas que vinieron con tu cuenta",
    }),
  signOutForgetHint: "Siguen en tu cuenta. Lo que ya estaba en este dispositivo se queda aquí.",
  signOutNothing: "Nada de este dispositivo vino con tu cuenta, así que todo se queda.",
  signOutGo: "Cerrar sesión",

  yourData: "Tus datos",
  exportData: "Descargar todo",
  exportHint: "Un archivo con todo lo que guarda tu cuenta.",
  deleteAccount: "Eliminar la cuenta",
  deleteAsk: "¿Eliminar tu cuenta para siempre?",
  deleteGoes: [
    "Tu cuenta, sus llaves de acceso y su código de recuperación desaparecen al instante.",
    "Se cierra tu sesión en todos los dispositivos.",
    "Las salas, borradores y ajustes que guarda se borran de ella.",
    "En las salas ya no figuras con cuenta, y tu nombre deja de estar reservado para ti.",
  ],
  deleteStays: "Lo que has escrito se queda en las salas, y tus salas se quedan en este dispositivo.",
  deleteConfirm: "Quiero eliminar mi cuenta y sé que no se puede deshacer.",
  deleteGo: "Eliminar la cuenta para siempre",
  deleteConfirmFirst: "Marca primero la casilla.",
  accountDeleted: "Tu cuenta se ha eliminado.",
  signedOutNow: "Has cerrado sesión.",

  // ---- beside a name ----

  promptSignIn: "¿Tienes cuenta? Inicia sesión",
  promptNeeded: "Aquí hay que iniciar sesión antes de entrar.",
  promptSignedIn: "Has iniciado sesión. Elige un nombre para esta sala.",
  accountEnded: "Se cerró tu sesión en este dispositivo.",

  accountWait: (/** @type {number} */ seconds) =>
    plural(seconds, {
      one: "Demasiados intentos. Prueba dentro de # segundo.",
      many: "Demasiados intentos. Prueba dentro de # de segundos.",
      other: "Demasiados intentos. Prueba dentro de # segundos.",
    }),
  accountFault: (/** @type {string} */ code) =>
    wordsFor(
      {
        cancelled:
          "No se eligió nada. Si en este dispositivo no tienes llave de acceso, crea una cuenta o usa tu código de recuperación.",
        unsupported: "Este navegador no admite llaves de acceso. Prueba con otro, o de otra forma.",
        insecure: "Las llaves de acceso solo funcionan si la dirección empieza por https.",
        already: "Este dispositivo ya tiene una llave de acceso tuya.",
        passkeys_full: "Una cuenta no puede tener más llaves de acceso. Quita una que ya no uses.",
        offline: "No se puede llegar al servidor. Comprueba tu conexión e inténtalo de nuevo.",
        rate_limited: "Demasiados intentos. Espera un momento e inténtalo de nuevo.",
        passkey_invalid: "Esta llave de acceso no se acepta: se quitó o es de otra cuenta. Usa otra.",
        passkey_unknown: "Esta llave de acceso ya no se conoce aquí. Usa otra, o tu código de recuperación.",
        challenge_invalid: "Ha tardado demasiado. Inténtalo de nuevo.",
        oidc_needed: "Aquí las cuentas nuevas se crean por la otra forma de iniciar sesión.",
        recovery_invalid:
          "Ese no es el código correcto. Comprueba cada letra; cada código sirve una sola vez.",
        last_way:
          "Es la única forma de entrar en tu cuenta. Añade antes otra llave de acceso o crea un código de recuperación.",
        signed_out: "Se ha cerrado tu sesión, quizá desde otro dispositivo. Vuelve a iniciarla.",
        origin_forbidden:
          "Esta página no está en la dirección del servidor, así que aquí no puedes iniciar sesión.",
        oidc_taken: "Esa identidad es de otra cuenta. Inicia sesión con ella, o elimina antes esa cuenta.",
        oidc_state: "Esto tardó demasiado, o empezó en otro navegador u otra pestaña. Inténtalo de nuevo.",
        oidc_denied: "El otro sitio no te dejó entrar. Si debería hacerlo, pregunta a quien lo administra.",
        oidc_unreachable:
          "Ahora no se puede llegar al otro sitio. Inténtalo más tarde, o inicia sesión de otra forma.",
        oidc_invalid:
          "La respuesta del otro sitio no es de fiar, así que no has iniciado sesión. Díselo a quien administra este servidor.",
        oidc_linked: "Tu cuenta ya está vinculada a otra identidad. Desvincula antes esa.",
        too_large: "Tu cuenta está llena: olvida salas que ya no necesites.",
      },
      code,
    ) ?? "No ha funcionado. Inténtalo de nuevo.",
};
