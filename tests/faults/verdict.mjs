/**
 * Finds what is wrong at the end, by reading the rooms again: over HTTP, and through a stranger's resume from
 * the very first event. Neither is trusted; they have to agree with each other, with what every writer
 * remembers having written, and with what every page received.
 */
import { isDeepStrictEqual } from "node:util";
import { RoomState } from "../../public/state/room-state.js";
import { Visitor } from "../support/visitor.mjs";
import { show } from "../support/waiting.mjs";

const PAGE_LIMIT = 100;
const REPLAY_WITHIN_MS = 120_000;
const SEEN_EVERY_BYTES = 1024 * 1024;

/** Everything that must not be, by kind. */
export class Verdict {
  faults = [];

  lost(what) {
    this.faults.push({ kind: "lost", what });
  }

  duplicated(what) {
    this.faults.push({ kind: "duplicated", what });
  }

  disordered(what) {
    this.faults.push({ kind: "disordered", what });
  }

  other(what) {
    this.faults.push({ kind: "other", what });
  }

  count(kind) {
    return this.faults.filter((fault) => fault.kind === kind).length;
  }
}

/** How far the log of a room goes. */
export async function newestSeq(server, room) {
  return (await messages(server, room, "limit=1")).seq;
}

/** Reads one room and judges it; `writers` are those of this room, at rest. */
export async function judgeRoom(server, room, writers, verdict) {
  const { epoch, present } = await readPages(server, room);
  const log = await readLog(server, room, epoch, verdict);
  judgeOrder(room, log, verdict);
  for (const writer of writers) {
    judgeLedger(writer, log, verdict);
    for (const page of writer.pages) judgeTold(writer, page.log, log, verdict);
  }
  judgeAuthors(room, writers, log, verdict);
  judgeState(`the replay of ${room}`, foldedMessages(log), present, verdict);
  for (const writer of writers) {
    judgeState(`the page of ${writer.name} in ${room}`, writer.page.state.messages, present, verdict);
    judgeRoster(writer, writers, verdict);
  }
}

// ---- the independent reading ----

async function messages(server, room, query) {
  const response = await fetch(`${server.url}/room/${room}/messages?${query}`);
  if (!response.ok) throw new Error(`${response.status} for the messages of ${room}`);
  return response.json();
}

/** All messages in their present state. */
async function readPages(server, room) {
  const present = [];
  for (;;) {
    const after = present.at(-1)?.seq ?? 0;
    const { epoch, events, more } = await messages(server, room, `after=${after}&limit=${PAGE_LIMIT}`);
    present.push(...events);
    if (!more) return { epoch, present };
  }
}

/** All log events, by a resume that has nothing yet. */
async function readLog(server, room, epoch, verdict) {
  const auditor = await new Visitor(`${server.url.replace("http", "ws")}/room/${room}`).opens();
  auditor.saysSeenEvery(SEEN_EVERY_BYTES);
  await auditor.greets("Auditor", { epoch, after: 0 });
  if (!auditor.welcome.recovered) verdict.other(`the log of ${room} is not replayed from its start`);
  const log = await auditor.hasLog(auditor.welcome.seq, REPLAY_WITHIN_MS);
  await auditor.leaves();
  return log;
}

const foldedMessages = (log) => {
  const state = new RoomState();
  for (const event of log) state.apply(event, 0);
  return state.messages;
};

// ---- what must hold ----

/** Seqs without a gap, time that never goes back, no cid twice. */
function judgeOrder(room, log, verdict) {
  const cids = new Set();
  for (const [index, { seq, at, cid }] of log.entries()) {
    if (seq !== index + 1) verdict.disordered(`${room} has ${seq} in the place of ${index + 1}`);
    if (at < log[index - 1]?.at) verdict.disordered(`in ${room} time goes back at ${seq}`);
    if (cids.has(cid)) verdict.duplicated(`${room} has ${cid} again at ${seq}`);
    cids.add(cid);
  }
}

