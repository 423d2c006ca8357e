/**
 * What may be done about one person: each with what there is to choose, what it will do in one sentence, and the way back.
 *
 * @import { ActFrame, Member, Role } from "../client/protocol.js"
 * @import { RoomStore } from "../state/room-store.js"
 * @import { KnownActs } from "./known-acts.js"
 *
 * @typedef {object} MemberAct
 * @property {string} name
 * @property {string} words On the button that leads to it.
 * @property {(choice: string) => string} go On the button that does it.
 * @property {string} [ask] What there is to choose.
 * @property {readonly [value: string, words: string][]} [choices]
 * @property {string} [usual] What is chosen at first; else it is the first.
 * @property {(choice: string) => string} what It will do.
 * @property {boolean} [hasReason]
 * @property {boolean} [isGrave]
 * @property {(choice: string, reason: string) => ActFrame} act
 * @property {(choice: string) => string} told When it is done.
 * @property {(choice: string) => ActFrame | undefined} [back]
 */

import { spanOf } from "../i18n/spans.js";
import { t } from "../i18n/strings.js";
import { roleOf, shownName } from "./standing.js";

const MUTES = [600, 3_600, 86_400, 604_800];
const NO_MORE = "0";
const BANS = [86_400, 604_800];
/** @type {readonly (Role | "none")[]} */
const ROLES = ["owner", "moderator", "member", "reader", "none"];

/**
 * @param {Member} member
 * @param {{ store: RoomStore, known: KnownActs, mayBeMuted: boolean }} around
 * @returns {MemberAct[]}
 */
export const actsOn = (member, { store, known, mayBeMuted }) => {
  const { id } = member;
  const role = roleOf(member, store);
  const isSelf = id === store.room.you?.id;
  const name = shownName(member, store);
  const mayModerate = !isSelf && !store.denial("moderate", role);
  const isMuted = known.isMuted(id);
  const mayGive = !store.denial("role", role, isSelf);
  return [
    mayModerate && (isMuted ? unmuting(id, name) : muting(id, name, mayBeMuted)),
    mayGive && (isSelf ? steppingDown(id) : giving(id, name, role, known.roleGiven(id), store)),
    mayModerate && removing(id, name),
    mayModerate && banning(id, name),
  ].filter((each) => each !== false);
};

/** Of a mute of before this page was opened, it is only known that it may be: then its end can be chosen as well. */
/** @type {(id: string, name: string, mayBeMuted: boolean) => MemberAct} */
const muting = (id, name, mayBeMuted) => {
  const end = unmuting(id, name);
  /** @type {[value: string, words: string]} */
  const asEnd = [NO_MORE, t.goUnmute];
  return {
    name: "mute",
    words: t.actMute,
    go: (choice) => (choice === NO_MORE ? end.go(choice) : t.goMute),
    ask: t.howLong,
    choices: [...MUTES.map(asChoice), ...(mayBeMuted ? [asEnd] : [])],
    what: (choice) => (choice === NO_MORE ? end.what(choice) : t.whatMute(name, spanOf(Number(choice)))),
    act: (choice) => ({ type: "mute", member: id, for: Number(choice) }),
    told: (choice) => (choice === NO_MORE ? end.told(choice) : t.doneMute(name, spanOf(Number(choice)))),
    back: (choice) => (choice === NO_MORE ? undefined : { type: "mute", member: id, for: 0 }),
  };
};

/** @type {(id: string, name: string) => MemberAct} */
const unmuting = (id, name) => ({
  name: "unmute",
  words: t.actUnmute,
  go: () => t.goUnmute,
  what: () => t.whatUnmute(name),
  act: () => ({ type: "mute", member: id, for: 0 }),
  told: () => t.doneUnmute(name),
});

/** @type {(id: string, name: string) => MemberAct} */
const removing = (id, name) => ({
  name: "remove",
  words: t.actRemove,
  go: () => t.goRemove,
  what: () => t.whatRemove(name),
  hasReason: true,
  isGrave: true,
  act: (_, reason) => ({ type: "remove", member: id, ...(reason && { reason }) }),
  told: () => t.doneRemove(name),
});

/** @type {(id: string, name: string) => MemberAct} */
const banning = (id, name) => ({
  name: "ban",
  words: t.actBan,
  go: () => t.goBan,
  ask: t.howLong,
  choices: [...BANS.map(asChoice), ["forever", t.forEver]],
  what: (choice) => (choice === "forever" ? t.whatBanForEver(name) : t.whatBan(name, spanOf(Number(choice)))),
  hasReason: true,
  isGrave: true,
  act: (choice, reason) => ({
    type: "remove",
    member: id,
    ban: choice === "forever" ? choice : Number(choice),
    ...(reason && { reason }),
  }),
  told: () => t.doneBan(name),
  back: () => ({ type: "restore", member: id }),
});

/** @type {(id: string, name: string, role: Role, given: Role | "none" | undefined, store: RoomStore) => MemberAct} */
const giving = (id, name, role, given, { room }) => {
  const isHost = role === "moderator" || role === "owner";
  // What a visitor is there, the room does not say of each.
  const before = given ?? (isHost ? role : isForVisitors(room.house.settings.access) ? "none" : "member");
  return {
    name: "role",
    words: t.actRole,
    go: () => t.goRole,
    ask: t.whichRole,
    choices: ROLES.filter((each) => each !== role || !isHost).map((each) => [each, t.roleName(each)]),
    // Nobody is to be made an owner by one press too many.
    usual: isHost ? "member" : "moderator",
    what: (choice) => t.whatRole(name, choice),
    act: (choice) => ({ type: "role", member: id, role: /** @type {Role | "none"} */ (choice) }),
    told: (choice) => t.doneRole(name, t.roleName(choice)),
    back: () => ({ type: "role", member: id, role: before }),
  };
};

/** @type {(id: string) => MemberAct} */
const steppingDown = (id) => ({
  name: "step-down",
  words: t.actStepDown,
  go: () => t.goStepDown,
  ask: t.whichRole,
  choices: ROLES.filter((each) => each !== "owner").map((each) => [each, t.roleName(each)]),
  what: () => t.whatStepDown,
  isGrave: true,
  act: (choice) => ({ type: "role", member: id, role: /** @type {Role | "none"} */ (choice) }),
  told: () => t.doneStepDown,
});

const isForVisitors = (/** @type {string} */ access) => access === "open" || access === "read";

/** @type {(seconds: number) => [value: string, words: string]} */
const asChoice = (seconds) => [String(seconds), spanOf(seconds)];
