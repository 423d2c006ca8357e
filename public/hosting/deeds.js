/**
 * What is done about a message without a dialog, and how it is told.
 *
 * @import { ActFrame } from "../client/protocol.js"
 * @import { RoomStore } from "../state/room-store.js"
 *
 * @typedef {object} Around
 * @property {RoomStore} store
 * @property {(words: string, undo?: () => void) => void} tell
 * @property {(words: string) => void} say For the ear alone.
 *
 * @typedef {"pin" | "delete"} Deed
 */

import { t } from "../i18n/strings.js";

/** @type {Record<Deed, (about: any, around: Around) => void>} */
export const DEEDS = {
  pin: ({ seq, on }, around) =>
    doAct({ type: "pin", seq, on }, on ? t.donePin : t.doneUnpin, around, { type: "pin", seq, on: !on }),

  /** As with one's own, there is time to think again. */
  delete: ({ seq }, { store, say }) => {
    store.remove(seq);
    say(t.deleting);
  },
};

/**
 * Does it and tells so, with a way back where there is one; what went wrong is told as well.
 * @param {ActFrame} act
 * @param {string} words When it is done.
 * @param {Pick<Around, "store" | "tell">} around
 * @param {ActFrame} [back]
 */
export const doAct = async (act, words, around, back) => {
  const { code } = await around.store.connection.act(act);
  if (code) around.tell(t.actFault(code));
  else around.tell(words, wayBack(back, around));
};

/**
 * @param {ActFrame | undefined} back
 * @param {Pick<Around, "store" | "tell">} around
 */
export const wayBack = (back, around) => back && (() => doAct(back, t.undone, around));
