// A chat of the usual design on Durable Objects, after Cloudflare's own examples
// (workers-chat-demo, "Build a WebSocket server with WebSocket Hibernation"):
// hibernating sockets, names in their attachments, a row per message in SQLite,
// a `send` per socket. Runs inside workerd.

import { DurableObject } from "cloudflare:workers";

const MAX_TEXT = 4_000;

export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (pathname === "/health") return new Response("ok");
    const room = /^\/room\/([^/]+)$/.exec(pathname)?.[1];
    if (!room) return new Response("Not found", { status: 404 });
    if (request.headers.get("Upgrade") !== "websocket") {
      return new Response("Expected Upgrade: websocket", { status: 426 });
    }
    return env.ROOMS.getByName(room).fetch(request);
  },
};

export class ChatRoom extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    this.announces = env.ANNOUNCE !== "0";
    this.sql = ctx.storage.sql;
    this.sql.exec(`CREATE TABLE IF NOT EXISTS message (
      seq INTEGER PRIMARY KEY,
      sender TEXT NOT NULL,
      text TEXT NOT NULL,
      at INTEGER NOT NULL
    )`);
    // Socket -> name; after hibernation the attachments tell it again.
    this.members = new Map();
    for (const ws of ctx.getWebSockets()) {
      const attachment = ws.deserializeAttachment();
      if (attachment) this.members.set(ws, attachment.name);
    }
    // Answered by the runtime, without waking the object.
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  async fetch() {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }

  async webSocketMessage(ws, message) {
    const frame = parse(message);
    const name = this.members.get(ws);
    if (frame?.type === "join" && !name && typeof frame.name === "string") {
      this.join(ws, frame.name);
    } else if (frame?.type === "say" && name && typeof frame.text === "string" && frame.text.length <= MAX_TEXT) {
      this.say(name, frame.text);
    }
  }

  async webSocketClose(ws, code) {
    this.leave(ws);
    try {
      ws.close(code);
    } catch {
      // 1005 and 1006 are not to be sent, and it may be closed already.
    }
  }

  async webSocketError(ws) {
    this.leave(ws);
  }

  join(ws, name) {
    ws.serializeAttachment({ name });
    this.members.set(ws, name);
    const count = this.members.size;
    ws.send(JSON.stringify({ type: "welcome", count }));
    if (this.announces) this.broadcast({ type: "join", name, count });
  }

  say(from, text) {
    const at = Date.now();
    const { seq } = this.sql
      .exec("INSERT INTO message (sender, text, at) VALUES (?, ?, ?) RETURNING seq", from, text, at)
      .one();
    this.broadcast({ type: "message", seq, from, text, at });
  }

  leave(ws) {
    const name = this.members.get(ws);
    if (!name) return;
    this.members.delete(ws);
    if (this.announces) this.broadcast({ type: "leave", name, count: this.members.size });
  }

  broadcast(event) {
    const json = JSON.stringify(event);
    for (const ws of this.ctx.getWebSockets()) {
      try {
        ws.send(json);
      } catch {
        // It is closing; its own callback announces that.
      }
    }
  }
}

function parse(message) {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}
