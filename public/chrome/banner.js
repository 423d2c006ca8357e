/**
 * Says that the server can't be reached and what happens next; stays silent for a blip. It does not watch the
 * connection: it is given the status, and whether there is a problem.
 *
 * @import { Status } from "../client/connection.js"
 */

import { loadPart } from "../browser/load-part.js";
import { accountLink } from "../browser/sign-in.js";
import { momentOf } from "../i18n/dates.js";
import { wordsFor } from "../i18n/locale.js";
import { t } from "../i18n/strings.js";
import { base } from "../ui/base.js";
import { iconAlert } from "../ui/icons.js";
import { css, html, LitElement, nothing } from "../ui/lit.js";

/** Why the server cannot be had, by what it said. */
/** @type {Record<string, string>} */
const TROUBLES = {
  rate_limited: t.busy,
  maintenance: t.maintenance,
  room_full: t.full,
  origin_forbidden: t.originRefused,
  no_socket: t.socketsBlocked,
  sign_in_needed: t.signInNeeded,
};

/** Why there is no way in any more. */
/** @type {Record<string, string>} */
const STOPPED = {
  replaced: t.replaced,
  room_closed: t.roomClosed,
  gone: t.roomGone,
  denied: t.notLetIn,
  key_needed: t.keyNeeded,
  sign_in_needed: t.signInNeeded,
  jwt_invalid: t.siteSaysNothing,
};

const SIGN_IN_NEEDED = "sign_in_needed";

/** Nothing is to be connected, or somebody else has to let one in. */
const UNHURRIED = ["idle", "asking", "knocking"];

/** From where there is no way back by trying. */
const OVER = ["gone", "removed", "banned", "key_needed"];

/** After which what could not be loaded is asked for again. */
const AGAIN_MS = 5_000;

/** @fires try */
export class Banner extends LitElement {
  static properties = {
    status: { attribute: false },
    isLost: { attribute: false },
    isFull: { attribute: false },
    trouble: { attribute: false },
    isShut: { attribute: false },
    isEmbedded: { attribute: false },
  };

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #tick;

  constructor() {
    super();
    /** @type {Status} */
    this.status = { phase: "idle" };
    /** The server is away for more than a moment. */
    this.isLost = false;
    this.isFull = false;
    /** What the server said of it: the code of an error. */
    this.trouble = "";
    /** The room is closed, whatever the connection does meanwhile. */
    this.isShut = false;
    /** In a frame on another site's page, which the start page would not be shown in. */
    this.isEmbedded = false;
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#tick);
  }

  /** @override */
  render() {
    return html`<div role="status">${this.#message()}</div>`;
  }

  #message() {
    clearTimeout(this.#tick);
    const { phase } = this.status;
    if (phase === "stopped" || this.isShut) return this.#stopped();
    if (!this.isLost || UNHURRIED.includes(phase)) return nothing;
    this.#tick = setTimeout(() => this.requestUpdate(), 1_000);
    const wait = Math.max(0, Math.ceil(((this.status.retryAt ?? 0) - performance.now()) / 1_000));
    return html`<div class="banner">
      ${iconAlert}
      <p>
        <b>${this.isFull ? t.full : (wordsFor(TROUBLES, this.trouble) ?? t.offline)}</b>
        ${
          this.trouble === SIGN_IN_NEEDED
            ? nothing
            : html`<span class="hint">${t.offlineHint}</span>
                <span class="next" aria-hidden="true">${phase === "waiting" ? t.retryIn(wait) : t.connecting}</span>`
        }
      </p>
      ${this.trouble === SIGN_IN_NEEDED ? this.#signIn() : html`<button @click=${this.#try}>${t.tryNow}</button>`}
    </div>`;
  }

  #stopped() {
    const reason = this.isShut ? "room_closed" : this.status.reason;
    if (reason === "not_created") return this.#notCreated();
    const again =
      reason === "replaced" || reason === "denied" || this.isShut
        ? html`<button @click=${this.#try}>${this.isShut ? t.tryNow : reason === "denied" ? t.askAgain : t.comeBack}</button>`
        : html`<button @click=${() => location.reload()}>${t.reload}</button>`;
    const away = html`<a href="/" target=${this.isEmbedded ? "_blank" : "_self"}>${t.toStart}</a>`;
    return html`<div class="banner">
      ${iconAlert}
      <p>${this.#why(reason)} ${this.isShut ? t.roomClosedHint : nothing}</p>
      ${reason === SIGN_IN_NEEDED ? this.#signIn() : OVER.includes(reason ?? "") ? away : again}
    </div>`;
  }

  /** And back to the room. */
  #signIn() {
    return html`<a href=${accountLink()} target=${this.isEmbedded ? "_blank" : "_self"}>${t.signInGo}</a>`;
  }

  /** It has a page of its own; its name is that of the address, which no store has where there is no room. */
  #notCreated() {
    void loadPart(() => import("../people/not-created.js")).catch(() =>
      setTimeout(() => this.requestUpdate(), AGAIN_MS),
    );
    const room = location.pathname.split("/")[2]?.toLowerCase();
    return html`<alcove-not-created .room=${room} .isEmbedded=${this.isEmbedded}></alcove-not-created>`;
  }

  /** @param {string} [reason] */
  #why(reason) {
    const { until, words } = this.status;
    if (reason === "removed") {
      const removed = words ? t.removedBecause(words) : t.removed;
      return until === undefined ? removed : `${removed} ${banned(until)}`;
    }
    if (reason === "banned") return banned(until);
    return wordsFor(STOPPED, reason) ?? t.stopped;
  }

  #try() {
    this.dispatchEvent(new CustomEvent("try"));
  }

  static styles = [
    base,
    css`
      .banner {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: end;
        gap: 0 var(--space-3);
        width: fit-content;
        max-width: min(var(--measure), 100%);
        margin-inline: auto;
        padding-block: var(--space-1);
        padding-inline: var(--space-4) var(--space-2);
        border: 1px solid var(--warning);
        border-radius: var(--radius-l);
        background: var(--warning-soft);
        color: var(--text);
        font-size: var(--size-s);
        box-shadow: var(--shadow-high);
        pointer-events: auto;
      }

      .banner > .icon {
        color: var(--warning);
      }

      p {
        flex: 1 1 6rem;
        min-width: 0;
        padding-block: var(--space-2);
      }

      .next {
        font-variant-numeric: tabular-nums;
      }

      button,
      a {
        max-width: 100%;
        white-space: normal;
        text-decoration: underline;
        text-underline-offset: 0.2em;
      }

      a {
        display: inline-flex;
        align-items: center;
        min-height: var(--touch);
        padding-inline: var(--space-3);
        border-radius: var(--radius-m);
        color: inherit;
        font-weight: 600;
      }

      button:hover {
        background: none;
        text-decoration-thickness: 2px;
      }

      @media (max-width: 36rem) {
        .hint {
          display: none;
        }
      }

      @media (max-width: 24rem) {
        .banner > .icon {
          display: none;
        }
      }
    `,
  ];
}

/** @param {number} [until] */
const banned = (until) => (until ? t.banned(momentOf(until, Date.now())) : t.bannedForever);

customElements.define("alcove-banner", Banner);
