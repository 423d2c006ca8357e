import { number, plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const faults = {
  file_empty: "Este archivo está vacío.",
  file_unreadable: "No se puede leer. ¿Es una carpeta?",
  file_budget: "Es demasiado por ahora. Inténtalo más tarde.",
  file_lost: "Este archivo ya no está en este dispositivo.",
  forbidden: "Aquí no puedes enviar archivos.",
};

/** @type {typeof import("../en/files.js").default} */
const spanish = {
  filesToSend: "Archivos para enviar",
  filesAdded: (n) =>
    plural(n, { one: "# archivo adjunto", many: "# de archivos adjuntos", other: "# archivos adjuntos" }),
  filesReady: (n) =>
    plural(n, {
      one: "# archivo listo para enviar",
      many: "# de archivos listos para enviar",
      other: "# archivos listos para enviar",
    }),
  tooManyFiles: (n) =>
    plural(n, {
      one: "En un mensaje solo cabe # archivo.",
      many: "En un mensaje solo caben # de archivos.",
      other: "En un mensaje solo caben # archivos.",
    }),
  filesLeftOut: (n) =>
    plural(n, {
      one: "# archivo no se ha enviado.",
      many: "# de archivos no se han enviado.",
      other: "# archivos no se han enviado.",
    }),
  filesWait: "Los archivos irán con tu próximo mensaje nuevo.",
  filesNotKept:
    "Tu navegador no tiene espacio para guardar estos archivos. Deja esta página abierta hasta que se envíen: si la recargas, se perderán.",
  preparingFile: "Preparando…",
  uploaded: (percent) => `${number(percent)} % subido`,
  describeFile: (name) => `Describir ${name}`,
  altHint: "¿Qué muestra? Para quienes no pueden verla.",
  moveEarlier: (name) => `Subir ${name} en la lista`,
  moveLater: (name) => `Bajar ${name} en la lista`,
  fileMoved: (name, place, count) => `${name}: ${number(place)} de ${number(count)}`,
  takeOut: (name) => `Quitar ${name}`,
  fileTakenOut: (name) => `${name} se ha quitado`,
  retryFile: (name) => `Volver a subir ${name}`,
  cannotClean:
    "Este navegador no puede abrir la imagen, así que se enviaría con todo lo que contiene, por ejemplo, dónde se hizo.",
  cannotStrip:
    "Lo que esta imagen contiene además de lo que se ve, por ejemplo, dónde se hizo, no se puede quitar y se enviaría con ella.",
  videoAsIs: "Los vídeos se envían tal cual, con el lugar donde se grabaron si la cámara lo guardó.",
  sendAnyway: "Enviarla tal cual",
  fileFault: (code, most) =>
    code === "file_too_large"
      ? `Los archivos pueden ocupar hasta ${most}.`
      : (wordsFor(faults, code) ?? "No se pudo subir este archivo."),
  openPicture: (name) => `Ampliar ${name}`,
  showPicture: "Mostrar",
  showPictureOf: (name) => `Mostrar la imagen: ${name} acaba de llegar`,
  showFileOf: (name) => `Mostrar: ${name} acaba de llegar`,
  showPictureFrom: (name) => `Mostrar la imagen de ${name}`,
  showVideoFrom: (name) => `Mostrar el vídeo de ${name}`,
  downloadFile: (name, size) => `Descargar ${name}, ${size}`,
  downloadPicture: (name) => `Descargar ${name}`,
  fileGone: "Ya no está disponible",
  fileRemoved: "Retirado por los responsables de este sitio",
  pictureShown: "Imagen ampliada",
  pictureOf: (at, count) => `${number(at)} de ${number(count)}`,
  previousPicture: "Imagen anterior",
  nextPicture: "Imagen siguiente",
  zoomIn: "Acercar",
  zoomOut: "Alejar",
};

export default spanish;
