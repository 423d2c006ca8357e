/**
 * The list of the rooms of this device. Each is a link; the rows are one stop for Tab, and the arrows lead from one to the
 * next and to its menu. It is given the list and changes nothing itself. It needs the words of rooms.
 *
 * @import { ListedRoom } from "./my-rooms.js"
 */

import iconHidden from "lucide-static/icons/eye-off.svg";
import iconLock from "lucide-static/icons/lock.svg";
import iconDirect from "lucide-static/icons/mail.svg";
import iconPin from "lucide-static/icons/pin.svg";
import { dayKey, timeOf } from "../i18n/dates.js";
import { locale, number, wordsFor } from "../i18n/locale.js";
import { t } from "../i18n/strings.js";
import { nameParts } from "../text/room-name.js";
import { base, memberColours } from "../ui/base.js";
import { iconMore, iconMuted } from "../ui/icons.js";
import { html, LitElement, nothing, repeat } from "../ui/lit.js";
import { iconChevron } from "../ui/more-icons.js";
import { openPopover } from "../ui/popover.js";
import { newRequests } from "./requests.js";
import { roomListStyle } from "./room-list-style.js";
import { RoomMenu } from "./room-menu.js";
import { pictureOf, placeStyle } from "./room-picture.js";
import { titleOf } from "./room-title.js";

const DAY_MS = 86_400_000;
const MOST_SHOWN = 99;

/**
 * @fires look When the hidden ones are shown: how things stand there may be long ago.
 * @fires act With `{ kind, room }`: pin, unpin, mute, unmute, hide, unhide or forget, as was chosen from a row's menu.
 */
export class RoomList extends LitElement {
  static properties = {
    rooms: { attribute: false },
    current: { attribute: false },
    isWhole: { state: true },
    at: { state: true },
    open: { state: true },
  };

  /** The row that has the focus, by its place. */
  #focused = -1;

  constructor() {
    super();
    /** In order. @type {readonly ListedRoom[]} */
    this.rooms = [];
    /** The room that is open. */
    this.current = "";
    /** With those that are hidden. */
    this.isWhole = false;
    /** The room on whose row the keys go on. */
    this.at = "";
    /** The room whose menu is open. */
    this.open = "";
  }

  /** The row of the room that is open, or the first. @override */
  focus() {
    this.at = this.current;
    void this.updateComplete.then(() => this.#link(this.#tabStop)?.focus());
  }

  /** @returns {readonly ListedRoom[]} */
  get #shown() {
    const shown = this.rooms.filter(({ isHidden }) => !isHidden);
    return this.isWhole ? [...shown, ...this.#hidden] : shown;
  }

  get #hidden() {
    return this.rooms.filter(({ isHidden }) => isHidden);
  }

