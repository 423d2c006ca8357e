/**
 * The page of one's account: signing in and making one, and once one is signed in, what there is to it. What is drawn is in
 * signed-out.js, recovery-code.js and signed-in.js; here is what is done. Each act says what went wrong beside its button.
 *
 * @import { Account, Session, SignIn } from "./api.js"
 */

import "../chrome/toast.js";
import iconBack from "lucide-static/icons/arrow-left.svg";
import { copyText } from "../browser/clipboard.js";
import { readName, settings, writeName } from "../browser/preferences.js";
import { noteSignedIn, SYNC_STATE, signedInAs, toldForgotten } from "../browser/sign-in.js";
import { nameFault } from "../client/name-rules.js";
import { tidyName } from "../client/protocol.js";
import { loadAccountWords, loadLaterWords, loadStartWords, t } from "../i18n/strings.js";
import { myRooms } from "../rooms/on-this-device.js";
import { base } from "../ui/base.js";
import { directional } from "../ui/icon.js";
import { mark } from "../ui/icons.js";
import { html, LitElement, nothing } from "../ui/lit.js";
import { accountStyle } from "./account-style.js";
import * as api from "./api.js";
import { hasPasskeys, makePasskey, offersInFields, usePasskey } from "./passkeys.js";
import { recoveryCode } from "./recovery-code.js";
import { signedIn } from "./signed-in.js";
import { signedOut } from "./signed-out.js";
import { beginAccount, syncing } from "./syncing.js";

await Promise.all([loadLaterWords(), loadAccountWords(), loadStartWords()]);

const LEFT = "alcove:account-left";
/** Beyond it, a wait is said in other words. */
const MOST_WAIT_S = 600;

export class AccountPage extends LitElement {
  static properties = {
    phase: { state: true },
    account: { state: true },
    sessions: { state: true },
    fault: { state: true },
    busy: { state: true },
    asked: { state: true },
    code: { state: true },
    came: { state: true },
    note: { state: true },
  };

  /** What waits in the field for a passkey. */
  #offer = new AbortController();
  /** It has ended. @type {Promise<void>} */
  #offered = Promise.resolve();
  #signsInBy = "";
  /** Where one was before the provider asked who one is; undefined if that has not just happened. @type {string | undefined} */
  #left;

  constructor() {
    super();
    /** @type {"loading" | "out" | "code" | "in" | "off" | "failed"} */
    this.phase = "loading";
    /** @type {Account | undefined} */
    this.account = undefined;
    /** How people sign in here. @type {SignIn | undefined} */
    this.signIn = undefined;
    /** @type {Session[]} */
    this.sessions = [];
    /** What went wrong, and at what. */
    this.fault = { at: "", code: "", wait: 0 };
    /** What is under way. */
    this.busy = "";
    /** What is asked before it is done. */
    this.asked = "";
    /** The recovery code, while it is shown. */
    this.code = "";
    /** Rooms of this device that came by the account. @type {string[]} */
    this.came = [];
    /** How it went to bring all up to date. */
    this.note = "";
  }

  /** Where one came from. */
  get back() {
    const back = new URLSearchParams(location.hash.slice(1)).get("return") || this.#left || "/";
    return /^\/(room\/[~\w-]+)?$/.test(back) ? back : "/";
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    settings.addEventListener("change", () => this.requestUpdate());
    const error = new URLSearchParams(location.hash.slice(1)).get("error");
    this.#left = takeLeft();
    if (this.#left !== undefined && !error) this.#signsInBy = "provider";
    void this.#see().then(() => {
      if (error) this.fault = { at: "provider", code: error, wait: 0 };
      else if (this.#isOnTheWay) location.assign(this.back);
    });
  }

