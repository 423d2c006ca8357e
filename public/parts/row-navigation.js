/**
 * How one gets to a message and to what can be done with it: by pointer, by keys, by a long press.
 * It moves focus and says what was asked for; it draws nothing. A controller of the timeline, which
 * marks its rows by `.row` and `data-key`.
 *
 * @import { ReactiveController, ReactiveControllerHost } from "lit"
 *
 * @typedef {object} RowEvents
 * @property {() => HTMLElement} scroller
 * @property {(shortcut: Shortcut, row: HTMLElement) => void} onShortcut
 * @property {() => void} onLeave Escape: back to where one writes.
 *
 * @typedef {"menu" | "reply" | "edit" | "react" | "delete" | "copy" | "help"} Shortcut
 */

const LONG_PRESS_MS = 450;
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
};

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
  /** Ends with the next press. */
  #release = new AbortController();

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

  /** @param {Event} event */
  #handle(event) {
    switch (event.type) {
      case "keydown":
        return this.#key(/** @type {KeyboardEvent} */ (event));
      case "focusin":
        return this.#activate(rowOf(event));
      case "focusout":
        return this.#left(/** @type {FocusEvent} */ (event));
      case "pointerover":
        if (/** @type {PointerEvent} */ (event).pointerType === "mouse") this.#activate(rowOf(event));
        return;
      case "pointerleave":
        return this.#activate(focusedRow(this.#events.scroller()));
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
    if (!(next instanceof Node) || !this.#events.scroller().contains(next)) this.#activate(undefined);
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
    const shortcut = SHORTCUTS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!shortcut) return;
    event.preventDefault();
    this.#events.onShortcut(shortcut, row);
  }

  /**
   * @param {KeyboardEvent} event
   * @param {HTMLElement} log
   */
  #keyOnLog(event, log) {
    if (event.key === "?") return this.#events.onShortcut("help", log);
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
    this.#release.abort();
    this.#release = new AbortController();
    const row = rowOf(event);
    const isOnControl = /** @type {Element} */ (event.composedPath()[0]).closest("a, button, pre");
    if (event.pointerType !== "touch" || !row || isOnControl) return;
    const target = event.composedPath()[0];
    const timer = setTimeout(() => this.#pressedLong(row, target), LONG_PRESS_MS);
    this.#press = { timer, x: event.clientX, y: event.clientY };
  }

  /**
   * What opens may come to lie under the finger; some browsers take the finger's leaving for a press on it.
   * @param {HTMLElement} row
   * @param {EventTarget | undefined} target
   */
  #pressedLong(row, target) {
    const { signal } = this.#release;
    target?.addEventListener("touchend", (event) => event.preventDefault(), { signal, passive: false });
    this.#events.onShortcut("menu", row);
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

/** @param {Event} event */
const rowOf = (event) => {
  const row = /** @type {Element} */ (event.composedPath()[0]).closest?.(".row");
  return row instanceof HTMLElement ? row : undefined;
};

/** @param {HTMLElement} scroller */
const focusedRow = (scroller) => {
  const root = /** @type {ShadowRoot} */ (scroller.getRootNode());
  const row = root.activeElement?.closest(".row");
  return row instanceof HTMLElement ? row : undefined;
};
