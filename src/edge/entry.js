// The Worker's main module: what the runtime calls, passed on to WebAssembly.
//
// A panic or a trap leaves the memory of all rooms in this isolate in the middle of something. So the
// next call begins with a new instance, and each object restores its room there, as after a sleep.

import { WorkerEntrypoint } from "cloudflare:workers";
import * as wasm from "wasm-bindings";
import { isOfHost, isOfPasskey } from "./crypto.js";
import { dropFile } from "./files.js";
import { sendPush } from "./push.js";

export { FileObject } from "./file-object.js";

/** What the crate `worker` keeps outside its memory: whether it has panicked, and which instance this is. */
const state = wasm.__worker_init_state();

/** In a piece of an answer: what comes after it. */
const NEXT = "x-alcove-next";
/** In an answer: what is to be verified before it is one. */
const VERIFY = "x-alcove-verify";

// A frame of Rust is some of WebAssembly, and what panicked is far down.
Error.stackTraceLimit = 100;

addEventListener("error", ({ error }) => noteTrap(error));

function noteTrap(error) {
  if (!(error instanceof WebAssembly.RuntimeError)) return;
  console.error("Critical", error);
  state.criticalError = true;
}

function renewAfterTrap() {
  if (!state.criticalError) return;
  console.log("Reinitializing Wasm application");
  wasm.__wbg_reset_state();
  state.criticalError = false;
  state.instanceId += 1;
}

function call(work) {
  renewAfterTrap();
  try {
    return work();
  } catch (error) {
    noteTrap(error);
    throw error;
  }
}

/** A body that nobody wants is read all the same, so that its sender reads the answer: for so long, without so long a pause, and so much. */
const UNREAD_MS = 10_000;
const UNREAD_PAUSE_MS = 1_000;
const UNREAD_BYTES = 32 * 1024 * 1024;

/** Reads what of a request's body was not read, unless its sender waits to hear that it may send it. */
async function readRest(request) {
  if (!request.body || request.bodyUsed || request.headers.has("expect")) return;
  const reader = request.body.getReader();
  const giveUp = () => reader.cancel().catch(() => {});
  const until = Date.now() + UNREAD_MS;
  for (let left = UNREAD_BYTES; left > 0 && Date.now() < until; ) {
    const pause = setTimeout(giveUp, UNREAD_PAUSE_MS);
    const { done, value } = await reader.read().catch(() => ({ done: true }));
    clearTimeout(pause);
    if (done) return;
    left -= value.byteLength;
  }
}

/** Brings a letter to an object; resolves with what it answers, or with nothing if it has not taken it. */
async function sent(objects, to, headers, body) {
  try {
    const answer = await objects.getByName(to).fetch("http://object/letter", { method: "POST", headers, body });
    const text = await answer.text();
    return answer.ok ? text : undefined;
  } catch {
    return undefined;
  }
}

export default class extends WorkerEntrypoint {
  async fetch(request) {
    const answer = await call(() => wasm.fetch(request, this.env, this.ctx));
    await readRest(request);
    return answer;
  }
}

export class RoomObject {
  #ctx;
  #env;
  #room;
  /** The instance that `#room` is in. */
  #instanceId;

  constructor(ctx, env) {
    this.#ctx = ctx;
    this.#env = env;
    this.#call(() => {});
  }

  async fetch(request) {
    const answer = this.#call((room) => room.fetch(request));
    if (answer === undefined) return this.#import(request);
    await readRest(request);
    return answer.headers.has(NEXT) ? this.#inPieces(request, answer) : answer;
  }

  /** Each piece is asked for once the one before it is read. */
  #inPieces(request, first) {
    let piece = first;
    let next;
    const pull = async (stream) => {
      if (next) piece = this.#call((room) => room.fetch(request, next));
      // Whoever reads knows by the end of the connection that something is missing.
      if (piece.status !== 200) throw new Error(`a room stopped in the middle of an export: ${piece.status}`);
      stream.enqueue(new Uint8Array(await piece.arrayBuffer()));
      next = piece.headers.get(NEXT);
      piece = undefined;
      if (next === null) stream.close();
    };
    const body = new ReadableStream({ pull }, { highWaterMark: 0 });
    const headers = new Headers(first.headers);
    headers.delete(NEXT);
    return new Response(body, { headers });
  }

  /** Not in Rust, because the instance may be another one by then. */
  async #import(request) {
    const file = await request.arrayBuffer().catch(() => undefined);
    return this.#call((room) => room.import(request, file && new Uint8Array(file)));
  }

  webSocketMessage(socket, message) {
    return this.#call((room) => room.webSocketMessage(socket, message));
  }

  webSocketClose(socket, code) {
    return this.#call((room) => room.webSocketClose(socket, code));
  }

  webSocketError(socket) {
    return this.#call((room) => room.webSocketError(socket));
  }

  /** Brings a letter to another room. Not in Rust, for the same reason. */
  async #post(to, id, body) {
    const answer = await sent(this.#env.ROOMS, to, { "x-alcove-letter": to }, body);
    this.#call((room) => room.delivered(id, answer));
  }

  /** Finds out whether a key has signed a JWT. */
  async #judge(session, key, jwt) {
    const isValid = await isOfHost(key, jwt);
    this.#call((room) => room.verified(session, jwt, isValid));
  }

  /** Gives something to a push service. */
  async #push(id, what) {
    const { status, retryAfter } = await sendPush(JSON.parse(what), this.#env);
    this.#call((room) => room.pushed(id, status, retryAfter));
  }

  /** Removes the bytes of a file. */
  async #drop(id) {
    const isDone = await dropFile(this.#env, id).then(
      () => true,
      () => false,
    );
    this.#call((room) => room.dropped(id, isDone));
  }

  alarm() {
    return this.#call((room) => room.alarm());
  }

  #call(work) {
    return call(() => {
      if (this.#instanceId !== state.instanceId) {
        const methods = [this.#post, this.#push, this.#judge, this.#drop].map((method) => method.bind(this));
        this.#room = new wasm.RoomObject(this.#ctx, this.#env, ...methods);
        this.#instanceId = state.instanceId;
      }
      return work(this.#room);
    });
  }
}

export class AccountObject {
  #ctx;
  #env;
  #account;
  /** The instance that `#account` is in. */
  #instanceId;

  constructor(ctx, env) {
    this.#ctx = ctx;
    this.#env = env;
  }

  /** Not in Rust, because the instance may be another one once the request is read, or something is verified. */
  async fetch(request) {
    const text = await request.text();
    const answer = this.#call((account) => account.ask(text));
    const what = answer.headers.get(VERIFY);
    if (what === null) return answer;
    const verdict = await isOfPasskey(JSON.parse(what));
    return this.#call((account) => account.ask(text, what, verdict));
  }

  /** Brings a letter to another object. */
  async #post(space, to, body) {
    const headers = space === "ROOMS" ? { "x-alcove-letter": to } : {};
    const answer = await sent(this.#env[space], to, headers, body);
    this.#call((account) => account.delivered(to, body, answer));
  }

  alarm() {
    return this.#call((account) => account.alarm());
  }

  #call(work) {
    return call(() => {
      if (this.#instanceId !== state.instanceId) {
        this.#account = new wasm.AccountObject(this.#ctx, this.#post.bind(this));
        this.#instanceId = state.instanceId;
      }
      return work(this.#account);
    });
  }
}
