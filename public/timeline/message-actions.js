/**
 * The actions on a message, and what each does: from a button beside it, its menu, or a key. It holds no state
 * of the room; it turns a request into a call to the store, a mode of the composer, or a copy.
 *
 * @import { Message } from "../client/protocol.js"
 * @import { RoomStore } from "../state/room-store.js"
 * @import { Popover } from "../ui/popover.js"
 * @import { Choice } from "./message-menu.js"
 * @import { Panel } from "./message-panels.js"
 * @import { Shortcut } from "./row-navigation.js"
 *
 * @typedef {object} Surroundings
 * @property {() => string} link Of the room.
 * @property {(kind: "reply" | "edit", message: Message) => void} compose
 * @property {(words: string) => void} tell
 * @property {(words: string) => void} say For the ear alone, where the eye sees it anyway.
 * @property {() => void} goOn To where one writes.
 * @property {() => void} redraw
 */

import { copyText } from "../browser/clipboard.js";
import { loadPart } from "../browser/load-part.js";
import { t } from "../i18n/strings.js";
import { wasByPointer } from "../ui/writing-focus.js";

export class MessageActions {
  #store;
  #around;
  /** What is open, or on its way, and from which message. @type {{ seq: number, popover?: Popover } | undefined} */
  #open;

  /**
   * @param {RoomStore} store
   * @param {Surroundings} around
   */
  constructor(store, around) {
    this.#store = store;
    this.#around = around;
  }

  /** The message from which something is open. */
  get openFrom() {
    return this.#open?.seq;
  }

  /**
   * @param {Shortcut | Choice} kind
   * @param {Message} message
   * @param {Element} anchor What was pressed: a button, a link, a row.
   */
  act(kind, message, anchor) {
    const isOwn = message.from.id === this.#store.connection.you?.id;
    switch (kind) {
      case "reply":
        return this.#around.compose("reply", message);
      case "edit":
        return isOwn ? this.#around.compose("edit", message) : undefined;
      case "delete":
        return isOwn ? this.#remove(message) : undefined;
      case "menu":
      case "who":
      case "select":
      case "react":
      case "more-emoji":
        return this.#show(kind, message, anchor);
      case "copy":
        return this.#copy(message.text ?? "", t.textCopied, t.textNotCopied);
      case "open-link":
        return /** @type {HTMLElement} */ (anchor).click();
      case "copy-link":
        return this.#copy(/** @type {HTMLAnchorElement} */ (anchor).href, t.copied, t.messageLinkNotCopied);
      case "link":
        return this.#copy(
          `${this.#around.link()}#m${message.seq}`,
          t.messageLinkCopied,
          t.messageLinkNotCopied,
        );
    }
  }

  /** @param {Message} message */
  #remove({ seq }) {
    this.#store.remove(seq);
    this.#around.say(t.deleting);
  }

  /**
   * Opens something with a part of the page that may not be here yet. What was pressed last counts.
   * @param {Panel} kind
   * @param {Message} message
   * @param {Element} pressed
   */
  async #show(kind, message, pressed) {
    /** @type {{ seq: number, popover?: Popover }} */
    const mine = { seq: message.seq };
    const isWanted = () => this.#open === mine;
    const row = pressed.closest(".row");
    const isByPointer = wasByPointer();
    const closed = () => {
      if (isByPointer) this.#around.goOn();
      else if (row instanceof HTMLElement && !pressed.isConnected) row.focus({ preventScroll: true });
      if (isWanted()) this.#mark(undefined);
    };
    this.#mark(mine);
    try {
      const { openPanel } = await loadPart(() => import("./message-panels.js"));
      const popover = await openPanel(kind, message, {
        pressed,
        store: this.#store,
        isWanted,
        closed,
        tell: this.#around.tell,
        act: (choice, now) => this.act(choice, now, pressed),
      });
      if (popover) mine.popover = popover;
    } catch {
      closed();
      this.#around.tell(t.notLoaded);
    }
  }

  /** @param {{ seq: number, popover?: Popover } | undefined} open */
  #mark(open) {
    this.#open = open;
    this.#around.redraw();
  }

  /** @param {string} text Of what cannot be sent any more. */
  take(text) {
    return this.#copy(text, t.textCopied, t.textNotCopied);
  }

  /**
   * @param {string} text
   * @param {string} done
   * @param {string} failed
   */
  async #copy(text, done, failed) {
    this.#around.tell((await copyText(text)) ? done : failed);
  }
}
