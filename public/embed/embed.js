/**
 * The script that other sites load: it defines `<alcove-room room="tea">`, a frame with the room in it.
 * Identity and messages stay inside the frame, out of the host page's reach, and neither side's styles reach
 * the other. The attributes travel in the hash of the frame's address, which no server ever sees; a key does not even
 * travel there, but is told to the room when that asks. It draws no chat itself; `docs/embedding.md` explains the rest to
 * hosts.
 */

import { isKey, readCreate } from "../client/given-key.js";
import { parseRoomName } from "../client/protocol.js";
import { bestOf } from "../i18n/language-tag.js";

const TAG = "alcove-room";
/** Handed to the room as they are, each under its own name. */
const GIVEN = ["name", "theme", "language"];
/** What may have been set before this script came. */
const PROPERTIES = /** @type {const} */ (["key", "create", "token"]);
/** What the frame may use of what the browser guards; browsers warn of names that they do not know. */
const PERMISSIONS = "share" in navigator ? "clipboard-write; web-share" : "clipboard-write";
/** So long before a token ends, the host page is asked for another. */
const RENEW_BEFORE_MS = 30_000;
/** The page in the frame says that it is there long before it has loaded; its message may still be on its way. */
const SIGN_WITHIN_MS = 1_000;

/**
 * Where this script came from, and with it the rooms. A module is no `currentScript`, but every
 * error tells from where it was thrown.
 */
const home = () => {
  const script = document.currentScript;
  const address = script instanceof HTMLScriptElement ? script.src : "";
  const thrown = /https?:\/\/[^\s()@]*?\/embed\.js/.exec(new Error().stack ?? "")?.[0];
  return new URL(address || thrown || location.href).origin;
};

const HOME = home();

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host {
    display: block;
    box-sizing: border-box;
    width: 100%;
    height: 32rem;
    overflow: hidden;
  }

  :host([hidden]) {
    display: none;
  }

  iframe {
    display: block;
    width: 100%;
    height: 100%;
    border: 0;
  }

  p {
    all: initial;
    display: grid;
    box-sizing: border-box;
    place-content: center;
    gap: 0.5em;
    width: 100%;
    height: 100%;
    padding: 1rem;
    background: Canvas;
    color: CanvasText;
    font: 1rem / 1.5 system-ui, sans-serif;
    text-align: center;
  }

  a {
    color: LinkText;
  }
