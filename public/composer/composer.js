/**
 * The composer: where people write a new message, a reply, or an edit. It asks for a text to be sent and
 * clears the field only when told that the text is stored; it knows neither the connection nor where drafts
 * are kept. Emoji and completion are loaded on first use.
 *
 * @import { Upload } from "../client/outbox.js"
 * @import { SignOf } from "../state/likeness.js"
 * @import { Mode } from "./mode.js"
 * @import { Suggestions } from "./suggestions.js"
 *
 * @typedef {object} Tray What is to be sent besides words: files.
 * @property {() => unknown} button
 * @property {() => unknown} view
 * @property {boolean} isEmpty
 * @property {boolean} isAsking Nothing goes before that is answered.
 * @property {() => void} hold Somebody wants to send: that goes once nothing has to be answered.
 * @property {() => readonly Upload[] | undefined} take They go now.
 */

import { loadPart } from "../browser/load-part.js";
import { codePoints, DEFAULT_LIMITS, isBlank } from "../client/protocol.js";
import { t } from "../i18n/strings.js";
import { adopt } from "../ui/adopt-style.js";
import { base } from "../ui/base.js";
import { iconSend, iconSmile } from "../ui/icons.js";
import { html, LitElement, nothing } from "../ui/lit.js";
import { isForInputMethod, isTouch, keepFocus } from "../ui/writing-focus.js";
import { composerStyle } from "./composer-style.js";
import { fit, hasMoreThanFits, put, putMention } from "./field.js";
import { isSending, isWithoutModifier, markerOf, PAGES } from "./keys.js";
import { isOfMessage, isOtherMode, keyOf, modeView } from "./mode.js";
import { bytesOf, isInFence, sendable, tidied } from "./typed-text.js";

/** The counter appears when so many characters are left. */
const COUNT_FROM = 200;
/** A shorter wait is over before one could read about it. */
const TELL_WAIT_MS = 1_000;
/** Nobody's own pace makes one wait so long: it is the room that takes nothing more for the day. */
const LONG_WAIT_MS = 15 * 60_000;
/** What is longer than this is no message, and would be work at each key. */
const MOST_WORKED = 50_000;
/** What would take a browser seconds to put in stays where it was copied from. */
const MOST_INSERTED = 100_000;

/**
 * @fires send With the text. The listener calls `clear()` once the text is in the outbox.
 * @fires draft When there is another text.
 * @fires typing When what is there now is something to see.
 * @fires cancel The mode is to end: by Escape, its close button, or an edit that changed nothing.
 * @fires page With -1 or 1: one scrolls the messages without leaving the field.
 * @fires edit-last One's last message is to be edited.
 * @fires delete The message that is edited is to be deleted.
 */
export class Composer extends LitElement {
  static properties = {
    limit: { attribute: false },
    mostBytes: { attribute: false },
    heldUntil: { attribute: false },
    isLocked: { attribute: false },
    placeholder: { attribute: false },
    you: { attribute: false },
    tray: { attribute: false },
    mode: { attribute: false, hasChanged: isOtherMode },
    text: { state: true },
    fault: { state: true },
  };

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #tick;
  /** The mode that the field is in; `mode` may be ahead of it by an update. @type {Mode | undefined} */
  #entered;
  /** The draft, while a message is edited in its place. */
  #aside = "";
  /** The picker is on its way: a second press does not bring a second one. */
  #isAsking = false;
  /** @type {Suggestions | undefined} */
  #suggestions;
  /** @type {Promise<Suggestions | undefined> | undefined} */
  #loading;

  constructor() {
    super();
    this.limit = DEFAULT_LIMITS.text;
    /** Of the frame that a text goes in. */
    this.mostBytes = DEFAULT_LIMITS.frame;
    /** When the last text goes out, if it has to wait. */
    this.heldUntil = 0;
    /** Nothing can be sent now, which is said elsewhere; what is written stays. */
    this.isLocked = false;
    /** What stands in the empty field, where it is not as in any room. */
    this.placeholder = "";
    // These three are asked for when somebody is mentioned: nothing is drawn anew for them.
    /** Who can be mentioned. @type {ReadonlyMap<string, string>} */
    this.members = new Map();
    /** @type {SignOf} */
    this.signOf = () => "";
    /** When each said something last. @type {() => ReadonlyMap<string, number>} */
    this.spokeAt = () => new Map();
    this.you = { id: "", name: "" };
    /** @type {Tray | undefined} */
    this.tray = undefined;
    /** @type {Mode | undefined} */
    this.mode = undefined;
    this.text = "";
    /**
     * What went wrong: what was to be sent has nothing to see in it; a message was edited until nothing was left; what
     * was to be put in was far too long, and is not; the picker could not be loaded.
     * @type {"" | "invisible" | "emptied" | "overfull" | "noEmoji"}
     */
    this.fault = "";
  }

