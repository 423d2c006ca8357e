/**
 * What is said of files: those that are to be sent, and those of messages (files/).
 */

import { number, plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const faults = {
  file_empty: "This file is empty.",
  file_unreadable: "This can’t be read. Is it a folder?",
  file_budget: "That’s too much for now. Try again later.",
  file_lost: "This file is no longer on this device.",
  forbidden: "You can’t send files here.",
};

export default {
  filesToSend: "Files to send",
  filesAdded: (/** @type {number} */ n) => plural(n, { one: "# file attached", other: "# files attached" }),
  filesReady: (/** @type {number} */ n) =>
    plural(n, { one: "# file ready to send", other: "# files ready to send" }),
  tooManyFiles: (/** @type {number} */ n) =>
    plural(n, { one: "Only # file fits in one message.", other: "Only # files fit in one message." }),
  filesLeftOut: (/** @type {number} */ n) =>
    plural(n, { one: "# file was not sent.", other: "# files were not sent." }),
  filesWait: "Files go with your next new message.",
  filesNotKept:
    "Your browser has no room to keep these files. Leave this page open until they’re sent: a reload would lose them.",
  preparingFile: "Preparing…",
  uploaded: (/** @type {number} */ percent) => `${number(percent)}% uploaded`,
  describeFile: (/** @type {string} */ name) => `Describe ${name}`,
  altHint: "What does it show? For people who can’t see it.",
  moveEarlier: (/** @type {string} */ name) => `Move ${name} up`,
  moveLater: (/** @type {string} */ name) => `Move ${name} down`,
  fileMoved: (/** @type {string} */ name, /** @type {number} */ place, /** @type {number} */ count) =>
    `${name}: ${number(place)} of ${number(count)}`,
  takeOut: (/** @type {string} */ name) => `Remove ${name}`,
  fileTakenOut: (/** @type {string} */ name) => `${name} removed`,
  retryFile: (/** @type {string} */ name) => `Upload ${name} again`,
  cannotClean:
    "This browser can’t open this picture, so it would be sent with everything it contains, such as where it was taken.",
  cannotStrip:
    "What this picture contains beyond what you see, such as where it was taken, can’t be removed, so it would be sent, too.",
  videoAsIs: "Videos are sent as they are, with the place where they were recorded if the camera saved it.",
  sendAnyway: "Send it as it is",
  fileFault: (/** @type {string} */ code, /** @type {string} */ most) =>
    code === "file_too_large"
      ? `Files can be up to ${most}.`
      : (wordsFor(faults, code) ?? "Couldn’t upload this file."),
  openPicture: (/** @type {string} */ name) => `Enlarge ${name}`,
  showPicture: "Show",
  showPictureOf: (/** @type {string} */ name) => `Show the picture: ${name} is new here`,
  showFileOf: (/** @type {string} */ name) => `Show: ${name} is new here`,
  showPictureFrom: (/** @type {string} */ name) => `Show the picture from ${name}`,
  showVideoFrom: (/** @type {string} */ name) => `Show the video from ${name}`,
  downloadFile: (/** @type {string} */ name, /** @type {string} */ size) => `Download ${name}, ${size}`,
  downloadPicture: (/** @type {string} */ name) => `Download ${name}`,
  fileGone: "No longer available",
  fileRemoved: "Removed by the people who run this site",
  pictureShown: "Enlarged picture",
  pictureOf: (/** @type {number} */ at, /** @type {number} */ count) => `${number(at)} of ${number(count)}`,
  previousPicture: "Previous picture",
  nextPicture: "Next picture",
  zoomIn: "Zoom in",
  zoomOut: "Zoom out",
};
