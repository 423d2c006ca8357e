/**
 * The page of an account for who is not signed in: the ways to sign in, and to make one.
 *
 * @import { AccountPage } from "./account-page.js"
 */

import iconKey from "lucide-static/icons/key-round.svg";
import { readName } from "../browser/preferences.js";
import { t } from "../i18n/strings.js";
import { html, nothing } from "../ui/lit.js";
import { providerLink } from "./api.js";
import { button, section, valueIn } from "./parts.js";

/** @param {AccountPage} page */
export const signedOut = (page) => {
  const { mode, oidc, passkeys } = page.signIn ?? { mode: "optional", passkeys: true };
  return html`
    <div class="pitch">
      <h1 tabindex="-1">${t.signInTitle}</h1>
      <p>${mode === "required" ? t.signInRequired : t.signInPitch}</p>
    </div>
    <div class="card ways">
      ${passkeys ? button(page, "sign-in", html`${iconKey}${t.signInPasskey}`, () => page.signInByPasskey(), "primary") : nothing}
      ${oidc ? html`<a class="outlined way" href=${providerLink("/account")} @click=${() => page.leave()}>${t.signInWith(oidc)}</a>` : nothing}
      ${page.problem("sign-in")} ${page.problem("provider")}
    </div>
    ${mode === "required" && oidc ? html`<p class="hint">${t.createOnlyWith(oidc)}</p>` : passkeys ? creating(page) : nothing}
    ${recovering(page)}
  `;
};

/** @param {AccountPage} page */
const creating = (page) => {
  const isNameWrong = page.fault.at === "create" && page.fault.code.startsWith("name_");
  return section(
    "create",
    t.createTitle,
    html`<p class="hint">${t.createPitch}</p>
      <form
        novalidate
        @submit=${(/** @type {Event} */ event) => {
          event.preventDefault();
          void page.create(valueIn(event, "name"));
        }}
      >
        <label for="name">${t.yourName}</label>
        <input
          id="name"
          name="name"
          autocomplete="nickname webauthn"
          autocapitalize="words"
          dir="auto"
          placeholder=" "
          .value=${readName()}
          aria-invalid=${isNameWrong}
          aria-describedby="problem-create"
        >
        ${page.problem("create")}
        <button class="outlined" aria-disabled=${page.busy !== ""}>${t.createAccount}</button>
      </form>`,
  );
};

/** @param {AccountPage} page */
const recovering = (page) =>
  html`<details class="recover" ?open=${page.fault.at === "recover"}>
    <summary>${t.recoverTitle}</summary>
    <form
      novalidate
      @submit=${(/** @type {Event} */ event) => {
        event.preventDefault();
        void page.recover(valueIn(event, "code"));
      }}
    >
      <label for="code">${t.recoverField}</label>
      <input
        id="code"
        name="code"
        dir="ltr"
        lang="en"
        class="code"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck="false"
        enterkeyhint="go"
        aria-invalid=${page.fault.at === "recover"}
        aria-describedby="recover-hint problem-recover"
      >
      <p id="recover-hint" class="hint">${t.recoverHint}</p>
      ${page.problem("recover")}
      <button class="outlined" aria-disabled=${page.busy !== ""}>${t.recoverGo}</button>
    </form>
  </details>`;
