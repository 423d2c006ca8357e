// The built Worker, whose rooms nobody is let into any more once they have slept: what sockets meet that
// were open when MAINTENANCE was set. Loaded by workerd in front of the build.

import Worker, { RoomObject as Room } from "./index.js";

const known = new Set();

export default {
  fetch: (request, env, ctx) => new Worker(ctx, env).fetch(request),
};

export class RoomObject {
  #room;

  constructor(ctx, env) {
    const id = ctx.id.toString();
    this.#room = new Room(ctx, known.has(id) ? { ...env, MAINTENANCE: "on" } : env);
    known.add(id);
  }

  fetch(request) {
    return this.#room.fetch(request);
  }

  webSocketMessage(socket, message) {
    return this.#room.webSocketMessage(socket, message);
  }

  webSocketClose(socket, code, reason, wasClean) {
    return this.#room.webSocketClose(socket, code, reason, wasClean);
  }
}
