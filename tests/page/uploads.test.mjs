// Bringing files: parts, what the server says of them, what becomes of messages that wait for theirs. The server is a
// small one of the test's, with the rules of the wire; nothing here waits for time.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import "./svg.mjs";
import { lacksFiles, Outbox } from "../../public/client/outbox.js";
import { Outgoing } from "../../public/files/outgoing.js";
import { TrayState } from "../../public/files/tray.js";
import { isClaimable, UploadFault, upload } from "../../public/files/upload.js";
import { ANA, error, message, page, World, welcome } from "./world.mjs";

const PART = 1_048_576;

class Server {
  /** By id. */
  uploads = new Map();
  log = [];
  /** What is answered instead, once each. */
  odd = [];
  /** More at once than were wanted. */
  most = 0;
  #running = 0;

  fetch = async (address, { method = "GET", headers = {}, body, signal } = {}) => {
    this.#running += 1;
    this.most = Math.max(this.most, this.#running);
    await new Promise((resolve) => setImmediate(resolve));
    this.#running -= 1;
    if (signal?.aborted) throw new Error("aborted");
    this.log.push(`${method} ${address.replace(/^\/room\/tea\/files/, "")}`);
    const odd = this.odd[0]?.when(method, address) ? this.odd.shift() : undefined;
    if (odd?.fails) throw new TypeError("no network");
    if (odd?.isStuck)
      await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    const answer = odd?.answer ?? this.#answer(method, new URL(address, "http://a"), headers, body);
    if (odd?.isLost) throw new TypeError("the answer was lost");
    if (answer instanceof Promise) return reply(...(await answer));
    return reply(...answer);
  };

  #answer(method, { pathname, searchParams }, headers, body) {
    if (headers.Authorization !== "Bearer secret") return [401, {}];
    const id = pathname.split("/")[4];
    if (method === "POST") {
      const about = JSON.parse(body);
      const known = [...this.uploads.values()].find(({ cid }) => cid === about.cid);
      if (known) return [200, { id: known.id, next: known.data.length, part: PART }];
      const made = { ...about, id: `f${this.uploads.size + 1}`, data: Buffer.alloc(0), claimed: false };
      this.uploads.set(made.id, made);
      return [201, { id: made.id, next: 0, part: PART }];
    }
    const file = this.uploads.get(id);
    if (!file) return [404, {}];
    if (method === "DELETE") {
      this.uploads.delete(id);
      return [204, undefined];
    }
    if (method === "GET")
      return [200, { id, bytes: file.bytes, next: file.data.length, claimed: file.claimed }];
    if (Number(searchParams.get("at")) !== file.data.length) return [409, { next: file.data.length }];
    return body.arrayBuffer().then((part) => {
      assert.ok(part.byteLength >= 1 && part.byteLength <= PART);
      file.data = Buffer.concat([file.data, Buffer.from(part)]);
      return [200, { next: file.data.length }];
    });
  }
}

const reply = (status, body, headers = {}) =>
  new Response(status === 204 || body === undefined ? null : JSON.stringify(body), { status, headers });

const data = (size) => new Blob([Uint8Array.from({ length: size }, (_, at) => (at * 31) % 251)]);

const worldOf = (server, more = {}) => {
  const waits = [];
  return {
    waits,
    fetch: server.fetch,
    token: () => "secret",
    now: () => 0,
    wait: async (ms) => void waits.push(ms),
    ...more,
  };
};

const jobOf = (blob, more = {}) => {
  const progress = [];
  return {
    progress,
    address: "/room/tea/files",
    cid: "c1",
    blob,
    about: { name: "a", type: "", bytes: blob.size },
    onProgress: (sent) => progress.push(sent),
    signal: new AbortController().signal,
    ...more,
  };
};

const same = async (server, id, blob) =>
  assert.ok(server.uploads.get(id).data.equals(Buffer.from(await blob.arrayBuffer())));

