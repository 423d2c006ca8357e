/**
 * What is covered in messages until it is asked for: where the room's settings say so, the pictures and videos of others,
 * one message at a time; everywhere, also the sounds of who is new here, at once all of theirs.
 *
 * @import { Message } from "../client/protocol.js"
 * @import { Newcomers } from "./newcomers.js"
 *
 * @typedef {object} Covering
 * @property {{ id: string }} from
 * @property {boolean} isOwn
 * @property {Pick<Message, "seq"> | undefined} [message] None of what is only on its way, which is one's own.
 *
 * @typedef {"" | "room" | "new"} Cover Why it is covered, if it is.
 */

export class Covers {
  #newcomers;
  #isByRoom;
  /** What was asked for, for as long as the room is open. @type {Set<number>} */
  #asked = new Set();

  /**
   * @param {Pick<Newcomers, "isNew" | "ask">} newcomers
   * @param {() => boolean} isByRoom The room's settings say so.
   */
  constructor(newcomers, isByRoom) {
    this.#newcomers = newcomers;
    this.#isByRoom = isByRoom;
  }

  /**
   * @param {Covering} line
   * @param {"picture" | "video" | "audio" | "file"} kind
   * @returns {Cover}
   */
  of({ from, isOwn, message }, kind) {
    if (isOwn || kind === "file" || (message && this.#asked.has(message.seq))) return "";
    if (kind !== "audio" && this.#isByRoom()) return "room";
    return this.#newcomers.isNew(from.id) ? "new" : "";
  }

  /**
   * The reader has asked to see it.
   * @param {Covering} line
   * @param {Cover} cover
   */
  lift({ from, message }, cover) {
    if (cover === "new") this.#newcomers.ask(from.id);
    else if (message) this.#asked.add(message.seq);
  }
}
