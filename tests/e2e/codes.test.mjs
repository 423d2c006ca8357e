// The table of codes: every error code and every close code of a room is produced here, in the real runtime,
// in the shortest way. (1002, 1006, 1007 and 1012 are the runtime's own.) The other files show what each one
// means.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { request } from "../support/http.mjs";
import { startRoomServer, UNHURRIED } from "../support/server.mjs";

const ERROR_CODES = [
  "bad_frame",
  "bad_hello",
  "name_invalid",
  "name_taken",
  "text_empty",
  "text_too_long",
  "text_invalid",
  "cid_invalid",
  "not_found",
  "not_yours",
  "no_change",
  "emoji_invalid",
  "rate_limited",
  "room_full",
  "storage_failed",
  "unsupported_version",
  "room_closed",
  "removed",
];
const RETRYABLE = ["rate_limited", "room_full", "storage_failed"];
const CLOSE_CODES = [1003, 1009, 1011, 1013, 4400, 4401, 4403, 4408, 4409, 4410, 4429];

/** A server for each way to go wrong. */
const VARS = {
  unhurried: { ...UNHURRIED, ADMIN_KEY: "a key of the operator's" },
  hurried: { RATE_BURST: "2", RATE_PER_SECOND: "1" },
  small: { ...UNHURRIED, MAX_SOCKETS: "1" },
  impatient: { HELLO_TIMEOUT_MS: "100" },
  one_tab: { ...UNHURRIED, MAX_MEMBER_SOCKETS: "1" },
  full_disk: UNHURRIED,
  damaged: UNHURRIED,
};

const servers = {};
before(async () => {
  for (const [name, vars] of Object.entries(VARS)) servers[name] = await startRoomServer(vars);
  await (await servers.full_disk.join("tea", "Ana")).leaves();
  await servers.full_disk.database((database) =>
    database.exec("CREATE TRIGGER full BEFORE INSERT ON message BEGIN SELECT RAISE(ABORT, 'full'); END"),
  );
  const ana = await servers.damaged.join("tea", "Ana");
  await ana.says("hi");
  await ana.leaves();
  await servers.damaged.database((database) => database.exec("DROP TABLE reserved"));
});
after(() => Promise.all(Object.values(servers).map((server) => server.stop())));

/** Asks as the operator. */
const operator = (method, path, body) =>
  request(servers.unhurried, `/admin/rooms/${path}`, {
    method,
    headers: { authorization: `Bearer ${VARS.unhurried.ADMIN_KEY}` },
    body: body && JSON.stringify(body),
  });

let rooms = 0;
/** A member alone in a new room. */
const member = async (server = servers.unhurried) => {
  rooms += 1;
  const room = `room-${rooms}`;
  return Object.assign(await server.join(room, "Ana"), { room });
};
const refused = async (frame) => (await member()).isRefused(frame);
const atTheDoor = async (frame) => {
  const socket = await servers.unhurried.connect("door");
  socket.send(frame);
  return socket.sees({ type: "error" });
};
const error = (visitor) => visitor.sees({ type: "error" });

const ERRORS = {
  bad_frame: async () => {
    const ana = await member();
    ana.send("nonsense");
    return error(ana);
  },
  bad_hello: () => atTheDoor({ type: "say" }),
  unsupported_version: () => atTheDoor({ type: "hello", v: 2, name: "Ana" }),
  name_invalid: () => atTheDoor({ type: "hello", v: 1, name: "" }),
  name_taken: async () => {
    const { room } = await member();
    const other = await servers.unhurried.connect(room);
    other.hello("Ana");
    return error(other);
  },
  text_empty: () => refused({ type: "say", text: "" }),
  text_too_long: () => refused({ type: "say", text: "x".repeat(4001) }),
  text_invalid: () => refused({ type: "say", text: "\u0000" }),
  cid_invalid: async () => {
    const ana = await member();
    ana.send({ type: "say", cid: "a b", text: "hi" });
    return error(ana);
  },
  not_found: () => refused({ type: "delete", seq: 1 }),
  not_yours: async () => {
    const ana = await member();
    await ana.says("mine");
    const ben = await servers.unhurried.join(ana.room, "Ben");
    return ben.isRefused({ type: "delete", seq: 1 });
  },
  no_change: async () => {
    const ana = await member();
    await ana.says("hm");
    return ana.isRefused({ type: "react", seq: 1, emoji: "👍", on: false });
  },
  emoji_invalid: () => refused({ type: "react", seq: 1, emoji: "a", on: true }),
  rate_limited: async () => {
    const ana = await member(servers.hurried);
    for (let n = 0; n < 4; n += 1) ana.send({ type: "typing" });
    return error(ana);
  },
  room_full: async () => {
    await servers.small.join("full", "Ana");
    return error(await servers.small.connect("full"));
  },
  room_closed: async () => {
    const ana = await member();
    await operator("POST", `${ana.room}/close`);
    return error(ana);
  },
  removed: async () => {
    const ana = await member();
    await operator("POST", `${ana.room}/remove`, { member: ana.id });
    return error(ana);
  },
  storage_failed: async () =>
    (await servers.full_disk.join("tea", "Ben")).isRefused({ type: "say", text: "hi" }),
};

const CLOSES = {
  1003: async () => {
    const ana = await member();
    ana.send(Buffer.from("binary"));
    return ana;
  },
  1009: async () => {
    const ana = await member();
    ana.send("x".repeat(16_385));
    return ana;
  },
  1011: async () => {
    const socket = await servers.damaged.connect("tea");
    socket.hello("Ben");
    return socket;
  },
  1013: async () => {
    await servers.small.join("closes", "Ana");
    return servers.small.connect("closes");
  },
  4403: async () => {
    const ana = await member();
    await operator("POST", `${ana.room}/close`);
    return ana;
  },
  4410: async () => {
    const ana = await member();
    await operator("DELETE", ana.room);
    return ana;
  },
  4400: async () => {
    const socket = await servers.unhurried.connect("door");
    socket.send("nonsense");
    return socket;
  },
  4401: async () => {
    const socket = await servers.unhurried.connect("door");
    socket.hello("Ana", { token: "forged" });
    return socket;
  },
  4408: () => servers.impatient.connect("door"),
  4409: async () => {
    const first = await servers.one_tab.join("tabs", "Ana");
    await servers.one_tab.join("tabs", "Ana", { token: first.token });
    return first;
  },
  4429: async () => {
    const ana = await member(servers.hurried);
    for (let n = 0; n < 70; n += 1) ana.send({ type: "typing" });
    return ana;
  },
};

test("the table has every code of the protocol and no other", () => {
  assert.deepEqual(Object.keys(ERRORS).sort(), [...ERROR_CODES].sort());
  assert.deepEqual(Object.keys(CLOSES).map(Number), CLOSE_CODES);
});

describe("error codes", () => {
  for (const code of ERROR_CODES) {
    test(`${code} is produced`, async () => {
      const event = await ERRORS[code]();
      assert.equal(event.code, code);
      assert.match(event.message, /^[A-Z][^\n]{5,100}\.$/, "a short sentence for people");
      assert.equal(event.retryable, RETRYABLE.includes(code));
      assert.equal(typeof event.retry_after_ms, code === "rate_limited" ? "number" : "undefined");
    });
  }
});

describe("close codes", () => {
  for (const code of CLOSE_CODES) {
    test(`${code} is produced`, async () => {
      const socket = await CLOSES[code]();
      assert.equal(await socket.isClosed(), code);
    });
  }
});
