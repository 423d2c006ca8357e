import { plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const faults = {
  forbidden: "Les messages privés ne sont pas possibles ici.",
  muted: "Vous êtes en sourdine et ne pouvez demander à personne pour l’instant.",
  not_found: "Cette personne n’est plus dans ce salon.",
  token_refused: "Ouvrez d’abord le salon où vous vous êtes rencontrés, puis réessayez.",
  not_loaded: "Impossible de charger cela. Vérifiez votre connexion et réessayez.",
};

/** @type {typeof import("../en/directs.js").default} */
const french = {
  directs: "Messages privés",
  directsWaiting: (n) =>
    `Messages privés\u00a0: ${plural(n, { one: "# demande", many: "# de demandes", other: "# demandes" })}`,
  requestFrom: (name, room) => `${name}, de ${room}, veut vous parler en privé.`,
  requestHint: "Si vous ignorez ou bloquez, personne ne le saura.",
  requestsMore: (n) =>
    plural(n, { one: "# autre demande", many: "# d’autres demandes", other: "# autres demandes" }),
  accept: "Accepter",
  acceptFrom: (name) => `Accepter\u00a0: ${name}`,
  ignore: "Ignorer",
  ignoreFrom: (name) => `Ignorer\u00a0: ${name}`,
  block: "Bloquer",
  blockWhom: (name) => `Bloquer ${name}`,
  unblock: "Débloquer",
  unblockWhom: (name) => `Débloquer ${name}`,
  doneIgnore: (name) => `Demande ignorée. ${name} n’en saura rien.`,
  doneBlock: (name) => `C’est bloqué. ${name} ne peut plus vous le demander et n’en saura rien.`,
  doneEnd: "C’est bloqué. Plus aucun de vous deux ne peut écrire ici.",
  doneUnblock: (name) => `Vous avez débloqué ${name}.`,
  askTitle: (name) => `Écrire à ${name} en privé`,
  askWhat: (name) =>
    `${name} reçoit une demande, sans texte. Si elle est acceptée, une conversation s’ouvre que vous deux seuls voyez.`,
  sendRequest: "Envoyer la demande",
  asking: "Envoi…",
  awaiting: (name) => `En attente de ${name}. Vous pourrez écrire dès que ${name} acceptera.`,
  backTo: (room) => `Retour à ${room}`,
  acceptedBy: (name) => `Vous pouvez maintenant écrire à ${name} en privé.`,
  writeTo: (name) => `Écrire à ${name}`,
  ignoredThem: (name) => `Vous avez ignoré une demande de ${name}. Vous pouvez encore l’accepter.`,
  blockedThem: (name) => `Vous avez bloqué ${name}.`,
  directFault: (code) => wordsFor(faults, code) ?? "Cela n’a pas fonctionné. Veuillez réessayer.",
  directTooMany: (span) =>
    `Cela fait beaucoup de nouvelles conversations privées. Vous pourrez en commencer une autre dans ${span}.`,
  directState: { asked: "En attente de réponse", ignored: "Demande ignorée", blocked: "Personne bloquée" },

  privateFrom: (room) => `Privé · de ${room}`,
  nameThere: (name, room) => `Privé · ${name} dans ${room}`,
  onlySees: (name) => `Visible par ${name} seulement`,
  justTwo: (name) => `Seulement vous et ${name}`,
  whoReads: (room) =>
    `Vous deux seuls pouvez lire ceci. La modération de ${room} ne le peut pas\u00a0; les responsables du serveur le pourraient, dans sa base de données.`,
  talkBegins: "Votre conversation privée commence ici.",
  getsItLater: (name) => `${name} n’est pas ici pour l’instant et recevra ceci plus tard.`,
  aboutTalk: "À propos de cette conversation",
  talkKept: "Les messages sont gardés",
  talkForever: "Pour toujours",
  talkKeepHint:
    "Pour vous deux. Chacun peut le changer\u00a0; les messages plus anciens sont supprimés aussitôt.",
  talkKeepSave: "Supprimer les plus anciens et enregistrer",
  talkSaved: "Enregistré.",
  blockHint: (name) =>
    `Plus personne ne pourra écrire ici, et ${name} ne pourra plus vous le demander. ${name} ne saura pas qui l’a fait.`,
  shutByYou: (name) =>
    `Vous avez bloqué ${name}. Vous pouvez encore lire et supprimer vos messages\u00a0; pour écrire, débloquez ${name}.`,
  shutHere: "On ne peut rien écrire ici pour l’instant. Vous pouvez encore lire et supprimer vos messages.",
  shutField: "On ne peut rien écrire ici pour l’instant",
  reportTalk: "Signaler cette conversation",
  reportTalkWhat: (room) =>
    `Votre nom et les 20 derniers messages, de vous deux, seront envoyés à la modération de ${room} ou, s’il n’y en a pas, aux responsables de ce site. Si ce message est plus ancien, il les accompagne. Personne d’autre ne peut les lire.`,
  reportedTalk: "Conversation signalée, avec les derniers messages.",
  viaMet: (room) => `Connexion à ${room}…`,

  lostTalk: "Cette conversation n’est pas ouverte sur cet appareil",
  lostTalkHint:
    "Seules les deux personnes concernées peuvent ouvrir une conversation privée. Si vous en faites partie, allez dans le salon de votre rencontre et ouvrez-la de là.",
  toMet: (room) => `Aller à ${room}`,
};

export default french;
