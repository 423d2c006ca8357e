/**
 * The rows of the desk: what is told of each thing that waits or was done, and what can be done about it.
 *
 * @import { ActFrame, Member, Role } from "../client/protocol.js"
 * @import { RoomStore } from "../state/room-store.js"
 * @import { Tab } from "./desk.js"
 * @import { Asked } from "./hosting.js"
 * @import { KnownActs } from "./known-acts.js"
 *
 * @typedef {object} Around
 * @property {RoomStore} store
 * @property {KnownActs} known
 * @property {(frame: ActFrame, words: string, back?: ActFrame) => void} act
 * @property {(seq: number) => void} remove With time to think again.
 * @property {(asked: Asked) => void} ask
 * @property {(seq: number) => void} goTo
 */

import { momentOf } from "../i18n/dates.js";
import { t } from "../i18n/strings.js";
import { avatar, badge, signed } from "../people/person.js";
import { plainText } from "../text/rich-text.js";
import { saidOf } from "../text/said.js";
import { toldOf } from "../text/told-acts.js";
import { html, nothing } from "../ui/lit.js";
import { roleOf, shownName } from "./standing.js";

/** What somebody who is let in may be made. @type {readonly Role[]} */
const GIVEN = ["member", "reader", "moderator"];

/** @param {any} item */
export const keyOf = ({ id, member, at }) => String(id ?? member?.id ?? at);

/**
 * @param {Tab} tab
 * @param {any} item
 * @param {Around} around
 */
export const rowOf = (tab, item, around) => ROWS[tab](item, around);

/** @type {Record<Tab, (item: any, around: Around) => unknown>} */
const ROWS = {
  knocks: ({ member, text, at }, around) => {
    const { store, act } = around;
    const name = shownName(member, store);
    const roles = GIVEN.filter((role) => !store.denial("admit", role));
    const admit = (/** @type {Event} */ { currentTarget }) => {
      const select = /** @type {HTMLElement} */ (currentTarget).closest("li")?.querySelector("select");
      const role = /** @type {Role | undefined} */ (select?.value);
      act({ type: "admit", member: member.id, ...(role && { role }) }, t.doneAdmit(name));
    };
    return html`
      ${person(member, store, momentOf(at, store.connection.time.date))}
      ${text ? html`<p class="text" dir="auto">${text}</p>` : nothing}
      <div class="does">
        <button class="primary" data-act="admit" aria-keyshortcuts="A" aria-label=${t.admitWhom(name)} @click=${admit}>${t.admit}</button>
        <button class="outlined" data-act="deny" aria-keyshortcuts="D" aria-label=${t.denyWhom(name)} @click=${() => act({ type: "deny", member: member.id }, t.doneDeny(name))}>${t.deny}</button>
        <select aria-label=${t.admitAs(name)}>
          <option value="">${t.admitUsual}</option>
          ${roles.map((role) => html`<option value=${role}>${t.roleName(role)}</option>`)}
        </select>
      </div>`;
  },

  reports: ({ by, at, reason, messages: [message] }, { store, remove, ask, goTo }) => {
    const now = store.connection.time.date;
    const { seq, from, text, files } = message;
    const isGone = store.room.find(seq)?.deleted || store.removing.has(seq);
    const mayDelete = !isGone && !store.denial("delete-other", roleOf(from, store));
    return html`
      ${person(from, store, momentOf(message.at, now))}
      ${files ? html`<p class="text" dir="auto">${saidOf({ files })}</p>` : nothing}
      ${text ? html`<p class="text" dir="auto">${plainText(text)}</p>` : nothing}
      <p class="hint">${t.reportedBy(shownName(by, store), momentOf(at, now))}${reason ? html` <q dir="auto">${reason}</q>` : nothing}</p>
      <div class="does">
        ${isGone ? html`<em>${t.deleted}</em>` : html`<button class="outlined" data-act="go" @click=${() => goTo(seq)}>${t.goToMessage}</button>`}
        <button class="outlined" data-act="card" aria-haspopup="dialog" @click=${() => ask({ dialog: "card", about: { member: from } })}>${t.aboutMember(from.name)}</button>
        ${mayDelete ? html`<button class="outlined grave" data-act="delete" @click=${() => remove(seq)}>${t.remove}</button>` : nothing}
      </div>`;
  },

  bans: ({ member, until, by, at, reason }, { store, act }) => {
    const now = store.connection.time.date;
    const name = shownName(member, store);
    return html`
      ${person(member, store, until === "forever" ? t.forEver : t.bannedUntil(momentOf(until, now)))}
      <p class="hint">${t.bannedBy(shownName(by, store), momentOf(at, now))}${reason ? html` <q dir="auto">${reason}</q>` : nothing}</p>
      <div class="does">
        <button class="outlined" data-act="unban" aria-label=${t.unbanWhom(name)} @click=${() => act({ type: "restore", member: member.id }, t.doneUnban(name), banAgain(member, until, reason, now))}>${t.unban}</button>
      </div>`;
  },

  audit: (item, { store, known }) => {
    const { by, at, act, member, reason } = item;
    const event = known.eventOf(item);
    const told = event && toldOf(event);
    const shown = (/** @type {Member} */ each) => shownName(each, store);
    return html`
      <p>${told ? told(shown) : t.deskDid(act, shown(by), member ? shown(member) : "")}</p>
      <p class="hint">${momentOf(at, store.connection.time.date)}${reason ? html` <q dir="auto">${reason}</q>` : nothing}</p>`;
  },
};

/**
 * @param {Member} member
 * @param {number | "forever"} until
 * @param {string | undefined} reason
 * @param {number} now
 * @returns {ActFrame}
 */
const banAgain = ({ id }, until, reason, now) => ({
  type: "remove",
  member: id,
  ban: until === "forever" ? until : Math.max(1, Math.ceil((until - now) / 1_000)),
  ...(reason && { reason }),
});

/**
 * @param {Member} member
 * @param {RoomStore} store
 * @param {string} aside
 */
const person = (member, { signOf }, aside) => {
  const { id, name, role } = member;
  return html`<p class="person">${avatar(id, name)}<span class="name"><bdi translate="no">${name}</bdi>${signed(signOf(id, name))}${badge(role)}</span><small class="hint">${aside}</small></p>`;
};
