/** Alarms of a server's rooms, rung by a test. */
import { setTimeout as pause } from "node:timers/promises";

/** Between two looks at something that tells nobody. */
const LOOK_MS = 50;
export const MINUTE = 60_000;

async function until(look, what) {
  const end = Date.now() + 20_000;
  while (Date.now() < end) {
    const found = look();
    if (found !== undefined) return found;
    await pause(LOOK_MS);
  }
  throw new Error(`never: ${what}`);
}

/** The alarm of the room rings while the server has these vars: resolves with when it is to ring again. */
export async function ringsInVain(server, vars) {
  const before = Date.now();
  await server.restart(vars);
  return until(() => server.alarms.find((at) => at > before + MINUTE), "the alarm is set again");
}

/** The server starts with these vars, and all alarms ring. Resolves once none is left. */
export async function rings(server, vars) {
  await server.databases(() => {});
  server.ringAlarms();
  await server.restart(vars);
  await until(() => (server.alarms.length === 0 ? true : undefined), "all alarms have rung");
}

/** Whether a database has a table. */
export const has = (database, table) =>
  database.prepare("SELECT count(*) AS count FROM sqlite_master WHERE name = ?").get(table).count > 0;
