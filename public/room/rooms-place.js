/**
 * Where the list of rooms is: beside the room on wide screens, where it can be closed, which is remembered; else a screen
 * of its own over the room, a step of the browser's history. And the key that finds a room, a person or an action. What
 * is drawn is loaded when it is first needed.
 *
 * @import { RoomsButton } from "../rooms/rooms-button.js"
 * @import { Sidebar } from "../rooms/sidebar.js"
 * @import { Switching } from "./switching.js"
 */

import { host } from "../browser/host.js";
import { loadPart } from "../browser/load-part.js";
import { storage } from "../browser/preferences.js";
import { loadRoomsWords, t } from "../i18n/strings.js";
import { Finding } from "../rooms/finding.js";
import { myRooms } from "../rooms/on-this-device.js";
import { actOn } from "../rooms/room-acts.js";
import { titleOf } from "../rooms/room-title.js";
import { watching } from "../rooms/watching.js";
import { isTouch } from "../ui/writing-focus.js";

/** As `before-paint.js` reads it. */
const SIDEBAR = "alcove:sidebar";
const wide = matchMedia("(min-width: 64rem)");
const root = document.documentElement;

export class RoomsPlace {
  #rooms = myRooms();
  #switching;
  /** Beside the room. */
  #isOpen = storage.getItem(SIDEBAR) === "open";
  /** Instead of it. */
  #isShown = false;
  /** @type {Sidebar | undefined} */
  #sidebar;
  /** @type {RoomsButton | undefined} */
  #button;
  /** Nobody sees the room. */
  #isCovering = false;
  #finding;

  /** @param {Switching} switching */
  constructor(switching) {
    this.#switching = switching;
    const look = () => this.#look();
    this.#rooms.addEventListener("change", look);
    wide.addEventListener("change", look);
    switching.addEventListener("switch", () => this.#switched());
    switching.addEventListener("wait", look);
    window.addEventListener("popstate", () => this.#show(isListWanted()));
    this.#finding = new Finding(
      async () => {
        const made = await loading(() => import("./find.js"));
        return made && ((typed) => made.find(switching, this.#rooms, typed));
      },
      () => this.#tell(t.notLoaded),
    );
    this.#isShown = isListWanted();
    void this.#rooms.ready.then(() => {
      // It comes where nothing is read yet: with the next room.
      if (this.#hasOthers && storage.getItem(SIDEBAR) === null) storage.setItem(SIDEBAR, "open");
      look();
    });
    look();
  }

  get #room() {
    return this.#switching.room;
  }

  get #hasOthers() {
    return this.#rooms.list.some(({ room, isHidden }) => room !== this.#room.name && !isHidden);
  }

  // ---- what is there ----

