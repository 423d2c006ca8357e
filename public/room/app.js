/**
 * `<alcove-app>`: the room that the page's address names. What was there while the page loaded stays until the
 * room's store is ready; only then is the room drawn.
 */

import { keepPage } from "../browser/service-worker.js";
import { parseRoomName } from "../client/protocol.js";
import { openRoom } from "./open-room.js";
import { Room } from "./room.js";

class App extends HTMLElement {
  #leave = new AbortController();

  connectedCallback() {
    this.#leave = new AbortController();
    keepPage();
    void this.#open(this.#leave.signal);
  }

  disconnectedCallback() {
    this.#leave.abort();
    this.replaceChildren();
  }

  /** @param {AbortSignal} signal One has left before the room was open. */
  async #open(signal) {
    const name = parseRoomName(location.pathname.replace(/^\/room\//, "")) ?? "";
    const store = await openRoom(name);
    if (signal.aborted) return;
    this.className = "";
    this.replaceChildren(new Room(name, store));
  }
}

customElements.define("alcove-app", App);
