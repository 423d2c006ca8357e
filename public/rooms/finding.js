/**
 * The key that finds something by a few letters. What opens by it is loaded then, and begins with what was typed before it
 * was there.
 *
 * @typedef {object} Typed While it was loading.
 * @property {string} text
 * @property {boolean} isEntered
 */

import { t } from "../i18n/strings.js";
import { isCommand } from "../ui/command-key.js";
import { TypedAhead } from "../ui/typed-ahead.js";

export class Finding {
  #find;
  #onFailed;
  #isOpen = false;

  /**
   * @param {() => Promise<((typed: Typed) => Promise<unknown>) | undefined>} find Loads what opens it, which is settled when
   *   it is closed; nothing where it cannot be loaded now.
   * @param {() => void} onFailed
   * @param {AbortSignal} [signal]
   */
  constructor(find, onFailed, signal) {
    this.#find = find;
    this.#onFailed = onFailed;
    window.addEventListener("keydown", (event) => this.#key(event), {
      capture: true,
      ...(signal && { signal }),
    });
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!isCommand(event, "k")) return;
    event.preventDefault();
    void this.open();
  }

  async open() {
    if (this.#isOpen) return;
    this.#isOpen = true;
    // Until it is there, what is typed is not to be part of a message. Its words may be on their way as well.
    const typed = new TypedAhead(t.find ?? "");
    const find = await Promise.race([this.#find(), typed.givenUp]);
    if (!typed.isGivenUp) {
      const text = typed.end();
      if (find) await find({ text, isEntered: typed.isEntered });
      else this.#onFailed();
    }
    this.#isOpen = false;
  }
}
