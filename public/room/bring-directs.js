/**
 * Private conversations in a room: the ways to ask for one, and what is there of them, which is loaded with the first.
 *
 * @import { Member, Message } from "../client/protocol.js"
 * @import { DirectsLine } from "../directs/directs.js"
 * @import { RoomStore } from "../state/room-store.js"
 * @import { Extra } from "../timeline/message-menu.js"
 * @import { RoomContext } from "./later.js"
 */

import iconDirect from "lucide-static/icons/mail.svg";
import { host } from "../browser/host.js";
import { loadPart } from "../browser/load-part.js";
import { storage } from "../browser/preferences.js";
import { isPrivate } from "../client/protocol.js";
import { t } from "../i18n/strings.js";
import { keyOf } from "../timeline/row-navigation.js";
import { wasByPointer } from "../ui/writing-focus.js";

const KEY = "p";

/**
 * Whether one may ask them, or has something with them already.
 * @param {Member} member
 * @param {RoomStore} store
 */
export const isToBeAsked = ({ id, role }, store) => {
  const { directs, pair, roles, you } = store.room;
  const isPossible =
    !store.denial("direct", roles.get(id) ?? role) || directs.some((each) => each.with.id === id);
  // From a private conversation one goes nowhere else in private.
  return !pair && id !== you?.id && isPossible;
};

/** @param {RoomContext} room */
export const bringDirects = ({ name, root, signal, store }) => {
  // From there one goes nowhere else in private; and a frame stays in its room.
  if (isPrivate(name) || host.embedded) return;
  /** @type {Promise<DirectsLine | undefined> | undefined} */
  let line;
  const bring = () => {
    line ??= loadPart(() => import("../directs/directs.js")).then(
      (part) => {
        const element = Object.assign(new part.DirectsLine(), { room: name, store });
        root.querySelector(".above")?.append(element);
        return element;
      },
      () => {
        // The next change tries again.
        line = undefined;
        return undefined;
      },
    );
    return line;
  };
  // Whom one has ignored or blocked is kept here: the room tells no more of them.
  const isSomething = () =>
    store.room.directs.length > 0 || storage.getItem(`alcove:directs:${name}`) !== null;
  const look = () => isSomething() && void bring();
  /** @param {Member} member */
  const ask = async (member) => {
    const there = await bring();
    if (there) void there.ask(member);
    else root.querySelector("alcove-toast")?.show(t.notLoaded);
  };

  /** @param {Event} event The menu of a message opens. */
  const add = (event) => {
    /** @type {{ message: Message, extras: Extra[] }} */
    const { message, extras } = /** @type {CustomEvent} */ (event).detail;
    const { from } = message;
    if (isToBeAsked(from, store))
      extras.push({ words: t.messagePrivately, icon: iconDirect, deed: () => ask(from) });
  };

  /** @param {KeyboardEvent} event On a message that was come to by keys. */
  const press = (event) => {
    const row = event.composedPath()[0];
    if (!(row instanceof HTMLElement && row.matches(".row")) || wasByPointer()) return;
    if (event.altKey || event.ctrlKey || event.metaKey || keyOf(event) !== KEY) return;
    const message = store.room.find(Number(/^seq (\d+)$/.exec(row.dataset.key ?? "")?.[1]));
    if (!message || message.from.id === store.room.you?.id) return;
    event.preventDefault();
    void ask(message.from);
  };

  store.addEventListener("change", look, { signal });
  root.addEventListener("direct", (event) => ask(/** @type {CustomEvent<Member>} */ (event).detail), {
    signal,
  });
  root.addEventListener("extras", add, { signal });
  root.addEventListener("keydown", (event) => press(/** @type {KeyboardEvent} */ (event)), { signal });
  look();
};
