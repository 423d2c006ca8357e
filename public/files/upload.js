/**
 * Brings one file to its room, in parts: begun under a cid, so that it is begun once however often that is tried; each
 * part goes where the server says that the next one belongs. It goes on through an outage, and ends only when all is
 * there or the server says that it never will be. It knows no DOM; `fetch` and time come from outside.
 *
 * @typedef {object} About What is said of a file as it is begun.
 * @property {string} name
 * @property {string} type
 * @property {number} bytes
 * @property {number} [width]
 * @property {number} [height]
 * @property {string} [preview]
 * @property {string} [alt]
 *
 * @typedef {object} UploadWorld
 * @property {(address: string, options: RequestInit) => Promise<Response>} fetch
 * @property {() => string | undefined} token Of the member.
 * @property {() => number} now
 * @property {(ms: number, signal: AbortSignal) => Promise<void>} wait Settled sooner when there is a network again, or at the signal.
 *
 * @typedef {object} Job
 * @property {string} address Of the room's files.
 * @property {string} cid
 * @property {Blob} blob
 * @property {About} about
 * @property {(sent: number, id: string) => void} onProgress `id`: by which it can be taken back.
 * @property {AbortSignal} signal
 */

/** So small at first that progress is seen; larger while the line is fast. */
const FIRST_PART = 128 * 1024;
const LEAST_PART = 64 * 1024;
const FAST_MS = 700;
const SLOW_MS = 5_000;
/** A part that takes longer is not on its way any more. */
const PART_WITHIN_MS = 120_000;
const FIRST_WAIT_MS = 1_000;
const MOST_WAIT_MS = 30_000;
/** Who is to wait longer than that is told, and not kept waiting. */
const MOST_PATIENCE_MS = 60_000;
/** So often in a row the server may say that something else is next. */
const MOST_MISPLACED = 20;

/** Why a file cannot be brought, by a code of ours. */
export class UploadFault extends Error {
  /** @param {string} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** The codes of it, by the status of an answer. @type {Record<number, string>} */
const FAULTS = {
  400: "file_refused",
  401: "forbidden",
  403: "forbidden",
  404: "file_expired",
  411: "file_refused",
  413: "file_too_large",
  429: "file_budget",
};

/**
 * @param {Job} job
 * @param {UploadWorld} world
 * @returns {Promise<string>} The id under which all of it is there.
 */
export const upload = async (job, world) => {
  const { blob, cid, about, address, onProgress, signal } = job;
  if (blob.size === 0) throw new UploadFault("file_empty");
  const begun = await asked(job, world, address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ cid, ...about }),
  });
  const { id, part: most = FIRST_PART } = begun.body;
  if (typeof id !== "string") throw new UploadFault("file_refused");
  let next = placeIn(begun.body, blob);
  let part = Math.min(FIRST_PART, most);
  let misplaced = 0;
  onProgress(next, id);
  while (next < blob.size) {
    const started = world.now();
    const { status, body } = await asked(job, world, `${address}/${id}?at=${next}`, {
      method: "PUT",
      headers: { "Content-Type": "application/octet-stream" },
      body: blob.slice(next, next + part),
    });
    const before = next;
    next = placeIn(body, blob);
    misplaced = status === 409 || next <= before ? misplaced + 1 : 0;
    if (misplaced > MOST_MISPLACED) throw new UploadFault("file_refused");
    const took = world.now() - started;
    if (took < FAST_MS) part = Math.min(2 * part, most);
    else if (took > SLOW_MS) part = Math.max(part >> 1, Math.min(LEAST_PART, most));
    onProgress(next, id);
  }
  signal.throwIfAborted();
  return id;
};

/**
 * An upload that is not wanted any more is taken back. Nobody waits for it: what is never claimed goes by itself.
 * @param {string} address
 * @param {string} id
 * @param {Pick<UploadWorld, "fetch" | "token">} world
 */
export const takeBack = (address, id, { fetch, token }) =>
  fetch(`${address}/${id}`, { method: "DELETE", headers: bearer(token()) }).catch(() => {});

/**
 * Whether an upload is still there for a message to claim.
 * @param {string} address
 * @param {string} id
 * @param {Pick<UploadWorld, "fetch" | "token">} world
 * @returns {Promise<boolean>} Rejected where that cannot be found out.
 */
export const isClaimable = async (address, id, { fetch, token }) => {
  const answer = await fetch(`${address}/${id}`, { headers: bearer(token()) });
  if (answer.status === 404) return false;
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const { next, bytes, claimed } = await answer.json();
  return next === bytes && !claimed;
};

/**
 * The server's answer, however often it has to be asked.
 * @param {Pick<Job, "signal">} job
 * @param {UploadWorld} world
 * @param {string} address
 * @param {RequestInit} request
 */
const asked = async ({ signal }, world, address, request) => {
  let wait = FIRST_WAIT_MS;
  for (;;) {
    signal.throwIfAborted();
    const headers = { ...request.headers, ...bearer(world.token()) };
    const answer = await once(world, address, { ...request, headers }, signal);
    if (answer && (answer.ok || answer.status === 409)) {
      // Cut off, it is asked again.
      const body = await answer.json().catch(() => undefined);
      if (body && typeof body === "object") return { status: answer.status, body };
    } else if (answer && answer.status === 429) {
      const patience = 1_000 * Number(answer.headers.get("Retry-After") ?? NaN);
      if (!(patience <= MOST_PATIENCE_MS)) throw new UploadFault("file_budget");
      wait = Math.max(wait, patience);
    } else if (answer && answer.status < 500) throw new UploadFault(FAULTS[answer.status] ?? "file_refused");
    await world.wait(wait, signal);
    wait = Math.min(2 * wait, MOST_WAIT_MS);
  }
};

/**
 * One try; nothing where there is no answer.
 * @param {UploadWorld} world
 * @param {string} address
 * @param {RequestInit} request
 * @param {AbortSignal} signal
 */
const once = async ({ fetch }, address, request, signal) => {
  const end = new AbortController();
  const stop = () => end.abort();
  signal.addEventListener("abort", stop, { once: true });
  const timer = setTimeout(stop, PART_WITHIN_MS);
  try {
    return await fetch(address, { ...request, signal: end.signal });
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
};

/** @param {{ next?: unknown }} body @param {Blob} blob */
const placeIn = ({ next }, blob) => {
  if (typeof next === "number" && Number.isInteger(next) && next >= 0 && next <= blob.size) return next;
  throw new UploadFault("file_refused");
};

/** @param {string | undefined} token @returns {Record<string, string>} */
const bearer = (token) => (token ? { Authorization: `Bearer ${token}` } : {});
