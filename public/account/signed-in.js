/**
 * The page of an account for who is signed in.
 *
 * @import { AccountPage } from "./account-page.js"
 * @import { Account, Passkey, Session } from "./api.js"
 */

import iconSynced from "lucide-static/icons/cloud.svg";
import iconKey from "lucide-static/icons/key-round.svg";
import iconDevices from "lucide-static/icons/monitor-smartphone.svg";
import { readName } from "../browser/preferences.js";
import { t } from "../i18n/strings.js";
import { iconAlert, iconPen } from "../ui/icons.js";
import { html, nothing, repeat } from "../ui/lit.js";
import { iconTrash } from "../ui/more-icons.js";
import { providerLink } from "./api.js";
import { asker, button, clearsProblem, question, section, valueIn, whenOf } from "./parts.js";

const MOST_LABEL = 60;

/** @param {AccountPage} page */
export const signedIn = (page) => {
  const { account } = page;
  if (!account) return nothing;
  return html`
    <div class="pitch">
      <h1 tabindex="-1">${t.yourAccount}</h1>
      <p role="status">${page.note || t.signedInAlready}</p>
    </div>
    ${section("name", t.yourName, naming(page))} ${section("passkeys", t.passkeys, passkeys(page, account))}
    ${section("recovery", t.recoverField, recovery(page, account))}
    ${page.signIn?.oidc || account.oidc ? section("provider", t.provider, provider(page, account)) : nothing}
    ${section("devices", t.devices, devices(page))} ${section("data", t.yourData, data(page))}
  `;
};

/** @param {AccountPage} page */
const naming = (page) => {
  const isWrong = page.fault.at === "name" && page.fault.code.startsWith("name_");
  return html`<form
    novalidate
    @submit=${(/** @type {Event} */ event) => {
      event.preventDefault();
      void page.saveName(valueIn(event, "name"));
    }}
  >
    <div class="pair">
      <input
        name="name"
        autocomplete="nickname"
        autocapitalize="words"
        dir="auto"
        placeholder=" "
        aria-labelledby="name-title"
        aria-describedby="name-hint problem-name"
        aria-invalid=${isWrong}
        .value=${readName()}
      >
      <button class="outlined" aria-disabled=${page.busy !== ""}>${t.nameSave}</button>
    </div>
    <p id="name-hint" class="hint">${t.nameHint}</p>
    ${page.problem("name")}
  </form>`;
};

// ---- passkeys ----

/** @param {AccountPage} page @param {Account} account */
const passkeys = (page, account) => html`<p class="hint">${t.passkeysHint}</p>
  <ul class="list">
    ${repeat(
      account.passkeys,
      ({ id }) => id,
      (passkey) => onePasskey(page, passkey),
    )}
  </ul>
  ${page.problem("passkeys")} ${button(page, "passkeys", t.passkeyAdd, () => page.addPasskey())}`;

/** @param {AccountPage} page @param {Passkey} passkey */
const onePasskey = (page, passkey) => {
  const { id, created, used, synced, cloned } = passkey;
  const label = passkey.label || t.passkeyUnnamed;
  return html`<li>
    <div class="row">
      <span class="picture">${iconKey}</span>
      <span class="what">
        <b><bdi translate="no">${label}</bdi></b>
        ${synced ? html`<small class="synced">${iconSynced}${t.passkeySynced}</small>` : nothing}
        <small>${t.passkeyMade(whenOf(created))}${used ? html` · ${t.passkeyUsed(whenOf(used))}` : nothing}</small>
        ${cloned ? html`<small class="cloned">${t.passkeyCloned}</small>` : nothing}
      </span>
      ${tool(page, `rename ${id}`, t.passkeyRename(label), iconPen)}
      ${tool(page, `remove ${id}`, t.passkeyRemove(label), iconTrash)}
    </div>
    ${page.asked === `rename ${id}` ? renaming(page, id, passkey.label) : nothing}
    ${page.asked === `remove ${id}` ? removing(page, id, label) : nothing}
  </li>`;
};

/**
 * @param {AccountPage} page
 * @param {string} what
 * @param {string} label
 * @param {unknown} icon
 */
const tool = (page, what, label, icon) => html`<button
  class="tool"
  data-asks=${what}
  aria-label=${label}
  title=${label}
  aria-expanded=${page.asked === what}
  @click=${() => page.ask(page.asked === what ? "" : what)}
>${icon}</button>`;

/** @param {AccountPage} page @param {string} id @param {string} label */
const renaming = (page, id, label) => html`<form
  class="question"
  novalidate
  @submit=${(/** @type {Event} */ event) => {
    event.preventDefault();
    void page.renamePasskey(id, valueIn(event, "label").trim());
  }}
>
  <label for="label">${t.passkeyName}</label>
  <input id="label" name="label" data-first dir="auto" autocomplete="off" placeholder=" " maxlength=${MOST_LABEL} .value=${label}>
  <div class="buttons">
    <button type="button" class="stay" @click=${() => page.ask("")}>${t.cancel}</button>
    <button class="primary" aria-disabled=${page.busy !== ""}>${t.nameSave}</button>
  </div>
</form>`;

/** @param {AccountPage} page @param {string} id @param {string} label */
const removing = (page, id, label) =>
  question(
    page,
    t.passkeyRemoveAsk(label),
    nothing,
    button(page, "passkeys", t.passkeyRemoveGo, () => page.removePasskey(id), "outlined danger"),
  );

