// The Worker's main module: what the runtime calls, passed on to WebAssembly.
//
// A panic or a trap leaves the memory of all rooms in this isolate in the middle of something. So the
// next call begins with a new instance, and each object restores its room there, as after a sleep.

import { WorkerEntrypoint } from "cloudflare:workers";
import * as wasm from "wasm-bindings";

/** What the crate `worker` keeps outside its memory: whether it has panicked, and which instance this is. */
const state = wasm.__worker_init_state();

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

export default class extends WorkerEntrypoint {
  fetch(request) {
    return call(() => wasm.fetch(request, this.env, this.ctx));
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

  fetch(request) {
    return this.#call((room) => room.fetch(request));
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

  alarm() {
    return this.#call((room) => room.alarm());
  }

  #call(work) {
    return call(() => {
      if (this.#instanceId !== state.instanceId) {
        this.#room = new wasm.RoomObject(this.#ctx, this.#env);
        this.#instanceId = state.instanceId;
      }
      return work(this.#room);
    });
  }
}
