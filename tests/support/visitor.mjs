/**
 * A test's own client: sends raw frames and records every frame that arrives. It helps with nothing (no
 * resume, no `seen`, no retry), so that a test sees exactly what the server does.
 */
import WebSocket from "ws";
import { matches, Signal, show } from "./waiting.mjs";

/**
 * After the close frames, workerd ends the connection of a socket that never sent anything only when the
 * room falls asleep; like a browser, do not wait for that.
 */
const HANDSHAKE_MS = 1_000;

export class Visitor {
  /** Every event that came, in order. */
  heard = [];
  /** Bytes and events of every frame that came. */
  frames = [];
  /** The last welcome. */
  welcome;
  /** Code and reason, once the socket is closed. */
  closed;

  #socket;
  #news = new Signal();
  /** How far `sees` has read in `heard`. */
  #read = 0;
  #isOpen = false;
  #pongs = 0;
  #cid = 0;
  #prefix = crypto.randomUUID().slice(0, 8);
  #seenEveryBytes = 0;
  #unseenBytes = 0;

  constructor(url, { headers = {}, origin } = {}) {
    this.#socket = new WebSocket(url, {
      headers,
      ...(origin && { origin }),
      maxPayload: 0,
      closeTimeout: HANDSHAKE_MS,
    });
    this.#socket.on("open", () => {
      this.#isOpen = true;
      this.#news.tell();
    });
    this.#socket.on("message", (data, isBinary) => this.#receive(data, isBinary));
    this.#socket.on("close", (code, reason) => {
      this.closed ??= { code, reason: reason.toString() };
      this.#news.tell();
    });
    this.#socket.on("error", (error) => {
      this.closed ??= { error: error.message };
      this.#news.tell();
    });
  }

  get id() {
    return this.welcome?.you.id;
  }

  get name() {
    return this.welcome?.you.name;
  }

  get token() {
    return this.welcome?.you.token;
  }

  /** The log events that came, in order. */
  get log() {
    return this.heard.filter((event) => event.seq !== undefined && event.type !== "welcome");
  }

  /** Who came and went, oneself first: `join Ana`. */
  get comings() {
    const events = this.heard.filter(({ type }) => type === "join" || type === "leave");
    return events.map(({ type, member }) => `${type} ${member.name}`);
  }

  /** The seq of the last log event that came, or of the welcome. */
  get after() {
    return Math.max(this.welcome.recovered ? 0 : this.welcome.seq, this.log.at(-1)?.seq ?? 0);
  }

  /** The part of a `hello` that resumes from here, as the same member. */
  get resume() {
    return { token: this.token, epoch: this.welcome.epoch, after: this.after };
  }

  opens() {
    const look = () => {
      if (this.closed) throw new Error(`the socket did not open: ${show(this.closed)}`);
      return this.#isOpen ? this : undefined;
    };
    return this.#news.until(look, () => "the socket did not open");
  }

  // ---- saying ----

  send(frame) {
    this.#socket.send(typeof frame === "string" || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame));
  }

  /** Sends these bytes as a text frame, whatever they are. */
  sendText(bytes) {
    this.#socket.send(bytes, { binary: false });
  }

  hello(name, fields = {}) {
    this.send({ type: "hello", v: 1, name, ...fields });
  }

  /** Says hello and waits for the welcome. */
  async greets(name, fields = {}) {
    this.hello(name, fields);
    await this.sees({ type: "welcome" });
    return this;
  }

  cid() {
    this.#cid += 1;
    return `${this.#prefix}-${this.#cid}`;
  }

  /** Sends a frame that wants a log event, and returns its `cid`. */
  asks(frame) {
    const asked = { cid: this.cid(), ...frame };
    this.send(asked);
    return asked.cid;
  }

  /** Sends a frame that wants a log event, and resolves with that event. */
  async does(frame) {
    const cid = this.asks(frame);
    const event = await this.sees({ cid });
    if (event.type === "error") throw new Error(`${this.name} was refused ${show(frame)}: ${show(event)}`);
    return event;
  }

  says(text, fields = {}) {
    return this.does({ type: "say", text, ...fields });
  }

  /** Sends a frame with a `cid` and resolves with the error that it gets. */
  isRefused(frame) {
    const cid = this.asks(frame);
    return this.sees({ type: "error", cid });
  }

  /** Resolves with a page of older messages. */
  history(fields = {}) {
    return this.#asksFor({ type: "history", ...fields });
  }

  /** Resolves with a page of the roster. */
  members(fields = {}) {
    return this.#asksFor({ type: "members", ...fields });
  }

  /** Sends the bare ping and waits for its pong. */
  async pings() {
    const before = this.#pongs;
    this.#socket.send("ping");
    await this.#news.until(
      () => (this.#pongs > before ? true : this.#failIfClosed("a pong")),
      () => "no pong came",
    );
  }

  /** From now on says `seen` after this many bytes, as a good client does after 1 MiB. */
  saysSeenEvery(bytes) {
    this.#seenEveryBytes = bytes;
  }

  saysSeen() {
    this.#unseenBytes = 0;
    this.send({ type: "seen", seq: this.after });
  }

  // ---- hearing ----

  /** Resolves with the next event that has at least these fields; those before it are passed over. */
  sees(pattern, ms) {
    const look = () => {
      while (this.#read < this.heard.length) {
        const event = this.heard[this.#read];
        this.#read += 1;
        if (matches(event, pattern)) return event;
      }
      return this.#failIfClosed(show(pattern));
    };
    return this.#news.until(look, () => this.#what(show(pattern)), ms);
  }

  /** Resolves with the first event at all that has these fields, and passes over none: for what comes in any order. */
  hears(pattern) {
    const look = () => this.heard.find((event) => matches(event, pattern)) ?? this.#failIfClosed(show(pattern));
    return this.#news.until(look, () => this.#what(show(pattern)));
  }

  /** Resolves once so many log events have come in all. */
  async hasLog(count, ms) {
    let looked = 0;
    let logged = 0;
    const look = () => {
      for (; looked < this.heard.length; looked += 1) {
        const { seq, type } = this.heard[looked];
        if (seq !== undefined && type !== "welcome") logged += 1;
      }
      return logged >= count ? true : this.#failIfClosed(`${count} log events`);
    };
    await this.#news.until(look, () => this.#what(`${count} log events, of which ${logged} are there`), ms);
    return this.log;
  }

  /** Everything that came before the echo of a message said now: what did not come by then never will. */
  async everythingUntilNow() {
    const from = this.heard.length;
    const echo = await this.says("(until now)");
    return {
      since: this.heard.slice(from, this.heard.indexOf(echo)),
      all: this.heard.slice(0, this.heard.indexOf(echo)),
    };
  }

  /** Resolves with the close code that the server gives. */
  async isClosed(ms) {
    const look = () => this.closed;
    const { code } = await this.#news.until(look, () => this.#what("the socket to be closed"), ms);
    return code;
  }

  /** Sends a frame and resolves with the next event of the same type. */
  #asksFor(frame) {
    let next = this.heard.length;
    this.send(frame);
    const look = () => {
      for (; next < this.heard.length; next += 1) {
        if (this.heard[next].type === frame.type) return this.heard[next];
      }
      return this.#failIfClosed(show(frame));
    };
    return this.#news.until(look, () => this.#what(`an answer to ${show(frame)}`));
  }

  // ---- the socket itself ----

  /** Stops reading: what the server sends stays in the network. */
  stopsReading() {
    this.#socket.pause();
  }

  readsOn() {
    this.#socket.resume();
  }

  /** Leaves by a proper close. */
  async leaves() {
    this.#socket.close(1000);
    await this.isClosed();
  }

  /** Vanishes without a word, like a laptop that is shut. */
  async vanishes() {
    this.#socket.terminate();
    await this.isClosed();
  }

  #receive(data, isBinary) {
    const text = data.toString();
    if (text === "pong") {
      this.#pongs += 1;
      return this.#news.tell();
    }
    const events = isBinary ? undefined : JSON.parse(text);
    if (!Array.isArray(events) || events.length === 0) {
      this.closed ??= { error: `a frame that is no array of events: ${text.slice(0, 200)}` };
      return this.#news.tell();
    }
    this.frames.push({ bytes: data.length, events });
    for (const event of events) {
      if (event.type === "welcome") this.welcome = event;
      this.heard.push(event);
    }
    this.#unseenBytes += data.length;
    if (this.#seenEveryBytes > 0 && this.#unseenBytes >= this.#seenEveryBytes) this.saysSeen();
    this.#news.tell();
  }

  #failIfClosed(awaited) {
    if (!this.closed) return undefined;
    throw new Error(this.#what(awaited));
  }

  #what(awaited) {
    const last = this.heard.slice(-6).map((event) => `  ${show(event)}`);
    const state = this.closed ? `the socket is closed: ${show(this.closed)}` : "the socket is open";
    return `${this.name ?? "someone"} awaited ${awaited}; ${state}; came at last:\n${last.join("\n")}`;
  }
}
