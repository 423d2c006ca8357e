import { number, plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const faults = {
  file_empty: "Ce fichier est vide.",
  file_unreadable: "Impossible de le lire. Est-ce un dossier\u00a0?",
  file_budget: "C’est trop pour le moment. Réessayez plus tard.",
  file_lost: "Ce fichier n’est plus sur cet appareil.",
  forbidden: "Vous ne pouvez pas envoyer de fichiers ici.",
};

/** @type {typeof import("../en/files.js").default} */
const french = {
  filesToSend: "Fichiers à envoyer",
  filesAdded: (n) =>
    plural(n, { one: "# fichier joint", many: "# de fichiers joints", other: "# fichiers joints" }),
  filesReady: (n) =>
    plural(n, {
      one: "# fichier prêt à être envoyé",
      many: "# de fichiers prêts à être envoyés",
      other: "# fichiers prêts à être envoyés",
    }),
  tooManyFiles: (n) =>
    plural(n, {
      one: "Un message ne peut contenir que # fichier.",
      many: "Un message ne peut contenir que # de fichiers.",
      other: "Un message ne peut contenir que # fichiers.",
    }),
  filesLeftOut: (n) =>
    plural(n, {
      one: "# fichier n’a pas été envoyé.",
      many: "# de fichiers n’ont pas été envoyés.",
      other: "# fichiers n’ont pas été envoyés.",
    }),
  filesWait: "Les fichiers partiront avec votre prochain nouveau message.",
  filesNotKept:
    "Votre navigateur n’a pas la place de garder ces fichiers. Laissez cette page ouverte jusqu’à leur envoi\u00a0: ils seraient perdus si vous la rechargiez.",
  preparingFile: "Préparation…",
  uploaded: (percent) => `${number(percent)}\u00a0% envoyés`,
  describeFile: (name) => `Décrire ${name}`,
  altHint: "Que montre-t-elle\u00a0? Pour les personnes qui ne peuvent pas la voir.",
  moveEarlier: (name) => `Monter ${name}`,
  moveLater: (name) => `Descendre ${name}`,
  fileMoved: (name, place, count) => `${name}\u00a0: ${number(place)} sur ${number(count)}`,
  takeOut: (name) => `Retirer ${name}`,
  fileTakenOut: (name) => `${name} retiré`,
  retryFile: (name) => `Renvoyer ${name}`,
  cannotClean:
    "Ce navigateur ne peut pas ouvrir cette image\u00a0: elle serait envoyée avec tout ce qu’elle contient, par exemple le lieu de la prise de vue.",
  cannotStrip:
    "Ce que cette image contient en plus de ce qui se voit, par exemple le lieu de la prise de vue, ne peut pas être retiré et serait envoyé avec elle.",
  videoAsIs:
    "Les vidéos sont envoyées telles quelles, avec le lieu de la prise de vue si l’appareil l’a enregistré.",
  sendAnyway: "L’envoyer telle quelle",
  fileFault: (code, most) =>
    code === "file_too_large"
      ? `Un fichier peut faire jusqu’à ${most}.`
      : (wordsFor(faults, code) ?? "Ce fichier n’a pas pu être envoyé."),
  openPicture: (name) => `Agrandir ${name}`,
  showPicture: "Afficher",
  showPictureOf: (name) => `Afficher l’image\u00a0: ${name} vient d’arriver ici`,
  showFileOf: (name) => `Afficher\u00a0: ${name} vient d’arriver ici`,
  showPictureFrom: (name) => `Afficher l’image de ${name}`,
  showVideoFrom: (name) => `Afficher la vidéo de ${name}`,
  downloadFile: (name, size) => `Télécharger ${name}, ${size}`,
  downloadPicture: (name) => `Télécharger ${name}`,
  fileGone: "N’est plus disponible",
  fileRemoved: "Retiré par les responsables de ce site",
  pictureShown: "Image agrandie",
  pictureOf: (at, count) => `${number(at)} sur ${number(count)}`,
  previousPicture: "Image précédente",
  nextPicture: "Image suivante",
  zoomIn: "Zoom avant",
  zoomOut: "Zoom arrière",
};

export default french;
