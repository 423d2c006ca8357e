/** Whether rooms fall asleep. */
import { setTimeout as sleep } from "node:timers/promises";
import { UNHURRIED } from "../browser/support/server.mjs";
import { Visitor } from "./visitor.mjs";

export const VARS = { ...UNHURRIED, HELLO_TIMEOUT_MS: "3000", LEAVE_GRACE_MS: "1500" };

/** A silent object is let go after ten seconds. */
const ASLEEP_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 200;

export async function fallsAsleep(server) {
  const started = Date.now();
  while ((await server.awake()) > 0) {
    if (Date.now() - started > ASLEEP_WITHIN_MS) return false;
    await sleep(LOOK_EVERY_MS);
  }
  return true;
}

export async function joined(server, room, name) {
  const visitor = await new Visitor(server.socketUrl(room)).opens();
  return visitor.greets(name);
}

/** A room in which somebody talked and stays, silent. */
export async function silentRoom(server) {
  const ana = await joined(server, "silent", "Ana");
  await ana.says("one");
  return ana;
}
