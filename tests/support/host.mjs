/**
 * The host that tests run against, by the environment: ALCOVE_HOST=native, or `worker`. Which tests run on which host
 * is told in scripts/lib/test-files.mjs.
 */
export const HOSTS = ["native", "worker"];

export function isNative() {
  const host = process.env.ALCOVE_HOST || "worker";
  if (!HOSTS.includes(host)) throw new Error(`ALCOVE_HOST=${host}: there are ${HOSTS.join(" and ")}`);
  return host === "native";
}

/** What only the Worker has: a module of JavaScript in front of the built one, and buckets. */
export function requireWorker(front, buckets = []) {
  if (isNative() && buckets.length > 0) throw new Error("there are no buckets: this test is not one of the native host's");
  if (isNative() && front !== undefined) throw new Error(`${front} stands in front of the Worker: this test is not one of the native host's`);
}
