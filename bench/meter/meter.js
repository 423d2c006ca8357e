// The built Worker, with a meter on what the platform bills: rows, requests,
// and the time that rooms are awake. Loaded by workerd in front of the build,
// which it passes through unchanged.
//
// `GET /room/NAME/meter` is answered here, without waking the room, and
// `GET /meter/files` for all objects of files together. The counts
// are the isolate's: a room that sleeps loses its memory, and must not lose its
// bill. Timers belong to the isolate, so they count for the room that was awake
// last: one room is measured at a time.

import Worker, { FileObject as File, RoomObject as Room } from "./index.js";

export { AccountObject } from "./index.js";

/** How long an object stays awake when nothing happens. */
const AWAKE_AFTER_MS = 10_000;

/** Has the bill of all files. */
const FILES = "files";

/** Object id -> its bill. */
const bills = new Map();
let latest;

export default {
  fetch(request, env, ctx) {
    const { pathname } = new URL(request.url);
    if (pathname === "/meter/files") return Response.json(billOf(FILES));
    const name = /^\/room\/([^/]+)\/meter$/.exec(pathname)?.[1];
    if (!name) return new Worker(ctx, env).fetch(request);
    const bill = billOf(env.ROOMS.idFromName(decodeURIComponent(name)));
    return Response.json(bill);
  },
};

export class RoomObject {
  #room;
  #bill;

  constructor(ctx, env) {
    this.#bill = billOf(ctx.id);
    count(this.#bill, "constructed");
    this.#room = new Room(metered(ctx, this.#bill), env);
  }

  fetch(request) {
    count(this.#bill, "fetch");
    return this.#room.fetch(request);
  }

  webSocketMessage(socket, message) {
    count(this.#bill, "webSocketMessage");
    return this.#room.webSocketMessage(socket, message);
  }

  webSocketClose(socket, code, reason, wasClean) {
    count(this.#bill, "webSocketClose");
    return this.#room.webSocketClose(socket, code, reason, wasClean);
  }

  webSocketError(socket, error) {
    count(this.#bill, "webSocketError");
    return this.#room.webSocketError(socket, error);
  }

  alarm() {
    count(this.#bill, "alarm");
    return this.#room.alarm();
  }
}

export class FileObject {
  #file;
  #bill;

  constructor(ctx, env) {
    this.#bill = billOf(FILES);
    count(this.#bill, "constructed");
    this.#file = new File(metered(ctx, this.#bill), env);
  }

  fetch(request) {
    count(this.#bill, "fetch");
    return this.#file.fetch(request);
  }
}

function billOf(id) {
  const key = id.toString();
  if (!bills.has(key)) {
    bills.set(key, {
      rowsWritten: 0,
      rowsRead: 0,
      statements: 0,
      alarmsSet: 0,
      deleted: 0,
      constructed: 0,
      fetch: 0,
      webSocketMessage: 0,
      webSocketClose: 0,
      webSocketError: 0,
      alarm: 0,
      timer: 0,
      firstAt: undefined,
      lastAt: undefined,
      awakeMs: 0,
    });
  }
  return bills.get(key);
}

/** Counts one callback. The time since the one before was spent awake, unless the room fell asleep in it. */
function count(bill, callback) {
  const now = Date.now();
  bill[callback] += 1;
  bill.firstAt ??= now;
  bill.awakeMs += Math.min(now - (bill.lastAt ?? now), AWAKE_AFTER_MS);
  bill.lastAt = now;
  latest = bill;
}

const { setTimeout } = globalThis;
globalThis.setTimeout = (run, ...rest) =>
  setTimeout((...given) => {
    if (latest) count(latest, "timer");
    return run(...given);
  }, ...rest);

/** The object's context; the runtime's methods only work on the real thing. */
function metered(ctx, bill) {
  const storage = seenThrough(ctx.storage, {
    sql: seenThrough(ctx.storage.sql, { exec: (...query) => meteredCursor(ctx.storage.sql.exec(...query), bill) }),
    setAlarm: (...at) => {
      // Billed like a row.
      bill.alarmsSet += 1;
      bill.rowsWritten += 1;
      return ctx.storage.setAlarm(...at);
    },
    deleteAll: async () => {
      await ctx.storage.deleteAll();
      bill.deleted += 1;
    },
  });
  return seenThrough(ctx, { storage });
}

/** A cursor's counts grow as it is read. */
function meteredCursor(cursor, bill) {
  const counted = { rowsWritten: 0, rowsRead: 0 };
  const settle = () => {
    for (const kind of ["rowsWritten", "rowsRead"]) {
      bill[kind] += cursor[kind] - counted[kind];
      counted[kind] = cursor[kind];
    }
  };
  const settling = (target) =>
    new Proxy(target, {
      get(from, property) {
        const value = from[property];
        if (typeof value !== "function") return value;
        return (...args) => {
          const result = value.apply(from, args);
          settle();
          // An iterator over the rows reads on behind our back.
          return typeof result?.next === "function" ? settling(result) : result;
        };
      },
    });
  bill.statements += 1;
  settle();
  return settling(cursor);
}

/** `target` with some properties replaced, and its own methods still called on itself. */
function seenThrough(target, replaced) {
  return new Proxy(target, {
    get(from, property) {
      if (Object.hasOwn(replaced, property)) return replaced[property];
      const value = from[property];
      return typeof value === "function" ? value.bind(from) : value;
    },
  });
}