  get #tabStop() {
    const shown = this.#shown;
    const isShown = (/** @type {string} */ name) => shown.some(({ room }) => room === name);
    return [this.at, this.current].find(isShown) ?? shown[0]?.room ?? "";
  }

  /** @override */
  willUpdate() {
    const row = this.renderRoot?.querySelector("li:focus-within");
    this.#focused = row ? [...this.#rows].indexOf(/** @type {HTMLElement} */ (row)) : -1;
  }

  /** The next takes the focus of a row that has gone. @override */
  updated() {
    if (this.#focused < 0 || this.renderRoot.querySelector("li:focus-within")) return;
    [...this.#rows]
      .slice(0, this.#focused + 1)
      .at(-1)
      ?.querySelector("a")
      ?.focus();
  }

  /** @returns {NodeListOf<HTMLElement>} */
  get #rows() {
    return this.renderRoot.querySelectorAll("li");
  }

  /** @override */
  render() {
    const hidden = this.#hidden.length;
    return html`
      <ul aria-label=${t.myRooms} @keydown=${this.#key} @contextmenu=${this.#contextMenu}>
        ${repeat(
          this.#shown,
          ({ room }) => room,
          (listed) => this.#row(listed),
        )}
      </ul>
      ${
        this.rooms.length === 0
          ? html`<div class="none"><b>${t.noRooms}</b><p>${t.noRoomsHint}</p></div>`
          : nothing
      }
      ${
        hidden > 0
          ? html`<button class="hidden-rooms" aria-expanded=${this.isWhole} @click=${this.#turn}>
              ${iconChevron}${t.hiddenRooms(hidden)}
            </button>`
          : nothing
      }
    `;
  }

  /** @param {ListedRoom} listed */
  #row(listed) {
    const { room, at, unread, isMuted, isPinned, isHidden } = listed;
    const tabIndex = room === this.#tabStop ? 0 : -1;
    const isCurrent = room === this.current;
    const isLoud = unread + newRequests(listed) > 0 && !isMuted;
    return html`<li
      data-room=${room}
      class=${[isCurrent && "current", isLoud && "unread", this.open === room && "open", isHidden && "dim"].filter(Boolean).join(" ")}
    >
      <a
        href="/room/${room}"
        tabindex=${tabIndex}
        aria-current=${isCurrent ? "page" : nothing}
        @focus=${() => this.#arrived(room)}
      >
        ${pictureOf(listed)}
        <span class="words">
          <span class="line">
            <span class="name" translate="no" dir="auto">${nameOf(listed)}</span>
            ${listed.pair ? html`<span class="private">${iconLock}${t.private}</span>` : nothing}
            <span class="signs">${[
              isMuted && sign(iconMuted, t.isMuted),
              isPinned && sign(iconPin, t.pinned),
              isHidden && iconHidden,
            ].filter(Boolean)}</span>
            ${at > 0 ? html`<time>${momentIn(at)}</time>` : nothing}
          </span>
          ${this.#below(listed)}
        </span>
      </a>
      <button
        class="more"
        tabindex="-1"
        aria-label=${t.optionsFor(titleOf(listed))}
        title=${t.optionsFor(titleOf(listed))}
        aria-haspopup="menu"
        aria-expanded=${this.open === room}
        @click=${(/** @type {Event} */ { currentTarget }) => this.#openMenu(room, /** @type {Element} */ (currentTarget))}
      >${iconMore}</button>
    </li>`;
  }

  /** @param {ListedRoom} listed */
  #below(listed) {
    const { mentions, unread } = listed;
    const preview = previewOf(listed);
    const requests = newRequests(listed);
    if (preview === nothing && unread + requests === 0) return nothing;
    return html`<span class="line">
      <span class="preview" translate="no" dir="auto">${preview}</span>
      ${requests > 0 ? count(iconDirect, t.requestsIn(requests)) : nothing}
      ${mentions > 0 ? count("@", t.mentionsIn(mentions)) : nothing}
      ${unread > 0 ? count(unread > MOST_SHOWN ? `${number(MOST_SHOWN)}+` : number(unread), t.unreadIn(unread)) : nothing}
    </span>`;
  }

  /** @param {string} room */
  #arrived(room) {
    this.at = room;
  }

  #turn() {
    this.isWhole = !this.isWhole;
    if (this.isWhole) this.dispatchEvent(new CustomEvent("look", { bubbles: true, composed: true }));
  }

  // ---- keys ----

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const target = /** @type {Element} */ (event.composedPath()[0]);
    const row = /** @type {HTMLElement | null} */ (target.closest("li"));
    const rows = [...this.#rows];
    const at = row ? rows.indexOf(row) : -1;
    if (at < 0) return;
    /** @type {Record<string, number>} */
    const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 };
    const isRtl = getComputedStyle(this).direction === "rtl";
    const toMenu = isRtl ? "ArrowLeft" : "ArrowRight";
    const toLink = isRtl ? "ArrowRight" : "ArrowLeft";
    const next =
      event.key === toMenu
        ? row?.querySelector("button")
        : event.key === toLink
          ? row?.querySelector("a")
          : rows[steps[event.key] ?? -1]?.querySelector("a");
    if (event.key === "F10" && event.shiftKey) return this.#contextMenu(event);
    if (!next) return;
    event.preventDefault();
    /** @type {HTMLElement} */ (next).focus();
  }

  /** By the right button, a long press, or the key for it. @param {Event} event */
  #contextMenu(event) {
    const target = /** @type {Element} */ (event.composedPath()[0]);
    const row = /** @type {HTMLElement | null} */ (target.closest("li"));
    if (!row) return;
    event.preventDefault();
    const isAtPoint = event instanceof PointerEvent && event.button === 2;
    const { clientX: x, clientY: y } = /** @type {MouseEvent} */ (event);
    const point = { getBoundingClientRect: () => new DOMRect(x, y, 1, 1) };
    const button = /** @type {Element} */ (row.querySelector("button"));
    this.#openMenu(row.dataset.room ?? "", isAtPoint ? point : button);
  }

  // ---- the menu of a row ----

  /**
   * @param {string} room
   * @param {Element | { getBoundingClientRect: () => DOMRect }} anchor
   */
  #openMenu(room, anchor) {
    const listed = this.rooms.find((each) => each.room === room);
    if (!listed) return;
    this.at = room;
    this.open = room;
    this.#link(room)?.focus();
    const menu = new RoomMenu();
    menu.listed = listed;
    const popover = openPopover(menu, {
      anchor,
      label: t.optionsFor(titleOf(listed)),
      placement: "bottom-end",
      onClose: () => {
        this.open = "";
      },
    });
    menu.addEventListener("choose", (event) => {
      popover.close();
      const kind = /** @type {CustomEvent<string>} */ (event).detail;
      this.dispatchEvent(new CustomEvent("act", { detail: { kind, room } }));
    });
  }

  /**
   * @param {string} room
   * @returns {HTMLElement | null}
   */
  #link(room) {
    return this.renderRoot.querySelector(`li[data-room="${CSS.escape(room)}"] a`);
  }

  static styles = [base, memberColours, placeStyle, roomListStyle];
}

