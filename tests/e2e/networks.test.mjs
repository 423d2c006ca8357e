// Budgets per network: what one network may use before a room is touched, without affecting any other.
// `x-client` is the header of a trusted proxy here.

import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, before, describe, test } from "node:test";
import { startServer } from "../browser/support/server.mjs";
import { isNative } from "../support/host.mjs";
import { request, upgrade } from "../support/http.mjs";
import { startRoomServer, UNHURRIED } from "../support/server.mjs";

const PROXY = "x-client";

/** The same budgets, one at a time. */
const with_ = (vars) => startRoomServer({ ...UNHURRIED, TRUSTED_PROXY_HEADER: PROXY, ...vars });

const from = (address) => ({ [PROXY]: address });

/** Does something until it is refused; how often it was not, and the refusal. */
async function untilRefused(act, most) {
  for (let count = 0; count <= most; count += 1) {
    const answer = await act(count);
    if (answer.status === 429) return { count, refusal: answer };
  }
  throw new Error(`${most + 1} times were not too many`);
}

/** A refusal tells when to come again, and that is true. */
async function isTrue({ refusal }, act) {
  assert.equal(refusal.json.error.code, "rate_limited");
  assert.equal(refusal.headers["cache-control"], "no-store");
  const seconds = Number(refusal.headers["retry-after"]);
  assert.ok(Number.isInteger(seconds) && seconds >= 1 && seconds <= 3, `Retry-After: ${seconds}`);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
  assert.notEqual((await act()).status, 429, "the promised wait was too short");
}

describe("joins", () => {
  const opens = async (joins) => {
    const server = await with_({ NETWORK_JOINS_PER_MINUTE: joins, MAX_SOCKETS: "30000" });
    await (await server.join("tea", "Ana")).leaves();
    return server;
  };

  test("five minutes' worth at once, then as many as the time brings", async () => {
    const server = await opens("60");
    const join = () => upgrade(server, "/room/tea", from("192.0.2.1"));
    const many = await untilRefused(join, 600);
    assert.ok(many.count >= 300, `${many.count} sockets`);
    await isTrue(many, join);
    await server.stop();
  });

  /** With two more joins a minute: what was refused stays so, however slow the machine is. */
  let server;
  before(async () => {
    server = await opens("2");
  });
  after(() => server.stop());

  const join = (address) => upgrade(server, "/room/tea", from(address));

  test("another network is not concerned", async () => {
    assert.equal((await join("192.0.2.2")).status, 101);
    assert.equal((await join("2001:db8::1")).status, 101);
  });

  test("a network is the same however its address is written", async () => {
    await untilRefused(() => join("198.51.100.1"), 15);
    for (const same of ["198.51.100.1:443", "::ffff:198.51.100.1", "[::ffff:198.51.100.1]:1", "203.0.113.9, 198.51.100.1"]) {
      assert.equal((await join(same)).status, 429, same);
    }
  });

  test("addresses of one IPv6 network share its budget", async () => {
    const { count } = await untilRefused((n) => join(`2001:db8:1:2::${(n + 1).toString(16)}`), 15);
    assert.ok(count >= 9);
    assert.equal((await join("2001:db8:1:3::1")).status, 101);
  });

  test("who is in no network is in the one of all those", async () => {
    const words = ["", "unknown", "garbage", "1.2.3", "<script>"];
    const { count } = await untilRefused((n) => join(words[n % words.length]), 15);
    assert.ok(count >= 9);
    assert.equal((await upgrade(server, "/room/tea")).status, 429, "without the header");
    assert.equal((await join("192.0.2.3")).status, 101);
  });

  test("no other header chooses a network", async () => {
    await untilRefused(() => join("192.0.2.4"), 15);
    for (const name of ["cf-connecting-ip", "x-forwarded-for", "x-real-ip", "forwarded", "x-alcove-network"]) {
      const { status } = await upgrade(server, "/room/tea", { ...from("192.0.2.4"), [name]: "203.0.113.1" });
      assert.equal(status, 429, name);
    }
  });

  test("pages, files and health are free", async () => {
    await untilRefused(() => join("192.0.2.5"), 15);
    for (const path of ["/", "/room/tea", "/health", "/favicon.svg"]) {
      assert.equal((await request(server, path, { headers: from("192.0.2.5") })).status, 200, path);
    }
  });
});