describe("an upload", () => {
  test("goes in parts that grow while the line is fast, and is whole", async () => {
    const server = new Server();
    const blob = data(5_000_000);
    const job = jobOf(blob);
    const id = await upload(job, worldOf(server));
    await same(server, id, blob);
    const sizes = job.progress.slice(1).map((sent, at) => sent - job.progress[at]);
    assert.equal(sizes[0], 131_072);
    assert.equal(Math.max(...sizes), PART);
    assert.equal(job.progress.at(-1), blob.size);
  });

  test("over a slow line has small parts", async () => {
    const server = new Server();
    let now = 0;
    const world = worldOf(server, {
      now: () => {
        now += 6_000;
        return now;
      },
    });
    await upload(jobOf(data(300_000)), world);
    assert.equal(server.log.filter((line) => line.startsWith("PUT")).length, 4);
  });

  test("is begun once, and goes on where it was, by its cid", async () => {
    const server = new Server();
    const blob = data(400_000);
    const end = new AbortController();
    const first = jobOf(blob, { signal: end.signal, onProgress: (sent) => sent >= 131_072 && end.abort() });
    await assert.rejects(upload(first, worldOf(server)));
    const again = jobOf(blob);
    const id = await upload(again, worldOf(server));
    assert.equal(server.uploads.size, 1);
    assert.equal(again.progress[0], 131_072);
    await same(server, id, blob);
  });

  test("is not spoilt by a part whose answer was lost: a 409 tells what is next", async () => {
    const server = new Server();
    server.odd = [{ when: (method) => method === "PUT", isLost: true }];
    const blob = data(300_000);
    const world = worldOf(server);
    const id = await upload(jobOf(blob), world);
    await same(server, id, blob);
    assert.deepEqual(world.waits, [1_000]);
  });

  test("goes on through an outage, asking less and less often", async () => {
    const server = new Server();
    const fails = { when: (method) => method === "PUT", fails: true };
    server.odd = [...Array(8).fill(fails), { when: () => true, answer: [503, {}] }];
    const world = worldOf(server);
    const blob = data(1_000);
    await same(server, await upload(jobOf(blob), world), blob);
    assert.deepEqual(
      world.waits,
      [1, 2, 4, 8, 16, 30, 30, 30, 30].map((s) => s * 1_000),
    );
  });

  test("waits where the server says for how long, and not for hours", async () => {
    const server = new Server();
    const world = worldOf(server);
    server.odd = [{ when: () => true, answer: [429, {}, { "Retry-After": "20" }] }];
    await upload(jobOf(data(10)), world);
    assert.deepEqual(world.waits, [20_000]);
    for (const headers of [{ "Retry-After": "3600" }, {}, { "Retry-After": "soon" }]) {
      server.odd = [{ when: () => true, answer: [429, {}, headers] }];
      await assert.rejects(upload(jobOf(data(10)), world), { code: "file_budget" });
    }
  });

  test("ends with a reason where the server will never have it", async () => {
    const codes = {
      401: "forbidden",
      403: "forbidden",
      404: "file_expired",
      413: "file_too_large",
      400: "file_refused",
      418: "file_refused",
    };
    for (const [status, code] of Object.entries(codes)) {
      const server = new Server();
      server.odd = [{ when: () => true, answer: [Number(status), {}] }];
      await assert.rejects(
        upload(jobOf(data(10)), worldOf(server)),
        (fault) => fault instanceof UploadFault && fault.code === code,
      );
    }
    await assert.rejects(upload(jobOf(data(0)), worldOf(new Server())), { code: "file_empty" });
  });

  test("ends where the server answers nonsense, or never gets on", async () => {
    for (const body of [
      { id: 7, next: 0 },
      { id: "x", next: -1 },
      { id: "x", next: 11 },
      { id: "x", next: "0" },
      { id: "x" },
    ]) {
      const server = new Server();
      server.odd = [{ when: () => true, answer: [200, body] }];
      await assert.rejects(
        upload(jobOf(data(10)), worldOf(server)),
        { code: "file_refused" },
        JSON.stringify(body),
      );
    }
    const stuck = new Server();
    stuck.odd = Array(100).fill({ when: (method) => method === "PUT", answer: [409, { next: 0 }] });
    await assert.rejects(upload(jobOf(data(10)), worldOf(stuck)), { code: "file_refused" });
    assert.ok(stuck.log.length < 30);
  });

  test("can be claimed if it is whole and nobody's", async () => {
    const server = new Server();
    const world = worldOf(server);
    const id = await upload(jobOf(data(10)), world);
    assert.equal(await isClaimable("/room/tea/files", id, world), true);
    server.uploads.get(id).claimed = true;
    assert.equal(await isClaimable("/room/tea/files", id, world), false);
    assert.equal(await isClaimable("/room/tea/files", "none", world), false);
    server.odd = [{ when: () => true, answer: [500, {}] }];
    await assert.rejects(isClaimable("/room/tea/files", id, world));
  });
});

