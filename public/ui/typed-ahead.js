/**
 * Holds what is typed before what it is meant for is there: a field that nobody sees has the focus meanwhile, so that
 * accents, input methods and pasting work as anywhere.
 */

import { isForInputMethod } from "./writing-focus.js";

/** In shadow trees as well. @returns {HTMLElement | undefined} */
export const focused = () => {
  let { activeElement } = document;
  while (activeElement?.shadowRoot?.activeElement) activeElement = activeElement.shadowRoot.activeElement;
  return activeElement instanceof HTMLElement ? activeElement : undefined;
};

export class TypedAhead {
  /** By Escape, or one has gone elsewhere. */
  isGivenUp = false;
  /** Enter was pressed as well. */
  isEntered = false;
  /** Settled once it is given up. @type {Promise<void>} */
  givenUp;
  #before = focused();
  #field = document.createElement("input");
  #over = new AbortController();

  /** @param {string} label What it is for. */
  constructor(label) {
    const field = this.#field;
    const { signal } = this.#over;
    field.autocomplete = "off";
    field.autocapitalize = "none";
    field.spellcheck = false;
    field.ariaLabel = label;
    Object.assign(field.style, {
      position: "fixed",
      insetBlockStart: "0",
      opacity: "0",
      pointerEvents: "none",
    });
    this.givenUp = new Promise((resolve) => {
      const giveUp = () => {
        this.isGivenUp = true;
        this.end();
        resolve();
      };
      field.addEventListener("keydown", (event) => this.#key(event, giveUp), { signal });
      // Not where it is the window that has lost the focus.
      field.addEventListener("blur", () => document.activeElement === field || giveUp(), { signal });
    });
    document.body.append(field);
    field.focus({ preventScroll: true });
  }

  /** Gives the focus back to what had it. @returns {string} What was typed; "" where it was given up. */
  end() {
    const field = this.#field;
    this.#over.abort();
    if (document.activeElement === field) this.#before?.focus({ preventScroll: true });
    field.remove();
    return this.isGivenUp ? "" : field.value;
  }

  /**
   * @param {KeyboardEvent} event
   * @param {() => void} giveUp
   */
  #key(event, giveUp) {
    if (isForInputMethod(event)) return;
    if (event.key === "Enter") this.isEntered = true;
    else if (event.key === "Escape") {
      event.preventDefault();
      giveUp();
    }
  }
}
