/**
 * One room after the other in one page: a press on a link to a room of this server, and the browser's steps back and
 * forth, put another `<alcove-room>` in the place of the one that is open, without a navigation. What is written is where
 * its room finds it again (drafts, outbox, the newest messages); here is kept only where one was in it. A frame of
 * another site's page has one room, and nothing of this.
 *
 * @import { Place, Room } from "./room.js"
 */

import { takeKeyOf } from "../browser/key-link.js";
import { parseRoomName, seqIn } from "../client/protocol.js";
import { t } from "../i18n/strings.js";
import { TypedAhead } from "../ui/typed-ahead.js";
import { isFocusFree, isTouch } from "../ui/writing-focus.js";
import { LeftRooms } from "./left-rooms.js";
import { lookOf, openRoom } from "./open-room.js";
import { Room as RoomElement } from "./room.js";
import { RoomsPlace } from "./rooms-place.js";

/** Rooms of which it is known where one was. */
const MOST_PLACES = 50;
/** As `scroll-keeper.js` has it: closer to the end one is at it. */
const END_PX = 100;

/** Emits `switch` when another room is open, and `wait` when one is on the way to it or not any more. */
export class Switching extends EventTarget {
  #room;
  #left = new LeftRooms();
  /** By room. @type {Map<string, Place>} */
  #places = new Map();
  /** Which of those that were asked for is the last. */
  #asked = 0;
  /** The address names another room than the one that is still there. */
  isWaiting = false;
  /** What is typed on the way to another room. @type {TypedAhead | undefined} */
  #typed;
  /** One room after the other: none is opened twice. @type {Promise<unknown>} */
  #opening = Promise.resolve();

  /** @param {Room} room The one that is open. */
  constructor(room) {
    super();
    this.#room = room;
    // Before the room that is open takes the step for one of its own.
    window.addEventListener("popstate", () => this.#follow(), { capture: true });
    window.addEventListener("click", (event) => this.#clicked(event));
    this.#follow();
    this.#left.sendOn(room.name);
  }

  get room() {
    return this.#room;
  }

  /**
   * Goes to a room by its link.
   * @param {URL} url Of this server.
   */
  go(url) {
    const room = roomOf(url);
    if (!room) return location.assign(url);
    const address = takeKeyOf(url) ?? url.pathname + url.search + url.hash;
    if (room === this.#room.name) return;
    history.pushState(null, "", address);
    this.#follow();
  }

  /**
   * Nothing of a room is kept any more, nor sent.
   * @param {string} room
   */
  forget(room) {
    this.#places.delete(room);
    return this.#left.end(room);
  }

  /** @param {MouseEvent} event */
  #clicked(event) {
    const { button, ctrlKey, metaKey, shiftKey, altKey, defaultPrevented } = event;
    if (defaultPrevented || button !== 0 || ctrlKey || metaKey || shiftKey || altKey) return;
    const link = event.composedPath().find((each) => each instanceof HTMLAnchorElement);
    if (!(link instanceof HTMLAnchorElement) || link.hasAttribute("download")) return;
    const url = new URL(link.href, location.href);
    const room = url.origin === location.origin ? roomOf(url) : undefined;
    // What leads to a message of this very room, or elsewhere, is followed by others.
    if (!room || room === this.#room.name) return;
    event.preventDefault();
    this.go(url);
  }

  /** Opens the room that the address names. */
  async #follow() {
    const name = roomOf(location);
    const asked = ++this.#asked;
    const isWanted = () => asked === this.#asked;
    this.#wait(name !== undefined && name !== this.#room.name);
    if (name === undefined || !this.isWaiting) return;
    const look = await lookOf(name).catch(() => undefined);
    const open = () => (isWanted() ? this.#open(name, look, isWanted) : undefined);
    // There is no way into it: the page says so.
    this.#opening = this.#opening.then(open).catch(() => isWanted() && location.reload());
  }

  /**
   * @param {string} name
   * @param {((room: Room) => unknown) | undefined} look
   * @param {() => boolean} isWanted
   */
  async #open(name, look, isWanted) {
    await this.#left.end(name);
    const store = await openRoom(name);
    if (!isWanted()) return this.#left.sendFrom(name, store);
    const room = new RoomElement(name, store);
    if (look?.(room) === room) return this.#enter(room);
    store.connection.close();
    throw new Error("no way into it");
  }

  /**
   * What is typed meanwhile is not meant for the room that is being left, but for the one that comes.
   * @param {boolean} isWaiting
   */
  #wait(isWaiting) {
    const room = this.#room;
    if (document.activeElement === room && isWaiting) room.blur();
    this.#takeTyped();
    if (isWaiting && !isTouch()) this.#typed = new TypedAhead(t.message);
    if (isWaiting === this.isWaiting) return;
    this.isWaiting = isWaiting;
    room.inert = isWaiting;
    room.ariaBusy = isWaiting ? "true" : null;
    this.dispatchEvent(new Event("wait"));
    if (!isWaiting && !isTouch() && isFocusFree()) room.renderRoot.querySelector("alcove-composer")?.focus();
  }

  /** Once, for the room that one has come to. */
  #takeTyped() {
    const text = this.#typed?.end() ?? "";
    this.#typed = undefined;
    return text;
  }