/** A browser's database, in memory. */
class Database {
  files = new Map();
  isFull = false;
  put = async (file) => {
    if (this.isFull) return false;
    this.files.set(file.key, file);
    return true;
  };
  ofRoom = async (room) => [...this.files.values()].filter((file) => file.room === room);
  remove = async (keys) => {
    for (const key of keys) this.files.delete(key);
  };
}

const settled = async (times = 60) => {
  for (let at = 0; at < times; at += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** A member who is in, with what brings files, over a server and a database that may have been there before. */
const member = ({
  server = new Server(),
  database = new Database(),
  world = new World(),
  isLive = true,
  tab = "a",
  whenClosed = (_, take) => take(),
  ...more
} = {}) => {
  const { connection } = world.client();
  const comesIn = (seq = 0) => {
    connection.start("Ana");
    world.socket.opens();
    world.socket.take();
    world.socket.says(welcome({ seq }), page());
  };
  if (isLive) comesIn();
  let ids = 0;
  const outgoing = new Outgoing("tea", connection, {
    ...worldOf(server, more),
    database,
    tab,
    whenClosed,
    address: "/room/tea/files",
    newId: () => `id ${world.sockets.length} ${++ids}`,
    date: () => 0,
  });
  /** What was said since. */
  const said = () => world.socket.take().filter(({ type }) => type === "say");
  return { world, server, database, connection, outgoing, said, comesIn };
};

const attach = ({ outgoing }, key, size = 10) =>
  outgoing.add(key, { name: `${key}.txt`, type: "text/plain", bytes: size }, data(size), { order: 0 });

describe("a message with files", () => {
  test("waits until they are there, and then names them", async () => {
    const one = member();
    attach(one, "a", 500_000);
    attach(one, "b");
    one.connection.say("look", undefined, one.outgoing.take(["a", "b"]));
    assert.deepEqual(one.said(), []);
    one.connection.say("meanwhile");
    assert.deepEqual(
      one.said().map(({ text }) => text),
      ["meanwhile"],
      "others do not wait for it",
    );
    await settled();
    const [frame] = one.said();
    assert.deepEqual([frame.text, frame.files], ["look", [{ id: "f1" }, { id: "f2" }]]);
    one.world.socket.says({ ...message(1, ANA, frame.cid, "look"), files: [] });
    await settled(5);
    assert.equal(one.database.files.size, 0, "what was sent is not kept");
    assert.equal(one.server.uploads.size, 2, "nor taken back");
  });

  test("at most two are brought at once", async () => {
    const one = member();
    for (const key of ["a", "b", "c", "d", "e"]) attach(one, key, 300_000);
    await settled(200);
    assert.equal(one.server.uploads.size, 5);
    assert.equal(one.server.most, 2);
  });

  test("goes on after a reload, from where it was", async () => {
    const one = member({ wait: () => new Promise(() => {}) });
    one.server.odd = [
      { when: (method, address) => method === "PUT" && !address.endsWith("at=0"), fails: true },
    ];
    attach(one, "a", 3_000_000);
    one.connection.say("", undefined, one.outgoing.take(["a"]));
    await settled();
    const before = one.server.uploads.get("f1").data.length;
    assert.ok(before > 0 && before < 3_000_000, `${before}`);
    one.connection.close();
    await settled(3);
    const again = member({ server: one.server, database: one.database, world: one.world });
    await settled();
    const [frame] = again.said();
    assert.deepEqual(frame.files, [{ id: "f1" }]);
    assert.equal(one.server.uploads.size, 1);
    await same(one.server, "f1", data(3_000_000));
  });

  test("fails in words where they are on this device no more, and can be taken back", async () => {
    const one = member();
    attach(one, "a", 3_000_000);
    one.connection.say("", undefined, one.outgoing.take(["a"]));
    one.connection.close();
    await settled(2);
    const again = member({ server: one.server, world: one.world });
    await settled();
    assert.equal(again.connection.outbox[0].failed.code, "file_lost");
    again.connection.discard(again.connection.outbox[0].frame.cid);
    assert.equal(again.connection.outbox.length, 0);
  });

  test("of another tab that was closed takes its files over", async () => {
    const one = member({ isLive: false });
    await one.outgoing.trayOf();
    const other = member({
      server: one.server,
      database: one.database,
      isLive: false,
      wait: () => new Promise(() => {}),
    });
    one.server.odd = [{ when: (method) => method === "PUT", fails: true }];
    attach(other, "b");
    other.connection.say("", undefined, other.outgoing.take(["b"]));
    await settled();
    const [entry] = other.connection.outbox;
    other.connection.close();
    one.world.storage.setItem("alcove:outbox:r:b", JSON.stringify([entry]));
    one.comesIn();
    one.connection.adopt("alcove:outbox:r:b");
    await settled();
    assert.deepEqual(
      one.said().map(({ files }) => files),
      [[{ id: "f1" }]],
    );
  });

  test("that is too large fails in words, and is tried again when that is asked for", async () => {
    const one = member();
    one.server.odd = [{ when: () => true, answer: [413, {}] }];
    attach(one, "a");
    one.connection.say("", undefined, one.outgoing.take(["a"]));
    await settled();
    const [entry] = one.connection.outbox;
    assert.equal(entry.failed.code, "file_too_large");
    assert.deepEqual(one.said(), []);
    one.connection.retry(entry.frame.cid);
    await settled();
    assert.equal(one.said().length, 1);
  });

  test("whose files the room has lost brings them again by itself, twice at most", async () => {
    const one = member();
    attach(one, "a");
    one.connection.say("", undefined, one.outgoing.take(["a"]));
    for (const id of ["f1", "f1"]) {
      await settled();
      const [frame] = one.said();
      assert.equal(frame.files.length, 1);
      one.server.uploads.delete(id);
      one.world.socket.says(error("not_found", { cid: frame.cid }));
    }
    await settled();
    const [last] = one.said();
    one.server.uploads.clear();
    one.world.socket.says(error("not_found", { cid: last.cid }));
    await settled();
    assert.deepEqual(one.said(), []);
    assert.equal(one.connection.outbox[0].failed.code, "not_found");
  });

  test("whose files are there is refused for what it answers, and nothing is brought again", async () => {
    const one = member();
    attach(one, "a");
    one.connection.say("yes", 7, one.outgoing.take(["a"]));
    await settled();
    const [frame] = one.said();
    one.world.socket.says(error("not_found", { cid: frame.cid }));
    await settled();
    assert.equal(one.server.log.filter((line) => line.startsWith("POST")).length, 1);
    assert.equal(one.connection.outbox[0].failed.code, "not_found");
  });

  test("that is taken back before it went takes its files back as well", async () => {
    const one = member({ isLive: false });
    attach(one, "a");
    const cid = one.connection.say("", undefined, one.outgoing.take(["a"]));
    await settled();
    assert.equal(one.server.uploads.size, 1, "they are brought also without a socket");
    one.connection.discard(cid);
    await settled();
    assert.equal(one.server.uploads.size, 0);
    assert.equal(one.database.files.size, 0);
  });

  test("keeps its files when its words are changed", async () => {
    const one = member({ isLive: false });
    attach(one, "a");
    const cid = one.connection.say("frist", undefined, one.outgoing.take(["a"]));
    await settled();
    one.connection.amend(cid, "first");
    await settled();
    one.comesIn();
    await settled();
    const frames = one.said();
    assert.deepEqual(
      frames.map(({ text, files }) => [text, files]),
      [["first", [{ id: "f1" }]]],
    );
  });

  test("an upload that has expired on its way is begun anew", async () => {
    const one = member();
    one.server.odd = [{ when: (method) => method === "PUT", answer: [404, {}] }];
    attach(one, "a");
    one.connection.say("", undefined, one.outgoing.take(["a"]));
    await settled();
    assert.deepEqual(one.said()[0].files, [{ id: "f2" }]);
  });

  test("in the storage, only what can be an entry is one", () => {
    const { storage } = new World();
    const entry = { frame: { type: "say", cid: "c", text: "" }, at: 1 };
    const upload = { key: "k", name: "n", type: "t", bytes: 1 };
    const odd = [7, {}, [7], [{}], [{ key: 1, name: "n" }], [upload, null]].map((uploads, at) => ({
      ...entry,
      frame: { ...entry.frame, cid: `${at}` },
      uploads,
    }));
    storage.setItem(
      "key",
      JSON.stringify([
        ...odd,
        { ...entry, uploads: [upload] },
        { ...entry, frame: { ...entry.frame, cid: "d" } },
      ]),
    );
    const { entries } = new Outbox(storage, "key");
    assert.deepEqual(entries.map(lacksFiles), [true, false]);
  });
});

/** What each that is there is called, and shows. */
const wordsOf = (server) => [...server.uploads.values()].map(({ name, alt }) => [name, alt]);

describe("the tray", () => {
  const trayed = (one = member(), more = {}) => {
    let keys = 0;
    const noted = [];
    const tray = new TrayState({
      outgoing: one.outgoing,
      prepare: async (file) => ({ blob: file, name: file.name, type: file.type }),
      newKey: () => `k${++keys}`,
      limits: () => ({ bytes: 1_000_000, files: 3 }),
      note: (words) => noted.push(words),
      ...more,
    });
    return { ...one, tray, noted };
  };
  const file = (name, size = 10) => Object.assign(data(size), { name });

  test("has what is brought at once, in its order, and gives it to the message", async () => {
    const one = trayed();
    one.tray.add([file("a"), file("b"), file("c"), file("d")]);
    assert.equal(one.tray.isAsking, true, "it is being prepared");
    assert.equal(one.tray.take(), undefined);
    await settled();
    assert.deepEqual(
      one.tray.items.map(({ name, state }) => `${name} ${state}`),
      ["a done", "b done", "c done"],
    );
    assert.equal(one.tray.move("k3", -1), 1);
    assert.equal(one.tray.move("k1", -1), 0, "the first has nowhere to go");
    assert.deepEqual([...one.database.files.values()].map(({ key, order }) => `${key} ${order}`).sort(), [
      "k1 0",
      "k2 2",
      "k3 1",
    ]);
    const taken = one.tray.take();
    assert.deepEqual(
      taken.map(({ name }) => name),
      ["a", "c", "b"],
    );
    assert.equal(one.tray.isEmpty, true);
    assert.deepEqual(one.noted.slice(-2), [{ k1: "", k2: "", k3: "" }, undefined]);
  });

  test("says what cannot be sent, and sends the rest", async () => {
    const prepare = async (each) => {
      if (each.name === "folder") throw new Error("not readable");
      return { blob: each, name: each.name, type: "" };
    };
    const one = trayed(member(), { prepare });
    one.tray.add([file("folder"), file("empty", 0), file("large", 1_000_001), file("fine")]);
    await settled();
    assert.deepEqual(
      one.tray.items.map(({ code }) => code),
      ["file_unreadable", "file_empty", "file_too_large"],
    );
    one.tray.add([file("fine")]);
    await settled();
    assert.deepEqual(
      one.tray.take().map(({ name }) => name),
      ["fine"],
    );
  });

  test("asks before a picture goes that could not be cleaned", async () => {
    const one = trayed(member(), {
      prepare: async (each) => ({ blob: each, name: each.name, type: "image/heic", isAsIs: true }),
    });
    one.tray.add([file("a.heic")]);
    await settled();
    assert.deepEqual(
      [one.tray.items[0].state, one.tray.isAsking, one.server.uploads.size],
      ["asks", true, 0],
    );
    assert.equal(one.tray.take(), undefined);
    one.tray.allow("k1");
    await settled();
    assert.deepEqual(
      [one.tray.items[0].state, one.tray.isAsking, one.server.uploads.size],
      ["done", false, 1],
    );
  });

  test("what is taken out is taken back, and what it shows is brought with it", async () => {
    const one = trayed();
    one.tray.add([file("a"), file("b")]);
    await settled();
    one.tray.remove("k1");
    one.tray.describe("k2", "A cat");
    await settled();
    assert.deepEqual(wordsOf(one.server), [["b", "A cat"]]);
    assert.equal(one.tray.take()[0].alt, "A cat");
  });

  test("what is being written of what it shows goes with it", async () => {
    const one = trayed();
    one.tray.add([file("a")]);
    await settled();
    one.tray.write("k1", "A cat ");
    assert.equal(one.tray.items[0].state, "done", "nothing is brought anew by each letter");
    assert.equal(one.tray.take()[0].alt, "A cat");
    await settled();
    assert.deepEqual(wordsOf(one.server), [["a", "A cat"]]);
  });

  test("what is taken out on its way, or told anew, is taken back as well", async () => {
    const one = trayed();
    const isPut = (method) => method === "PUT";
    one.server.odd = Array.from({ length: 2 }, () => ({ when: isPut, isStuck: true }));
    one.tray.add([file("a"), file("b")]);
    await settled();
    assert.deepEqual([...one.server.uploads.keys()], ["f1", "f2"]);
    one.tray.remove("k1");
    one.tray.describe("k2", "A cat");
    await settled();
    assert.deepEqual(wordsOf(one.server), [["b", "A cat"]]);
  });

  test("comes back after a reload, as it was", async () => {
    const one = trayed();
    one.tray.add([file("a"), file("b")]);
    await settled();
    one.tray.move("k2", -1);
    one.tray.describe("k2", "A cat");
    await settled();
    one.connection.close();
    const again = trayed(member({ server: one.server, database: one.database, world: one.world }));
    again.tray.restore(await again.outgoing.trayOf());
    await settled();
    assert.deepEqual(
      again.tray.items.map(({ name, alt, state }) => [name, alt, state]),
      [
        ["b", "A cat", "done"],
        ["a", "", "done"],
      ],
    );
    assert.equal(one.server.uploads.size, 2);
  });

  test("what is being written of what it shows comes back as far as it was, and is brought with the message", async () => {
    const one = trayed();
    one.tray.add([file("a"), file("b")]);
    await settled();
    one.tray.describe("k2", "A dog");
    one.tray.write("k1", "A c");
    assert.deepEqual(one.noted.at(-1), { k1: "A c", k2: "A dog" });
    await settled();
    one.connection.close();
    const again = trayed(member({ server: one.server, database: one.database, world: one.world }));
    again.tray.restore(await again.outgoing.trayOf(), one.noted.at(-1));
    const words = again.tray.items.map(({ alt }) => alt);
    assert.deepEqual(words, ["A c", "A dog"]);
    assert.equal(again.tray.take()[0].alt, "A c");
  });

  test("of a tab that was closed comes to the next page, after its own, and to one alone", async () => {
    const one = trayed(member({ tab: "closed" }));
    one.tray.add([file("a"), file("b")]);
    await settled();
    one.tray.move("k2", -1);
    await settled();
    one.connection.close();
    const { server, database } = one;
    const isOpen = member({ server, database, tab: "open" });
    attach(isOpen, "c");
    await settled();
    const closed = new Set(["closed"]);
    const whenClosed = async (tab, take) => closed.has(tab) && take();
    const next = member({ server, database, tab: "next", whenClosed });
    attach(next, "d");
    await settled();
    const reloaded = member({ server, database, tab: "next", whenClosed });
    const keys = (await reloaded.outgoing.trayOf()).map(({ key }) => key);
    assert.deepEqual(keys, ["d", "k2", "k1"]);
    const third = member({ server, database, tab: "third", whenClosed });
    assert.deepEqual(await third.outgoing.trayOf(), []);
    assert.equal(await third.outgoing.hasTrays(), true);
  });

  test("is filled up to what goes with one message, and what is left waits for the next page", async () => {
    const one = trayed();
    one.tray.restore(
      ["a", "b", "c", "d"].map((key) => ({ key, cid: key, blob: data(1), about: { name: key } })),
    );
    assert.equal(one.tray.items.length, 3);
  });

  test("where the browser keeps nothing, that is said, and it is sent all the same", async () => {
    const database = new Database();
    database.isFull = true;
    const one = trayed(member({ database }));
    let times = 0;
    one.outgoing.addEventListener("unkept", () => (times += 1));
    one.tray.add([file("a")]);
    await settled();
    assert.equal(times, 1);
    one.connection.say("", undefined, one.tray.take());
    await settled();
    assert.equal(one.said().length, 1);
  });

  test("a file that failed is tried again when that is asked for", async () => {
    const one = trayed();
    one.server.odd = [{ when: () => true, answer: [403, {}] }];
    one.tray.add([file("a")]);
    await settled();
    assert.deepEqual([one.tray.items[0].state, one.tray.items[0].code], ["failed", "forbidden"]);
    one.tray.retry("k1");
    await settled();
    assert.equal(one.tray.items[0].state, "done");
  });
});
