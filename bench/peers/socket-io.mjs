// `node bench/peers/socket-io.mjs --port N`: a chat on Express and Socket.IO.
//
// The usual design, as in Socket.IO's own guide: one Socket.IO room per chat
// room, `io.to(room).emit` for all in it. Nothing is stored.

import { createServer } from "node:http";
import express from "express";
import { Server } from "socket.io";
import { peerOptions, sayReady, whenToldToEnd } from "./lib/peer.mjs";

process.env.NODE_ENV = "production";

const MAX_TEXT = 4_000;

const { host, port, url, announces } = peerOptions();
const app = express();
app.disable("x-powered-by");
app.get("/health", (_request, response) => response.sendStatus(200));
const server = createServer(app);
const io = new Server(server, { serveClient: false });

/** Room -> seq of its last message. */
const seqs = new Map();
io.of("/").adapter.on("delete-room", (room) => seqs.delete(room));

const membersIn = (room) => io.of("/").adapter.rooms.get(room)?.size ?? 0;

io.on("connection", (socket) => {
  socket.on("join", ({ room, name } = {}) => {
    if (socket.data.room || typeof room !== "string" || typeof name !== "string") return;
    socket.data = { room, name };
    socket.join(room);
    const count = membersIn(room);
    socket.emit("welcome", { count });
    if (announces) io.to(room).emit("join", { name, count });
  });

  socket.on("say", ({ text } = {}) => {
    const { room, name } = socket.data;
    if (!room || typeof text !== "string" || text.length > MAX_TEXT) return;
    const seq = (seqs.get(room) ?? 0) + 1;
    seqs.set(room, seq);
    io.to(room).emit("message", { seq, from: name, text, at: Date.now() });
  });

  socket.on("disconnect", () => {
    const { room, name } = socket.data;
    if (room && announces) io.to(room).emit("leave", { name, count: membersIn(room) });
  });
});

server.listen(port, host, () => sayReady(url));

whenToldToEnd(() => {
  io.disconnectSockets(true);
  io.close(() => process.exit(0));
});
