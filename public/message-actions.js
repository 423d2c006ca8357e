/**
 * What can be done with a message, and what it does: from a button beside it, its menu, or a key.
 * It holds no state of the room; it turns a wish into a call of the store, a mode of the composer, or
 * a copy.
 *
 * @import { Message } from "./protocol.js"
 * @import { RoomStore } from "./room-store.js"
 * @import { Choice } from "./components/message-menu.js"
 * @import { Shortcut } from "./parts/row-navigation.js"
 * @import { Reaction } from "./parts/timeline-items.js"
 *
 * @typedef {object} Surroundings
 * @property {() => RoomStore | undefined} store
 * @property {() => string} link Of the room.
 * @property {(kind: "reply" | "edit", message: Message) => void} compose
 * @property {(words: string) => void} tell
 * @property {(words: string) => void} say For the ear alone, where the eye sees it anyway.
 * @property {() => void} goOn To where one writes.
 */

import { copyText } from "./browser/clipboard.js";
import { loadPart } from "./browser/service-worker.js";
import { wasByPointer } from "./browser/writing-focus.js";
import { pickEmoji } from "./parts/pick-emoji.js";
import { t } from "./parts/strings.js";
import { hasReacted } from "./protocol.js";

export class MessageActions {
  #around;

  /** @param {Surroundings} around */
  constructor(around) {
    this.#around = around;
  }

  /**
   * @param {Shortcut | Choice} kind
   * @param {Message} message
   * @param {Element} anchor
   */
  act(kind, message, anchor) {
    const store = this.#around.store();
    const isOwn = message.from.id === store?.connection.you?.id;
    switch (kind) {
      case "menu":
        return this.#load(() => this.#openMenu(message, isOwn, anchor));
      case "reply":
        return this.#around.compose("reply", message);
      case "edit":
        return isOwn ? this.#around.compose("edit", message) : undefined;
      case "delete":
        return isOwn ? this.#remove(message) : undefined;
      case "react":
      case "more-emoji":
        return this.#load(() => this.#pickEmoji(message, anchor));
      case "copy":
        return this.#copy(message.text ?? "", t.textCopied);
      case "link":
        return this.#copy(`${this.#around.link()}#m${message.seq}`, t.messageLinkCopied);
    }
  }

  /** @param {Message} message */
  #remove({ seq }) {
    this.#around.store()?.remove(seq);
    this.#around.say(t.deleted);
  }

  /**
   * @param {Message} message
   * @param {Pick<Reaction, "emoji" | "isMine">} reaction
   */
  toggle(message, { emoji, isMine }) {
    this.#around.store()?.connection.react(message.seq, emoji, !isMine);
  }

  /** @param {() => Promise<unknown>} work With a part of the page that may not be here yet. */
  #load(work) {
    return work().catch(() => this.#around.tell(t.notLoaded));
  }

  /**
   * @param {Message} message
   * @param {boolean} isOwn
   * @param {Element} anchor
   */
  async #openMenu(message, isOwn, anchor) {
    const [{ MessageMenu }, { openPopover }] = await loadPart(() =>
      Promise.all([import("./components/message-menu.js"), import("./parts/popover.js")]),
    );
    const menu = new MessageMenu();
    const you = this.#around.store()?.connection.you?.id ?? "";
    Object.assign(menu, { message, isOwn, you });
    const refocus = this.#focusKeeper(anchor);
    /** @type {(() => void) | undefined} */
    let then;
    const popover = openPopover(menu, {
      anchor,
      label: t.actions,
      placement: "bottom-end",
      // The focus is back on the message by then, and may go on from there.
      onClose: () => {
        refocus();
        then?.();
      },
    });
    const whenClosed = (/** @type {() => void} */ deed) => {
      then = deed;
      popover.close();
    };
    menu.addEventListener("choose", (event) => whenClosed(() => this.act(detail(event), message, anchor)));
    menu.addEventListener("react", (event) => whenClosed(() => this.#react(message, detail(event))));
  }

  /**
   * @param {Message} message
   * @param {Element} anchor
   */
  #pickEmoji(message, anchor) {
    const onPick = (/** @type {string} */ emoji) => this.#react(message, emoji);
    return pickEmoji({ anchor, isOne: true, onPick, onClose: this.#focusKeeper(anchor) });
  }

  /**
   * @param {Message} message
   * @param {string} emoji
   */
  #react(message, emoji) {
    const you = this.#around.store()?.connection.you?.id ?? "";
    this.toggle(message, { emoji, isMine: hasReacted(message, emoji, you) });
  }

  /**
   * A button of a row comes and goes with its row's being active, or with its message: what was opened
   * from it by keys leads back to the row.
   * @param {Element} anchor
   */
  #focusKeeper(anchor) {
    const row = anchor.closest(".row");
    const isByPointer = wasByPointer();
    return () => {
      if (isByPointer) this.#around.goOn();
      else if (row instanceof HTMLElement && !anchor.isConnected) row.focus({ preventScroll: true });
    };
  }

  /** @param {string} text Of what cannot be sent any more. */
  take(text) {
    return this.#copy(text, t.textCopied);
  }

  /**
   * @param {string} text
   * @param {string} done
   */
  async #copy(text, done) {
    this.#around.tell((await copyText(text)) ? done : t.copyFailed);
  }
}

const detail = (/** @type {Event} */ event) => /** @type {CustomEvent} */ (event).detail;
