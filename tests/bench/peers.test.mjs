/**
 * The servers that Alcove is compared with really are chats: each announces joins and leaves, and delivers a
 * message to everyone, with one seq for all. What they cost is up to the benchmark.
 */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import WebSocket from "ws";
import { SERVERS } from "../../bench/lib/servers.mjs";
import { freePort } from "../support/ports.mjs";
import { matches, Signal, show, within } from "../support/waiting.mjs";

for (const peer of ["ws", "ws-window", "bun", "durable-object", "socket-io"]) {
  test(`${peer}: two members see each other come, talk and go`, async () => {
    const { url, end } = await started(peer);
    assert.equal((await fetch(`${url}/health`)).status, 200);
    const open = peer === "socket-io" ? openSocketIo : openJson;

    const ana = await open(url, "den");
    ana.send("join", { room: "den", name: "Ana" });
    await ana.hears({ type: "welcome", count: 1 });
    await ana.hears({ type: "join", name: "Ana", count: 1 });

    const ben = await open(url, "den");
    ben.send("join", { room: "den", name: "Ben" });
    await ben.hears({ type: "welcome", count: 2 });
    for (const each of [ana, ben]) await each.hears({ type: "join", name: "Ben", count: 2 });

    ana.send("say", { text: "one" });
    ana.send("say", { text: "two" });
    for (const each of [ana, ben]) {
      await each.hears({ type: "message", seq: 1, from: "Ana", text: "one", at: Number.isInteger });
      await each.hears({ type: "message", seq: 2, from: "Ana", text: "two", at: Number.isInteger });
    }

    ben.close();
    await ana.hears({ type: "leave", name: "Ben", count: 1 });
    ana.close();
    await end();
  });
}

/** Starts a peer as the benchmark does; resolves when it says that it is ready. */
async function started(peer) {
  const port = await freePort();
  const { program = process.execPath, script, env } = SERVERS[peer];
  const args = [...script, "--port", String(port)];
  const server = spawn(program, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"] });
  after(() => server.kill("SIGKILL"));
  const ended = new Promise((resolve) => server.once("exit", resolve));
  const line = new Promise((resolve, reject) => {
    createInterface({ input: server.stdout }).once("line", resolve);
    server.once("exit", () => reject(new Error(`${peer} ended`)));
  });
  const { ready, url, pid } = JSON.parse(await within(line, () => `${peer} is not ready`));
  assert.equal(ready, true);
  process.kill(pid, 0);
  const end = async () => {
    server.kill("SIGTERM");
    assert.equal(await within(ended, () => `${peer} does not end`), 0);
    assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
  };
  return { url, end };
}

/** The JSON frames of `ws`, alone or in lists, of Bun and of `durable-object`. */
function openJson(url, room) {
  return opened(new WebSocket(`${url.replace("http", "ws")}/room/${room}`), {
    encode: (type, fields) => JSON.stringify({ type, ...fields }),
    decode: (text) => [JSON.parse(text)].flat(),
  });
}

/** Socket.IO by hand: `0` opens, `40` connects, `42` is an event, and `2` asks for a `3`. */
async function openSocketIo(url) {
  const socket = new WebSocket(`${url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`);
  const member = await opened(socket, {
    encode: (type, fields) => `42${JSON.stringify([type, fields])}`,
    decode: (text) => {
      if (text === "2") socket.send("3");
      if (!text.startsWith("42")) return [{ type: text.match(/^\d+/)[0] }];
      const [type, fields] = JSON.parse(text.slice(2));
      return [{ type, ...fields }];
    },
  });
  await member.hears({ type: "0" });
  socket.send("40");
  await member.hears({ type: "40" });
  return member;
}

async function opened(socket, { encode, decode }) {
  const heard = [];
  const news = new Signal();
  let read = 0;
  socket.on("message", (data) => {
    heard.push(...decode(data.toString()));
    news.tell();
  });
  await within(
    new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject)),
    () => "the socket did not open",
  );
  return {
    send: (type, fields) => socket.send(encode(type, fields)),
    close: () => socket.close(),
    /** The very next event has at least these fields. */
    hears: async (pattern) => {
      const next = await news.until(() => heard[read], () => `nothing came; awaited ${show(pattern)}`);
      read += 1;
      assert.ok(matches(next, pattern), `came ${show(next)}, awaited ${show(pattern)}`);
    },
  };
}
