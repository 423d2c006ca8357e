/**
 * Handles whatever is dropped on a room or pasted into it, anywhere: text goes into the field, files beside
 * it. Left to the browser, a dropped file would replace the page.
 *
 * @typedef {object} Taking
 * @property {(text: string) => void} onText
 * @property {(files: File[]) => void} onFiles
 */

import { isField } from "../ui/writing-focus.js";

/**
 * @param {Taking} taking
 * @param {AbortSignal} signal
 */
export const takeDropped = ({ onText, onFiles }, signal) => {
  /** @param {Event} event @param {DataTransfer | null} data @param {boolean} isFile */
  const take = (event, data, isFile) => {
    const text = data?.getData("text/plain") ?? "";
    const path = event.composedPath();
    const isElsewhere = path.some((each) => each instanceof HTMLDialogElement);
    if (!isFile && (text === "" || isElsewhere || isField(path[0]))) return;
    event.preventDefault();
    if (isFile) onFiles([...(data?.files ?? [])]);
    else onText(text);
  };
  window.addEventListener(
    "dragover",
    (event) => {
      if (isField(event.composedPath()[0]) && !hasFile(event.dataTransfer)) return;
      event.preventDefault();
    },
    { signal },
  );
  window.addEventListener("drop", (event) => take(event, event.dataTransfer, hasFile(event.dataTransfer)), {
    signal,
  });
  window.addEventListener(
    "paste",
    (event) => {
      const data = event.clipboardData;
      // A spreadsheet brings a picture of its cells along.
      if (!event.defaultPrevented) take(event, data, hasFile(data) && data?.getData("text/plain") === "");
    },
    { signal },
  );
};

/** @param {DataTransfer | null} data */
const hasFile = (data) => data?.types.includes("Files") ?? false;
