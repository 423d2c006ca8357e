/**
 * `<alcove-landing>`: the start page. It asks for a name and a room: a new one, a known one, or one visited
 * before. It opens no connection; it only leads to the room's link.
 *
 * @import { Typed } from "../rooms/finding.js"
 * @import { Destination } from "./room-address.js"
 */

import "../chrome/toast.js";
import "../chrome/update-notice.js";
// Of no other page, whose first scripts would be one more.
import iconFind from "lucide-static/icons/text-search.svg";
import { forget, tellForgotten } from "../browser/forget.js";
import { holdParts, loadPart } from "../browser/load-part.js";
import { readName, storage, writeName } from "../browser/preferences.js";
import { keepPage } from "../browser/service-worker.js";
import { signedInAs, signInMode } from "../browser/sign-in.js";
import { visit } from "../browser/visits.js";
import { cleanName, nameFault } from "../client/name-rules.js";
import { tidyName } from "../client/protocol.js";
import { loadRoomsWords, loadStartWords, t } from "../i18n/strings.js";
import { Finding } from "../rooms/finding.js";
import { myRooms } from "../rooms/on-this-device.js";
import { actOn } from "../rooms/room-acts.js";
import { watching } from "../rooms/watching.js";
import { settingsLook } from "../settings/choice-style.js";
import { base } from "../ui/base.js";
import { iconAlert, iconCheck, iconSettings, mark } from "../ui/icons.js";
import { html, LitElement, nothing } from "../ui/lit.js";
import { iconChevron } from "../ui/more-icons.js";
import { isApple, isForField, isTouch } from "../ui/writing-focus.js";
import { landingStyle } from "./landing-style.js";
import { NewRoom } from "./new-room.js";
import { destinationOf } from "./room-address.js";
import { isGuessable } from "./room-names.js";

await loadStartWords();

/** Who may come in, the usual first. */
const ACCESS = /** @type {const} */ (["open", "read", "ask", "closed"]);
/** Before what a camera has read. */
const DEVICE_CODE = "#device=";
/** Of a room's title. */
const MOST_TITLE = 80;

export class AlcoveLanding extends LitElement {
  static properties = {
    nameProblem: { state: true },
    cleanName: { state: true },
    createProblem: { state: true },
    roomProblem: { state: true },
    entered: { state: true },
    isSettingUp: { state: true },
    hasList: { state: true },
  };

  constructor() {
    super();
    this.nameProblem = "";
    /** The name without what nobody sees, if that is all that is wrong with it. */
    this.cleanName = "";
    this.createProblem = "";
    this.roomProblem = "";
    /** What is in the field for the room. */
    this.entered = "";
    this.isSettingUp = false;
    /** What draws the rooms of this device is here. */
    this.hasList = false;
  }

  #rooms = myRooms();
  /** Draws the way to another device, once it is here. @type {typeof import("../rooms/use-elsewhere.js").useElsewhere | undefined} */
  #useElsewhere;
  /** The same of the way to one's account. @type {typeof import("../rooms/to-account.js").toAccount | undefined} */
  #toAccount;
  /** Of rooms and messages, once there is a list. @type {Finding | undefined} */
  #finding;
  #stop = new AbortController();
  /** What the field begins with. */
  #name = readName();
  /** One that is being made, however often its button is pressed. @type {NewRoom | undefined} */
  #newRoom;

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    holdParts();
    keepPage();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    // Other tabs go on, and this page may come back as it was when one left it.
    for (const type of ["storage", "pageshow"])
      window.addEventListener(type, () => this.requestUpdate(), { signal });
    window.addEventListener("pageshow", (event) => event.persisted && this.#beginAnew(), { signal });
    window.addEventListener("hashchange", () => this.#takeCode(), { signal });
    this.#takeCode();
    window.addEventListener("keydown", (event) => isForField(event) && this.#whereOneWrites.focus(), {
      signal,
    });
    this.#rooms.addEventListener("change", () => this.#roomsChanged(), { signal });
    this.#roomsChanged();
    if (signedInAs()) void this.#keepTheSame();
  }

  /** @override */
  firstUpdated() {
    if (location.hash === "#new") this.#goToNew();
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop.abort();
  }

