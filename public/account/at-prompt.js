/**
 * Signing in where one is asked for a name: the browser's list of passkeys in the field, and a way to the account below it.
 * Whoever chooses a passkey is signed in, with one's rooms, and goes on under one's name. It is never in the way: joining
 * by a name ends it.
 *
 * @import { NamePrompt } from "../people/name-prompt.js"
 */

import { readName, writeName } from "../browser/preferences.js";
import { accountLink, signInMode } from "../browser/sign-in.js";
import { loadAccountWords, t } from "../i18n/strings.js";
import { base } from "../ui/base.js";
import { css, html, LitElement, nothing } from "../ui/lit.js";
import { AccountError, assertPasskey, passkeyOptions } from "./api.js";
import { hasPasskeys, offersInFields, usePasskey } from "./passkeys.js";
import { beginAccount } from "./syncing.js";

await loadAccountWords();

export class AtPrompt extends LitElement {
  static properties = { words: { state: true }, isProblem: { state: true }, isBusy: { state: true } };

  /** Ends what the browser offers. */
  #stop = new AbortController();
  /** It has ended. @type {Promise<void>} */
  #offered = Promise.resolve();
  #prompt;
  #knownName;

  /**
   * @param {NamePrompt} prompt
   * @param {() => string | undefined} knownName Who one is in this room already.
   */
  constructor(prompt, knownName) {
    super();
    this.#prompt = prompt;
    this.#knownName = knownName;
    /** What has happened. */
    this.words = "";
    this.isProblem = false;
    this.isBusy = false;
    /** A passkey was chosen. */
    this.isProving = false;
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.#prompt.addEventListener("name", () => this.#end());
    this.#offered = this.#offer();
  }

  /** @override */
  disconnectedCallback() {
    super.disconnectedCallback();
    this.#end();
  }

  #end() {
    this.#stop.abort();
  }

  /** @override */
  render() {
    const isNeeded = signInMode() === "required";
    return html`
      ${isNeeded ? html`<p class="needed">${t.promptNeeded}</p>` : nothing}
      <a href=${accountLink()} @click=${this.#pressed}>${t.promptSignIn}</a>
      <p class=${this.isProblem ? "problem" : "hint"} role="status">${this.words}</p>
    `;
  }

  /** Where the browser can, without leaving the room. @param {Event} event */
  #pressed(event) {
    if (!hasPasskeys()) return;
    event.preventDefault();
    if (!this.isBusy) void this.#signIn();
  }

  /** The list of passkeys comes when one is in the field. */
  async #offer() {
    try {
      if (!(await offersInFields())) return;
      const options = await passkeyOptions({ for: "get" });
      const { signal } = this.#stop;
      if (signal.aborted) return;
      const proof = await usePasskey(options, { signal, isConditional: true });
      await this.#prove(proof);
    } catch (error) {
      // Nobody has asked for it, unless a passkey was chosen.
      if (this.isProving) this.#failed(error);
    }
  }

  async #signIn() {
    this.isBusy = true;
    this.#say("");
    this.#stop.abort();
    await this.#offered;
    this.#stop = new AbortController();
    try {
      const options = await passkeyOptions({ for: "get" });
      await this.#prove(await usePasskey(options, { signal: this.#stop.signal }));
    } catch (error) {
      this.#failed(error);
      // Who has none makes an account, or uses a code.
      if (this.isConnected) this.#offered = this.#offer();
    }
  }

  /** @param {object} proof */
  async #prove(proof) {
    this.isBusy = true;
    this.isProving = true;
    const { account } = await assertPasskey(proof);
    this.#say(t.bringingRooms);
    if (account.name && !readName()) writeName(account.name);
    // One is signed in, whether or not all of it comes now.
    await beginAccount(account).catch(() => {});
    if (!this.isConnected) return;
    const name = this.#knownName() || readName() || account.name || "";
    this.isBusy = false;
    if (name) this.#prompt.dispatchEvent(new CustomEvent("name", { detail: name }));
    else this.#say(t.promptSignedIn);
  }

  /** @param {unknown} error */
  #failed(error) {
    this.isBusy = false;
    this.isProving = false;
    const code = error instanceof AccountError ? error.code : "";
    if (code !== "aborted") this.#say(t.accountFault(code), true);
  }

  /** @param {string} words @param {boolean} [isProblem] */
  #say(words, isProblem = false) {
    this.words = words;
    this.isProblem = isProblem;
  }

  static styles = [
    base,
    css`
      :host {
        margin-top: var(--space-3);
        text-align: center;
      }

      a {
        display: inline-flex;
        align-items: center;
        min-height: var(--touch);
        padding-inline: var(--space-3);
        border-radius: var(--radius-m);
        color: var(--text-soft);
        font-size: var(--size-s);
        font-weight: 550;
        text-decoration: underline;
        text-underline-offset: 0.2em;
      }

      .needed {
        font-size: var(--size-s);
        text-wrap: pretty;
      }

      .hint {
        color: var(--text-soft);
        font-size: var(--size-s);
      }

      .problem {
        justify-content: center;
        text-wrap: pretty;
      }
    `,
  ];
}

customElements.define("alcove-at-prompt", AtPrompt);

/**
 * @param {NamePrompt} prompt
 * @param {() => string | undefined} knownName
 */
export const signInAt = (prompt, knownName) => {
  if (!prompt.querySelector("alcove-at-prompt")) prompt.append(new AtPrompt(prompt, knownName));
};
