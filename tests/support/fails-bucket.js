// The built Worker with a bucket that fails: what is put there while FAILS_BUCKET is set is stored, and nobody is told.
// Loaded by workerd in front of the build.

import Worker, { FileObject as File } from "./index.js";

export { AccountObject, RoomObject } from "./index.js";

export default {
  fetch: (request, env, ctx) => new Worker(ctx, env).fetch(request),
};

export class FileObject extends File {
  constructor(ctx, env) {
    super(ctx, env.FAILS_BUCKET === "on" ? { ...env, FILES: failing(env.FILES) } : env);
  }
}

const failing = (bucket) => ({
  put: async (key, bytes) => {
    await bucket.put(key, bytes);
    throw new Error("the bucket is gone");
  },
  get: (key, options) => bucket.get(key, options),
  list: (options) => bucket.list(options),
  delete: (keys) => bucket.delete(keys),
});
