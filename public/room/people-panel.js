/**
 * Whether the panel of people is open: beside the conversation where there is space for both, which is remembered,
 * else a drawer over it, which is opened each time. The roster in it is loaded when it is first seen.
 *
 * @import { ReactiveController, ReactiveControllerHost } from "lit"
 * @import { RoomStore } from "../state/room-store.js"
 *
 * @typedef {object} Surroundings
 * @property {() => void} leave One is about to go elsewhere.
 * @property {() => void} left It was closed, from within.
 * @property {(words: string) => void} tell
 */

import { loadPart } from "../browser/load-part.js";
import { readPeople, writePeople } from "../browser/preferences.js";
import { t } from "../i18n/strings.js";

const wide = matchMedia("(min-width: 60rem)");
const isOpenAtFirst = () => wide.matches && readPeople();

/** @implements {ReactiveController} */
export class PeoplePanel {
  isOpen = isOpenAtFirst();
  isLoaded = false;
  #isSeen = false;
  #host;
  #store;
  #around;

  /**
   * @param {ReactiveControllerHost} host
   * @param {RoomStore} store
   * @param {Surroundings} around
   */
  constructor(host, store, around) {
    this.#host = host;
    this.#store = store;
    this.#around = around;
    host.addController(this);
  }

  hostConnected() {
    wide.addEventListener("change", this.#resized);
  }

  hostDisconnected() {
    wide.removeEventListener("change", this.#resized);
  }

  hostUpdated() {
    if (this.isOpen && !this.#isSeen) void this.#load();
    this.#isSeen = this.isOpen;
    this.#store.watchRoster(this.isOpen);
  }

  /** It lies over the room. */
  get isDrawer() {
    return !wide.matches;
  }

  toggle() {
    // Nobody is known yet, and a drawer that came later would come unasked.
    if (this.isDrawer && !this.#store.room.count)
      return this.#around.tell(this.#store.isLost ? t.offline : t.connecting);
    this.#around.leave();
    this.#open(!this.isOpen);
  }

  async close() {
    this.#open(false);
    await this.#host.updateComplete;
    this.#around.left();
  }

  /** @param {boolean} isOpen */
  #open(isOpen) {
    this.isOpen = isOpen;
    if (wide.matches) writePeople(isOpen);
    this.#host.requestUpdate();
  }

  #resized = () => {
    this.isOpen = isOpenAtFirst();
    this.#host.requestUpdate();
  };

  /** On a phone nobody sees it before it is opened. */
  async #load() {
    try {
      await loadPart(() => import("../people/roster.js"));
      this.isLoaded = true;
    } catch {
      this.isOpen = false;
      this.#around.tell(t.notLoaded);
    }
    this.#host.requestUpdate();
  }
}
