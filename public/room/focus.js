/**
 * The room's text field, and when it takes the focus by itself: never on a touch screen, where that would
 * bring up the keyboard.
 *
 * @import { Composer } from "../composer/composer.js"
 * @import { NamePrompt } from "../people/name-prompt.js"
 */

import { host } from "../browser/host.js";
import { isFocusFree, isForField, isSomethingMarked, isTouch, wasByPointer } from "../ui/writing-focus.js";

export class Focus {
  #composer;
  #prompt;
  /** What is open was opened by a pointer. */
  #isOpenedByPointer = false;

  /** @param {{ composer: () => Composer | null, prompt: () => NamePrompt | null }} parts */
  constructor({ composer, prompt }) {
    this.#composer = composer;
    this.#prompt = prompt;
  }

  /** @param {AbortSignal} signal */
  listen(signal) {
    const field = () => this.#prompt() ?? this.#composer();
    window.addEventListener("focus", () => this.beReady(), { signal });
    window.addEventListener("keydown", (event) => isForField(event) && field()?.focus(), { signal });
  }

  /** What was pressed is gone with its purpose, so the focus goes where one goes on. */
  goOn = () => {
    if (!isTouch()) this.#composer()?.focus();
  };

  /** Something is opened. */
  leave() {
    this.#isOpenedByPointer = wasByPointer();
  }

  /** Whoever opened something by a pointer has no place among the buttons to go back to. */
  goBack() {
    if (this.#isOpenedByPointer) this.goOn();
  }

  /** One comes to write, unless something else is to be done; a frame takes nothing from its host's page. */
  beReady() {
    if (isFocusFree() && (!host.embedded || document.hasFocus())) this.goOn();
  }

  /**
   * An input method works only where there is a field, so keys that are sent on to it come too late.
   * @param {PointerEvent} event
   */
  clicked = (event) => {
    const isOnControl = event
      .composedPath()
      .some((each) => each instanceof Element && each.matches("a, button"));
    if (event.pointerType === "mouse" && !isOnControl && !isSomethingMarked()) this.goOn();
  };
}
