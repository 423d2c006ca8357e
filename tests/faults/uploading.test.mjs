// Files whose server is killed somewhere between the first byte and the message: whoever goes on has one message with
// all of its file.

import assert from "node:assert/strict";
import { randomBytes, randomInt } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { request } from "../support/http.mjs";
import { ONE_ADDRESS } from "../support/one-address.mjs";
import { Visitor } from "../support/visitor.mjs";
import { Random } from "./plan.mjs";
import { ServedServer } from "./served.mjs";

const KILLS = 3;
const SENDERS = 4;
const PARTS = 3;
const PART = 100_000;
const VARS = { ...ONE_ADDRESS, RATE_BURST: "1000000", NETWORK_READS_PER_MINUTE: "0" };

test("whoever goes on has one message with all of its file, whenever the server was killed", async (t) => {
  const seed = randomInt(2 ** 32);
  t.diagnostic(`seed ${seed}`);
  const random = new Random(seed);
  const data = mkdtempSync(join(tmpdir(), "alcove-uploading-"));
  const server = new ServedServer(VARS, data);
  await server.start();
  t.after(() => server.stop());
  let asked = 0;
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const senders = Array.from({ length: SENDERS }, (_, n) => new Sender(server, `room-${kill}-${n}`));
    await Promise.all(senders.map((sender) => sender.comes()));
    // What fails when the server dies is gone on with.
    const all = Promise.allSettled(senders.map((sender) => sender.sends()));
    let isOver = false;
    all.then(() => (isOver = true));
    // Each asks for so much, and then says it.
    const killedAfter = random.below(SENDERS * (PARTS + 2) + 1);
    while (senders.reduce((sum, sender) => sum + sender.asked, 0) < killedAfter && !isOver) await nextTurn();
    await server.kill();
    await all;
    await server.start();
    await Promise.all(senders.map((sender) => sender.comes()));
    await Promise.all(senders.map((sender) => sender.sends()));
    await Promise.all(senders.map((sender) => sender.isRight()));
    asked += senders.reduce((sum, sender) => sum + sender.asked, 0);
  }
  t.diagnostic(`${asked} requests for ${KILLS * SENDERS} files`);
});

class Sender {
  asked = 0;
  #server;
  #room;
  #visitor;
  #token;
  #bytes = randomBytes(PARTS * PART);

  constructor(server, room) {
    this.#server = server;
    this.#room = room;
  }

  async comes() {
    this.#visitor = await new Visitor(`${this.#server.url.replace("http", "ws")}/room/${this.#room}`).opens();
    await this.#visitor.greets("Ana", this.#token && { token: this.#token });
    this.#token = this.#visitor.token;
  }

  async sends() {
    const body = JSON.stringify({ cid: "file", name: "a.bin", bytes: this.#bytes.length });
    let { id, next } = await this.#asks("POST", "", body);
    while (next < this.#bytes.length) {
      ({ next } = await this.#asks("PUT", `/${id}?at=${next}`, this.#bytes.subarray(next, next + PART)));
    }
    this.asked += 1;
    return this.#visitor.does({ type: "say", cid: "say", text: "", files: [{ id }] });
  }

  async #asks(method, below, body) {
    this.asked += 1;
    const headers = { authorization: `Bearer ${this.#token}` };
    const answer = await request(this.#server, `/room/${this.#room}/files${below}`, { method, headers, body });
    assert.ok([200, 201, 409].includes(answer.status), `${answer.status} ${answer.body}`);
    return answer.json;
  }

  async isRight() {
    const { events } = await this.#visitor.history();
    assert.deepEqual(
      events.map(({ cid, files }) => [cid, files.length]),
      [["say", 1]],
    );
    const path = `/room/${this.#room}/files/${events[0].files[0].id}/x?t=${this.#visitor.welcome.files.ticket}`;
    const { status, body } = await request(this.#server, path, { encoding: "latin1" });
    assert.equal(status, 200);
    assert.ok(Buffer.from(body, "latin1").equals(this.#bytes), "other bytes");
  }
}
