// A bot that answers whoever mentions it. Node 22 or later, nothing to install:
//   node examples/bots/bot.mjs ws://localhost:8787/room/tea Echo
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

const [url = "ws://localhost:8787/room/tea", name = "Echo", file = `bot-${encodeURIComponent(name)}.json`] = process.argv.slice(2);
const answerTo = (text) => `You said: ${text}`;

// Who we are, and how far we have read. Without the token we would be a stranger whose name is taken.
const kept = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
const keep = (news) => {
  writeFileSync(`${file}.new`, JSON.stringify(Object.assign(kept, news)), { mode: 0o600 });
  renameSync(`${file}.new`, file); // whole or not at all, whenever we are stopped
};
const unsent = new Map(); // cid -> an answer, until its echo comes
const MOST_UNSENT = 100; // who is asked for more than can be said leaves it out
let pause = 500;
let [free, gap] = [0, 200]; // when the next answer may go, and how long after it another

function connect() {
  const socket = new WebSocket(url);
  const send = (data) => socket.readyState === WebSocket.OPEN && socket.send(data);
  const pings = setInterval(send, 30_000, "ping");
  socket.onopen = () => send(JSON.stringify({ type: "hello", v: 1, name, ...kept }));
  socket.onmessage = ({ data }) => data !== "pong" && JSON.parse(data).forEach((event) => hear(event, send));
  socket.onclose = ({ code }) => {
    clearInterval(pings);
    if ([4400, 4401, 4403, 4410].includes(code)) process.exit(1); // trying again would not help
    setTimeout(connect, (code === 4429 ? 10_000 : 0) + Math.random() * pause);
    pause = Math.min(pause * 2, 30_000);
  };
}

// What a bot like this one answers is not answered: two of them would never stop.
const isForUs = (type, cid, text) =>
  type === "message" && !cid.startsWith("re-") && text?.toLowerCase().includes(`@${name.toLowerCase()}`);

function hear({ type, seq, from, cid, text, ...event }, send) {
  const say = (wait = 0) => {
    const now = performance.now();
    free = Math.max(free + gap, now + wait);
    setTimeout(() => unsent.has(cid) && send(JSON.stringify(unsent.get(cid))), free - now);
  };
  if (type === "welcome") {
    keep({ id: event.you.id, token: event.you.token, epoch: event.epoch, after: event.recovered ? kept.after : seq });
    [pause, gap] = [500, 1_000 / event.limits.per_second];
  } else if (type === "mark") send(JSON.stringify({ type: "seen", seq: kept.after, n: event.n }));
  else if (type === "error") {
    if (event.retryable) return say(event.retry_after_ms ?? 1_000);
    console.error(event.message);
    if (!unsent.delete(cid)) process.exit(1); // the name is taken, for one
  } else if (seq && from) {
    if (from.id === kept.id) unsent.delete(cid);
    else if (isForUs(type, cid, text) && unsent.size < MOST_UNSENT) {
      // Its cid is made of what it answers: said again after a crash, it still stands there once.
      cid = `re-${seq}`;
      unsent.set(cid, { type: "say", cid, text: answerTo(text), reply_to: seq });
      say();
    }
    // With an answer on its way we do not count as having read on, so a resume brings what it answers again.
    if (unsent.size === 0) keep({ after: Math.max(seq, kept.after) });
  }
}

connect();
