/**
 * Shows below a link to a message what that says (timeline/linked-messages.js), which is loaded with the first such link.
 *
 * @import { LinkedMessages } from "../timeline/linked-messages.js"
 * @import { RoomContext } from "./later.js"
 */

import { clock } from "../browser/clock.js";
import { linkOf } from "../browser/connect.js";
import { host } from "../browser/host.js";
import { loadPart } from "../browser/load-part.js";
import { storage } from "../browser/preferences.js";
import { IdentityStore } from "../client/identity.js";
import { myRooms } from "../rooms/on-this-device.js";
import { titleOf } from "../rooms/room-title.js";
import { adopt } from "../ui/adopt-style.js";

/** The room can be read, as far as is known. */
const READABLE = ["", "closed", "token_refused"];

/**
 * What the timeline asks, another object whenever it may say something else.
 * @param {RoomContext} room
 */
export const bringLinked = (room) => {
  const { around, name, root, store } = room;
  /** @type {LinkedMessages | undefined} */
  let linked;
  let isLoading = false;
  const changed = () => {
    brought.hook = hook();
    around.redraw();
  };
  const load = () => {
    if (isLoading) return;
    isLoading = true;
    loadPart(() => import("../timeline/linked-messages.js")).then(
      ({ LinkedMessages, linkedStyle }) => {
        const timeline = root.querySelector("alcove-timeline");
        if (timeline) adopt(/** @type {ShadowRoot} */ (timeline.renderRoot), linkedStyle);
        linked = new LinkedMessages({
          room: name,
          origin: location.origin,
          loaded: (seq) => store.room.find(seq),
          asked: (seq) => store.quoted(seq),
          tokenOf,
          fetchMessage,
          titleOf: (other) => titleOf(myRooms().get(other) ?? { room: other, title: "" }),
          linkOf,
          clock,
          onChange: changed,
        });
        changed();
      },
      () => {
        // The next such text tries again.
        isLoading = false;
      },
    );
  };
  const hook = () => ({
    of: (/** @type {string} */ text) => {
      if (!mayLink(text)) return "";
      if (!linked) load();
      return linked?.of(text) ?? "";
    },
    view: (/** @type {string} */ text) => (mayLink(text) ? linked?.view(text) : undefined),
  });
  const brought = { hook: hook() };
  return brought;
};

/** @param {string} text */
const mayLink = (text) => text.includes("/room/") && text.includes("#m");

/**
 * The way into another room that this device has. A frame of another site's page stays in its room.
 * @param {string} room
 */
const tokenOf = (room) => {
  const state = myRooms().get(room)?.state ?? "";
  if (host.embedded || !READABLE.includes(state)) return undefined;
  return new IdentityStore(storage, room).read()?.token;
};

/**
 * @param {string} room
 * @param {number} seq
 * @param {string} token
 */
const fetchMessage = async (room, seq, token) => {
  const path = `/room/${room}/messages?before=${seq + 1}&limit=1`;
  const answer = await fetch(path, { headers: { Authorization: `Bearer ${token}` } });
  if (!answer.ok) return undefined;
  const { events } = await answer.json();
  return events?.[0]?.seq === seq ? events[0] : undefined;
};
