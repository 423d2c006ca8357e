/** A dialog with nothing behind it: it is left only by what is in it, or by being taken away. */

import { Modal } from "../ui/modal.js";

export class LastingModal extends Modal {
  /** A browser lets no page refuse a second Escape or a back gesture: it comes again. @override */
  closed() {
    if (this.isConnected) this.open();
  }

  /** @param {Event} event @override */
  cancelled(event) {
    event.preventDefault();
  }

  /** @override */
  pressedBeside() {}
}
