// The built Worker, which a request for /panic leaves as a panic would. Loaded by workerd in front of
// the build.

import Worker, { AccountObject, FileObject, RoomObject } from "./index.js";

export { AccountObject, FileObject, RoomObject };

export default {
  fetch: (request, env, ctx) => {
    if (new URL(request.url).pathname !== "/panic") return new Worker(ctx, env).fetch(request);
    globalThis.__worker_init_state.criticalError = true;
    return new Response();
  },
};
