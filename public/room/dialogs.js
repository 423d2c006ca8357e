/**
 * What opens over a room, to bring others and for the settings: each is loaded when it is first opened.
 *
 * @import { RoomContext } from "./later.js"
 */

import { host } from "../browser/host.js";
import { loadPart } from "../browser/load-part.js";
import { t } from "../i18n/strings.js";
import { html, nothing } from "../ui/lit.js";
import { bringKeeping } from "./bring-push.js";

/** In a room that somebody owns, its hosting has a share dialog of its own. */
/** @type {Record<"hosting" | "share" | "settings", () => Promise<unknown>>} */
const DIALOGS = {
  hosting: () => import("../hosting/hosting.js"),
  share: () => import("../chrome/share-dialog.js"),
  settings: () => import("../settings/settings-dialog.js"),
};

export class Dialogs {
  /** @type {"" | "share" | "settings"} */
  #open = "";
  /** The settings open at the list of keys. */
  #isHelpWanted = false;
  #room;

  /** @param {RoomContext} room */
  constructor(room) {
    this.#room = room;
  }

  /** @param {"share" | "settings"} name */
  async open(name, isHelpWanted = false) {
    const { around, root, store } = this.#room;
    this.#isHelpWanted = isHelpWanted;
    try {
      if (name === "share" && store.room.house.isOwned) {
        await loadPart(DIALOGS.hosting);
        if (root.querySelector("alcove-hosting")?.invites()) return;
      }
      await loadPart(DIALOGS[name]);
      this.#open = name;
      around.redraw();
    } catch {
      around.tell(t.notLoaded);
    }
  }

  render() {
    const { name, link, root, store } = this.#room;
    const { room } = store;
    if (this.#open === "share")
      return html`<alcove-share-dialog .room=${name} .link=${link} .front=${room.house.settings} @close=${this.#closed}></alcove-share-dialog>`;
    if (this.#open === "settings")
      return html`<alcove-settings-dialog
        .room=${name}
        .name=${room.count ? (room.you?.name ?? "") : ""}
        .isThemeGiven=${host.isThemeGiven}
        .isHelpWanted=${this.#isHelpWanted}
        .isOwner=${!store.denial("settings")}
        .maySearch=${root.querySelector("alcove-search-button")?.getClientRects().length === 0}
        .connection=${host.embedded ? undefined : store.connection}
        @push=${this.#push}
        @rename=${this.#rename}
        @search=${() => root.dispatchEvent(new Event("search"))}
        @close=${this.#closed}
      ></alcove-settings-dialog>`;
    return nothing;
  }

  #closed = () => {
    this.#open = "";
    this.#room.around.redraw();
    this.#room.around.goBack();
  };

  /** This room is to tell this browser from now on. */
  #push = () => {
    const { name, store, signal } = this.#room;
    bringKeeping(store.connection, name, signal);
  };

  /** The settings are closed first, so that the focus comes back to where they were opened. */
  #rename = async () => {
    const { around, root } = this.#room;
    root.querySelector("alcove-settings-dialog")?.close();
    await around.drawn();
    around.startRename();
  };
}
