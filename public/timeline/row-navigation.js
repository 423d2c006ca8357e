/**
 * Moves to a message and its actions: by pointer, by keyboard, by long press. It moves the focus and reports
 * what was asked for; it draws nothing. A controller of the timeline, which marks its rows with `.row` and
 * `data-key`.
 *
 * @import { ReactiveController, ReactiveControllerHost } from "lit"
 *
 * @typedef {object} RowEvents
 * @property {() => HTMLElement} scroller
 * @property {(shortcut: Shortcut, row: HTMLElement, pressed?: Element) => void} onShortcut
 * @property {() => void} onLeave Back to where one writes: by Escape, or because one has begun to.
 *
 * @typedef {"menu" | "reply" | "edit" | "react" | "delete" | "copy" | "help" | "who"} Shortcut
 */

import { wasByPointer } from "../ui/writing-focus.js";

const LONG_PRESS_MS = 450;
/** By then a browser has made of a lifted finger whatever it makes of it. */
const LIFTED_MS = 400;
/** A finger that moves further than this scrolls. */
const STILL_PX = 10;

/** @type {Record<string, Shortcut>} */
const SHORTCUTS = {
  Enter: "menu",
  " ": "menu",
  ContextMenu: "menu",
  Delete: "delete",
  r: "reply",
  e: "edit",
  "+": "react",
  c: "copy",
  "?": "help",
  "؟": "help",
};

/** Those that do nothing of their own, and so may follow a click. */
const HARMLESS = ["Enter", "ContextMenu"];

/** @implements {ReactiveController} */
export class RowNavigation {
  /** The row that is pointed at or has the focus: its key. */
  activeKey = "";
  /** For every event that the scroller hears of. */
  listener = { handleEvent: (/** @type {Event} */ event) => this.#handle(event) };
  #host;
  #events;
  /** @type {{ timer: ReturnType<typeof setTimeout>, x: number, y: number } | undefined} */
  #press;
  /** The row whose controls Tab leads to: the one with the focus. @type {HTMLElement | undefined} */
  #roving;
  /** There was something with the focus before a draw, in this row. @type {{ row: HTMLElement | undefined } | null | undefined} */
  #focused;

  /**
   * @param {ReactiveControllerHost} host
   * @param {RowEvents} events
   */
  constructor(host, events) {
    this.#host = host;
    this.#events = events;
    host.addController(this);
  }

  hostDisconnected() {
    this.#endPress();
  }

  hostUpdate() {
    const scroller = this.#events.scroller();
    this.#focused = scroller && focusedIn(scroller) && { row: focusedRow(scroller) };
  }

  /** All of the log is one stop of Tab, however many links are in it. */
  hostUpdated() {
    for (const each of controlsIn(this.#events.scroller()))
      if (!each.hasAttribute("tabindex")) each.tabIndex = this.#roving?.contains(each) ? 0 : -1;
    this.#keepFocus();
  }

  /** Whoever was on something that is gone now is still on its message, and without that in the log. */
  #keepFocus() {
    const scroller = this.#events.scroller();
    if (!this.#focused || focusedIn(scroller)) return;
    const { row } = this.#focused;
    (row?.isConnected ? row : scroller).focus({ preventScroll: true });
  }

  /** @param {HTMLElement | undefined} row */
  #rove(row) {
    if (row === this.#roving) return;
    if (this.#roving) for (const each of controlsIn(this.#roving)) each.tabIndex = -1;
    if (row) for (const each of controlsIn(row)) each.tabIndex = 0;
    this.#roving = row;
  }

  /** @param {Event} event */
  #handle(event) {
    switch (event.type) {
      case "keydown":
        return this.#key(/** @type {KeyboardEvent} */ (event));
      case "focusin":
        this.#rove(rowOf(event));
        return this.#activate(rowOf(event));
      case "focusout":
        return this.#left(/** @type {FocusEvent} */ (event));
      // A finger comes and goes with each tap, and what it tapped stays.
      case "pointerover":
        if (isMouse(event)) this.#activate(rowOf(event));
        return;
      case "pointerleave":
        if (isMouse(event)) this.#activate(wasByPointer() ? undefined : focusedRow(this.#events.scroller()));
        return;
      case "pointerdown":
        return this.#startPress(/** @type {PointerEvent} */ (event));
      case "pointermove":
        return this.#movePress(/** @type {PointerEvent} */ (event));
      case "contextmenu":
        // A long press shows our menu; the browser's would come on top of it.
        if (this.#press) event.preventDefault();
        return;
      default:
        return this.#endPress();
    }
  }

  /** @param {HTMLElement | undefined} row */
  #activate(row) {
    const key = row?.dataset.key ?? "";
    if (key === this.activeKey) return;
    this.activeKey = key;
    this.#host.requestUpdate();
  }

  /** @param {FocusEvent} event */
  #left(event) {
    const next = event.relatedTarget;
    if (next instanceof Node && this.#events.scroller().contains(next)) return;
    this.#rove(undefined);
    this.#activate(undefined);
  }

  // ---- keys ----

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const target = /** @type {HTMLElement} */ (event.composedPath()[0]);
    if (event.key === "Escape") {
      event.preventDefault();
      return this.#events.onLeave();
    }
    if (target === this.#events.scroller()) return this.#keyOnLog(event, target);
    const row = rowOf(event);
    if (!row) return;
    if (event.key === "ArrowUp" || event.key === "ArrowDown") return this.#move(event, row);
    if (target !== row) return;
    // Only in a row that was come to by keys are letters commands.
    if (wasByPointer() && !HARMLESS.includes(event.key)) return this.#write(event);
    const shortcut = SHORTCUTS[keyOf(event)];
    if (!shortcut) return;
    event.preventDefault();
    this.#events.onShortcut(shortcut, row);
  }

  /** Whoever clicked a message and types is writing: the field gets the focus, and with it this very key. @param {KeyboardEvent} event */
  #write({ key }) {
    if ([...key].length === 1) this.#events.onLeave();
  }

  /**
   * @param {KeyboardEvent} event
   * @param {HTMLElement} log
   */
  #keyOnLog(event, log) {
    if (event.key === "?") {
      event.preventDefault();
      return this.#events.onShortcut("help", log);
    }
    if (event.key !== "ArrowUp" && event.key !== "Enter") return;
    const { bottom } = this.#events.scroller().getBoundingClientRect();
    const row = this.#rows().findLast((each) => each.getBoundingClientRect().top < bottom);
    if (row) this.#focus(event, row);
  }

  /**
   * @param {KeyboardEvent} event
   * @param {HTMLElement} from
   */
  #move(event, from) {
    const rows = this.#rows();
    const to = rows[rows.indexOf(from) + (event.key === "ArrowUp" ? -1 : 1)];
    if (to) this.#focus(event, to);
  }

