// Data folders by who has written them.

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Stop } from "./say.mjs";

/** Where workerd keeps its rooms in a data folder, as scripts/lib/workerd-config.mjs tells it. */
const OF_WORKERD = ["rooms", "alcove-RoomObject"];

/** Throws `Stop` for a folder in which workerd has kept rooms: the native host would begin with none of them. */
export function requireNativeData(data) {
  const rooms = join(data, ...OF_WORKERD);
  const has = existsSync(rooms) && readdirSync(rooms).some((file) => file.endsWith(".sqlite"));
  if (!has) return;
  throw new Stop(
    `${data} has rooms that workerd has written. To go on with the native host, take them over into a new folder: ` +
      `npm run serve -- --data NEW --adopt ${data}. To go on as before: add --runtime workerd.`,
  );
}
