// The store of files, over objects of the class `FileObject`. Not in Rust, where each wait makes a large function of a
// small one.

/** Stores a part of a file; resolves with the answer's status and what is stored. */
export async function putFile(env, room, id, at, length, total, body, ms) {
  const signal = AbortSignal.timeout(ms);
  const answer = await ask(env, id, "PUT", { room, at, length, total }, { body, signal }).catch((error) => {
    if (signal.aborted) return new Response(null, { status: 408 });
    throw error;
  });
  return [answer.status, answer.ok ? await stored(answer) : undefined];
}

/** A part of a file, as a response; nothing, if it is not there. */
export async function getFile(env, id, at, length) {
  const answer = await ask(env, id, "GET", { at, length });
  if (answer.ok) return answer;
  if (answer.status === 404) return undefined;
  throw new Error(`a file's object has answered ${answer.status}`);
}

/** What is stored of a file that is to have so many bytes. */
export async function fileSize(env, id, total) {
  return stored(await ask(env, id, "GET", { total }));
}

/** Removes a file. */
export async function dropFile(env, id) {
  const answer = await ask(env, id, "DELETE", {});
  if (!answer.ok) throw new Error(`a file's object has answered ${answer.status}`);
}

/** The first files after this one that have this sum: an array of `[room, id]`. */
export async function filesWith(env, sha256, after, most) {
  const answer = await askSum(env, sha256, "GET", { id: after, most });
  const files = await answer.json();
  return files.map(({ room, id }) => [room, id]);
}

/** A file is none of those any more that have this sum. */
export async function forgetFile(env, sha256, id) {
  await askSum(env, sha256, "DELETE", { id });
}

async function askSum(env, sha256, method, query) {
  const address = `http://file/sum?${new URLSearchParams(query)}`;
  const answer = await env.FILE_OBJECTS.getByName(sha256).fetch(address, { method });
  if (!answer.ok) throw new Error(`the object of a sum has answered ${answer.status}`);
  return answer;
}

/** `[next, isTaken, sha256, head]`, the last two of all of it. */
async function stored(answer) {
  const { next, isTaken, sha256, head } = await answer.json();
  return [next, isTaken, sha256, head && Uint8Array.from(atob(head), (c) => c.charCodeAt(0))];
}

function ask(env, id, method, query, init = {}) {
  const address = `http://file/?${new URLSearchParams(query)}`;
  return env.FILE_OBJECTS.getByName(id).fetch(address, { method, ...init });
}