describe("new rooms", () => {
  let server;
  before(async () => {
    server = await with_({ NETWORK_ROOMS_PER_MINUTE: "1", NETWORK_JOINS_PER_MINUTE: "600" });
    await (await server.join("old", "Ana")).leaves();
  });
  after(() => server.stop());

  const begin = (address, headers) => upgrade(server, `/room/${crypto.randomUUID()}`, { ...from(address), ...headers });

  test("fifty minutes' worth at once; rooms that there are stay open", async () => {
    const { count, refusal } = await untilRefused(() => begin("192.0.2.1"), 60);
    assert.ok(count === 50 || count === 51, `${count} rooms`);
    assert.equal(refusal.json.error.code, "rate_limited");
    const seconds = Number(refusal.headers["retry-after"]);
    assert.ok(seconds > 0 && seconds <= 60, `Retry-After: ${seconds}`);
    assert.equal((await upgrade(server, "/room/old", from("192.0.2.1"))).status, 101);
    assert.equal((await begin("192.0.2.2")).status, 101);
  });

  test("at once they are no more, either", async () => {
    const answers = await Promise.all(Array.from({ length: 120 }, () => begin("192.0.2.3")));
    const opened = answers.filter(({ status }) => status === 101).length;
    assert.ok(opened === 50 || opened === 51, `${opened} rooms`);
  });

  test("no header of a client begins a room", async () => {
    await untilRefused(() => begin("192.0.2.4"), 60);
    assert.equal((await begin("192.0.2.4", { "x-alcove-may-begin": "1" })).status, 429);
  });

  test("asking on is dear: it touches rooms that nobody wanted", async () => {
    await untilRefused(() => begin("192.0.2.5"), 60);
    const started = performance.now();
    const asked = await untilRefused(async () => {
      const { status } = await begin("192.0.2.5");
      return { status: status === 429 ? (await upgrade(server, "/room/old", from("192.0.2.5"))).status : 0 };
    }, 1_000);
    // 3,000 joins at once and ten more each second, and each such question is ten of them.
    const seconds = (performance.now() - started) / 1_000;
    assert.ok(asked.count < 310 + seconds, `${asked.count} questions in ${seconds} s`);
  });
});

describe("reads", () => {
  let server;
  before(async () => {
    server = await with_({ NETWORK_READS_PER_MINUTE: "60" });
    const ana = await server.join("log", "Ana");
    for (let n = 0; n < 16; n += 1) await ana.says("A".repeat(4_000));
    await ana.leaves();
  });
  after(() => server.stop());

  const read = (address, query = "", headers = {}) =>
    request(server, `/room/log/messages${query}`, { headers: { ...from(address), ...headers } });

  test("two minutes' worth at once, then as many as the time brings", async () => {
    const many = await untilRefused(() => read("192.0.2.1", "?limit=1"), 140);
    assert.ok(many.count >= 120 && many.count < 140, `${many.count} reads`);
    await isTrue(many, () => read("192.0.2.1", "?limit=1"));
    assert.equal((await read("192.0.2.2")).status, 200);
  });

  test("a page is paid for by its bytes", async () => {
    const { count } = await untilRefused(async () => {
      const page = await read("192.0.2.3");
      assert.equal(page.headers["x-alcove-price"], undefined);
      return page;
    }, 70);
    // Sixteen messages of 4,000 letters are three times 32 KiB, the last part just begun.
    assert.ok(count >= 40 && count <= 62, `${count} pages`);
  });

  test("what a reader has already costs one", async () => {
    const { etag } = (await read("192.0.2.4")).headers;
    const { count } = await untilRefused(async () => {
      const answer = await read("192.0.2.4", "", { "if-none-match": etag });
      if (answer.status !== 429) assert.equal(answer.status, 304);
      return answer;
    }, 140);
    assert.ok(count >= 115, `${count} reads`);
  });

  test("to ask for rooms that nobody was ever in is dear, unless the host knows which there are", async () => {
    const ask = (n) => request(server, `/room/none-${n}/messages`, { headers: from("192.0.2.5") });
    if (isNative()) {
      for (let n = 0; n < 20; n += 1) assert.equal((await ask(n)).status, 200);
      return;
    }
    const { count } = await untilRefused(ask, 20);
    assert.ok(count >= 12 && count <= 14, `${count} rooms`);
  });
});

