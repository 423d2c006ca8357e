/**
 * One load of a page, from its start to its crash: the reference client, the state it builds, and a witness on
 * its socket that knows what the server said, whatever the client makes of it.
 */
import { randomBytes } from "node:crypto";
import WebSocket from "ws";
import { Connection } from "../../public/client/connection.js";
import { isLogEvent } from "../../public/client/protocol.js";
import { RoomState } from "../../public/state/room-state.js";

/** Codes by which a server may end a connection for reasons of its own, or a network for none. */
const NO_FAULT = [1000, 1001, 1005, 1006, 1012, 1013];

export class Page {
  connection;
  state = new RoomState();
  /** The log events that the client gave to its page, in order. */
  log = [];

  #ledger;
  #verdict;
  #tell;
  #who;
  #sockets = new Set();
  #isAlive = true;
  /** The last hello that went out. */
  #hello;
  /** The seq that has to come next. */
  #next;

  /**
   * `ledger` gets what the server answers to each frame, `verdict` what must not be, and `tell` is
   * called whenever something has happened.
   */
  constructor({ url, room, storage, who, ledger, verdict, tell }) {
    this.#ledger = ledger;
    this.#verdict = verdict;
    this.#tell = tell;
    this.#who = who;
    this.connection = new Connection({
      url,
      room,
      storage,
      WebSocket: this.#witnessedSocket(),
      clock: {
        now: () => performance.now(),
        date: () => Date.now(),
        // What a crashed page still has to come must not keep the test waiting.
        setTimeout: (run, ms) => setTimeout(() => this.#isAlive && run(), ms).unref(),
        clearTimeout: (timer) => clearTimeout(timer),
      },
      randomBytes: (count) => randomBytes(count),
    });
    this.connection.addEventListener("events", ({ detail }) => this.#takes(detail));
    for (const type of ["status", "outbox"]) this.connection.addEventListener(type, tell);
  }

  get isLive() {
    return this.connection.status.phase === "live";
  }

  /** Gone in this instant: no close, no last word, no timer that still runs. */
  crash() {
    this.#isAlive = false;
    for (const socket of this.#sockets) {
      socket.removeAllListeners();
      socket.on("error", () => {});
      socket.terminate();
    }
  }

  #witnessedSocket() {
    const page = this;
    return class WitnessedSocket extends WebSocket {
      #isGivenUp = false;

      constructor(url) {
        super(url);
        page.#sockets.add(this);
        // Without a listener an error would be an exception; a close always follows.
        this.on("error", () => {});
        this.on("message", (data) => this.#isGivenUp || page.#hears(data.toString()));
        this.on("close", (code) => page.#loses(this, code));
      }

      /** The client closes a socket that it gives up, and is deaf to it from then on. */
      close(...args) {
        this.#isGivenUp = true;
        super.close(...args);
      }

      send(data) {
        page.#says(data);
        super.send(data);
      }
    };
  }

  #says(data) {
    const frame = data === "ping" ? {} : JSON.parse(data);
    if (frame.type === "hello") this.#hello = frame;
    if (frame.cid) this.#tell();
  }

  #hears(data) {
    if (data === "pong") return;
    for (const event of JSON.parse(data)) {
      if (event.type === "welcome" && this.#hello.epoch && !event.recovered)
        this.#verdict.other(`${this.#who} was refused a resume after ${this.#hello.after}`);
      if (event.cid && this.#ledger.hears(event)) this.#tell();
    }
  }

  #loses(socket, code) {
    this.#sockets.delete(socket);
    if (!NO_FAULT.includes(code)) this.#verdict.other(`${this.#who} was closed with ${code}`);
  }

  #takes(events) {
    for (const event of events) {
      if (event.type === "welcome") this.#resumes(event);
      if (isLogEvent(event)) this.#follows(event);
      this.state.apply(event, performance.now(), Date.now());
    }
    this.#tell();
  }

  #resumes(welcome) {
    const next = 1 + (welcome.recovered ? this.#hello.after : welcome.seq);
    if (this.#next !== undefined && this.#next !== next)
      this.#verdict.disordered(`${this.#who} was to go on at ${this.#next}, and went on at ${next}`);
    this.#next = next;
  }

  #follows(event) {
    if (event.seq < this.#next) this.#verdict.duplicated(`${this.#who} was told of ${event.seq} again`);
    if (event.seq > this.#next) this.#verdict.disordered(`${this.#who} awaited ${this.#next}, came ${event.seq}`);
    this.#next = event.seq + 1;
    this.log.push(event);
  }
}
