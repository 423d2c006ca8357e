/**
 * Drafts: what is being written in a room, kept so that it survives however the page ends: the text, its
 * purpose, and what was in the field before. Each tab has its own; a tab that never had one starts with the
 * most recent draft of any tab.
 *
 * @import { Message } from "../client/protocol.js"
 *
 * @typedef {Pick<Message, "seq" | "from" | "text">} Target
 *
 * @typedef {(
 *   | { kind: "reply" | "edit", message: Target, epoch: string }
 *   | { kind: "mend", cid: string, text: string }
 * )} Purpose What a text is for, besides a new message: an answer, a message that is edited, or one that
 * was written and did not go out.
 *
 * @typedef {object} Draft
 * @property {string} text
 * @property {string} [aside] What was in the field before a message was edited there.
 * @property {Purpose} [purpose]
 */

import { storage } from "../browser/preferences.js";

const keyOf = (/** @type {string} */ room) => `alcove:draft:${room}`;
/** Before what is more than a text: no text that can be sent has it. */
const MARK = "\u0000";

/**
 * @param {string} room
 * @returns {Draft}
 */
export const readDraft = (room) => parsed(ownDraft(room) ?? storage.getItem(keyOf(room)) ?? "");

/**
 * What is sent in one tab is not taken from what another is writing.
 * @param {string} room
 * @param {Draft} draft
 */
export const writeDraft = (room, { text, aside, purpose }) => {
  const key = keyOf(room);
  const value = aside || purpose ? MARK + JSON.stringify({ text, aside, purpose }) : text;
  const own = ownDraft(room);
  const isOwn = own === undefined || storage.getItem(key) === own;
  keepOwn(key, value);
  if (value !== "") storage.setItem(key, value);
  else if (isOwn) storage.removeItem(key);
};

/**
 * @param {string} key
 * @param {string} value
 */
const keepOwn = (key, value) => {
  try {
    sessionStorage.setItem(key, value);
  } catch {
    try {
      // An older one must not be taken for it.
      sessionStorage.removeItem(key);
    } catch {
      // Then all tabs have one draft.
    }
  }
};

/** @param {string} room */
const ownDraft = (room) => {
  try {
    return sessionStorage.getItem(keyOf(room)) ?? undefined;
  } catch {
    return undefined;
  }
};

/**
 * Storage is input like any other.
 * @param {string} value
 * @returns {Draft}
 */
const parsed = (value) => {
  if (!value.startsWith(MARK)) return { text: value };
  try {
    const { text, aside, purpose } = JSON.parse(value.slice(1));
    return {
      text: String(text ?? ""),
      ...(typeof aside === "string" && { aside }),
      ...(isPurpose(purpose) && { purpose }),
    };
  } catch {
    return { text: "" };
  }
};

/** @returns {value is Purpose} */
const isPurpose = (/** @type {any} */ value) =>
  value?.kind === "mend"
    ? typeof value.cid === "string" && typeof value.text === "string"
    : ["reply", "edit"].includes(value?.kind) &&
      typeof value.epoch === "string" &&
      Number.isSafeInteger(value.message?.seq) &&
      typeof value.message.from?.id === "string" &&
      typeof value.message.from.name === "string" &&
      ["string", "undefined"].includes(typeof value.message.text);
