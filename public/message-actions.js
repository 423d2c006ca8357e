/**
 * What can be done with a message, and what it does: from a button beside it, its menu, or a key.
 * It holds no state of the room; it turns a wish into a call of the store, a mode of the composer, or
 * a copy.
 *
 * @import { Message } from "./protocol.js"
 * @import { RoomStore } from "./room-store.js"
 * @import { Popover } from "./parts/popover.js"
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
 * @property {() => void} redraw
 *
 * @typedef {object} Opening
 * @property {Element} pressed
 * @property {() => boolean} isWanted Nothing else was pressed since.
 * @property {() => void} closed To be called when it is closed.
 */

import { copyText } from "./browser/clipboard.js";
import { loadPart } from "./browser/service-worker.js";
import { wasByPointer } from "./browser/writing-focus.js";
import { reactedBy } from "./parts/message-view.js";
import { nameWithSign } from "./parts/person.js";
import { pickEmoji } from "./parts/pick-emoji.js";
import { plainText } from "./parts/rich-text.js";
import { t } from "./parts/strings.js";
import { hasReacted } from "./protocol.js";

export class MessageActions {
  #around;
  /** What is open, or on its way, and from which message. @type {{ seq: number, popover?: Popover } | undefined} */
  #open;

  /** @param {Surroundings} around */
  constructor(around) {
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
    const store = this.#around.store();
    const isOwn = message.from.id === store?.connection.you?.id;
    switch (kind) {
      case "menu":
        return this.#show(message, anchor, (opening) => this.#openMenu(message, isOwn, opening));
      case "reply":
        return this.#around.compose("reply", message);
      case "edit":
        return isOwn ? this.#around.compose("edit", message) : undefined;
      case "delete":
        return isOwn ? this.#remove(message) : undefined;
      case "who":
        return this.#show(message, anchor, (opening) => this.#openWho(message, opening));
      case "select":
        return this.#show(message, anchor, (opening) => this.#openText(message, opening));
      case "react":
      case "more-emoji":
        return this.#show(message, anchor, (opening) => this.#pickEmoji(message, opening));
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
    this.#around.store()?.remove(seq);
    this.#around.say(t.deleting);
  }

  /**
   * @param {Message} message
   * @param {Pick<Reaction, "emoji" | "isMine">} reaction
   */
  toggle(message, { emoji, isMine }) {
    this.#around.store()?.connection.react(message.seq, emoji, !isMine);
  }

  /**
   * Opens something with a part of the page that may not be here yet. What was pressed last counts.
   * @param {Message} message
   * @param {Element} pressed
   * @param {(opening: Opening) => Promise<Popover | undefined>} open
   */
  async #show({ seq }, pressed, open) {
    /** @type {{ seq: number, popover?: Popover }} */
    const mine = { seq };
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
      const popover = await open({ pressed, isWanted, closed });
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

  /**
   * @param {Message} message
   * @param {boolean} isOwn
   * @param {Opening} opening
   */
  async #openMenu(message, isOwn, { pressed, isWanted, closed }) {
    const [{ MessageMenu }, { openPopover }] = await loadPart(() =>
      Promise.all([import("./components/message-menu.js"), import("./parts/popover.js")]),
    );
    if (!isWanted()) return undefined;
    const menu = new MessageMenu();
    const you = this.#around.store()?.connection.you?.id ?? "";
    Object.assign(menu, { message, isOwn, you, hasLink: pressed.matches("a"), ...this.#about(message) });
    /** @type {(() => void) | undefined} */
    let then;
    const popover = openPopover(menu, {
      anchor: anchorOf(pressed),
      label: t.actions,
      placement: isOwn || pressed.matches("button") ? "bottom-end" : "bottom-start",
      // The focus is back on the message by then, and may go on from there.
      onClose: () => {
        closed();
        then?.();
      },
    });
    const whenClosed = (/** @type {(now: Message) => void} */ deed) => {
      then = () => {
        const now = this.#around.store()?.room.find(message.seq) ?? message;
        if (now.deleted) this.#around.tell(t.quoteLost);
        else deed(now);
      };
      popover.close();
    };
    menu.addEventListener("choose", (event) => whenClosed((now) => this.act(detail(event), now, pressed)));
    menu.addEventListener("react", (event) => whenClosed((now) => this.#react(now, detail(event))));
    return popover;
  }

  /** @param {Message} message */
  #about({ from, text = "" }) {
    const sign = this.#around.store()?.signOf(from.id, from.name) ?? "";
    return { name: nameWithSign(from.name, sign), excerpt: plainText(text, { isOneLine: true }) };
  }

  /**
   * @param {Message} message
   * @param {Opening} opening
   */
  #openWho({ reactions = {} }, opening) {
    const { room, signOf = () => "" } = this.#around.store() ?? {};
    const context = { names: room?.names ?? new Map(), signOf, you: room?.you ?? { id: "", name: "" } };
    const lines = Object.entries(reactions).map(([emoji, ids]) =>
      reactedBy({ emoji, ids }, context, ids.length),
    );
    return this.#openLines("who", lines, opening);
  }

  /**
   * @param {Message} message
   * @param {Opening} opening
   */
  #openText({ text = "" }, opening) {
    return this.#openLines("select", [plainText(text)], opening);
  }

  /**
   * @param {"who" | "select"} kind
   * @param {string[]} lines
   * @param {Opening} opening
   */
  async #openLines(kind, lines, { pressed, isWanted, closed }) {
    const [{ headingOf, ReadingPanel }, { openPopover }] = await loadPart(() =>
      Promise.all([import("./components/reading-panel.js"), import("./parts/popover.js")]),
    );
    if (!isWanted()) return undefined;
    const label = headingOf(kind);
    const panel = Object.assign(new ReadingPanel(), { lines, kind });
    return openPopover(panel, { anchor: anchorOf(pressed), label, placement: "top-start", onClose: closed });
  }

  /**
   * @param {Message} message
   * @param {Opening} opening
   */
  #pickEmoji(message, { pressed, isWanted, closed }) {
    const onPick = (/** @type {string} */ emoji) =>
      this.#react(this.#around.store()?.room.find(message.seq) ?? message, emoji);
    return pickEmoji({ anchor: anchorOf(pressed), isOne: true, onPick, onClose: closed, isWanted });
  }

  /**
   * @param {Message} message
   * @param {string} emoji
   */
  #react(message, emoji) {
    const you = this.#around.store()?.connection.you?.id ?? "";
    this.toggle(message, { emoji, isMine: hasReacted(message, emoji, you) });
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

/**
 * Beside what was pressed; but a row is as wide as the log, and what was pressed may be hidden by now.
 * @param {Element} pressed
 */
const anchorOf = (pressed) => {
  const isBeside = !pressed.matches(".row") && pressed.getClientRects().length > 0;
  return isBeside ? pressed : (pressed.closest(".row")?.querySelector(".bubble") ?? pressed);
};

const detail = (/** @type {Event} */ event) => /** @type {CustomEvent} */ (event).detail;
