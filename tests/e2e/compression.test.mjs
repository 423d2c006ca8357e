// Compressed frames are refused: they would be inflated before their size is checked.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createConnection } from "node:net";
import { after, before, test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { WebSocket } from "ws";
import { startServer } from "../browser/support/server.mjs";
import { within } from "../support/waiting.mjs";

const ATTACKERS = 50;
const INFLATES_TO = 30 * 1024 * 1024;
const OFFER = "permessage-deflate; client_max_window_bits";
const MOST_MORE_BYTES = 100 * 1024 * 1024;

let served;
before(async () => {
  served = await startServer({ MAX_MEMBER_SOCKETS: "100" });
});
after(() => served.stop());

// Not in Miniflare, whose own front answers the handshake.
test("the extension is not accepted", async () => {
  for (const perMessageDeflate of [true, { clientMaxWindowBits: 10, serverNoContextTakeover: true }]) {
    const socket = new WebSocket(served.socketUrl("tea"), { perMessageDeflate });
    await within(new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject)), () => "no socket");
    assert.equal(socket.extensions, "");
    socket.terminate();
  }
});

test("who sends compressed frames nevertheless is cut off, and costs no memory", { skip: process.platform !== "linux" }, async () => {
  const bomb = compressedFrame(deflateRawSync(Buffer.alloc(INFLATES_TO, "a"), { level: 9 }));
  assert.ok(bomb.length < 40_000, `${bomb.length} bytes`);
  const before = residentBytes(served.pid);
  const answers = await Promise.all(Array.from({ length: ATTACKERS }, () => attack(new URL(served.url), bomb)));
  for (const { accepted, closed } of answers) {
    assert.doesNotMatch(accepted, /permessage-deflate/i);
    assert.equal(closed, 1002, "a frame with a bit that nobody agreed on is a protocol error");
  }
  const more = residentBytes(served.pid) - before;
  assert.ok(more < MOST_MORE_BYTES, `${Math.round(more / 1024 / 1024)} MiB more`);
});

/** Offers the extension, sends the frame whatever the answer is; resolves with the answer's head and the code of the close. */
function attack({ hostname, port }, frame) {
  const ended = new Promise((resolve, reject) => {
    const socket = createConnection({ host: hostname, port });
    let received = Buffer.alloc(0);
    let accepted;
    socket.once("error", reject);
    socket.on("data", (part) => {
      received = Buffer.concat([received, part]);
      const end = received.indexOf("\r\n\r\n");
      if (accepted === undefined && end >= 0) {
        accepted = received.subarray(0, end).toString();
        received = received.subarray(end + 4);
        socket.write(frame);
      }
      const code = accepted && closeCode(received);
      if (!code) return;
      socket.destroy();
      resolve({ accepted, closed: code });
    });
    socket.write(
      [
        "GET /room/bombs HTTP/1.1",
        `Host: ${hostname}:${port}`,
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`,
        `Sec-WebSocket-Extensions: ${OFFER}`,
        "\r\n",
      ].join("\r\n"),
    );
  });
  return within(ended, () => "the attacker was not cut off");
}

/** A masked text frame that says it is compressed. The mask is zero, so the bytes are as they are. */
function compressedFrame(payload) {
  const head = Buffer.alloc(8);
  head[0] = 0xc1;
  head[1] = 0x80 | 126;
  head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}

/** The code of the first close frame among unmasked frames of less than 64 KiB. */
function closeCode(bytes) {
  let rest = bytes;
  while (rest.length >= 4) {
    const [start, length] = rest[1] === 126 ? [4, rest.readUInt16BE(2)] : [2, rest[1]];
    if (rest.length < start + length) return undefined;
    if ((rest[0] & 0x0f) === 8) return rest.readUInt16BE(start);
    rest = rest.subarray(start + length);
  }
  return undefined;
}

const residentBytes = (pid) => Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) * 1024;
