/**
 * The user's own name in the room: the one already known, the one asked for, or the one a host page sets; and
 * how it is changed. It draws nothing; it says when to show the prompt, and with what.
 *
 * @import { RoomStore } from "../state/room-store.js"
 *
 * @typedef {object} Surroundings
 * @property {() => void} redraw
 * @property {() => void} closePrompt Before the prompt is taken away, so that the focus goes back.
 * @property {() => void} onJoin A name was given, and one is on the way in.
 */

import { host } from "../browser/host.js";
import { readName, writeName } from "../browser/preferences.js";
import { hasVisited, visit } from "../browser/visits.js";
import { isPrivate } from "../client/protocol.js";
import { peek } from "./open-room.js";

/** How much of the room a frame shows before one joins; else only when it was last used is told. */
const PREVIEW = 50;

export class Naming {
  isRenaming = false;
  /** When something was last said, as far as one can know who is not in; 0 if nothing ever was. @type {number | undefined} */
  lastAt;
  #isNameless = false;
  /** The `ref` of the request for another name. */
  #asked = "";
  #room;
  #store;
  #around;

  /**
   * @param {string} room
   * @param {RoomStore} store
   * @param {Surroundings} around
   */
  constructor(room, store, around) {
    this.#room = room;
    this.#store = store;
    this.#around = around;
    // There a page has one room.
    if (host.embedded && !host.isSigned) host.addEventListener("name", () => this.#givenByHost());
  }

  /** The prompt has to be there. */
  get isAsked() {
    const { phase, reason } = this.#store.connection.status;
    const isLost = isPrivate(this.#room) && reason === "token_refused";
    return this.#isNameless || this.isRenaming || (phase === "asking" && !isLost);
  }

  /** What the prompt begins with. */
  get proposal() {
    return this.#store.connection.you?.name || host.givenName || readName();
  }

  /**
   * Joins under the known name, or asks for one. Where one never was, the name that one has elsewhere is
   * told to nobody before one has said so.
   */
  begin() {
    const { connection } = this.#store;
    const name = host.nameIn(this.#room, connection.knownName) || (hasVisited(this.#room) ? readName() : "");
    if (name) connection.start(name);
    else void this.#ask();
  }

  /** With what anyone may see of the room, before one says who one is. */
  async #ask() {
    this.#isNameless = true;
    const events = await peek(this.#room, host.embedded ? PREVIEW : 1).catch(() => undefined);
    if (!events || !this.#isNameless) return;
    this.lastAt = events.at(-1)?.at ?? 0;
    if (host.embedded) this.#store.preview(events);
    this.#around.redraw();
  }

  /** @param {string} name From the prompt. */
  give(name) {
    if (this.isRenaming) return this.#rename(name);
    keepName(name);
    visit(this.#room);
    this.#isNameless = false;
    this.#store.connection.start(name);
    this.#around.redraw();
    this.#around.onJoin();
  }

  startRename() {
    this.#store.setNameFault("");
    this.#asked = "";
    this.isRenaming = true;
    this.#around.redraw();
  }

  stopRename() {
    this.#around.closePrompt();
    this.isRenaming = false;
    this.#store.setNameFault("");
    this.#around.redraw();
  }

  /** Something has changed in the room: perhaps the name that was asked for is ours now, or was refused. */
  look() {
    if (!this.isRenaming || !this.#asked) return;
    const { answered, connection } = this.#store;
    const { ref, code } = answered;
    const isAnswered = ref === this.#asked;
    if (isAnswered && (code === "" || code === "no_change")) {
      keepName(connection.you?.name ?? "");
      this.#around.closePrompt();
      this.isRenaming = false;
      // With the socket, the answer is lost; what is wrong with a name, the store says.
    } else if (isAnswered ? !code.startsWith("name_") : connection.status.phase !== "live") {
      this.#asked = "";
      this.#store.setNameFault("later");
    }
  }

  /** @param {string} name */
  #rename(name) {
    const { connection } = this.#store;
    if (name === connection.you?.name) return this.stopRename();
    this.#asked = connection.rename(name);
    this.#store.setNameFault(this.#asked ? "" : "later");
  }

  #givenByHost() {
    const { connection } = this.#store;
    const name = host.nameIn(this.#room, connection.knownName);
    if (connection.status.phase === "live") connection.rename(name);
    else connection.start(name);
    this.#isNameless = false;
    this.#around.redraw();
  }
}

/**
 * A name that a host page gives is for its room alone, and so is one taken in its place.
 * @param {string} name
 */
const keepName = (name) => {
  if (host.givenName === "" && !host.isSigned) writeName(name);
};
