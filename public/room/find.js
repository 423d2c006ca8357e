/**
 * What can be found from a room by a few letters: the rooms of this device and whom one talks with in private, who is
 * here, what can be done, and messages.
 *
 * @import { MyRooms } from "../rooms/my-rooms.js"
 * @import { Found } from "../rooms/palette.js"
 * @import { Typed } from "../rooms/finding.js"
 * @import { Room } from "./room.js"
 * @import { Switching } from "./switching.js"
 */

import iconBell from "lucide-static/icons/bell.svg";
import iconAccount from "lucide-static/icons/circle-user.svg";
import iconKeys from "lucide-static/icons/keyboard.svg";
import iconDevices from "lucide-static/icons/monitor-smartphone.svg";
import iconNew from "lucide-static/icons/square-pen.svg";
import { accountLink, signedInAs, signInMode } from "../browser/sign-in.js";
import { loadSearchWords, t } from "../i18n/strings.js";
import { avatar } from "../people/person.js";
import { foundRooms } from "../rooms/found-rooms.js";
import { Palette } from "../rooms/palette.js";
import { FindMessages } from "../search/find-messages.js";
import { iconInvite, iconLink, iconMuted, iconPeople, iconSettings } from "../ui/icons.js";
import { iconSearch } from "../ui/search-icon.js";
import { isToBeAsked } from "./bring-directs.js";

await loadSearchWords();

/** In a large room, so many of those who are here. */
const MOST_PEOPLE = 300;

/**
 * Settled when it is closed.
 * @param {Switching} switching
 * @param {MyRooms} rooms
 * @param {Typed} typed
 */
export const find = (switching, rooms, typed) => {
  const { name, renderRoot, store } = switching.room;
  const go = (/** @type {string} */ room, at = "") =>
    switching.go(new URL(`/room/${room}${at}`, location.href));
  const messages = new FindMessages(rooms, {
    here: name,
    now: () => store.connection.time.date,
    go: (room, seq) =>
      room === name ? void renderRoot.querySelector("alcove-timeline")?.leapTo(seq) : go(room, `#m${seq}`),
  });
  const items = [
    ...foundRooms(rooms, name, go),
    ...actionsIn(switching.room, rooms),
    ...peopleIn(switching.room, rooms),
  ];
  return Palette.open(items, messages, typed);
};

/**
 * @param {Room} room
 * @param {MyRooms} rooms
 * @returns {Found[]}
 */
const peopleIn = (room, rooms) => {
  const { members, you } = room.store.room;
  const inPrivate = new Set(rooms.list.map(({ pair }) => pair?.with.id));
  const others = [...members].filter(([id]) => id !== you?.id && !inPrivate.has(id));
  return others.slice(0, MOST_PEOPLE).flatMap(([id, name]) => {
    const person = { title: name, picture: avatar(id, name), isLater: true };
    const mention = () => room.renderRoot.querySelector("alcove-composer")?.mention(name);
    const ask = () => room.renderRoot.dispatchEvent(new CustomEvent("direct", { detail: { id, name } }));
    const found = { ...person, key: `person ${id}`, hint: t.findPerson, run: mention };
    return isToBeAsked({ id, name }, room.store)
      ? [found, { ...person, key: `direct ${id}`, hint: t.messagePrivately, run: ask }]
      : [found];
  });
};

/**
 * @param {Room} room
 * @param {MyRooms} rooms
 * @returns {Found[]}
 */
const actionsIn = (room, rooms) => {
  const bar = () => room.renderRoot.querySelector("alcove-top-bar");
  const press = (/** @type {string} */ type) => () => bar()?.dispatchEvent(new CustomEvent(type));
  const isMuted = rooms.get(room.name)?.isMuted ?? false;
  const help = () => room.renderRoot.querySelector("alcove-timeline")?.dispatchEvent(new CustomEvent("help"));
  /** @type {[string, string, unknown, () => void][]} */
  const actions = [
    ["search", t.searchThis, iconSearch, () => room.renderRoot.dispatchEvent(new Event("search"))],
    ["new", t.newRoom, iconNew, () => location.assign("/#new")],
    ["invite", t.inviteOthers, iconInvite, press("share")],
    [
      "mute",
      isMuted ? t.unmuteThis : t.muteThis,
      isMuted ? iconBell : iconMuted,
      () => rooms.mute(room.name, !isMuted),
    ],
    ["people", t.people, iconPeople, press("people")],
    ["link", t.copyLink, iconLink, () => void bar()?.copy()],
    ["settings", t.settings, iconSettings, press("settings")],
    ["keys", t.shortcuts, iconKeys, help],
    [
      "elsewhere",
      t.useElsewhere,
      iconDevices,
      () => room.renderRoot.dispatchEvent(new Event("use-elsewhere")),
    ],
    ...toAccount(),
  ];
  const kept = room.store.isOut
    ? actions.filter(([key]) => !["search", "invite", "people", "link"].includes(key))
    : actions;
  return kept.map(([key, title, picture, run]) => ({
    key: `do ${key}`,
    title,
    picture,
    run,
  }));
};

/** Where there are accounts. @returns {[string, string, unknown, () => void][]} */
const toAccount = () => {
  const title = signedInAs() ? t.yourAccount : t.signInOrCreate;
  return signInMode() ? [["account", title, iconAccount, () => location.assign(accountLink())]] : [];
};
