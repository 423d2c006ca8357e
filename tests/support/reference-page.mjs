/**
 * The reference client of `public/` with a real socket, a real clock and storage in memory: a page without a
 * page.
 */
import { randomBytes } from "node:crypto";
import WebSocket from "ws";
import { Connection } from "../../public/client/connection.js";
import { matches, Signal, show } from "./waiting.mjs";

/** What several tabs of one browser share. */
export class BrowserStorage {
  #items = new Map();
  getItem = (key) => this.#items.get(key) ?? null;
  setItem = (key, value) => void this.#items.set(key, value);
  removeItem = (key) => void this.#items.delete(key);
}

export class ReferencePage {
  connection;
  /** Every event that the client gave to its page, in order. */
  told = [];
  refusals = [];

  #news = new Signal();
  #sockets = [];
  #room;
  #read = 0;

  constructor(server, room, { storage = new BrowserStorage(), tab = "0" } = {}) {
    this.#room = room;
    const sockets = this.#sockets;
    class CountedSocket extends WebSocket {
      constructor(url) {
        // The server may have come back on another port.
        super(sockets.movedTo ?? url);
        // Without a listener an error would be an exception; a close always follows.
        this.on("error", () => {});
        sockets.push(this);
      }
    }
    this.storage = storage;
    this.connection = new Connection({
      url: server.socketUrl(room),
      room,
      storage,
      tab,
      WebSocket: CountedSocket,
      clock: {
        now: () => performance.now(),
        date: () => Date.now(),
        setTimeout: (run, ms) => setTimeout(run, ms),
        clearTimeout: (timer) => clearTimeout(timer),
      },
      randomBytes: (count) => randomBytes(count),
    });
    const tell = (keep) => (event) => {
      keep?.(event.detail);
      this.#news.tell();
    };
    this.connection.addEventListener("status", tell());
    this.connection.addEventListener("outbox", tell());
    this.connection.addEventListener(
      "refused",
      tell((refusal) => this.refusals.push(refusal)),
    );
    this.connection.addEventListener(
      "events",
      tell((events) => this.told.push(...events)),
    );
  }

  /** How many sockets it has opened so far. */
  get socketsOpened() {
    return this.#sockets.length;
  }

  get log() {
    return this.told.filter((event) => event.seq !== undefined && event.type !== "welcome");
  }

  get texts() {
    return this.log.filter((event) => event.type === "message").map((event) => event.text);
  }

  /** Joins, and waits until it is live. */
  async joins(name) {
    this.connection.start(name);
    await this.is("live");
    return this;
  }

  is(phase, ms) {
    const status = () => this.connection.status;
    return this.#news.until(
      () => (status().phase === phase ? status() : undefined),
      () => `the client is not ${phase} but ${show(status())}`,
      ms,
    );
  }

  sees(pattern, ms) {
    const look = () => {
      while (this.#read < this.told.length) {
        const event = this.told[this.#read++];
        if (matches(event, pattern)) return event;
      }
    };
    const last = () => this.told.slice(-8).map(show).join("\n  ");
    return this.#news.until(
      look,
      () => `the client awaited ${show(pattern)}; told at last:\n  ${last()}`,
      ms,
    );
  }

  /** Waits until all that was said is acknowledged. */
  hasSaidAll(ms) {
    const open = () => this.connection.outbox;
    return this.#news.until(
      () => (open().length === 0 ? true : undefined),
      () => `not acknowledged: ${show(open())}`,
      ms,
    );
  }

  /** A server that was started again has another address; the client does not wait for its backoff. */
  comesBackTo(server) {
    this.#sockets.movedTo = server.socketUrl(this.#room);
    this.connection.reconnectNow();
  }

  /** The server said to wait with what is in the outbox. */
  isHeld() {
    return this.#news.until(
      () => (this.connection.heldUntil > 0 ? true : undefined),
      () => "nothing in the outbox has to wait",
    );
  }

  /** The network goes away without a word; the client notices. */
  async loses() {
    this.#sockets.at(-1).terminate();
    await this.#news.until(
      () => (this.connection.status.phase === "live" ? undefined : true),
      () => "the client did not notice",
    );
  }

  close() {
    this.connection.close();
    for (const socket of this.#sockets) socket.terminate();
  }
}
