/**
 * A scripted room that says only what a test wants, in place of the server's, for what no server says on
 * demand.
 */

const EPOCH = "e1";

/**
 * From the next opening of the page on, each socket of it is one to this room.
 * `history` are messages as `[seq, id, name, text]`; `refuses(socket)` answers every hello instead,
 * unless it gives `false`.
 * Returns the sockets that were opened.
 */
export async function isInScriptedRoom(person, { history = [], more = false, welcome = {}, refuses } = {}) {
  const sockets = [];
  await person.routesSockets((socket) => {
    sockets.push(socket);
    socket.onMessage((data) => {
      if (data === "ping") return socket.send("pong");
      const frame = JSON.parse(data);
      if (frame.type !== "hello") return;
      if (refuses && refuses(socket) !== false) return;
      says(socket, greeting(person.name, history, welcome), { type: "history", events: history.map(message), more });
    });
  });
  return sockets;
}

export function says(socket, ...events) {
  socket.send(JSON.stringify(events));
}

export function refusal(code, fields = {}) {
  return { type: "error", code, message: code, retryable: false, ...fields };
}

/** With a word of it if there is one. */
export function turnsAway(socket, code, reason) {
  if (reason) says(socket, refusal(reason));
  socket.close({ code });
}

export function message([seq, id, name, text, fields = {}]) {
  return { type: "message", seq, at: 1_795_435_084_699 + seq, from: { id, name }, cid: `c${seq}`, text, ...fields };
}

const YOU = "00000000000000aa";

function greeting(name, history, fields) {
  const others = [...new Map(history.map(([, id, other]) => [id, { id, name: other }])).values()];
  const you = { id: YOU, name };
  const seq = history.at(-1)?.[0] ?? 0;
  const members = [you, ...others];
  return { type: "welcome", v: 1, room: "r", epoch: EPOCH, seq, you: { ...you, token: "t" }, count: members.length, members, recovered: false, ...fields };
}
