/**
 * Rooms that one has left in this tab while something was still to be sent there: their connection stays until it has
 * gone. No other tab sends it, since this one is there.
 *
 * @import { Entry } from "../client/outbox.js"
 * @import { RoomStore } from "../state/room-store.js"
 */

import { onForgotten } from "../browser/forget.js";
import { storage } from "../browser/preferences.js";
import { claimTab } from "../browser/tab.js";
import { outboxKey } from "../client/connection.js";
import { lacksFiles } from "../client/outbox.js";
import { openRoom } from "./open-room.js";

/** What is in others goes out when one is there again. */
const MOST = 5;
/** So long the answer to what one did is waited for. */
const ANSWER_WITHIN_MS = 30_000;
/** Where nothing is on its way, as one waits to be let in or asked for a name. */
const OVER = ["asking", "knocking", "stopped"];

export class LeftRooms {
  /** By room, the last left at the end. @type {Map<string, RoomStore>} */
  #stores = new Map();
  /** Those that the tab had left before it was loaded anew are there. @type {Promise<unknown>} */
  #ready = Promise.resolve();

  constructor() {
    for (const type of ["online", "offline"])
      window.addEventListener(type, () => {
        for (const { connection } of this.#stores.values()) connection.reconnectNow();
      });
    // Else what another tab has forgotten would be stored again, and sent.
    onForgotten(
      undefined,
      (room) => {
        for (const [each, store] of this.#stores) {
          if (room !== "" && room !== each) continue;
          this.#stores.delete(each);
          store.abandon();
        }
      },
      new AbortController().signal,
    );
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) for (const { connection } of this.#stores.values()) connection.look();
    });
  }

  /**
   * A room is left: nobody looks at it, and it is closed as soon as nothing waits.
   * @param {string} room
   * @param {RoomStore} store
   */
  keep(room, store) {
    const { connection } = store;
    store.attend({ isAway: true });
    this.#stores.set(room, store);
    let isActing = connection.acting.size > 0;
    const isSending = connection.outbox.some(isOnItsWay);
    const look = () => {
      const isWaiting = isActing || connection.outbox.some(isOnItsWay);
      // What was sent is there before the messages that it is among, and is kept with them.
      const isDone = !isWaiting && (store.isOpened || !isSending);
      const isOver = OVER.includes(connection.status.phase) || isDone;
      if (isOver && this.#stores.get(room) === store) this.#close(room);
    };
    for (const type of ["outbox", "status", "events"]) connection.addEventListener(type, look);
    look();
    const done = () => {
      isActing = false;
      look();
    };
    if (isActing) {
      setTimeout(done, ANSWER_WITHIN_MS);
      Promise.all(connection.acting).then(done);
    }
    const [oldest = ""] = this.#stores.keys();
    if (this.#stores.size > MOST) this.#close(oldest);
  }

  /**
   * A room is open that nobody comes to look at: what waits there goes out.
   * @param {string} room
   * @param {RoomStore} store
   */
  sendFrom(room, store) {
    const { connection } = store;
    if (!connection.knownName || !connection.outbox.some(isOnItsWay)) return connection.close();
    connection.start(connection.knownName);
    this.keep(room, store);
    if (connection.outbox.some(lacksFiles))
      import("../files/outgoing-of.js")
        .then(({ outgoingOf }) => outgoingOf(room, connection))
        .catch(() => {});
  }

  /**
   * Before it is opened again, by whom its outbox is then.
   * @param {string} room
   */
  async end(room) {
    await this.#ready;
    this.#close(room);
  }

  /** What has come of it since it was left is kept as well. @param {string} room */
  #close(room) {
    const store = this.#stores.get(room);
    this.#stores.delete(room);
    store?.keep();
    store?.connection.close();
  }

  /**
   * The tab was loaded anew: what still waits in other rooms than this one goes out.
   * @param {string} open
   */
  sendOn(open) {
    this.#ready = this.#sendOn(open).catch(() => {});
  }

  /** @param {string} open */
  async #sendOn(open) {
    const tab = await claimTab();
    const own = storage.keys().filter((key) => key.startsWith(outboxKey("", "").slice(0, -1)));
    const rooms = own.flatMap((key) => {
      const room = key.split(":")[2] ?? "";
      return key === outboxKey(room, tab) && room !== open ? [room] : [];
    });
    for (const room of rooms.slice(0, MOST)) this.sendFrom(room, await openRoom(room));
  }
}

const isOnItsWay = (/** @type {Entry} */ { failed }) => !failed;
