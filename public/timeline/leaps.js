/**
 * Jumps to other messages of the log, from a quote or a link, and back again.
 *
 * @import { ReactiveControllerHost } from "lit"
 * @import { Line } from "./timeline-items.js"
 */

import { seqIn } from "../client/protocol.js";
import { t } from "../i18n/strings.js";
import { iconReply } from "../ui/icons.js";
import { html, nothing } from "../ui/lit.js";

const MOST_WAYS = 20;

export class Leaps {
  #host;
  #leap;
  /** Where one leapt from, the last at the end. @type {readonly number[]} */
  #ways = [];

  /**
   * @param {ReactiveControllerHost} host
   * @param {(seq: number) => void} leap
   */
  constructor(host, leap) {
    this.#host = host;
    this.#leap = leap;
  }

  /**
   * @param {Line | undefined} from
   * @param {number} to
   */
  leap(from, to) {
    const seq = from?.message?.seq;
    if (seq && seq !== to) this.#keep([...this.#ways, seq].slice(-MOST_WAYS));
    this.#leap(to);
  }

  /** Who is at the end has no way back. */
  forget() {
    if (this.#ways.length > 0) this.#keep([]);
  }

  button() {
    if (this.#ways.length === 0) return nothing;
    return html`<button class="to-back" @click=${this.#back}>${iconReply}${t.back}</button>`;
  }

  #back = () => {
    const seq = this.#ways.at(-1) ?? 0;
    this.#keep(this.#ways.slice(0, -1));
    this.#leap(seq);
  };

  /** @param {readonly number[]} ways */
  #keep(ways) {
    this.#ways = ways;
    this.#host.requestUpdate();
  }
}

/**
 * The message of this very room that a press leads to.
 * @param {MouseEvent} event
 * @param {string} room Its link.
 */
export const leapOf = (event, room) => {
  const link = /** @type {Element} */ (event.composedPath()[0]).closest("a");
  const { button, ctrlKey, metaKey, shiftKey, altKey } = event;
  const isForNewTab = ctrlKey || metaKey || shiftKey || altKey;
  const seq = link && button === 0 && !isForNewTab && seqBehind(link, room);
  return seq ? { link, seq } : undefined;
};

/**
 * @param {HTMLAnchorElement} link
 * @param {string} room
 */
const seqBehind = ({ href, hash }, room) => {
  const page = href.slice(0, -hash.length || undefined).replace(/\/?(?:\?.*)?$/, "");
  const isHere = page.toLowerCase() === room;
  return isHere && seqIn(hash);
};
