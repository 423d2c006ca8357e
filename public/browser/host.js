/**
 * The host page that embeds this room, if there is one: the options it sets, its later changes, and the little
 * it is told. Without a host, nothing here does anything, and the room always counts as visible.
 *
 * @import { Embedding } from "./embedding.js"
 */

import { readEmbedding } from "./embedding.js";
import { readContrast, readGivenName, readTheme, writeGivenName } from "./preferences.js";
import { applyLook, givenSetting } from "./theme.js";

/**
 * It emits `name` when another name is given, `theme` when another theme is, and `seen` when the frame
 * comes into view or goes out of it.
 */
class Host extends EventTarget {
  /** In a frame of a host page, also where a link there has led on to an address without the host's options. */
  embedded = window.parent !== window;
  /** @type {Embedding} */
  #given;
  #isInView = true;
  #unread = 0;

  constructor() {
    super();
    this.#given = this.#read();
    if (!this.embedded) return;
    window.addEventListener("hashchange", () => this.#changed());
    new IntersectionObserver((entries) => this.viewed(entries.at(-1)?.isIntersecting ?? true)).observe(
      document.documentElement,
    );
  }

  /** "" if none is given. Never this browser's own name: that stays as it is for other rooms. */
  get givenName() {
    return this.#given.name;
  }

  /** Whether the host says who its user is: then the name is not the user's to choose. */
  get isSigned() {
    return this.embedded && givenSetting("signed") !== undefined;
  }

  /** The host's theme is not the user's to switch. */
  get isThemeGiven() {
    return this.#given.theme !== "";
  }

  /** Whether the frame is in view; whether the tab is, `document.hidden` tells. */
  get isInView() {
    return this.#isInView;
  }

  /**
   * The name to join under, or "": the given one when it is new in this room. Whoever took another
   * since, because it was taken or by choice, keeps that.
   * @param {string} room
   * @param {string | undefined} known The name this browser last had in the room.
   */
  nameIn(room, known) {
    // The hello needs none; what the room makes of the host's word, it tells.
    if (this.isSigned) return known ?? "…";
    if (this.givenName === "") return known ?? "";
    const isNew = readGivenName(room) !== this.givenName;
    writeGivenName(room, this.givenName);
    return isNew ? this.givenName : (known ?? this.givenName);
  }

  /**
   * Says how many messages wait to be read. It goes to whoever frames the page: the policy lets
   * nobody do so but whom the operator has listed.
   * @param {number} count
   */
  tellUnread(count) {
    if (!this.embedded || count === this.#unread) return;
    this.#unread = count;
    window.parent.postMessage({ alcove: "unread", count }, "*");
  }

  #read() {
    return readEmbedding(location.hash, this.embedded);
  }

  #changed() {
    const before = this.#given;
    const given = this.#read();
    // A link inside the room has a hash as well.
    if (!given.embedded) return;
    this.#given = given;
    // Every word is drawn anew, so the page is.
    if (given.language !== before.language) return location.reload();
    if (given.theme !== before.theme) {
      applyLook({ theme: given.theme || readTheme(), contrast: readContrast() });
      this.dispatchEvent(new CustomEvent("theme"));
    }
    if (given.name !== before.name && given.name !== "") this.dispatchEvent(new CustomEvent("name"));
  }

  /** @param {boolean} isInView Or something else has its place in the page. */
  viewed(isInView) {
    this.#isInView = isInView;
    this.dispatchEvent(new CustomEvent("seen"));
  }
}

export const host = new Host();
