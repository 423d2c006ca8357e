/**
 * Fills rooms with a long history, fast: one socket sends "message 1", "message 2" … as quickly as the room
 * accepts them. For servers whose rate is UNHURRIED.
 */
import WebSocket from "ws";

/** How far ahead of its echoes it speaks. */
const AHEAD = 2_000;

/** Says `count` messages and leaves; resolves when all are stored. */
export function fillRoom(url, count, textOf = (i) => `message ${i}`) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    let sent = 0;
    let stored = 0;
    const speak = () => {
      for (; sent < count && sent - stored < AHEAD; sent += 1) {
        socket.send(JSON.stringify({ type: "say", cid: `fill-${sent + 1}`, text: textOf(sent + 1) }));
      }
    };
    socket.on("error", reject);
    socket.on("close", (code) => stored < count && reject(new Error(`closed with ${code} after ${stored} messages`)));
    socket.on("open", () => socket.send(JSON.stringify({ type: "hello", v: 1, name: "Wordy" })));
    let unseen = 0;
    socket.on("message", (data) => {
      unseen += data.length;
      for (const event of JSON.parse(data)) {
        if (event.type === "message") stored += 1;
        if (event.type === "error") reject(new Error(event.code));
        if (event.type === "message" && unseen > 1_000_000) {
          unseen = 0;
          socket.send(JSON.stringify({ type: "seen", seq: event.seq }));
        }
      }
      speak();
      if (stored === count) resolve(socket.close());
    });
  });
}
