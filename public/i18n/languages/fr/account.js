/** Of accounts: their page (account/account-page.js), and where one signs in beside a name (account/at-prompt.js). */

import { plural, wordsFor } from "../../locale.js";

export default {
  accountTitle: (/** @type {string} */ title) => `${title} · Alcove`,
  accountBack: "Retour",
  accountLoading: "Chargement de votre compte…",
  accountOff: "Il n’y a pas de comptes ici. Vous n’en avez pas besoin : ouvrez simplement un salon.",
  accountRetry: "Réessayer",

  // ---- signed out ----

  signInTitle: "Se connecter",
  signInPitch:
    "Aucun compte n’est nécessaire pour discuter. Avec un compte, vos salons, brouillons et réglages sont les mêmes sur tous vos appareils, et les autres voient que c’est bien vous.",
  signInRequired: "Ici, il faut se connecter avant d’entrer dans un salon.",
  signInPasskey: "Se connecter avec une clé d’accès",
  signInWith: (/** @type {string} */ provider) => `Se connecter avec ${provider}`,
  signingIn: "En attente de votre appareil…",
  bringingRooms: "Vous êtes connecté(e). Vos salons arrivent…",
  createTitle: "Première visite ? Créez un compte",
  createPitch:
    "Votre appareil garde une clé d’accès : ni mot de passe, ni adresse e-mail. Les salons de cet appareil suivent.",
  createAccount: "Créer un compte",
  createOnlyWith: (/** @type {string} */ provider) => `Ici, les nouveaux comptes se créent avec ${provider}.`,
  recoverTitle: "Clé d’accès perdue ?",
  recoverField: "Code de récupération",
  recoverHint:
    "Il a été affiché à la création du compte. Il ne sert qu’une fois, et vous en recevez un nouveau.",
  recoverGo: "Se connecter avec le code",

  // ---- the recovery code ----

  recoveryTitle: "Gardez votre code de récupération",
  recoveryWhy:
    "Si un jour vous perdez tous vos appareils, ce code vous permettra de revenir. Il n’est affiché que maintenant : notez-le ou gardez-le dans un gestionnaire de mots de passe.",
  recoveryCopy: "Copier le code",
  recoveryCopied: "Copié",
  recoveryNotCopied: "Impossible de copier le code. Sélectionnez-le et copiez-le à la main.",
  recoveryKept: "J’ai rangé le code en lieu sûr.",
  recoveryGoOn: "Continuer",
  recoveryKeepFirst: "Gardez d’abord le code, puis cochez la case.",

  // ---- signed in ----

  signedInAlready: "Vous êtes connecté(e) sur cet appareil.",
  syncedNow: "Vos salons et réglages sont les mêmes sur tous vos appareils.",
  syncFailed: "Vos salons n’ont pas pu être mis à jour. Un nouvel essai se fera tout seul.",
  syncFull: "Votre compte est plein : oubliez des salons dont vous n’avez plus besoin.",
  nameHint: "Pour les salons où vous entrerez désormais.",
  nameSave: "Enregistrer",
  nameSaved: "Enregistré",

  passkeys: "Clés d’accès",
  passkeysHint: "Chacune vous permet de vous connecter. Ayez-en une aussi sur un second appareil.",
  passkeyUnnamed: "Clé d’accès",
  passkeyMade: (/** @type {string} */ when) => `Créée ${when}`,
  passkeyUsed: (/** @type {string} */ when) => `Dernière utilisation ${when}`,
  passkeySynced: "Présente sur tous les appareils de votre gestionnaire de mots de passe",
  passkeyCloned:
    "Quelqu’un a tenté de se connecter avec une copie de cette clé. Si ce n’était pas vous, supprimez-la.",
  passkeyAdd: "Ajouter une clé d’accès",
  passkeyAdded: "La clé d’accès a été ajoutée.",
  passkeyRename: (/** @type {string} */ passkey) => `Renommer ${passkey}`,
  passkeyName: "Nom de la clé d’accès",
  passkeyRemove: (/** @type {string} */ passkey) => `Supprimer ${passkey}`,
  passkeyRemoveAsk: (/** @type {string} */ passkey) =>
    `Supprimer « ${passkey} » ? Elle ne vous permettra plus de vous connecter. Supprimez-la aussi dans les réglages de votre appareil.`,
  passkeyRemoveGo: "Supprimer la clé d’accès",
  passkeyRemoved: "La clé d’accès a été supprimée.",

  recoveryHave: "Vous avez un code de récupération. Il ne peut pas être affiché de nouveau.",
  recoveryNone: "Vous n’avez pas de code de récupération.",
  recoveryNew: "Créer un nouveau code",
  recoveryAsk: "Créer un nouveau code ? L’ancien ne servira plus.",

  provider: "Autres moyens de connexion",
  providerLinked: (/** @type {string} */ provider) => `Vous pouvez vous connecter avec ${provider}.`,
  providerLink: (/** @type {string} */ provider) => `Associer ${provider}`,
  providerUnlink: (/** @type {string} */ provider) => `Dissocier ${provider}`,

  devices: "Appareils",
  devicesHint: "Là où vous êtes connecté(e). Sur un autre appareil, connectez-vous simplement : tout suit.",
  deviceThis: "Cet appareil",
  deviceSeen: (/** @type {string} */ when) => `Vu ${when}`,
  deviceSignOut: "Déconnecter",
  deviceSignOutOf: (/** @type {string} */ device) => `Déconnecter ${device}`,
  deviceSignedOut: (/** @type {string} */ device) => `${device} a été déconnecté.`,
  signOutOthers: "Déconnecter partout ailleurs",
  signOutOthersAsk:
    "Déconnecter tous les autres appareils ? Ce qu’ils gardent des salons y reste, mais ne leur permet plus d’entrer à votre place.",
  othersSignedOut: "Tous les autres appareils ont été déconnectés.",
  withoutAccount: "Sans compte :",

  signOutHere: "Se déconnecter sur cet appareil",
  signOutAsk: "Se déconnecter sur cet appareil ?",
  signOutForget: (/** @type {number} */ n) =>
    plural(n, {
      one: "Oublier ici # salon venu avec votre compte",
      many: "Oublier ici # de salons venus avec votre compte",
      other: "Oublier ici # salons venus avec votre compte",
    }),
  signOutForgetHint: "Ils restent dans votre compte. Ce qui était avant sur cet appareil y reste.",
  signOutNothing: "Rien sur cet appareil n’est venu avec votre compte : tout y reste.",
  signOutGo: "Se déconnecter",

  yourData: "Vos données",
  exportData: "Tout télécharger",
  exportHint: "Un fichier avec tout ce que garde votre compte.",
  deleteAccount: "Supprimer le compte",
  deleteAsk: "Supprimer votre compte pour de bon ?",
  deleteGoes: [
    "Votre compte, ses clés d’accès et son code de récupération disparaissent aussitôt.",
    "Vous êtes déconnecté(e) de tous les appareils.",
    "Les salons, brouillons et réglages qu’il garde en sont effacés.",
    "Dans les salons, vous n’êtes plus marqué(e) comme connecté(e), et votre nom ne vous est plus réservé.",
  ],
  deleteStays: "Ce que vous avez écrit reste dans les salons, et vos salons restent sur cet appareil.",
  deleteConfirm: "Je veux supprimer mon compte, et je sais que c’est irréversible.",
  deleteGo: "Supprimer le compte pour de bon",
  deleteConfirmFirst: "Cochez d’abord la case.",
  accountDeleted: "Votre compte est supprimé.",
  signedOutNow: "Vous êtes déconnecté(e).",

  // ---- beside a name ----

  promptSignIn: "Déjà un compte ? Se connecter",
  promptNeeded: "Ici, il faut se connecter avant d’entrer.",
  promptSignedIn: "Vous êtes connecté(e). Choisissez un nom pour ce salon.",
  accountEnded: "Vous avez été déconnecté(e) sur cet appareil.",

  accountWait: (/** @type {number} */ seconds) =>
    plural(seconds, {
      one: "Trop d’essais. Réessayez dans # seconde.",
      many: "Trop d’essais. Réessayez dans # de secondes.",
      other: "Trop d’essais. Réessayez dans # secondes.",
    }),
  accountFault: (/** @type {string} */ code) =>
    wordsFor(
      {
        cancelled:
          "Rien n’a été choisi. Si cet appareil n’a pas de clé d’accès, créez un compte ou utilisez votre code de récupération.",
        unsupported:
          "Ce navigateur ne connaît pas les clés d’accès. Essayez-en un autre, ou un autre moyen de connexion.",
        insecure: "Les clés d’accès ne fonctionnent que si l’adresse commence par https.",
        already: "Cet appareil a déjà une clé d’accès à vous.",
        passkeys_full:
          "Un compte ne peut pas avoir plus de clés d’accès. Supprimez-en une qui ne vous sert plus.",
        offline: "Le serveur est injoignable. Vérifiez votre connexion et réessayez.",
        rate_limited: "Trop d’essais. Attendez un instant et réessayez.",
        passkey_invalid:
          "Cette clé d’accès n’est pas acceptée : elle a été supprimée ou appartient à un autre compte. Prenez-en une autre.",
        passkey_unknown:
          "Cette clé d’accès n’est plus connue ici. Prenez-en une autre, ou votre code de récupération.",
        challenge_invalid: "Cela a pris trop de temps. Veuillez réessayer.",
        oidc_needed: "Ici, les nouveaux comptes se créent par l’autre moyen de connexion.",
        recovery_invalid:
          "Ce n’est pas le bon code. Vérifiez chaque lettre ; chaque code ne sert qu’une fois.",
        last_way:
          "C’est le seul moyen d’entrer dans votre compte. Ajoutez d’abord une autre clé d’accès ou créez un code de récupération.",
        signed_out: "Vous avez été déconnecté(e), peut-être depuis un autre appareil. Reconnectez-vous.",
        origin_forbidden:
          "Cette page n’est pas à l’adresse du serveur : vous ne pouvez pas vous y connecter.",
        oidc_taken:
          "Cette identité appartient à un autre compte. Connectez-vous avec elle, ou supprimez d’abord ce compte.",
        oidc_state:
          "Cela a pris trop de temps, ou a commencé dans un autre navigateur ou onglet. Veuillez réessayer.",
        oidc_denied: "L’autre site ne vous a pas laissé entrer. S’il le devrait, demandez à qui le gère.",
        oidc_unreachable:
          "L’autre site est injoignable pour le moment. Réessayez plus tard, ou connectez-vous autrement.",
        oidc_invalid:
          "La réponse de l’autre site n’est pas fiable : vous n’êtes pas connecté. Dites-le à qui gère ce serveur.",
        oidc_linked: "Votre compte est déjà lié à une autre identité. Dissociez d’abord celle-ci.",
        too_large: "Votre compte est plein : oubliez des salons dont vous n’avez plus besoin.",
      },
      code,
    ) ?? "Cela n’a pas marché. Veuillez réessayer.",
};