  get #isBeside() {
    return wide.matches && this.#isOpen;
  }

  get #isScreen() {
    return !wide.matches && this.#isShown;
  }

  get #hasButton() {
    return !this.#isBeside && (this.#hasOthers || this.#isOpen);
  }

  /** Settled when it is there. */
  #look() {
    const isScreen = this.#isScreen;
    root.toggleAttribute("data-sidebar", this.#isOpen);
    this.#room.inert = isScreen || this.#switching.isWaiting;
    if (isScreen !== this.#isCovering) host.viewed(!isScreen);
    this.#isCovering = isScreen;
    return Promise.all([this.#lookForSidebar(), this.#lookForButton()]);
  }

  async #lookForSidebar() {
    if (!this.#sidebar && (this.#isBeside || this.#isScreen)) await this.#makeSidebar();
    const sidebar = this.#sidebar;
    const isScreen = this.#isScreen;
    // It may have been put away while it was loading.
    if (!this.#isBeside && !isScreen) return sidebar?.remove();
    if (!sidebar) return isScreen ? this.#leaveList() : undefined;
    Object.assign(sidebar, { rooms: this.#rooms.list, current: this.#room.name, isScreen });
    if (!sidebar.isConnected) {
      this.#room.before(sidebar);
      watching().watches.lookAtOthers();
      if (isScreen) sidebar.focus();
    }
  }

  async #makeSidebar() {
    const made = await loading(() => import("../rooms/sidebar.js"));
    if (!made || this.#sidebar) return;
    const sidebar = new made.Sidebar();
    this.#sidebar = sidebar;
    sidebar.addEventListener("act", (event) => this.#act(/** @type {CustomEvent} */ (event).detail));
    sidebar.addEventListener("look", () => watching().watches.lookAtOthers());
    sidebar.addEventListener("find", () => this.#finding.open());
    sidebar.addEventListener("use-elsewhere", ({ type }) =>
      this.#room.renderRoot.dispatchEvent(new Event(type)),
    );
    sidebar.addEventListener("close", () => this.#turn(false));
    sidebar.addEventListener("click", (event) => this.#clicked(event));
    sidebar.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#isShown && !event.defaultPrevented) history.back();
    });
  }

  /** It cannot be loaded now: back to the room, which would lie behind nothing. */
  #leaveList() {
    this.#show(false);
    history.back();
    this.#tell(t.notLoaded);
  }

  async #lookForButton() {
    if (!this.#button && this.#hasButton) await this.#makeButton();
    const button = this.#button;
    if (!this.#hasButton) return button?.remove();
    // A room that has just come has no bar yet, and may have gone again by then.
    await this.#room.updateComplete;
    const bar = this.#room.renderRoot?.querySelector("alcove-top-bar");
    if (!button || !bar || !this.#hasButton) return;
    Object.assign(button, { ...this.#rooms.totalBut(this.#room.name), isBack: !wide.matches });
    if (button.parentElement !== bar) bar.append(button);
  }

  async #makeButton() {
    const made = await loading(() => import("../rooms/rooms-button.js"));
    if (!made || this.#button) return;
    const button = new made.RoomsButton();
    this.#button = button;
    button.slot = "home";
    button.addEventListener("click", () => {
      if (wide.matches) this.#turn(true);
      else this.#goToList();
    });
  }

  // ---- what is done ----

  /** @param {boolean} isOpen */
  async #turn(isOpen) {
    this.#isOpen = isOpen;
    storage.setItem(SIDEBAR, isOpen ? "open" : "closed");
    await this.#look();
    (isOpen ? this.#sidebar : this.#button)?.focus();
  }

  #goToList() {
    history.pushState({ isList: true }, "");
    this.#show(true);
  }

  /** @param {boolean} isShown */
  #show(isShown) {
    if (isShown === this.#isShown) return;
    this.#isShown = isShown;
    void this.#look().then(() => this.#isShown || wide.matches || this.#button?.focus());
  }

  #switched() {
    this.#isShown = isListWanted();
    this.#isOpen = storage.getItem(SIDEBAR) === "open";
    void this.#look();
    void this.#announce();
  }

  async #announce() {
    const room = this.#room;
    await loading(async () => {});
    await room.updateComplete;
    const listed = this.#rooms.get(room.name);
    const title = titleOf(listed ?? { room: room.name, title: "" });
    room.renderRoot.querySelector("alcove-announcer")?.announce([t.nowIn(title)]);
  }

  /** On the room that is open: back to it. @param {MouseEvent} event */
  #clicked(event) {
    const link = event.composedPath().find((each) => each instanceof HTMLAnchorElement);
    const isHere = link instanceof HTMLAnchorElement && link.pathname === location.pathname;
    if (!isHere || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (this.#isShown) history.back();
    else if (!isTouch()) this.#room.renderRoot.querySelector("alcove-composer")?.focus();
  }

  /** @param {{ kind: string, room: string }} act */
  #act(act) {
    void actOn(this.#rooms, act, {
      onFailed: () => this.#tell(t.notLoaded),
      beforeForgotten: (room) => this.#switching.forget(room),
    });
  }

  /** @param {string} words */
  #tell(words) {
    this.#room.renderRoot.querySelector("alcove-top-bar")?.tell(words);
  }
}

const isListWanted = () => history.state?.isList === true;

/**
 * With its words. Where it cannot be loaded now, the next change tries again.
 * @template Part
 * @param {() => Promise<Part>} load
 * @returns {Promise<Part | undefined>}
 */
const loading = async (load) => {
  try {
    const [part] = await Promise.all([loadPart(load), loadRoomsWords()]);
    return part;
  } catch {
    return undefined;
  }
};
