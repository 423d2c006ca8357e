// `bun bench/peers/bun.mjs --port N`: a chat on Bun's own server.
//
// The usual design, as in its documentation: each room is a topic, and the runtime itself publishes a
// frame to all who are subscribed. Nothing is stored.

import { peerOptions, sayReady, whenToldToEnd } from "./lib/peer.mjs";

const MAX_TEXT = 4_000;

const { host, port, url, announces } = peerOptions();

/** Name -> `{ count, seq }`; a room is there as long as someone is in it. */
const rooms = new Map();

const server = Bun.serve({
  hostname: host,
  port,
  fetch(request, server) {
    const { pathname } = new URL(request.url);
    const room = /^\/room\/([^/]+)$/.exec(pathname)?.[1];
    if (room && server.upgrade(request, { data: { room, member: undefined } })) return undefined;
    return new Response(null, { status: pathname === "/health" ? 200 : 404 });
  },
  websocket: {
    maxPayloadLength: 64 * 1024,
    perMessageDeflate: false,
    // As `ws` does: what one does not read waits in memory.
    backpressureLimit: 1024 * 1024 * 1024,
    message(socket, data) {
      const frame = parse(data);
      const { member } = socket.data;
      if (frame?.type === "join" && !member && typeof frame.name === "string") join(socket, frame.name);
      else if (frame?.type === "say" && member && typeof frame.text === "string" && frame.text.length <= MAX_TEXT)
        say(socket.data.room, member, frame.text);
    },
    close(socket) {
      if (socket.data.member) leave(socket.data);
    },
  },
});

function join(socket, name) {
  const { data } = socket;
  data.member = name;
  if (!rooms.has(data.room)) rooms.set(data.room, { count: 0, seq: 0 });
  const room = rooms.get(data.room);
  room.count += 1;
  socket.subscribe(data.room);
  socket.send(JSON.stringify({ type: "welcome", count: room.count }));
  if (announces) publish(data.room, { type: "join", name, count: room.count });
}

function say(name, from, text) {
  const room = rooms.get(name);
  room.seq += 1;
  publish(name, { type: "message", seq: room.seq, from, text, at: Date.now() });
}

function leave({ room: name, member }) {
  const room = rooms.get(name);
  room.count -= 1;
  if (room.count === 0) rooms.delete(name);
  else if (announces) publish(name, { type: "leave", name: member, count: room.count });
}

const publish = (room, event) => server.publish(room, JSON.stringify(event));

function parse(data) {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

sayReady(url);

whenToldToEnd(() => {
  server.stop(true);
  process.exit(0);
});
