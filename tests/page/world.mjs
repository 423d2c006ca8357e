/**
 * A small world for the client: a clock that moves only when told, and a server that says only what the test
 * says. Nothing here waits for time.
 */
import { Connection } from "../../public/client/connection.js";

export class World {
  now = 1_000_000;
  /** What one's own clock is ahead of `now`, which everybody else goes by. */
  ahead = 0;
  sockets = [];
  stored = new Map();
  #timers = new Map();
  #nextTimer = 1;
  #randomState = 1;

  clock = {
    now: () => this.now,
    date: () => this.now + this.ahead,
    setTimeout: (run, ms) => {
      this.#timers.set(this.#nextTimer, { run, at: this.now + ms });
      return this.#nextTimer++;
    },
    clearTimeout: (timer) => void this.#timers.delete(timer),
  };

  storage = {
    getItem: (key) => this.stored.get(key) ?? null,
    setItem: (key, value) => void this.stored.set(key, value),
    removeItem: (key) => void this.stored.delete(key),
  };

  /** What makes sockets: each is kept, with what it was opened for. */
  socketMaker() {
    const sockets = this.sockets;
    return class FakeSocket {
      sent = [];
      #listeners = {};
      constructor(url) {
        this.url = url;
        sockets.push(this);
      }
      addEventListener(type, listener) {
        this.#listeners[type] = listener;
      }
      send(data) {
        this.sent.push(data === "ping" ? "ping" : JSON.parse(data));
      }
      close() {
        this.isClosed = true;
      }
      opens() {
        this.#listeners.open({});
      }
      says(...events) {
        this.#listeners.message({ data: JSON.stringify(events) });
      }
      saysRaw(data) {
        this.#listeners.message({ data });
      }
      ends(code = 1006) {
        this.#listeners.close({ code, reason: "" });
      }
      /** What was sent since the last look. */
      take() {
        return this.sent.splice(0);
      }
    };
  }

  /** Never the same, and always the same in a test. */
  randomBytes = (n) => Uint8Array.from({ length: n }, () => this.#random());

  /** A client with a record of what it told its page. */
  client(tab = "a") {
    const told = [];
    const connection = new Connection({
      url: "ws://test/room/r",
      room: "r",
      storage: this.storage,
      WebSocket: this.socketMaker(),
      clock: this.clock,
      randomBytes: this.randomBytes,
      tab,
    });
    connection.addEventListener("events", (event) => told.push(...event.detail));
    return { connection, told };
  }

  get socket() {
    return this.sockets.at(-1);
  }

  /** Moves the clock, and runs what falls due on the way, in order. */
  passes(ms) {
    const end = this.now + ms;
    for (;;) {
      const due = [...this.#timers].filter(([, t]) => t.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      this.#timers.delete(due[0]);
      this.now = Math.max(this.now, due[1].at);
      due[1].run();
    }
    this.now = end;
  }

  #random() {
    this.#randomState = (this.#randomState * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (this.#randomState >> 16) & 0xff;
  }
}

export const ANA = { id: "m1", name: "Ana" };
export const BEN = { id: "m2", name: "Ben" };

export const welcome = (fields = {}) => ({
  type: "welcome",
  v: 1,
  room: "r",
  epoch: "e1",
  seq: 0,
  you: { ...ANA, token: "t1" },
  count: 1,
  members: [ANA],
  recovered: false,
  limits: { text: 4000, name: 32, burst: 10, per_second: 5 },
  ...fields,
});

export const page = (events = [], more = false) => ({ type: "history", events, more });

export const message = (seq, from, cid, text = `text ${seq}`) => ({
  type: "message",
  seq,
  at: seq,
  from,
  cid,
  text,
});

export const error = (code, fields = {}) => ({
  type: "error",
  code,
  message: code,
  retryable: false,
  ...fields,
});
