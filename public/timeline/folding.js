/**
 * Folds long messages: which are shown in full, and which are cut. Whether a message is too high is known only
 * once it is drawn.
 *
 * @import { ReactiveController } from "lit"
 * @import { Timeline } from "./timeline.js"
 */

/** @implements {ReactiveController} */
export class Folding {
  #log;
  #pin;
  /** Keys of those that are shown in full. @type {Set<string>} */
  #unfolded = new Set();

  /**
   * To be made before whoever keeps the place: that is measured with what is cut.
   * @param {Timeline} log
   * @param {(row: Element, edge: "top" | "bottom") => void} pin Draws again, with this edge where it is.
   */
  constructor(log, pin) {
    this.#log = log;
    this.#pin = pin;
    log.addController(this);
  }

  /** @param {string} key */
  isUnfolded(key) {
    return this.#unfolded.has(key);
  }

  /**
   * @param {string} key
   * @param {boolean} isUnfolded As asked for: a second event of one scroll must not undo the first.
   */
  turn(key, isUnfolded) {
    const row = this.#log.renderRoot.querySelector(`.row[data-key="${CSS.escape(key)}"]`);
    if (!row || this.isUnfolded(key) === isUnfolded) return;
    if (isUnfolded) this.#unfolded.add(key);
    else this.#unfolded.delete(key);
    this.#pin(row, isUnfolded ? "top" : "bottom");
  }

  /** A text is cut, and has a button, only if it is higher than it may be. */
  hostUpdated() {
    const cut = [...this.#log.renderRoot.querySelectorAll(".text.long")].map((text) => ({
      text,
      isCut: text.scrollHeight > text.clientHeight + 1,
    }));
    for (const { text, isCut } of cut) {
      text.classList.toggle("cut", isCut);
      /** @type {HTMLElement} */ (text.nextElementSibling).hidden = !isCut;
    }
  }
}