/** @param {ListedRoom} listed */
const nameOf = ({ room, title, pair }) => {
  if (pair) return pair.with.name;
  if (title) return title;
  const { word, key, rest } = nameParts(room);
  return html`${word}<span class="key">${key}${rest ? "…" : nothing}</span>`;
};

/** What was said last, or why nothing can be. @param {ListedRoom} listed */
const previewOf = (listed) => {
  const state = wordsFor(t.roomStates, listed.state);
  if (state) return html`<i>${state}</i>`;
  const { preview, pair } = listed;
  if (!preview) return nothing;
  if (pair?.with.id === preview.from.id) return preview.text;
  // Each by itself, and the first says in which direction both are read.
  return html`<span class="apart">${preview.from.name}</span>: <span class="apart">${preview.text}</span>`;
};

/**
 * @param {unknown} icon
 * @param {string} words For the ear.
 */
const sign = (icon, words) => html`${icon}<span class="vh">${words}</span>`;

/**
 * @param {unknown} shown
 * @param {string} words For the ear.
 */
const count = (shown, words) =>
  html`<span class="count" translate="no" aria-hidden="true">${shown}</span><span class="vh">${words}</span>`;

const weekday = new Intl.DateTimeFormat(locale, { weekday: "short" });
const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });
const dayAndYear = new Intl.DateTimeFormat(locale, { dateStyle: "short" });

/** When, in as few characters as tell it. @param {number} at */
const momentIn = (at) => {
  const now = Date.now();
  if (dayKey(at) === dayKey(now)) return timeOf(at);
  if (now - at < 6 * DAY_MS && at < now) return weekday.format(at);
  const isThisYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return (isThisYear ? day : dayAndYear).format(at);
};

customElements.define("alcove-room-list", RoomList);
