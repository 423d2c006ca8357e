// The built Worker, with rooms that let nobody in once they have slept: what sockets meet that were open when
// MAINTENANCE was set. Loaded by workerd in front of the build.

import Worker, { RoomObject as Room } from "./index.js";

export { AccountObject, FileObject } from "./index.js";

const known = new Set();

export default {
  fetch: (request, env, ctx) => new Worker(ctx, env).fetch(request),
};

export class RoomObject extends Room {
  constructor(ctx, env) {
    const id = ctx.id.toString();
    super(ctx, known.has(id) ? { ...env, MAINTENANCE: "on" } : env);
    known.add(id);
  }
}
