// The built Worker, with a distant timer in each room: what an object that is kept awake looks like. Loaded by
// workerd in front of the build.

import Worker, { RoomObject as Room } from "./index.js";

export { AccountObject, FileObject } from "./index.js";

const FAR_OFF_MS = 600_000;

export default {
  fetch: (request, env, ctx) => new Worker(ctx, env).fetch(request),
};

export class RoomObject extends Room {
  constructor(ctx, env) {
    super(ctx, env);
    setTimeout(() => {}, FAR_OFF_MS);
  }
}
