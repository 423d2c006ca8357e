/**
 * Opens a panel beside the element it belongs to, or as a sheet from the bottom on a narrow screen. A press
 * outside, Escape or the back gesture closes it, and the focus returns to where it was. It does not know what
 * the panel is or does. The page behind it is inert meanwhile, as under a system menu.
 */

import { autoUpdate, computePosition, flip, offset, shift, size } from "@floating-ui/dom";
import { base } from "./base.js";
import { css, html, LitElement } from "./lit.js";
import { Modal } from "./modal.js";
import { isForField, isForInputMethod } from "./writing-focus.js";

/**
 * @import { Placement, ReferenceElement } from "@floating-ui/dom"
 *
 * @typedef {object} PopoverOptions
 * @property {ReferenceElement} anchor An element, or what has a `getBoundingClientRect`, such as a point.
 * @property {string} label What the panel is called.
 * @property {Placement} [placement] Where there is room; else on the other side.
 * @property {() => void} [onClose] However it was closed; the focus is back by then.
 */

/** The same is in the styles here and in the panels'. */
const narrow = matchMedia("(max-width: 40rem), (max-height: 24rem)");
/** There is no room for what it was opened from, too. */
const low = matchMedia("(max-height: 24rem)");
const GAP_PX = 8;

/**
 * The panel gets the focus by its own `focus()`, which may leave it alone, as a search field does on
 * a touch screen.
 * @param {HTMLElement} panel
 * @param {PopoverOptions} options
 * @returns {Popover} To be closed by `close()`.
 */
export const openPopover = (panel, options) => {
  const popover = new Popover(options);
  popover.append(panel);
  document.body.append(popover);
  return popover;
};

/**
 * What was opened stays where it is when its anchor goes: the place of what is not there is the window's corner.
 * @param {ReferenceElement} anchor
 */
const lasting = (anchor) => {
  let place = anchor.getBoundingClientRect();
  return {
    contextElement: anchor instanceof Element ? anchor : anchor.contextElement,
    getBoundingClientRect() {
      const now = anchor.getBoundingClientRect();
      if (now.width > 0 || now.height > 0) place = now;
      return place;
    },
  };
};

export class Popover extends Modal {
  #options;
  #anchor;
  #stop = () => {};

  /** @param {PopoverOptions} options */
  constructor(options) {
    super();
    this.#options = options;
    this.#anchor = lasting(options.anchor);
    this.addEventListener("keydown", this.#key);
  }

  /** @override */
  close() {
    if (this.hasUpdated) super.close();
    else this.closed();
  }

  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.dialog);
  }

  /** @override */
  render() {
    return this.modal(html`<slot></slot>`, this.#options.label);
  }

  /** @override */
  open() {
    // A panel is empty yet, so it is the dialog that gets the focus.
    this.#dialog.tabIndex = -1;
    super.open();
    const place = () => this.#place();
    narrow.addEventListener("change", place);
    const viewport = window.visualViewport;
    viewport?.addEventListener("resize", place);
    const stop = autoUpdate(this.#anchor, this.#dialog, place);
    this.#stop = () => {
      stop();
      narrow.removeEventListener("change", place);
      viewport?.removeEventListener("resize", place);
    };
    this.#focusPanel();
  }

  /** A panel of Lit's is empty until its first update. */
  async #focusPanel() {
    const [panel] = this.children;
    if (panel instanceof LitElement) await panel.updateComplete;
    if (panel instanceof HTMLElement) panel.focus({ preventScroll: true });
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop();
  }

  async #place() {
    const dialog = this.#dialog;
    const { style } = dialog;
    dialog.classList.toggle("sheet", narrow.matches);
    if (narrow.matches) {
      const viewport = window.visualViewport;
      // Some on-screen keyboards cover the page instead of shrinking it.
      const covered = viewport ? innerHeight - viewport.height - viewport.offsetTop : 0;
      const share = low.matches ? 1 : 0.8;
      style.left = style.top = "";
      style.bottom = `${Math.max(0, covered)}px`;
      style.setProperty("--room", `${Math.round(share * (viewport?.height ?? innerHeight))}px`);
      return;
    }
    const { x, y } = await computePosition(this.#anchor, dialog, {
      strategy: "fixed",
      placement: this.#options.placement ?? "top-end",
      middleware: [
        offset(GAP_PX),
        flip({ padding: GAP_PX }),
        // Rather over its anchor than out of the window, where that is large or was scrolled away.
        shift({ padding: GAP_PX, crossAxis: true }),
        size({
          padding: GAP_PX,
          apply: ({ availableHeight }) => style.setProperty("--room", `${Math.floor(availableHeight)}px`),
        }),
      ],
    });
    style.bottom = "auto";
    style.left = `${x}px`;
    style.top = `${y}px`;
    dialog.classList.add("placed");
  }

  /**
   * Without this, Escape in a search field would only empty it in some browsers.
   * @param {KeyboardEvent} event
   */
  #key(event) {
    if (isForInputMethod(event) || event.defaultPrevented) return;
    // Whoever pressed between the things in the panel, and types, goes on in it.
    if (event.key !== "Escape") {
      if (event.composedPath()[0] === this.#dialog && isForField(event)) this.#focusPanel();
      return;
    }
    event.preventDefault();
    this.close();
  }

  /** @override */
  closed() {
    this.remove();
    this.#options.onClose?.();
  }

  static styles = [
    base,
    css`
      :host {
        display: contents;
      }

      dialog {
        position: fixed;
        inset: auto;
        margin: 0;
        padding: 0;
        border: 1px solid var(--line);
        border-radius: var(--radius-m);
        background: var(--raised);
        color: var(--text);
        box-shadow: var(--shadow-high);
        max-width: calc(100vw - 1rem);
        max-height: var(--room, calc(100dvh - 1rem));
        overflow: hidden;
      }

      dialog:focus-visible {
        outline: 0;
      }

      /* Not hidden: it could not be given the focus. */
      dialog:not(.placed, .sheet) {
        opacity: 0;
      }

      dialog::backdrop {
        background: transparent;
      }

      .sheet {
        inset-inline: 0;
        width: 100%;
        max-width: none;
        padding-bottom: env(safe-area-inset-bottom);
        border-width: 1px 0 0;
        border-radius: var(--radius-l) var(--radius-l) 0 0;
      }

      .sheet::backdrop {
        background: var(--veil);
      }

      @media (prefers-reduced-motion: no-preference) {
        .placed {
          animation: appear var(--quick) ease-out;
        }

        .sheet {
          animation: rise 200ms cubic-bezier(0.2, 0.8, 0.2, 1);
        }
      }

      @keyframes appear {
        from {
          opacity: 0;
          transform: translateY(0.25rem);
        }
      }

      @keyframes rise {
        from {
          transform: translateY(100%);
        }
      }
    `,
  ];
}

customElements.define("alcove-popover", Popover);