describe("files", () => {
  let server;
  before(async () => {
    server = await with_({});
  });
  after(() => server.stop());

  const key = (word) => word.padEnd(22, "A");
  /** A room that somebody owns, and how it is asked for as a file, and given one. */
  const created = async (room) => {
    const { token } = await server.join(room, "Ana", { key: key("owner"), create: { settings: {} } });
    const ask = (method, path, address, more) =>
      request(server, `/room/${room}/${path}`, { method, headers: { ...from(address), authorization: `Bearer ${token}` }, ...more });
    return { name: room, token, exports: (address) => ask("GET", "export", address), imports: (address, body) => ask("POST", "import", address, { body }) };
  };

  /** Sends the head of a request and the beginning of its body; `answered` resolves with the status. */
  const begins = (room, address, length) => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(port, hostname);
    const head = { Host: `${hostname}:${port}`, Authorization: `Bearer ${room.token}`, [PROXY]: address, "Content-Length": length };
    const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`POST /room/${room.name}/import HTTP/1.1\r\n${lines.join("")}\r\n{`);
    const answered = new Promise((resolve, reject) => {
      socket.on("data", (data) => resolve(Number(String(data).split(" ")[1])));
      socket.on("error", reject);
      socket.on("close", () => resolve("closed"));
    });
    return { socket, answered };
  };

  test("what a file can cost is taken before it is read, and given back where it cost less", async () => {
    const limited = await with_({ NETWORK_READS_PER_MINUTE: "600" });
    const before = server;
    server = limited;
    try {
      const { exports } = await created("taken-out");
      const answers = await Promise.all(Array.from({ length: 200 }, () => exports("192.0.2.1")));
      const statuses = answers.map(({ status }) => status).sort();
      assert.deepEqual([statuses[0], statuses.at(-1)], [200, 429]);
      assert.equal((await exports("192.0.2.1")).status, 200, "they cost little");
      for (let n = 0; n < 10; n += 1) assert.equal((await exports("192.0.2.2")).status, 200);
    } finally {
      server = before;
      await limited.stop();
    }
  });

  test("a network has two on their way, and one that does not come is given up", async () => {
    const [other, ...rooms] = await Promise.all(["other", "slow-1", "slow-2", "slow-3"].map(created));
    const begun = rooms.map((room) => begins(room, "192.0.2.1", 100));
    // Whichever of the three comes last is refused at once; the others stay on their way.
    const last = await Promise.race(begun.map((one) => one.answered.then(() => one)));
    assert.equal(await last.answered, 429);
    assert.equal((await other.imports("192.0.2.2", "no file")).status, 400);
    const [one, two] = begun.filter((each) => each !== last);
    two.socket.destroy();
    assert.equal(await one.answered, 408);
    assert.equal((await other.imports("192.0.2.1", "no file")).status, 400, "nothing is left of it");
  });
});

test("with 0 nothing is bounded", async () => {
  const server = await with_({});
  try {
    const answers = [];
    for (let n = 0; n < 40; n += 1) answers.push(await upgrade(server, `/room/free-${n}`, from("192.0.2.1")));
    assert.ok(answers.every(({ status }) => status === 101));
  } finally {
    await server.stop();
  }
});

test("by itself a network is the other end of the connection, whatever a client says", async () => {
  const server = await startServer({ NETWORK_JOINS_PER_MINUTE: "1" });
  try {
    const told = (n) => ({
      "cf-connecting-ip": `203.0.113.${n}`,
      "x-forwarded-for": `203.0.113.${n}`,
      forwarded: `for=203.0.113.${n}`,
      "mf-cf-blob": JSON.stringify({ clientIp: `203.0.113.${n}`, colo: "X" }),
    });
    const { count } = await untilRefused((n) => upgrade(server, "/room/tea", told(n)), 10);
    assert.ok(count === 5 || count === 6, `${count} sockets`);
  } finally {
    await server.stop();
  }
});
