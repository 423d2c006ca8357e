/**
 * What a room needs only when something happens in it: the connection is lost, someone types, a message is
 * announced or causes a notification, something is done with one, an action is confirmed, a newer version is
 * available, the room is printed. Loaded soon after the room.
 *
 * @import { RoomStore } from "../state/room-store.js"
 * @import { RoomContext } from "./later.js"
 * @import { Room } from "./room.js"
 */

import "../chrome/announcer.js";
import "../chrome/banner.js";
import "../chrome/lock-line.js";
import "../chrome/toast.js";
import "../chrome/typing-line.js";
import "../chrome/update-notice.js";
// These are imported where they are used, which may be when there is no network.
import "../composer/put-emoji.js";
import "./trouble.js";
import { host } from "../browser/host.js";
import { loadPart } from "../browser/load-part.js";
import { keepPage, lookForUpdate } from "../browser/service-worker.js";
import { takeDirects } from "../directs/from-watches.js";
import { t } from "../i18n/strings.js";
import { myRooms } from "../rooms/on-this-device.js";
import { watching } from "../rooms/watching.js";
import { failureIn, failureStyle } from "../timeline/failure.js";
import { MessageActions } from "../timeline/message-actions.js";
import { makePrintable } from "../timeline/printing.js";
import { adopt } from "../ui/adopt-style.js";
import { bringAccount } from "./bring-account.js";
import { bringDirects } from "./bring-directs.js";
import { RoomFiles } from "./bring-files.js";
import { bringHosting } from "./bring-hosting.js";
import { bringLinked } from "./bring-linked.js";
import { bringPush } from "./bring-push.js";
import { BroughtSearch } from "./bring-search.js";
import { Dialogs } from "./dialogs.js";
import { feedMyRooms } from "./feed-my-rooms.js";
import { heedForgetting } from "./forgetting.js";
import { learnLooks } from "./learn-looks.js";
import { Notices } from "./notices.js";
import { beginSwitching } from "./switching.js";
import { tellActs } from "./tell-acts.js";
import { tellRequests } from "./tell-requests.js";
import { tellings } from "./tellings.js";
import { heedTurningOut } from "./turned-out.js";

/** @param {RoomContext} room */
export const begin = (room) => {
  const { around, name, root, signal, store } = room;
  const timeline = root.querySelector("alcove-timeline");
  if (timeline) {
    makePrintable({ name, room: root, timeline }, signal);
    adopt(/** @type {ShadowRoot} */ (timeline.renderRoot), failureStyle);
  }
  keepPage();
  followVersion(store, signal);
  heedForgetting(room);
  heedTurningOut(room);
  learnLooks(store, signal);
  tellActs(store, signal);
  bringHosting(store, signal);
  bringDirects(room);
  bringPush(room);
  new BroughtSearch(room);
  const linked = bringLinked(room);
  // On another site's page there is that room alone.
  if (!host.embedded) {
    beginSwitching(/** @type {Room} */ (root.host));
    const { open, watches } = watching();
    feedMyRooms(room, { rooms: myRooms(), hold: (each) => open.hold(each) });
    takeDirects(watches);
    tellRequests(watches);
    heedUseElsewhere(room);
    bringAccount(room);
  }
  around.redraw();
  return {
    actions: new MessageActions(store, around),
    dialogs: new Dialogs(room),
    failure: failureIn(name),
    get linked() {
      return linked.hook;
    },
    files: new RoomFiles(room),
    notices: new Notices(room),
    says: tellings,
  };
};

/**
 * Another device is to have one's rooms.
 * @param {RoomContext} room
 */
const heedUseElsewhere = ({ around, root, signal }) =>
  root.addEventListener(
    "use-elsewhere",
    () =>
      loadPart(() => import("../device/give-dialog.js")).then(
        ({ giveRooms }) => giveRooms(),
        () => around.tell(t.notLoaded),
      ),
    { signal },
  );

/**
 * A server that is back may be a newer one.
 * @param {RoomStore} store
 * @param {AbortSignal} signal
 */
const followVersion = ({ connection }, signal) => {
  const look = () => ["live", "stopped"].includes(connection.status.phase) && lookForUpdate();
  connection.addEventListener("status", look, { signal });
  look();
};
