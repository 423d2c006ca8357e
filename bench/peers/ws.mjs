// `node bench/peers/ws.mjs --port N`: a chat on bare `ws`.
//
// The usual design, as in the library's own examples: a set of sockets per room,
// each frame encoded once and sent to each of them, and broken connections found
// by pings. Nothing is stored.
//
// With WINDOW_MS in the environment it gathers what is said in a room for as long, and sends it as
// one frame, a list: what Alcove does, without storing, ordering across crashes or resuming anything.

import { createServer } from "node:http";
import { WebSocket, WebSocketServer } from "ws";
import { peerOptions, sayReady, whenToldToEnd } from "./lib/peer.mjs";

process.env.NODE_ENV = "production";

const MAX_TEXT = 4_000;
const PING_EVERY_MS = 30_000;
const WINDOW_MS = Number(process.env.WINDOW_MS ?? 0);

const { host, port, url, announces } = peerOptions();
const server = createServer((request, response) => {
  response.writeHead(request.url === "/health" ? 200 : 404).end();
});
const sockets = new WebSocketServer({ server, perMessageDeflate: false, maxPayload: 64 * 1024 });

/** Name -> `{ members, seq }`; a room is there as long as someone is in it. */
const rooms = new Map();

sockets.on("connection", (socket, request) => {
  const name = /^\/room\/([^/?]+)$/.exec(request.url)?.[1];
  if (!name) return socket.close(1008, "no such room");
  let member;
  socket.isAlive = true;
  socket.on("pong", () => {
    socket.isAlive = true;
  });
  socket.on("error", () => socket.terminate());
  socket.on("message", (data) => {
    const frame = parse(data);
    if (frame?.type === "join" && !member && typeof frame.name === "string") {
      member = frame.name;
      join(name, socket, member);
    } else if (frame?.type === "say" && member && typeof frame.text === "string" && frame.text.length <= MAX_TEXT) {
      say(name, member, frame.text);
    }
  });
  socket.on("close", () => {
    if (member) leave(name, socket, member);
  });
});

function join(name, socket, member) {
  if (!rooms.has(name)) rooms.set(name, { members: new Set(), seq: 0, gathered: [] });
  const room = rooms.get(name);
  room.members.add(socket);
  const count = room.members.size;
  const welcome = JSON.stringify({ type: "welcome", count });
  socket.send(WINDOW_MS > 0 ? `[${welcome}]` : welcome);
  if (announces) broadcast(room, { type: "join", name: member, count });
}

function say(name, from, text) {
  const room = rooms.get(name);
  room.seq += 1;
  broadcast(room, { type: "message", seq: room.seq, from, text, at: Date.now() });
}

function leave(name, socket, member) {
  const room = rooms.get(name);
  room.members.delete(socket);
  if (room.members.size === 0) rooms.delete(name);
  else if (announces) broadcast(room, { type: "leave", name: member, count: room.members.size });
}

function broadcast(room, event) {
  const json = JSON.stringify(event);
  if (WINDOW_MS === 0) return sendToAll(room, json);
  if (room.gathered.push(json) === 1) setTimeout(() => sendToAll(room, `[${room.gathered.splice(0).join(",")}]`), WINDOW_MS);
}

function sendToAll(room, json) {
  for (const socket of room.members) {
    if (socket.readyState === WebSocket.OPEN) socket.send(json);
  }
}

function parse(data) {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

const pings = setInterval(() => {
  for (const socket of sockets.clients) {
    if (!socket.isAlive) {
      socket.terminate();
      continue;
    }
    socket.isAlive = false;
    socket.ping();
  }
}, PING_EVERY_MS);

server.listen(port, host, () => sayReady(url));

whenToldToEnd(() => {
  clearInterval(pings);
  for (const socket of sockets.clients) socket.terminate();
  server.close(() => process.exit(0));
});
