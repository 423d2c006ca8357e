/** Of the two dialogs by which another device gets one’s rooms. */

import { number, plural, wordsFor } from "../../locale.js";

export default {
  // ---- on the device that has them ----

  giveWhy: "Vos salons seront aussi sur votre autre appareil, et vous y serez la même personne sur les deux.",
  giveCare: "Ne montrez le code à personne : qui l’utilise devient vous. Il ne sert qu’une fois.",
  giveNothing: "Il n’y a pas encore de salon sur cet appareil.",
  giveOpening: "Création d’un code…",
  giveQr: "Code QR pour votre autre appareil",
  giveScan: "Scannez-le avec l’appareil photo de votre autre appareil.",
  giveWords: "Pas d’appareil photo ? Six mots",
  giveByQr: "Afficher le code QR",
  giveType: (/** @type {string} */ host) =>
    `Sur votre autre appareil, ouvrez ${host}, choisissez « J’ai un code » et saisissez ces mots :`,
  giveValid: (/** @type {string} */ time) => `Valable encore ${time}`,
  giveMeeting: "Votre autre appareil se connecte…",
  giveAsk: "Envoyer à cet appareil ?",
  giveTo: (/** @type {string} */ device) => `Il dit être ${device}.`,
  giveCompare: "N’envoyez que si votre autre appareil affiche ce nombre :",
  giveSend: "C’est le même : envoyer",
  giveNot: "Ne pas envoyer",
  giveSending: "Envoi de vos salons…",
  gaveRooms: (/** @type {number} */ n) =>
    plural(n, {
      one: "# salon est maintenant sur votre autre appareil.",
      many: "# de salons sont maintenant sur votre autre appareil.",
      other: "# salons sont maintenant sur votre autre appareil.",
    }),
  giveAgain: "Créer un nouveau code",

  // ---- on the other ----

  takeRooms: "Récupérer vos salons d’un autre appareil",
  takeWhy:
    "Les salons de votre autre appareil seront aussi ici, et vous y serez la même personne sur les deux. Ne continuez que si vous venez de créer ce code vous-même.",
  takeWords: "Six mots",
  takeWordsHint:
    "Sur votre autre appareil, ouvrez les réglages, choisissez « Utiliser sur un autre appareil », puis les six mots.",
  takeGo: "Continuer",
  takeUnknown: (/** @type {string} */ word) => `« ${word} » n’est pas l’un des mots. Vérifiez l’orthographe.`,
  takeCount: (/** @type {number} */ n) =>
    plural(n, {
      one: `Cela fait # mot ; le code en a ${number(6)}.`,
      many: `Cela fait # de mots ; le code en a ${number(6)}.`,
      other: `Cela fait # mots ; le code en a ${number(6)}.`,
    }),
  takeLooking: "Recherche de votre autre appareil…",
  takeCheck: "Votre autre appareil affiche-t-il ce nombre ? Alors confirmez-le là-bas.",
  takeReceiving: "Réception de vos salons…",
  tookRooms: (/** @type {number} */ n) =>
    plural(n, {
      one: "# salon est maintenant ici.",
      many: "# de salons sont maintenant ici.",
      other: "# salons sont maintenant ici.",
    }),
  tookOthers: (/** @type {number} */ n) =>
    plural(n, {
      one: "Dans # d’entre eux, vous étiez déjà quelqu’un d’autre ici, et cela reste ainsi.",
      many: "Dans # d’entre eux, vous étiez déjà quelqu’un d’autre ici, et cela reste ainsi.",
      other: "Dans # d’entre eux, vous étiez déjà quelqu’un d’autre ici, et cela reste ainsi.",
    }),
  tookUnkept: (/** @type {number} */ n) =>
    plural(n, {
      one: "Il n’y avait pas de place pour # salon.",
      many: "Il n’y avait pas de place pour # de salons.",
      other: "Il n’y avait pas de place pour # salons.",
    }),
  takeOpen: "Voir mes salons",

  // ---- on both ----

  deviceOffline: "Pas de connexion. Nouvel essai…",
  deviceSameNumber: "Nombre à comparer",
  deviceEnded: (/** @type {string} */ why) =>
    wordsFor(
      {
        expired: "Le code a expiré : il est valable dix minutes.",
        offline: "Le serveur est injoignable. Vérifiez votre connexion et réessayez.",
        broken: "Quelque chose ne va pas en chemin, tout a donc été arrêté. Créez un nouveau code.",
        refused: "Ce n’a pas été confirmé, rien n’a donc été envoyé.",
        cancelled: "L’autre appareil a tout arrêté.",
        unkept:
          "Ce navigateur ne laisse rien enregistrer à Alcove : vos salons ne pourraient pas rester ici.",
        unknown: "Ce code n’est pas le bon, a déjà servi ou a expiré.",
      },
      why,
    ) ?? "Cela n’a pas marché.",
};