`);

/** @param {string} reason For those who write the host page. */
const complain = (reason) => console.error(`<${TAG}>: ${reason}`);

/**
 * Of whom a JWT is, and until when.
 * @param {string} token
 */
const readToken = (token) => {
  try {
    const payload = (token.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const { iss, sub, exp } = JSON.parse(atob(payload));
    return {
      sub: JSON.stringify([iss, sub]),
      ends: Number.isFinite(exp) ? exp * 1_000 : Number.POSITIVE_INFINITY,
    };
  } catch {
    return { sub: token, ends: Number.POSITIVE_INFINITY };
  }
};

class RoomFrame extends HTMLElement {
  static observedAttributes = ["room", "token", ...GIVEN];

  #root = this.attachShadow({ mode: "open" });
  /** @type {HTMLIFrameElement | undefined} */
  #frame;
  #room = "";
  #address = "";
  /** The page in the frame has given a sign. */
  #isThere = false;
  #isStale = false;
  #key = "";
  /** @type {ReturnType<typeof readCreate>} */
  #create;
  /** The frame that is there was given another key, or another user. */
  #isRekeyed = false;
  #token = "";
  /** Whose it is, and when it ends; what cannot be read is for the room to judge. */
  #tokenOf = readToken("");
  /** The page in the frame waits for a token. */
  #isTokenAwaited = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #renewal;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [sheet];
    for (const name of PROPERTIES) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
  }

  /** What the visitor comes in by: 22 characters of base64url. It can be set, but not read. */
  set key(/** @type {unknown} */ key) {
    const before = this.#key;
    this.#key = isKey(key) ? key : "";
    if (key && !this.#key) complain("key is not 22 characters of base64url");
    if (this.#key === before) return;
    this.#isRekeyed = true;
    this.#changed();
  }

  /** What the room is to be if nobody has used it yet: then it is made, and `key` is its owner's. */
  set create(/** @type {unknown} */ create) {
    this.#create = readCreate(create);
    if (create && !this.#create) complain("create is not { settings: { … } }");
  }

  /** Who the visitor is: a JWT that the host's server has signed. A fresh one of the same user may be set at any time. */
  set token(/** @type {unknown} */ token) {
    const before = this.#token && this.#tokenOf.sub;
    this.#token = typeof token === "string" ? token : "";
    this.#tokenOf = readToken(this.#token);
    if ((this.#token && this.#tokenOf.sub) !== before) {
      this.#isRekeyed = true;
      this.#changed();
    } else if (this.#isTokenAwaited) this.#tellToken();
    this.#renewInTime();
  }

  connectedCallback() {
    if (this.hasAttribute("token") && !this.#token) this.token = this.getAttribute("token");
    this.#renewInTime();
    if (this.hasAttribute("key")) complain("key is a property, not an attribute");
    window.addEventListener("message", this.#heard);
    this.#update();
  }

  /** A frame that is moved loads anew, so it is made anew, with what the attributes say by then. */
  disconnectedCallback() {
    window.removeEventListener("message", this.#heard);
    clearTimeout(this.#renewal);
    this.#empty();
  }

  /**
   * @param {string} name
   * @param {string | null} _before
   * @param {string | null} value
   */
  attributeChangedCallback(name, _before, value) {
    if (name === "token") this.token = value ?? "";
    else this.#changed();
  }

  /** Once for all that is set in one go, as frameworks do; what was there from the start is drawn already. */
  #changed() {
    if (!this.#root.hasChildNodes() || this.#isStale) return;
    this.#isStale = true;
    queueMicrotask(() => {
      this.#isStale = false;
      if (this.isConnected) this.#update();
    });
  }

  /** @override */
  focus() {
    this.#frame?.focus();
  }

  #update() {
    const room = this.getAttribute("room");
    const name = parseRoomName(room ?? "");
    if (!name)
      return this.#refuse(room === null ? "room is missing" : `room="${room}" is not a valid room name`);
    const address = this.#addressOf(name);
    if (this.#frame && address === this.#address && !this.#isRekeyed) return;
    const isSameRoom = this.#frame !== undefined && name === this.#room && !this.#isRekeyed;
    this.#room = name;
    this.#address = address;
    if (isSameRoom) this.#goTo(address);
    else this.#show(address);
  }

  /** @param {string} room */
  #addressOf(room) {
    const given = new URLSearchParams();
    for (const name of GIVEN) {
      const value = this.getAttribute(name);
      if (value) given.set(name, value);
    }
    if (this.#key) given.set("keyed", "");
    if (this.#token) given.set("signed", "");
    return `${HOME}/room/${room}#embed&${given}`;
  }

  /** @param {string} address */
  #show(address) {
    this.#empty();
    this.#isRekeyed = false;
    const frame = document.createElement("iframe");
    frame.title = this.#title;
    frame.allow = PERMISSIONS;
    frame.loading = "lazy";
    frame.referrerPolicy = "no-referrer";
    frame.src = address;
    frame.addEventListener("load", () => setTimeout(() => this.#requireSign(frame), SIGN_WITHIN_MS));
    this.#frame = frame;
    this.#root.replaceChildren(frame);
  }

  /**
   * Only the hash differs, so the page in the frame goes on, and hears of it.
   * @param {string} address
   */
  #goTo(address) {
    const frame = this.#frame;
    if (!frame) return;
    frame.title = this.#title;
    // Setting `src` would add a step to the host's history.
    if (this.#isThere) frame.contentWindow?.location.replace(address);
    else frame.src = address;
  }

  /**
   * A browser shows its own page in place of one that it may not frame, and tells nobody.
   * @param {HTMLIFrameElement} frame
   */
  #requireSign(frame) {
    if (this.#isThere || frame !== this.#frame) return;
    const link = document.createElement("a");
    link.href = `${HOME}/room/${this.#room}`;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = this.#words.open;
    this.#refuse(`${HOME} cannot be reached, or ${location.origin} is not in its ALLOWED_ORIGINS`, link);
  }

  /**
   * @param {string} reason For those who write the host page.
   * @param {HTMLElement} [link] For those who read it, as a way out.
   */
  #refuse(reason, link) {
    complain(reason);
    this.#empty();
    const sentence = document.createElement("span");
    sentence.textContent = link ? this.#words.refused : this.#words.noRoom;
    const box = document.createElement("p");
    box.dir = "auto";
    box.append(sentence, ...(link ? [link] : []));
    this.#root.replaceChildren(box);
  }

  #empty() {
    this.#root.replaceChildren();
    this.#frame = undefined;
    this.#isThere = false;
    this.#isTokenAwaited = false;
  }

  /** @param {MessageEvent} event */
  #heard = ({ source, origin, data }) => {
    if (origin !== HOME || !this.#frame || source !== this.#frame.contentWindow) return;
    if (data?.alcove === "here") this.#isThere = true;
    // The browser gives it to no page but the room's, whatever the frame may show by now.
    if (data?.alcove === "key" && this.#key)
      this.#frame.contentWindow?.postMessage({ alcove: "key", key: this.#key, create: this.#create }, HOME);
    if (data?.alcove === "token" && this.#token) this.#giveToken(data.cause);
    if (data?.alcove === "unread" && Number.isSafeInteger(data.count))
      this.dispatchEvent(new CustomEvent("alcove-unread", { detail: { count: data.count }, bubbles: true }));
  };

  /**
   * The room asks for one with every hello; one that is over, or was refused, is no answer.
   * @param {unknown} cause Why the last was refused.
   */
  #giveToken(cause) {
    this.#isTokenAwaited = true;
    if (typeof cause === "string") complain(`the token was refused: ${cause.slice(0, 20)}`);
    if (typeof cause === "string" || this.#tokenOf.ends <= Date.now()) this.#askForToken(cause);
    else this.#tellToken();
  }

  /** The browser gives it to no page but the room's. */
  #tellToken() {
    this.#isTokenAwaited = false;
    this.#frame?.contentWindow?.postMessage({ alcove: "token", token: this.#token }, HOME);
  }

  /** @param {unknown} [cause] */
  #askForToken(cause) {
    const detail = { room: this.#room, ...(typeof cause === "string" && { cause }) };
    this.dispatchEvent(new CustomEvent("alcove-token", { detail, bubbles: true }));
  }

  /** Nobody waits for the host's server then, whenever the room has to say hello again. */
  #renewInTime() {
    clearTimeout(this.#renewal);
    const { ends } = this.#tokenOf;
    if (!this.#token || !this.isConnected || ends === Number.POSITIVE_INFINITY) return;
    const wait = Math.max(0, ends - RENEW_BEFORE_MS - Date.now());
    // One that is over already is asked for when it is needed.
    if (ends > Date.now()) this.#renewal = setTimeout(() => this.#askForToken(), wait);
  }

  get #title() {
    return this.#words.title.replace("{room}", this.#room);
  }

  get #words() {
    const given = this.getAttribute("language") ?? "";
    const wanted = [given, document.documentElement.lang, ...(navigator.languages ?? [])];
    return /** @type {HostWords} */ (HOST_WORDS[bestOf(Object.keys(HOST_WORDS), wanted)]);
  }
}

// A page may load this twice, by two of its parts that know nothing of each other.
if (!customElements.get(TAG)) customElements.define(TAG, RoomFrame);