  /**
   * @param {KeyboardEvent} event
   * @param {HTMLElement} row
   */
  #focus(event, row) {
    event.preventDefault();
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  #rows() {
    return /** @type {HTMLElement[]} */ ([...this.#events.scroller().querySelectorAll(".row")]);
  }

  // ---- a long press ----

  /** @param {PointerEvent} event */
  #startPress(event) {
    this.#endPress();
    const row = rowOf(event);
    const pressed = /** @type {Element} */ (event.composedPath()[0]);
    if (
      event.pointerType !== "touch" ||
      !row ||
      pressed.closest("button:not(.quote, .reaction, .fold, .picture)")
    )
      return;
    const reaction = pressed.closest(".reaction");
    const timer = setTimeout(() => {
      swallowClicks();
      if (reaction) this.#events.onShortcut("who", row, reaction);
      else this.#events.onShortcut("menu", row, pressed.closest("a:not(.card)") ?? row);
    }, LONG_PRESS_MS);
    this.#press = { timer, x: event.clientX, y: event.clientY };
  }

  /** @param {PointerEvent} event */
  #movePress(event) {
    if (!this.#press) return;
    const moved = Math.hypot(event.clientX - this.#press.x, event.clientY - this.#press.y);
    if (moved > STILL_PX) this.#endPress();
  }

  #endPress() {
    clearTimeout(this.#press?.timer);
    this.#press = undefined;
  }
}

/** The finger that is lifted presses nothing, also not what has come up under it, nor moves the focus there. */
const swallowClicks = () => {
  const stop = new AbortController();
  const options = { capture: true, signal: stop.signal };
  const swallow = (/** @type {Event} */ event) => {
    // A key's click has no count.
    if (/** @type {MouseEvent} */ (event).detail === 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const lift = () => setTimeout(() => stop.abort(), LIFTED_MS);
  for (const type of ["mousedown", "click"]) window.addEventListener(type, swallow, options);
  window.addEventListener("pointerdown", () => stop.abort(), options);
  for (const type of ["pointerup", "pointercancel"]) window.addEventListener(type, lift, options);
};

/**
 * What a key stands for. On a keyboard of letters that are not Latin, a letter's place counts.
 * @param {KeyboardEvent} event
 */
export const keyOf = ({ key, code }) => {
  const isForeign = /^[\p{L}\p{M}]+$/u.test(key) && !/\p{sc=Latin}/u.test(key);
  const letter = (isForeign && /^Key(.)$/.exec(code)?.[1]) || key;
  return letter.length === 1 ? letter.toLowerCase() : letter;
};

/**
 * What has failed is not looked for message by message: its buttons are stops of their own.
 * @param {Element} within
 */
const controlsIn = (within) =>
  /** @type {NodeListOf<HTMLElement>} */ (
    within.querySelectorAll(".line :is(a, button, audio, video, pre[role]), .reaction")
  );

const isMouse = (/** @type {Event} */ event) => /** @type {PointerEvent} */ (event).pointerType === "mouse";

/** @param {Event} event */
const rowOf = (event) => {
  const row = /** @type {Element} */ (event.composedPath()[0]).closest?.(".row");
  return row instanceof HTMLElement ? row : undefined;
};

/** Also beside the log, on its buttons. @param {HTMLElement} scroller */
const focusedIn = (scroller) => /** @type {ShadowRoot} */ (scroller.getRootNode()).activeElement;

/** @param {HTMLElement} scroller */
const focusedRow = (scroller) => {
  const row = focusedIn(scroller)?.closest(".row");
  return row instanceof HTMLElement ? row : undefined;
};