  /** What is in the field, and what was there before a message was edited in it. */
  get written() {
    return { text: this.text, ...(this.#aside && { aside: this.#aside }) };
  }

  /**
   * As it was when it was `written`.
   * @param {{ text: string, aside?: string }} written
   * @param {Mode | undefined} mode
   */
  restore({ text, aside = "" }, mode) {
    this.mode = this.#entered = mode;
    this.#aside = isOfMessage(mode) ? aside : "";
    // It went while an edit was ending.
    this.#set(isOfMessage(mode) ? text : text || aside);
  }

  /** What was written is kept elsewhere now. After an edit, the draft comes back with the mode's end. */
  clear() {
    this.#set("");
    this.#tell("draft");
  }

  /** @override */
  focus() {
    this.#field?.focus();
  }

  /**
   * Puts a text where the caret is, or in the place of what is selected.
   * @param {string} text
   */
  insert(text) {
    const field = this.#field;
    if (!field || this.#isTooMuch(text)) return;
    const { selectionStart, selectionEnd } = field;
    // In a field with the focus it can be undone.
    if (!isTouch()) this.focus();
    this.#replace(selectionStart, selectionEnd, tidied(text));
  }

  /**
   * Puts `@name` where the caret is, apart from what is there.
   * @param {string} name
   */
  mention(name) {
    // A dialog gives the focus back, but Chromium does not yet say where the caret is.
    this.#field?.blur();
    this.focus();
    if (this.#field) putMention(this.#field, name);
  }

  /** As by its button. */
  send() {
    this.#send();
  }

  /** @returns {HTMLTextAreaElement | null} */
  get #field() {
    return this.renderRoot?.querySelector("textarea") ?? null;
  }

  #fitAgain = () => this.#fit();

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    window.addEventListener("resize", this.#fitAgain);
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener("resize", this.#fitAgain);
    clearTimeout(this.#tick);
  }

  // ---- modes ----

  /** @override */
  willUpdate() {
    const before = this.#entered;
    const { mode } = this;
    this.#entered = mode;
    if (keyOf(before) === keyOf(mode)) return;
    if (mode && mode.kind !== "reply") {
      if (!isOfMessage(before)) this.#aside = this.text;
      this.#set(mode.text);
    } else if (isOfMessage(before)) {
      this.#set(this.#aside);
      this.#aside = "";
    }
    this.#tell("draft");
    if (mode) this.updateComplete.then(() => this.focus());
  }

  /** @param {string} text The caret comes after it. */
  #set(text) {
    this.text = text;
    this.fault = "";
    this.#suggestions?.close();
    this.updateComplete.then(() => {
      if (text !== "") this.#field?.setSelectionRange(text.length, text.length);
      this.#fit();
    });
  }

  // ---- what is drawn ----

  /** @override */
  render() {
    // A text of several lines cannot be a `combobox`, nor say `aria-expanded`: HTML allows neither.
    // So the status says that there is a list, and `aria-activedescendant` what is active in it.
    const { left, isBlank, isSendable, isTooLarge } = this.#judged();
    const wait = this.heldUntil - performance.now();
    const isListOpen = this.#suggestions?.isOpen ?? false;
    this.#tickWhile(wait > TELL_WAIT_MS);
    return html`
      <form @submit=${this.#submit}>
        ${this.#suggestions?.render()}
        ${modeView(this.mode, this.#stop)} ${this.tray?.view()}
        <textarea
          rows="1"
          translate="no"
          aria-label=${t.message}
          aria-describedby="mode hint"
          aria-invalid=${left < 0 || isTooLarge}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls=${isListOpen ? "suggestions" : nothing}
          aria-activedescendant=${this.#suggestions?.activeId ?? nothing}
          placeholder=${this.placeholder || t.placeholder}
          dir="auto"
          enterkeyhint=${isTouch() ? "enter" : "send"}
          autocomplete="off"
          .value=${this.text}
          @input=${this.#typed}
          @keydown=${this.#key}
          @paste=${this.#pasted}
          @beforeinput=${this.#enters}
          @keyup=${this.#moved}
          @click=${this.#moved}
          @blur=${() => this.#suggestions?.close()}
        ></textarea>
        ${this.tray?.button()}
        <button
          type="button"
          class="emoji"
          aria-label=${t.emoji}
          title=${t.emoji}
          aria-haspopup="dialog"
          @pointerdown=${keepFocus}
          @click=${this.#pickEmoji}
        >${iconSmile}</button>
        <button
          class="primary"
          aria-label=${t.send}
          aria-disabled=${this.isLocked || (!isSendable && !(isBlank && isOfMessage(this.mode)))}
          @pointerdown=${keepFocus}
          @click=${this.#submit}
        >
          ${iconSend}
        </button>
      </form>
      <p id="hint" class="hint" aria-live="polite">${this.#hint(left, isTooLarge, wait)}</p>
      <p class="vh" role="status">${isListOpen ? t.suggestions(this.#suggestions?.count ?? 0) : nothing}</p>
    `;
  }

  /** @type {{ of: string, text: string, left: number, isBlank: boolean, isTooLarge: boolean } | undefined} */
  #last;

  /** What would be sent, and whether it can be. */
  #judged() {
    if (this.#last?.of !== this.text) {
      const text = this.text.length > MOST_WORKED ? this.text : sendable(this.text);
      const isTooLarge = text.length > MOST_WORKED || bytesOf(text) > this.mostBytes;
      this.#last = { of: this.text, text, left: -codePoints(text), isBlank: isBlank(text), isTooLarge };
    }
    const left = this.limit + this.#last.left;
    const isTooLarge = this.#last.isTooLarge && left >= 0;
    const { mode } = this;
    const tray = isOfMessage(mode) ? undefined : this.tray;
    // Files need no words.
    const isBare = tray ? tray.isEmpty : !(mode && "hasFiles" in mode && mode.hasFiles);
    const isNothing = this.#last.isBlank && isBare;
    return {
      ...this.#last,
      isBlank: isNothing,
      left,
      isTooLarge,
      isSendable: !isNothing && left >= 0 && !isTooLarge && !tray?.isAsking,
    };
  }

  /**
   * @param {number} left
   * @param {boolean} isTooLarge
   * @param {number} wait
   */
  #hint(left, isTooLarge, wait) {
    const { fault } = this;
    const isOverfull = fault === "overfull";
    if (left < 0 && !isOverfull) return html`<span class="over">${t.charactersOver(-left)}</span>`;
    if (isTooLarge || isOverfull) return html`<span class="over">${t.tooLarge}</span>`;
    if (fault === "emptied")
      return html`${t.emptied} <button class="delete" @click=${() => this.#tell("delete")}>${t.remove}</button>`;
    if (fault === "invisible") return t.nothingToSee;
    if (fault) return t.emojiFailed;
    if (wait > LONG_WAIT_MS) return t.roomRests(Math.ceil(wait / 3_600_000));
    if (wait > TELL_WAIT_MS) return t.slowDown(Math.ceil(wait / 1000));
    return left <= COUNT_FROM ? t.charactersLeft(left) : nothing;
  }

  #fit() {
    const field = this.#field;
    // It is as high as it gets, and to measure that again at each key would take long.
    if (!field || (this.text.length > MOST_WORKED && field.matches(".full"))) return;
    fit(field, this);
  }

  /** @param {boolean} isCounting */
  #tickWhile(isCounting) {
    clearTimeout(this.#tick);
    if (isCounting) this.#tick = setTimeout(() => this.requestUpdate(), 1_000);
  }

  // ---- what the user does ----

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (isForInputMethod(event)) return;
    if (this.#suggestions?.key(event)) return;
    const marker = markerOf(event);
    if (marker) {
      event.preventDefault();
      return this.#mark(marker);
    }
    const { key } = event;
    const isPlain = isWithoutModifier(event);
    if (key === "Escape" && isPlain && this.mode) {
      event.preventDefault();
      this.#tell("cancel");
    } else if (key === "ArrowUp" && isPlain && this.text === "" && !this.mode) {
      event.preventDefault();
      this.#tell("edit-last");
    } else if (key in PAGES && isPlain && !(this.#field && hasMoreThanFits(this.#field))) {
      event.preventDefault();
      this.#tell("page", PAGES[key]);
    } else if (key === "Enter" && isSending(event) && !this.#isLineOfCode(event)) {
      event.preventDefault();
      this.#send();
    }
  }

  /** @param {KeyboardEvent} event */
  #isLineOfCode({ ctrlKey, metaKey }) {
    return !ctrlKey && !metaKey && isInFence(this.text, this.#field?.selectionStart ?? 0);
  }

  /**
   * From a terminal, or from Word: as it can be sent. Any other is left to the browser.
   * @param {ClipboardEvent} event
   */
  #pasted(event) {
    const text = event.clipboardData?.getData("text/plain").replaceAll("\r\n", "\n") ?? "";
    if (text.length <= MOST_INSERTED && tidied(text) === text) return;
    event.preventDefault();
    this.insert(text);
  }

  /** @param {InputEvent} event What is dropped on the field itself. */
  #enters(event) {
    if (event.inputType === "insertFromDrop" && this.#isTooMuch(event.data ?? "")) event.preventDefault();
  }

  /** @param {string} text To be put in. */
  #isTooMuch(text) {
    const isTooMuch = this.text.length + text.length > MOST_INSERTED;
    this.fault = isTooMuch ? "overfull" : "";
    return isTooMuch;
  }

