/**
 * `<alcove-app>`: the room that the page's address names. What was there while the page loaded stays until the
 * room's store is ready; only then is the room drawn. A private conversation is drawn as one from the beginning.
 */

import { holdParts } from "../browser/load-part.js";
import { parseRoomName } from "../client/protocol.js";
import { t } from "../i18n/strings.js";
import { lookOf, openRoom } from "./open-room.js";
import { Room } from "./room.js";

class App extends HTMLElement {
  async connectedCallback() {
    holdParts();
    const name = parseRoomName(location.pathname.replace(/^\/room\//, "")) ?? "";
    const look = await lookOf(name).catch(() => () => t.notLoaded);
    const store = await openRoom(name);
    this.className = "";
    this.replaceChildren(look(new Room(name, store)));
  }
}

customElements.define("alcove-app", App);
