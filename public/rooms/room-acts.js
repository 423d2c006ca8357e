/**
 * Does what is chosen from the menu of a room of the list; what cannot be undone is asked about first.
 *
 * @import { MyRooms } from "./my-rooms.js"
 */

import { loadPart } from "../browser/load-part.js";
import { titleOf } from "./room-title.js";

/**
 * @param {MyRooms} rooms
 * @param {{ kind: string, room: string }} act
 * @param {object} around
 * @param {() => void} around.onFailed The question could not be loaded.
 * @param {() => void} [around.onForgotten]
 * @param {(room: string) => unknown} [around.beforeForgotten] What is under way there ends.
 */
export const actOn = async (rooms, { kind, room }, { onFailed, onForgotten, beforeForgotten }) => {
  if (kind === "pin" || kind === "unpin") return rooms.pin(room, kind === "pin");
  if (kind === "mute" || kind === "unmute") return rooms.mute(room, kind === "mute");
  if (kind === "hide" || kind === "unhide") return rooms.hide(room, kind === "hide");
  const listed = rooms.get(room);
  if (!listed) return;
  try {
    const { ForgetDialog } = await loadPart(() => import("./forget-dialog.js"));
    const dialog = new ForgetDialog({ room, title: titleOf(listed) });
    dialog.addEventListener("forget", async () => {
      await beforeForgotten?.(room);
      await rooms.forget(room);
      onForgotten?.();
    });
    document.body.append(dialog);
  } catch {
    onFailed();
  }
};