  /** Without a network one writes it oneself. @param {string} marker */
  async #mark(marker) {
    const part = await loadPart(() => import("./formatting.js")).catch(() => undefined);
    const field = this.#field;
    if (!part || !field) return;
    const { start, end, text, selection } = part.marked(
      field.value,
      field.selectionStart,
      field.selectionEnd,
      marker,
    );
    this.#replace(start, end, text);
    field.setSelectionRange(...selection);
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    this.#send();
  }

  #stop = () => {
    // The button that was pressed goes. A pointer has left the focus where it was.
    if (this.shadowRoot?.activeElement !== null) this.focus();
    this.#tell("cancel");
  };

  #send() {
    if (this.isLocked) return;
    const { mode } = this;
    const { text, isBlank, isSendable } = this.#judged();
    this.fault = "";
    if (isBlank && isOfMessage(mode)) this.fault = "emptied";
    else if (isBlank && this.text !== "") this.fault = "invisible";
    if (!isSendable) return this.tray?.hold();
    const isChanged = mode?.kind !== "edit" || mode.isGone || (this.text !== mode.text && text !== mode.text);
    if (isChanged) this.#tell("send", text);
    else this.#tell("cancel");
    this.focus();
  }

  /** @param {InputEvent} event */
  #typed(event) {
    const { inputType = "", isComposing } = event;
    this.text = /** @type {HTMLTextAreaElement} */ (event.target).value;
    this.fault = "";
    this.#fit();
    this.#tell("draft");
    if (!isBlank(this.text)) this.#tell("typing");
    // Touch keyboards compose every word, so there the word is what one looks for.
    if (!isComposing || isTouch()) this.#suggest(/^insert(Text|CompositionText)$/.test(inputType));
  }

  /**
   * The caret was moved; with a list open, to or out of what the list is for.
   * @param {Event} event
   */
  #moved(event) {
    const isKey = event instanceof KeyboardEvent;
    if (isKey && !/^(Arrow(Left|Right)|Home|End)$/.test(event.key)) return;
    if (this.#suggestions?.isOpen) this.#suggest();
  }

  /** @param {boolean} [isTyped] */
  async #suggest(isTyped) {
    if (this.text.length > MOST_WORKED) return;
    if (!this.#suggestions) {
      if (!/[:@＠]/.test(this.text)) return;
      this.#loading ??= this.#loadSuggestions();
      if (!(await this.#loading)) return;
    }
    const field = this.#field;
    if (!field) return;
    if (field.selectionStart !== field.selectionEnd) this.#suggestions?.close();
    else this.#suggestions?.update(field.value, field.selectionStart, isTyped);
  }

  /** Without a network one writes without it. */
  async #loadSuggestions() {
    try {
      const { Suggestions, suggestionStyles } = await loadPart(() => import("./suggestions.js"));
      for (const style of suggestionStyles) adopt(/** @type {ShadowRoot} */ (this.renderRoot), style);
      this.#suggestions = new Suggestions({
        redraw: () => this.requestUpdate(),
        replace: (start, end, text) => this.#replace(start, end, text),
        people: () => ({
          members: this.members,
          you: this.you.id,
          signOf: this.signOf,
          spokeAt: this.spokeAt(),
        }),
      });
    } catch {
      this.#loading = undefined;
    }
    return this.#suggestions;
  }

  /**
   * @param {number} start
   * @param {number} end
   * @param {string} text
   */
  #replace(start, end, text) {
    if (this.#field) put(this.#field, start, end, text);
  }

  /** @param {Event} event */
  async #pickEmoji(event) {
    const anchor = /** @type {HTMLElement} */ (event.currentTarget);
    const field = this.#field;
    if (!field || this.#isAsking) return;
    this.#isAsking = true;
    this.fault = "";
    try {
      const { putEmoji } = await loadPart(() => import("./put-emoji.js"));
      await putEmoji(field, anchor);
    } catch {
      this.fault = "noEmoji";
    } finally {
      this.#isAsking = false;
    }
  }

  /**
   * @param {string} type
   * @param {string | number} [detail]
   */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  static styles = [base, composerStyle];
}

customElements.define("alcove-composer", Composer);