/** What was acknowledged is there as it was written, in the order of writing; what was refused is not. */
function judgeLedger({ name, room, ledger }, log, verdict) {
  const byCid = new Map(log.map((event) => [event.cid, event]));
  const edits = Map.groupBy(log, (event) => (event.type === "edited" ? event.target : undefined));
  let last = 0;
  for (const [cid, frame] of ledger.frames) {
    const event = byCid.get(cid);
    const what = `${name}'s ${show(frame)} in ${room}`;
    if (ledger.refused.has(cid)) {
      if (event) verdict.other(`${what} was refused, and is there as ${event.seq}`);
    } else if (!event) {
      verdict.lost(`${what} was ${ledger.acknowledged.has(cid) ? "acknowledged" : "never answered"}`);
    } else {
      if (!ledger.acknowledged.has(cid)) verdict.other(`${what} is there, and its echo never came`);
      if (!isFrom(frame, event, edits)) verdict.other(`${what} became ${show(event)}`);
      if (event.seq < last) verdict.disordered(`${what} overtook what was written before it`);
      last = event.seq;
    }
  }
}

/** Whether this log event is what the frame asked for. */
function isFrom(frame, event, edits) {
  const texts = [frame.text, ...(edits.get(event.seq) ?? edits.get(event.target) ?? []).map(({ text }) => text)];
  const hasText = event.deleted || texts.includes(event.text);
  switch (frame.type) {
    case "say":
      return event.type === "message" && event.reply_to === frame.reply_to && hasText;
    case "edit":
      return event.type === "edited" && event.target === frame.seq && hasText;
    case "delete":
      return event.type === "deleted" && event.target === frame.seq;
    case "react":
      return (
        event.type === "reacted" &&
        event.target === frame.seq &&
        event.emoji === frame.emoji &&
        event.on === frame.on
      );
  }
}

/** Nobody else has written anything. */
function judgeAuthors(room, writers, log, verdict) {
  for (const { seq, cid } of log) {
    if (!writers.some(({ ledger }) => ledger.frames.has(cid))) verdict.other(`nobody wrote ${seq} in ${room}`);
  }
}

/** What a page was told is the log; only a text may since have changed or gone. */
function judgeTold({ name, room }, told, log, verdict) {
  const lasting = ({ text: _, deleted: __, ...rest }) => rest;
  for (const event of told) {
    const stored = log[event.seq - 1];
    if (!stored || !isDeepStrictEqual(lasting(event), lasting(stored)))
      verdict.disordered(`${name} in ${room} was told ${show(event)} where the log has ${show(stored)}`);
  }
}

/** The same messages in the same state; a page that has forgotten the oldest is right about the rest. */
function judgeState(whose, messages, present, verdict) {
  const known = present.slice(-messages.length || present.length);
  if (known.length !== messages.length) verdict.other(`${whose} has ${messages.length} of ${known.length} messages`);
  for (const [index, message] of messages.entries()) {
    if (isDeepStrictEqual(settled(message), settled(known[index] ?? {}))) continue;
    return verdict.other(`${whose} shows ${show(message)} instead of ${show(known[index])}`);
  }
}

/** No reactions are no reactions, with or without a place to put them. */
function settled({ reactions, ...message }) {
  return reactions && Object.keys(reactions).length > 0 ? { ...message, reactions } : message;
}

/** Everyone sees everyone. */
function judgeRoster({ name, room, page }, writers, verdict) {
  for (const other of writers) {
    const { id } = other.page.connection.you;
    if (!page.state.members.has(id)) verdict.other(`${name} in ${room} does not see ${other.name}`);
  }
}

/** What of these pairs of what is and what should be is not the same, in words. */
export function differences(pairs) {
  const differ = ([, [is, should]]) => JSON.stringify(is) !== JSON.stringify(should);
  return Object.entries(pairs)
    .filter(differ)
    .map(([what, [is, should]]) => `${what} is ${JSON.stringify(is)}, not ${JSON.stringify(should)}`);
}
