/**
 * Messages of this device's rooms, for what finds something by a few letters (rooms/palette.js): the room that is open
 * first, then those where something happened last.
 *
 * @import { Found } from "../rooms/palette.js"
 * @import { MyRooms } from "../rooms/my-rooms.js"
 *
 * @typedef {object} Place Where one looks from.
 * @property {string} [here] The room that is open.
 * @property {() => number} now
 * @property {(room: string, seq: number) => void} go To a message.
 */

import { clock } from "../browser/clock.js";
import { storage } from "../browser/preferences.js";
import { IdentityStore } from "../client/identity.js";
import { list } from "../i18n/locale.js";
import { t } from "../i18n/strings.js";
import { avatar } from "../people/person.js";
import { titleOf } from "../rooms/room-title.js";
import { AllRoomsSearch } from "./all-rooms.js";
import { ask } from "./ask.js";
import { excerptView, loadReading, timeView } from "./result-view.js";

/** A room in any other state may be read, as far as is known. */
const LOST = ["gone", "not_created", "room_closed", "key_needed", "removed", "banned", "denied"];

export class FindMessages extends EventTarget {
  #rooms;
  #place;
  #search;

  /**
   * @param {MyRooms} rooms
   * @param {Place} place
   */
  constructor(rooms, place) {
    super();
    this.#rooms = rooms;
    this.#place = place;
    this.#search = new AllRoomsSearch(() => this.#places(), ask, clock);
    const changed = () => this.dispatchEvent(new Event("change"));
    this.#search.addEventListener("change", () => {
      const hits = this.#search.found.map(({ hit }) => hit);
      loadReading(hits, changed);
      changed();
    });
  }

  /** @param {string} query */
  type(query) {
    this.#search.type(query);
  }

  stop() {
    this.#search.stop();
  }

  goOn() {
    this.#search.more();
  }

  #places() {
    const { here } = this.#place;
    const others = this.#rooms.list.filter(({ room }) => room !== here);
    const recent = others.toSorted((a, b) => Number(a.isHidden) - Number(b.isHidden) || b.at - a.at);
    const names = recent.map(({ room }) => room);
    return (here ? [here, ...names] : names).map((room) => {
      const token = new IdentityStore(storage, room).read()?.token;
      const isLost = LOST.includes(this.#rooms.get(room)?.state ?? "");
      return { room, isLost, ...(token && { token }) };
    });
  }

  /** @returns {readonly (Found & { excerpt: unknown })[]} */
  get found() {
    const now = this.#place.now();
    return this.#search.found.map(({ room, hit }) => ({
      key: `message ${room} ${hit.seq}`,
      title: `${hit.from.name} · ${titleOf(this.#rooms.get(room) ?? { room, title: "" })}`,
      hint: timeView(hit, now),
      picture: avatar(hit.from.id, hit.from.name),
      excerpt: excerptView(hit),
      run: () => this.#place.go(room, hit.seq),
    }));
  }

  get more() {
    const { left } = this.#search;
    return left > 0 && this.#search.searched > 0 ? t.searchMoreRooms(left) : "";
  }

  get state() {
    const { isAsking, found, searched, unsearched } = this.#search;
    const missed = [...unsearched].map(([why, rooms]) => t.unsearched(why, rooms));
    const words = [
      isAsking ? t.searchingRooms : "",
      !isAsking && searched > 0 ? t.foundInRooms(found.length, searched) : "",
      missed.length > 0 ? t.notSearched(list(missed)) : "",
    ];
    return words.filter(Boolean).join(" ");
  }
}