  /** @override */
  render() {
    const rooms = this.#rooms.list;
    return html`
      <header>
        <span class="brand">${mark}<b>${t.product}</b></span>
        <button aria-label=${t.settings} title=${t.settings} aria-haspopup="dialog" @click=${this.#openSettings}>
          ${iconSettings}
        </button>
      </header>
      <main class=${rooms.length > 0 ? "returning" : ""}>
        ${rooms.length > 0 ? this.#myRooms() : pitch()}
        <div class="card">
          <form novalidate @submit=${this.#create}>
            <label for="name">${t.yourName}</label>
            <input
              id="name"
              name="name"
              autocomplete="nickname"
              autocapitalize="words"
              dir="auto"
              placeholder=" "
              .value=${this.#name}
              aria-invalid=${this.nameProblem !== ""}
              aria-describedby="name-problem"
              @input=${this.#nameTyped}
            >
            ${problem("name-problem", this.nameProblem)}
            ${
              this.cleanName
                ? html`<button type="button" class="outlined offer" @click=${this.#takeCleanName}>
                    <bdi>${t.useName(this.cleanName)}</bdi>
                  </button>`
                : nothing
            }
            <button class="primary" aria-describedby="create-problem create-hint">${t.create}</button>
            ${problem("create-problem", this.createProblem)}
            <p id="create-hint" class="hint">${t.createHint}</p>
            ${this.#options()}
          </form>
          <p class="or"><span>${t.or}</span></p>
          <form novalidate @submit=${this.#enter}>
            <label for="room">${t.roomOrLink}</label>
            <div class="pair">
              <input
                id="room"
                name="room"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                enterkeyhint="go"
                aria-invalid=${this.roomProblem !== ""}
                aria-describedby="room-problem room-leads room-hint"
                @input=${this.#roomTyped}
              >
              <button class="outlined">${t.enter}</button>
            </div>
            ${problem("room-problem", this.roomProblem)}
            ${this.#whereItLeads()}
          </form>
          <p class="elsewhere">
            ${t.otherDevice}
            <button class="have-code" aria-haspopup="dialog" @click=${() => this.#takeRooms("")}>${t.haveCode}</button>
            ${signInMode() && !signedInAs() ? html`<a class="sign-in" href="/account">${t.toSignIn}</a>` : nothing}
          </p>
        </div>
        ${rooms.length > 0 ? nothing : points()}
      </main>
      ${
        this.isSettingUp
          ? html`<alcove-settings-dialog
              @forget=${this.#forget}
              @use-elsewhere=${this.#giveRooms}
              @close=${() => {
                this.isSettingUp = false;
              }}
            ></alcove-settings-dialog>`
          : nothing
      }
      <alcove-toast></alcove-toast>
      <alcove-update-notice @close=${this.#goOn}></alcove-update-notice>
    `;
  }

  /** They come in the place that is kept for them. */
  #myRooms() {
    return html`<section class="rooms" aria-labelledby="rooms-title">
      <div class="head">
        <h1 id="rooms-title">${this.hasList ? t.myRooms : nothing}</h1>
        ${this.#finding ? this.#findButton() : nothing} ${this.#useElsewhere?.(() => void this.#giveRooms())} ${this.#toAccount?.() ?? nothing}
      </div>
      ${
        this.hasList
          ? html`<alcove-room-list
              .rooms=${this.#rooms.list}
              @look=${() => watching().watches.lookAtOthers()}
              @act=${(/** @type {CustomEvent} */ { detail }) => this.#act(detail)}
            ></alcove-room-list>`
          : nothing
      }
    </section>`;
  }

  async #roomsChanged() {
    this.requestUpdate();
    if (this.hasList || this.#rooms.list.length === 0) return;
    try {
      const [{ useElsewhere }, { toAccount }, { takeDirects }] = await Promise.all([
        loadPart(() => import("../rooms/use-elsewhere.js")),
        loadPart(() => import("../rooms/to-account.js")),
        loadPart(() => import("../directs/from-watches.js")),
        loadPart(() => import("../rooms/room-list.js")),
        loadRoomsWords(),
      ]);
      this.#useElsewhere = useElsewhere;
      this.#toAccount = toAccount;
      this.#finding = new Finding(
        () => this.#loadFind(),
        () => this.#sayNotLoaded(),
        this.#stop.signal,
      );
      this.hasList = true;
      const { watches } = watching();
      takeDirects(watches);
      watches.lookAtOthers();
    } catch {
      this.#sayNotLoaded();
    }
  }

  #findButton() {
    return html`<button
      class="find"
      aria-label=${t.findHere}
      title=${t.findHere}
      aria-keyshortcuts=${isApple ? "Meta+K" : "Control+K"}
      aria-haspopup="dialog"
      @click=${(/** @type {Event} */ { currentTarget }) => {
        // Safari focuses no button that is pressed, and a dialog gives the focus back to what had it.
        /** @type {HTMLElement} */ (currentTarget).focus();
        void this.#finding?.open();
      }}
    >${iconFind}</button>`;
  }

  async #loadFind() {
    const part = await loadPart(() => import("./find.js")).catch(() => undefined);
    return part && ((/** @type {Typed} */ typed) => part.find(this.#rooms, () => this.#goToNew(), typed));
  }

  /** With one's other devices. */
  async #keepTheSame() {
    const part = await loadPart(() => import("../account/syncing.js")).catch(() => undefined);
    part?.syncing();
  }

  /** @param {{ kind: string, room: string }} act */
  #act(act) {
    const name = readName();
    void actOn(this.#rooms, act, {
      onFailed: () => this.#sayNotLoaded(),
      // It is forgotten with the room, and is still in the field.
      onForgotten: () => {
        if (this.#field("name").value === name) this.#field("name").value = "";
      },
    });
  }

  /** One comes for a new room. */
  #goToNew() {
    history.replaceState(null, "", location.pathname);
    this.renderRoot.querySelector(".card")?.scrollIntoView({ block: "nearest" });
    if (isTouch()) return;
    const name = this.#field("name");
    const create = /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(".card .primary"));
    (name.value === "" ? name : create)?.focus();
  }

  /** A camera has read the code of another device, in the hash: it is out of the address before anything else happens. */
  #takeCode() {
    const { hash, pathname, search } = location;
    if (!hash.startsWith(DEVICE_CODE)) return;
    history.replaceState(history.state, "", pathname + search);
    void this.#takeRooms(hash);
  }

  /** @param {string} hash "" where the code is to be entered. */
  async #takeRooms(hash) {
    try {
      const { takeRooms } = await loadPart(() => import("../device/take-dialog.js"));
      takeRooms(hash);
    } catch {
      this.#sayNotLoaded();
    }
  }

  async #giveRooms() {
    try {
      const { giveRooms } = await loadPart(() => import("../device/give-dialog.js"));
      giveRooms();
    } catch {
      this.#sayNotLoaded();
    }
  }

  /** @param {Event} event */
  async #openSettings({ currentTarget }) {
    // Safari focuses no button that is pressed, and the dialog gives the focus back to what had it.
    /** @type {HTMLElement} */ (currentTarget).focus();
    try {
      await loadPart(() => import("../settings/settings-dialog.js"));
      this.isSettingUp = true;
    } catch {
      this.#sayNotLoaded();
    }
  }

  #sayNotLoaded() {
    this.renderRoot.querySelector("alcove-toast")?.show(t.notLoaded);
  }

  /** What a new room is to be; one press is enough without. */
  #options() {
    return html`<details class="options">
      <summary>${iconChevron}${t.roomOptions}</summary>
      <label for="title">${t.roomTitle}</label>
      <input id="title" autocomplete="off" dir="auto" placeholder=" " maxlength=${MOST_TITLE}>
      <label for="access">${t.whoComesIn}</label>
      <div class="select">
        <select id="access">
          ${ACCESS.map((access) => html`<option value=${access}>${t.accesses[access]}</option>`)}
        </select>
        ${iconChevron}
      </div>
    </details>`;
  }

  /** Before one goes there: which room it is, if that is not just what one wrote, and who else is. */
  #whereItLeads() {
    const destination = this.roomProblem ? undefined : destinationOf(this.entered, location);
    const { room = "", origin } = destination ?? {};
    const isName = !this.entered.includes("/");
    const isAsWritten = room === "" || !isName || room === this.entered.trim().toLowerCase();
    const leads = origin ? t.leadsElsewhere(new URL(origin).host) : isAsWritten ? "" : t.leadsTo(room);
    const isAnybodys = isName && room !== "" && isGuessable(room);
    return html`<p id="room-leads" class="leads" role="status">${leads}</p>
      <p id="room-hint" class="hint" ?hidden=${this.roomProblem !== "" || !isName}>
        ${t.sameRoom} ${isAnybodys ? t.guessable : nothing}
      </p>`;
  }

  /** @param {Event} event */
  #create(event) {
    event.preventDefault();
    if (!this.#keepName()) return;
    this.#newRoom ??= new NewRoom(storage, (bytes) => crypto.getRandomValues(new Uint8Array(bytes)));
    const title = this.#field("title")
      .value.replace(/\p{Cc}+/gu, " ")
      .trim();
    const access = /** @type {typeof ACCESS[number]} */ (this.#field("access").value);
    const settings = { ...(title && { title }), ...(access !== "open" && { access }) };
    const room = this.#newRoom.keep(settings);
    this.createProblem = room ? "" : t.createUnkept;
    if (room) this.#enterAs({ room, hash: "" });
  }

  /** One was in the new room, and is back: the next press makes another. */
  #beginAnew() {
    this.#newRoom = undefined;
    this.#field("title").value = "";
    this.#field("access").value = "open";
  }

  #nameTyped() {
    this.nameProblem = "";
    this.cleanName = "";
  }

  #takeCleanName() {
    this.#field("name").value = this.cleanName;
    this.#nameTyped();
    this.#field("name").focus();
  }

  #roomTyped() {
    this.roomProblem = "";
    this.entered = this.#field("room").value;
  }

  /** @param {Event} event */
  #enter(event) {
    event.preventDefault();
    const given = this.#field("room").value;
    const destination = destinationOf(given, location);
    this.roomProblem = destination ? "" : given.trim() === "" ? t.roomMissing : t.roomInvalid;
    if (!destination) return this.#field("room").focus();
    if (destination.origin) return location.assign(addressOf(destination));
    // Without a name the room itself asks for one.
    if (this.#field("name").value.trim() === "") location.assign(addressOf(destination));
    else if (this.#keepName()) this.#enterAs(destination);
  }

  /**
   * The room asks for no name: it was given here.
   * @param {Destination} destination
   */
  #enterAs(destination) {
    visit(destination.room);
    location.assign(addressOf(destination));
  }

  /** All of it. */
  async #forget() {
    const isGone = forget("");
    tellForgotten("");
    await isGone;
    location.reload();
  }

  /** What is still to be filled in. */
  get #whereOneWrites() {
    const name = this.#field("name");
    return name.value === "" ? name : this.#field("room");
  }

  /** Not on a touch screen, where it would bring up the keyboard. */
  #goOn() {
    if (!isTouch()) this.#field("name").focus();
  }

  /** @returns {boolean} Whether the name is one. */
  #keepName() {
    const field = this.#field("name");
    const fault = nameFault(field.value);
    this.nameProblem = fault ? t.nameFault(fault) : "";
    this.cleanName = fault === "name_invalid" ? cleanName(field.value) : "";
    if (fault) field.focus();
    else writeName(tidyName(field.value));
    return !fault;
  }

  /**
   * @param {string} id
   * @returns {HTMLInputElement}
   */
  #field(id) {
    return /** @type {HTMLInputElement} */ (this.renderRoot.querySelector(`#${id}`));
  }

  static styles = [base, settingsLook, landingStyle];
}

const pitch = () => html`<div class="pitch">
  <h1>${t.tagline}</h1>
  <p>${t.pitch}</p>
</div>`;

const points = () => html`<ul class="points">
  ${t.points.map((point) => html`<li>${iconCheck}${point}</li>`)}
</ul>`;

/** @param {Destination} destination */
const addressOf = ({ origin = "", room, hash }) => `${origin}/room/${room}${hash}`;

/**
 * Always there, so that it is announced when it gets its words.
 * @param {string} id
 * @param {string} words
 */
const problem = (id, words) =>
  html`<div id=${id} aria-live="polite">${words ? html`<p class="problem">${iconAlert}${words}</p>` : nothing}</div>`;

customElements.define("alcove-landing", AlcoveLanding);