  /** @override */
  render() {
    const isIn = ["in", "code"].includes(this.phase);
    document.title = t.accountTitle(isIn ? t.yourAccount : t.signInTitle);
    return html`
      <header>
        <a class="back" href=${this.back}>${directional(iconBack)}${t.accountBack}</a>
        <span class="brand">${mark}<b>${t.product}</b></span>
      </header>
      <main @keydown=${this.#pressed}>
        ${this.#content()}
        <div class="vh" role="status">${this.busy ? t.signingIn : nothing}</div>
      </main>
      <alcove-toast></alcove-toast>
    `;
  }

  #content() {
    switch (this.phase) {
      case "out":
        return signedOut(this);
      case "code":
        return recoveryCode(this);
      case "in":
        return signedIn(this);
      case "off":
        return html`<h1 tabindex="-1">${t.yourAccount}</h1><p>${t.accountOff}</p>`;
      case "failed":
        return html`<h1 tabindex="-1">${t.yourAccount}</h1>
          ${this.problem("see")}
          <button class="outlined" @click=${() => this.#see()}>${t.accountRetry}</button>`;
      default:
        return html`<p role="status">${t.accountLoading}</p>`;
    }
  }

  /** What went wrong with this, in a place that stays. @param {string} at */
  problem(at) {
    const { code: said, wait } = this.fault.at === at ? this.fault : { code: "", wait: 0 };
    const code = said === "passkey_known" ? "already" : said;
    const seconds = Math.ceil(wait / 1_000);
    const words =
      code === "rate_limited" && seconds > 0 && seconds <= MOST_WAIT_S
        ? t.accountWait(seconds)
        : code.startsWith("name_")
          ? t.nameFault(code)
          : code && t.accountFault(code);
    return html`<div id="problem-${at}" class="problem" role="alert">${words || nothing}</div>`;
  }

  // ---- what is done ----

  /**
   * One thing at a time; what goes wrong is said beside it.
   * @param {string} at
   * @param {() => Promise<unknown>} act
   */
  async do(at, act) {
    if (this.busy) return;
    this.busy = at;
    this.fault = { at: "", code: "", wait: 0 };
    const hadFocus = this.#hasFocus;
    try {
      await act();
    } catch (error) {
      const { code, wait } = error instanceof api.AccountError ? error : { code: "unavailable", wait: 0 };
      if (code === "signed_out" && this.phase === "in") await this.#nowOut();
      this.fault = { at: this.phase === "out" && code === "signed_out" ? "sign-in" : at, code, wait };
    }
    this.busy = "";
    await this.updateComplete;
    // What was pressed may be gone.
    if (hadFocus && !this.#hasFocus) this.#find(`#${at}-title`)?.focus({ preventScroll: true });
    // Below what was pressed, it may be out of sight.
    if (this.fault.code) this.#find(`#problem-${this.fault.at}`)?.scrollIntoView({ block: "nearest" });
  }

  get #hasFocus() {
    return Boolean(this.shadowRoot?.activeElement);
  }

  /** @param {string} selector @returns {HTMLElement | null} */
  #find(selector) {
    return this.renderRoot.querySelector(selector);
  }

  /** @param {string} what "" for nothing. */
  async ask(what) {
    const before = this.asked;
    this.asked = what;
    this.fault = { at: "", code: "", wait: 0 };
    if (what === "sign-out") this.came = await syncing().cameBy();
    await this.updateComplete;
    const wanted = what ? ".question [data-first]" : `[data-asks="${CSS.escape(before)}"]`;
    const next = this.#find(wanted);
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.key !== "Escape" || !this.asked || this.busy) return;
    event.preventDefault();
    void this.ask("");
  }

  async #see() {
    this.phase = "loading";
    try {
      this.account = await api.seeAccount();
      this.signIn = this.account.sign_in;
      await this.#nowIn(this.account);
    } catch (error) {
      const { code, wait, signIn } =
        error instanceof api.AccountError ? error : { code: "unavailable", wait: 0, signIn: undefined };
      this.signIn = signIn;
      if (code === "signed_out") {
        this.#signsInBy = "";
        return this.#nowOut();
      }
      this.phase = code === "not_found" ? "off" : "failed";
      this.fault = { at: "see", code, wait };
    }
  }

  async #nowOut() {
    noteSignedIn("");
    this.account = undefined;
    this.sessions = [];
    this.asked = "";
    this.#turn("out");
    this.#offerAgain();
  }

  /**
   * @param {Account} account
   * @param {string} [code] To be shown first.
   */
  async #nowIn(account, code = "") {
    this.account = account;
    this.signIn = account.sign_in ?? this.signIn;
    this.code = code;
    this.#turn(code ? "code" : "in");
    if (account.name && !readName()) writeName(account.name);
    const isFirst = signedInAs() !== String(account.created);
    this.note = isFirst ? t.bringingRooms : "";
    const [sessions] = await Promise.all([
      api.seeSessions().catch(() => []),
      beginAccount(account).then(
        () => {
          this.note = t.syncedNow;
        },
        (error) => {
          this.note = error.code === "too_large" ? t.syncFull : t.syncFailed;
        },
      ),
    ]);
    this.sessions = sessions;
  }

  /** @param {typeof this.phase} phase */
  async #turn(phase) {
    this.phase = phase;
    await this.updateComplete;
    // A page that has just come has the focus where one expects it.
    if (this.#signsInBy || phase === "code") this.#find("h1")?.focus();
  }

  // ---- signing in ----

  /** The list of passkeys of the browser, in the field for one's name. */
  async #offerPasskeys() {
    const { signal } = this.#offer;
    if (!this.signIn?.passkeys || !(await offersInFields())) return;
    try {
      const options = await api.passkeyOptions({ for: "get" });
      if (signal.aborted) return;
      const proof = await usePasskey(options, { signal, isConditional: true });
      await this.do("sign-in", () => this.#prove(proof));
    } catch {
      // Nothing was asked for.
    }
  }

  /** A browser asks for one thing at a time. */
  #endOffer() {
    this.#offer.abort();
    return this.#offered;
  }

  #offerAgain() {
    if (this.phase !== "out") return;
    this.#offer.abort();
    this.#offer = new AbortController();
    this.#offered = this.#offerPasskeys();
  }

  signInByPasskey() {
    return this.do("sign-in", async () => {
      await this.#endOffer();
      if (!hasPasskeys()) return void (await usePasskey({}));
      await this.#prove(await usePasskey(await api.passkeyOptions({ for: "get" })));
    }).then(() => this.#offerAgain());
  }

  /** @param {object} proof */
  async #prove(proof) {
    const { account } = await api.assertPasskey(proof);
    this.#signsInBy = "passkey";
    await this.#nowIn(account);
    if (this.#isOnTheWay) location.assign(this.back);
  }

  /** One has signed in, and came from a room. */
  get #isOnTheWay() {
    return this.#signsInBy !== "" && this.phase !== "out" && this.back !== "/";
  }

  /** @param {string} given */
  create(given) {
    const name = tidyName(given);
    return this.do("create", async () => {
      checkName(name);
      await this.#endOffer();
      const made = await makePasskey(await api.passkeyOptions({ for: "create", name }));
      const { account, recovery = "" } = await api.registerPasskey({ ...made, name });
      writeName(name);
      this.#signsInBy = "passkey";
      await this.#nowIn(account, recovery);
    }).then(() => this.#offerAgain());
  }

  /** @param {string} code */
  recover(code) {
    return this.do("recover", async () => {
      const { account, recovery = "" } = await api.recover(code);
      void this.#endOffer();
      this.#signsInBy = "code";
      await this.#nowIn(account, recovery);
    });
  }

  /** To the provider, and back. */
  leave() {
    try {
      sessionStorage.setItem(LEFT, this.back);
    } catch {
      // Then one comes back to this page, and stays.
    }
  }

  // ---- the recovery code ----

  async copyCode() {
    const isCopied = await copyText(this.code);
    this.tell(isCopied ? t.recoveryCopied : t.recoveryNotCopied);
  }

  /** It was kept. */
  goOn() {
    this.code = "";
    if (this.#isOnTheWay) return location.assign(this.back);
    this.#signsInBy ||= "code";
    void this.#turn("in");
  }

  newCode() {
    return this.do("recovery", async () => {
      const { recovery } = await api.newRecovery();
      if (this.account) this.account = { ...this.account, recovery: true };
      this.asked = "";
      this.code = recovery;
      this.#turn("code");
    });
  }

  // ---- what there is to it ----

  /** @param {string} name */
  saveName(name) {
    return this.do("name", async () => {
      const tidy = tidyName(name);
      checkName(tidy);
      writeName(tidy);
      this.tell(t.nameSaved);
      await syncing().now();
    });
  }

  addPasskey() {
    return this.do("passkeys", async () => {
      try {
        const made = await makePasskey(await api.passkeyOptions({ for: "create" }));
        this.account = (await api.registerPasskey(made)).account;
      } catch (error) {
        // Of these, and not of what the account keeps.
        throw error instanceof api.AccountError && error.code === "too_large"
          ? new api.AccountError("passkeys_full")
          : error;
      }
      this.tell(t.passkeyAdded);
    });
  }

  /** @param {string} id @param {string} label */
  renamePasskey(id, label) {
    return this.do("passkeys", async () => {
      this.account = await api.changePasskey({ id, label });
      await this.ask("");
    });
  }

  /** @param {string} id */
  removePasskey(id) {
    return this.do("passkeys", async () => {
      this.account = await api.changePasskey({ id, remove: true });
      await this.ask("");
      this.tell(t.passkeyRemoved);
    });
  }

  unlink() {
    return this.do("provider", async () => {
      this.account = await api.unlinkProvider();
    });
  }

  /** @param {Session} session */
  endSession({ id, label }) {
    return this.do("devices", async () => {
      await api.endSession(id);
      this.sessions = this.sessions.filter((each) => each.id !== id);
      this.tell(t.deviceSignedOut(label));
    });
  }

  endOthers() {
    return this.do("devices", async () => {
      await api.endOtherSessions();
      this.sessions = this.sessions.filter(({ current }) => current);
      await this.ask("");
      this.tell(t.othersSignedOut);
    });
  }

  async useElsewhere() {
    const { giveRooms } = await import("../device/give-dialog.js");
    giveRooms();
  }

  /** @param {boolean} isForgetting What came by the account goes. */
  signOut(isForgetting) {
    return this.do("sign-out", async () => {
      await syncing()
        .now()
        .catch(() => {});
      const came = isForgetting ? await syncing().cameBy() : [];
      await api.signOut();
      await this.#leave(came);
      this.tell(t.signedOutNow);
    });
  }

  delete() {
    return this.do("delete", async () => {
      await api.deleteAccount();
      await this.#leave([]);
      this.tell(t.accountDeleted);
    });
  }

  /**
   * Nothing of the account stays but the rooms, unless these are to go.
   * @param {string[]} rooms
   */
  async #leave(rooms) {
    const name = readName();
    noteSignedIn("");
    localStorage.removeItem(SYNC_STATE);
    for (const room of rooms) await myRooms().forget(room);
    toldForgotten(rooms);
    if (rooms.length === 0 && name) writeName(name);
    this.#signsInBy = "left";
    await this.#nowOut();
  }

  /** @param {string} words */
  tell(words) {
    this.renderRoot.querySelector("alcove-toast")?.show(words);
  }

  static styles = [base, accountStyle];
}

/** What was kept for the way back from the provider, once. */
const takeLeft = () => {
  try {
    const left = sessionStorage.getItem(LEFT) ?? undefined;
    sessionStorage.removeItem(LEFT);
    return left;
  } catch {
    return undefined;
  }
};

/** @param {string} name Tidied. */
const checkName = (name) => {
  const fault = nameFault(name);
  if (fault) throw new api.AccountError(fault);
};

customElements.define("alcove-account", AccountPage);
