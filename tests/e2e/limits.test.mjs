// Limits: too fast, too big, too broken. Overload gets an answer, and only those who keep going are
// disconnected.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startRoomServer, UNHURRIED } from "../support/server.mjs";

describe("the rate", () => {
  const BURST = 5;
  let server;
  before(async () => {
    server = await startRoomServer({ RATE_BURST: String(BURST), RATE_PER_SECOND: "1" });
  });
  after(() => server.stop());

  test("over the burst a frame is rate_limited, told when to come again, and without effect", async () => {
    const ana = await server.join("burst", "Ana");
    const cids = Array.from({ length: BURST + 3 }, (_, n) => ana.asks({ type: "say", text: `text ${n}` }));
    const error = await ana.sees({ type: "error" });
    assert.equal(error.code, "rate_limited");
    assert.equal(error.retryable, true);
    assert.ok(cids.slice(BURST).includes(error.cid), "the first of the burst got through");
    assert.ok(error.retry_after_ms > 0 && error.retry_after_ms <= 1000, `${error.retry_after_ms} ms`);
    const refused = new Set(ana.heard.filter((event) => event.type === "error").map((event) => event.cid));
    assert.ok(!ana.log.some((event) => refused.has(event.cid)));
  });

  test("tabs of one member share one rate, other members have their own", async () => {
    const [ana, ben] = await server.joinAll("shared", "Ana", "Ben");
    const tab = await server.join("shared", "Ana", { token: ana.token });
    for (let n = 0; n < BURST + 2; n += 1) ana.asks({ type: "say", text: `text ${n}` });
    await ana.sees({ type: "error", code: "rate_limited" });
    tab.send({ type: "typing" });
    tab.send({ type: "typing" });
    await tab.sees({ type: "error", code: "rate_limited" });
    await ben.says("not me");
  });

  test("ping and seen are free", async () => {
    const ana = await server.join("free", "Ana");
    for (let n = 0; n < BURST + 5; n += 1) ana.saysSeen();
    for (let n = 0; n < BURST + 5; n += 1) await ana.pings();
    await ana.says("there is a burst left");
    assert.ok(!ana.heard.some((event) => event.type === "error"));
  });

  test("other frames are not free", async () => {
    for (const frame of [
      { type: "typing" },
      { type: "history" },
      { type: "members" },
      { type: "rename", name: "Anna" },
    ]) {
      const ana = await server.join(`costs-${frame.type}`, "Ana");
      for (let n = 0; n < BURST + 2; n += 1) ana.send(frame);
      await ana.sees({ type: "error", code: "rate_limited" });
    }
  });

  test("who floods on gets 4429, and nobody else is closed", async () => {
    const [ana, ben] = await server.joinAll("flood", "Ana", "Ben");
    for (let n = 0; n < BURST + 80; n += 1) ana.asks({ type: "say", text: `text ${n}` });
    assert.equal(await ana.isClosed(), 4429);
    const errors = ana.heard.filter((event) => event.type === "error");
    assert.ok(errors.length >= 50, `${errors.length} were refused first`);
    assert.ok(errors.every((event) => event.code === "rate_limited"));
    await ben.says("calm");
    const again = await server.join("flood", "Ana", { token: ana.token });
    assert.equal(again.id, ana.id);
  });
});

// A server that stands still for as long as a burst takes to come back lets all of it in at once.
test("the reference client stays within the rate, so that all it says gets through", async () => {
  const server = await startRoomServer({ RATE_BURST: "8", RATE_PER_SECOND: "10" });
  try {
    const ben = await server.join("tea", "Ben");
    const ana = await server.page("tea").joins("Ana");
    const texts = Array.from({ length: 20 }, (_, n) => `text ${n}`);
    for (const text of texts) ana.connection.say(text);
    await ana.hasSaidAll();
    await ben.hasLog(20);
    assert.deepEqual(
      ben.log.map((event) => event.text),
      texts,
    );
    assert.deepEqual(ana.texts, texts);
    assert.equal(ana.socketsOpened, 1);
  } finally {
    await server.stop();
  }
});

describe("frames", () => {
  let server;
  before(async () => {
    server = await startRoomServer({ ...UNHURRIED, MAX_TEXT: "16384" });
  });
  after(() => server.stop());

  /** A `say` of exactly so many bytes of UTF-8. */
  const sayOfBytes = (bytes, filler) => {
    const frame = (text) => JSON.stringify({ type: "say", cid: "big", text });
    const left = bytes - frame("").length;
    const size = Buffer.byteLength(filler);
    return frame(filler.repeat(Math.floor(left / size)) + "x".repeat(left % size));
  };

  test("a binary frame closes with 1003, before and after the hello", async () => {
    const mute = await server.connect("binary");
    mute.send(Buffer.from('{"type":"hello","v":1,"name":"Ana"}'));
    assert.equal(await mute.isClosed(), 1003);
    const ana = await server.join("binary", "Ana");
    ana.send(Buffer.from("ping"));
    assert.equal(await ana.isClosed(), 1003);
  });

  test("a frame of 16,384 bytes is fine, one byte more closes with 1009", async () => {
    for (const [index, filler] of ["x", "ä", "😀"].entries()) {
      const ana = await server.join(`big-${index}`, "Ana");
      const frame = sayOfBytes(16_384, filler);
      assert.equal(Buffer.byteLength(frame), 16_384);
      ana.send(frame);
      await ana.sees({ cid: "big" });
      ana.send(sayOfBytes(16_385, filler));
      assert.equal(await ana.isClosed(), 1009, filler);
    }
    const mute = await server.connect("big");
    mute.send(sayOfBytes(16_385, "x"));
    assert.equal(await mute.isClosed(), 1009);
  });

  test("a megabyte closes with 1009, too", async () => {
    const ana = await server.join("huge", "Ana");
    ana.send("x".repeat(1024 * 1024));
    assert.equal(await ana.isClosed(), 1009);
  });

  test("ten bad frames are survived, the eleventh closes with 4400", async () => {
    const ana = await server.join("bad", "Ana");
    for (let n = 0; n < 10; n += 1) {
      ana.send("nonsense");
      await ana.sees({ type: "error", code: "bad_frame" });
    }
    await ana.says("still here");
    ana.send("nonsense");
    assert.equal(await ana.isClosed(), 4400);
    assert.equal(ana.heard.filter((event) => event.type === "error").length, 11);
  });

  test("a text frame that is no UTF-8 is a bad frame", async () => {
    const ana = await server.join("utf8", "Ana");
    ana.sendText(Buffer.from([0xff, 0xfe, 0x80]));
    assert.equal((await ana.sees({ type: "error" })).code, "bad_frame");
    await ana.says("fine");
  });
});

test("ping is answered with pong, in and out of the room", async () => {
  const server = await startRoomServer();
  try {
    const ana = await server.connect("tea");
    await ana.pings();
    await ana.greets("Ana");
    await ana.pings();
  } finally {
    await server.stop();
  }
});