// ---- other ways ----

/** @param {AccountPage} page @param {Account} account */
const recovery = (page, account) => html`
  <p class=${account.recovery ? "hint" : "care"}>
    ${account.recovery ? nothing : iconAlert} ${account.recovery ? t.recoveryHave : t.recoveryNone}
  </p>
  ${
    account.recovery
      ? asker(page, "new-code", t.recoveryNew)
      : button(page, "recovery", t.recoveryNew, () => page.newCode())
  }
  ${
    page.asked === "new-code"
      ? question(
          page,
          t.recoveryAsk,
          nothing,
          button(page, "recovery", t.recoveryNew, () => page.newCode(), "primary"),
        )
      : nothing
  }
  ${page.problem("recovery")}
`;

/** @param {AccountPage} page @param {Account} account */
const provider = (page, { oidc }) => {
  const name = page.signIn?.oidc || oidc?.name || oidc?.issuer || "";
  return html`${
    oidc
      ? html`<p class="hint">${t.providerLinked(name)}</p>
          ${button(page, "provider", t.providerUnlink(name), () => page.unlink())}`
      : html`<a class="outlined way" href=${providerLink("/account", true)}>${t.providerLink(name)}</a>`
  }
  ${page.problem("provider")}`;
};

// ---- devices ----

/** @param {AccountPage} page */
const devices = (page) => html`<p class="hint">${t.devicesHint}</p>
  <ul class="list">
    ${repeat(
      page.sessions,
      ({ id }) => id,
      (session) => device(page, session),
    )}
  </ul>
  ${page.problem("devices")}
  <div class="acts">
    ${asker(page, "sign-out", t.signOutHere)}
    ${page.sessions.length > 1 ? asker(page, "others", t.signOutOthers) : nothing}
  </div>
  ${page.asked === "sign-out" ? signingOut(page) : nothing}
  ${
    page.asked === "others"
      ? question(
          page,
          t.signOutOthersAsk,
          nothing,
          button(page, "devices", t.signOutOthers, () => page.endOthers(), "outlined danger"),
        )
      : nothing
  }
  <p class="hint elsewhere">${t.withoutAccount}
    <button class="link" aria-haspopup="dialog" @click=${() => page.useElsewhere()}>${t.useElsewhere}</button>
  </p>`;

/** @param {AccountPage} page @param {Session} session */
const device = (page, session) => {
  const { label, seen, current } = session;
  return html`<li>
    <div class="row">
      <span class="picture">${iconDevices}</span>
      <span class="what">
        <b><bdi translate="no">${label}</bdi></b>
        <small>${current ? html`<em>${t.deviceThis}</em>` : t.deviceSeen(whenOf(seen))}</small>
      </span>
      ${
        current
          ? nothing
          : html`<button
              class="outlined small"
              aria-label=${t.deviceSignOutOf(label)}
              aria-disabled=${page.busy !== ""}
              @click=${() => page.endSession(session)}
            >${t.deviceSignOut}</button>`
      }
    </div>
  </li>`;
};

/** @param {AccountPage} page */
const signingOut = (page) => {
  const count = page.came.length;
  const isForgetting = () =>
    /** @type {HTMLInputElement | null} */ (page.renderRoot.querySelector("#forget"))?.checked ?? false;
  return question(
    page,
    t.signOutAsk,
    count > 0
      ? html`<label class="tick"><input id="forget" type="checkbox" checked aria-describedby="forget-hint">${t.signOutForget(count)}</label>
          <p id="forget-hint" class="hint">${t.signOutForgetHint}</p>`
      : html`<p class="hint">${t.signOutNothing}</p>`,
    button(page, "sign-out", t.signOutGo, () => page.signOut(isForgetting()), "primary"),
  );
};

// ---- what is kept ----

/** @param {AccountPage} page */
const data = (page) => html`
  <a class="outlined way" href="/account/export" download="alcove-account.json" aria-describedby="export-hint">${t.exportData}</a>
  <p id="export-hint" class="hint">${t.exportHint}</p>
  ${asker(page, "delete", t.deleteAccount, { isDanger: true })}
  ${page.asked === "delete" ? deleting(page) : nothing} ${page.problem("delete")}
`;

/** @param {AccountPage} page */
const deleting = (page) =>
  question(
    page,
    t.deleteAsk,
    html`<ul class="goes">${t.deleteGoes.map((each) => html`<li>${each}</li>`)}</ul>
      <p>${t.deleteStays}</p>
      <label class="tick"><input id="sure" type="checkbox" aria-describedby="sure-first" @change=${clearsProblem("sure-first")}>${t.deleteConfirm}</label>
      <div id="sure-first" class="problem" role="alert"></div>`,
    button(page, "delete", t.deleteGo, () => deleteIfSure(page), "outlined danger"),
  );

/** @param {AccountPage} page */
const deleteIfSure = (page) => {
  const sure = /** @type {HTMLInputElement} */ (page.renderRoot.querySelector("#sure"));
  const problem = page.renderRoot.querySelector("#sure-first");
  if (problem) problem.textContent = sure.checked ? "" : t.deleteConfirmFirst;
  if (!sure.checked) return sure.focus();
  void page.delete();
};