  /** @param {Room} room */
  #enter(room) {
    const old = this.#room;
    const typed = this.#takeTyped();
    this.#keepPlace(old);
    // What is open over the room that is left is about it.
    for (const each of document.querySelectorAll("alcove-popover")) /** @type {any} */ (each).close();
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement) activeElement.blur();
    room.place = seqIn(location.hash) ? undefined : this.#places.get(room.name);
    // A conversation that one was shut out of has given its place to what says so.
    const shown = old.isConnected ? old : document.querySelector("alcove-app > alcove-no-token");
    this.#room = room;
    this.isWaiting = false;
    shown?.replaceWith(room);
    this.#left.keep(old.name, old.store);
    void this.#arrive(room, typed);
    this.dispatchEvent(new Event("switch"));
  }

  /**
   * @param {Room} room
   * @param {string} typed
   */
  async #arrive(room, typed) {
    const { place, store } = room;
    if (place) store.leapTo(place.seq);
    await room.updateComplete;
    if (typed) void write(room, typed);
    const timeline = room.renderRoot.querySelector("alcove-timeline");
    const isThere = place && store.room.find(place.seq);
    if (isThere) timeline?.toMessage(place.seq, place.bottom);
    // Elsewhere it is the field that has the focus.
    if (isTouch() && document.activeElement === document.body) focusName(room);
  }

  /** @param {Room} room */
  #keepPlace({ name, renderRoot }) {
    this.#places.delete(name);
    const place = placeIn(/** @type {ShadowRoot} */ (renderRoot));
    if (place) this.#places.set(name, place);
    const [oldest] = this.#places.keys();
    if (this.#places.size > MOST_PLACES && oldest !== undefined) this.#places.delete(oldest);
  }
}

/**
 * Behind what is written there already.
 * @param {Room} room
 * @param {string} text
 */
const write = async ({ renderRoot }, text) => {
  const composer = renderRoot.querySelector("alcove-composer");
  await composer?.updateComplete;
  composer?.insert(text);
};

/** @param {Room} room */
const focusName = ({ renderRoot }) => {
  const name = renderRoot.querySelector("alcove-top-bar")?.renderRoot.querySelector("h1");
  if (!name) return;
  name.tabIndex = -1;
  name.focus();
};

/** @param {{ pathname: string }} address */
export const roomOf = ({ pathname }) =>
  pathname.startsWith("/room/") ? parseRoomName(pathname.slice("/room/".length)) : undefined;

/**
 * What is at the top of the view, unless one is at the end.
 * @param {ShadowRoot} root
 * @returns {Place | undefined}
 */
const placeIn = (root) => {
  const timeline = root.querySelector("alcove-timeline");
  const scroller = timeline?.renderRoot.querySelector(".scroller");
  if (!timeline || !scroller) return undefined;
  const below = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
  if (below <= END_PX && !timeline.hasNewer) return undefined;
  const { top } = scroller.getBoundingClientRect();
  for (const row of scroller.querySelectorAll(".row[data-seq]")) {
    const { bottom } = row.getBoundingClientRect();
    const seq = Number(/** @type {HTMLElement} */ (row).dataset.seq);
    if (bottom > top && seq > 0) return { seq, bottom: bottom - top };
  }
  return undefined;
};

/** @type {Switching | undefined} */
let switching;

/**
 * Once, for all rooms of the page.
 * @param {Room} room The one that is open.
 */
export const beginSwitching = (room) => {
  if (switching) return;
  switching = new Switching(room);
  new RoomsPlace(switching);
};
