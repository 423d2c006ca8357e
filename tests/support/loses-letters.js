// The built Worker, in which letters from room to room reach nobody while LOSES_LETTERS is set. Loaded by workerd
// in front of the build.

import Worker, { RoomObject as Room } from "./index.js";

export { AccountObject, FileObject } from "./index.js";

export default {
  fetch: (request, env, ctx) => new Worker(ctx, env).fetch(request),
};

export class RoomObject extends Room {
  #isLost;

  constructor(ctx, env) {
    super(ctx, env);
    this.#isLost = env.LOSES_LETTERS === "on";
  }

  fetch(request) {
    if (this.#isLost && request.headers.has("x-alcove-letter")) return new Response(null, { status: 503 });
    return super.fetch(request);
  }
}
