/**
 * Turns messages into lines: where a day begins, where the “new since …” line stands, where one author's group
 * begins and ends, who came and went in between, and which of one's own messages are still in flight. Pure;
 * `timeline.js` draws the result.
 *
 * @import { Message, Member, RoomFile } from "../client/protocol.js"
 * @import { Notice } from "../state/room-state.js"
 * @import { NewLine } from "../state/read-marker.js"
 * @import { Entry, Upload } from "../client/outbox.js"
 *
 * @typedef {{ emoji: string, ids: readonly string[], isMine: boolean }} Reaction
 *
 * @typedef {object} Line One message, sent or on its way.
 * @property {"line"} kind
 * @property {string} key Stays the same when a pending message is acknowledged.
 * @property {number} at
 * @property {Member} from
 * @property {boolean} isOwn
 * @property {boolean} isFirst Of its group.
 * @property {boolean} isLast
 * @property {string} text As it will be, if an edit is on its way.
 * @property {boolean} isGone Deleted, or about to be.
 * @property {boolean} isUndoable About to be, and one can think again.
 * @property {readonly Reaction[]} reactions Those on their way included.
 * @property {number} [replyTo]
 * @property {readonly (RoomFile | Upload)[]} [files]
 * @property {Message} [message] Absent while on its way.
 * @property {Entry} [entry] What is on its way or refused: the message itself, or its edit.
 *
 * @typedef {{ kind: "day", key: string, at: number }} Day
 * @typedef {{ kind: "new", key: string, since: number }} NewItem
 * @typedef {{ kind: "notice", key: string, notice: Notice }} NoticeItem
 * @typedef {Line | Day | NewItem | NoticeItem} Item
 *
 * @typedef {object} Contents
 * @property {readonly Message[]} messages
 * @property {readonly Entry[]} outbox
 * @property {readonly Notice[]} notices
 * @property {Member} you
 * @property {NewLine} [line]
 * @property {ReadonlySet<number>} [removing] Deleted here, and not yet for the others.
 * @property {number} [now] What time it is by the server.
 */

import { dayKey } from "../i18n/dates.js";

const GROUP_MS = 5 * 60_000;

/**
 * @param {Contents} contents
 * @returns {Item[]}
 */
export const timelineItems = ({
  messages,
  outbox,
  notices,
  you,
  line: newLine,
  removing = new Set(),
  now = Infinity,
}) => {
  const changes = changesOnTheirWay(outbox);
  const lines = [
    ...messages.map((message) => lineOf(message, you, changes.get(message.seq) ?? [], removing)),
    ...notInLog(outbox, messages, you).map((entry) => pending(entry, you)),
  ];
  const noticeAfter = new Map(notices.map((notice) => [notice.after, notice]));
  const firstNew =
    newLine && messages.find(({ seq, from }) => seq > newLine.after && from.id !== you.id)?.seq;

  /** @type {Item[]} */
  const items = [];
  let day = "";
  const begin = (/** @type {number} */ at) => {
    if (dayKey(at) !== day) items.push({ kind: "day", key: `day ${dayKey(at)}`, at });
    day = dayKey(at);
  };
  // Without a message above it, a notice has its place at the top only where the room begins.
  const top = (messages[0]?.seq ?? 0) <= 1 ? 0 : -1;
  /** @type {Line | undefined} */
  let above;
  const tellAfter = (/** @type {number} */ seq, /** @type {Line | undefined} */ next) => {
    const notice = noticeAfter.get(seq);
    if (!notice) return;
    // It is later than what is above it, and earlier than what is below, whatever the clocks say.
    begin(Math.max(above?.at ?? 0, Math.min(notice.at, next?.at ?? now, now)));
    items.push(noticeItem(notice));
  };
  tellAfter(top, lines[0]);
  for (const [index, line] of lines.entries()) {
    // Its time will be the server's, and that comes after all that is there.
    if (!line.message) line.at = Math.max(Math.min(line.at, now), above?.at ?? 0);
    const isNew = newLine !== undefined && line.message?.seq === firstNew && firstNew !== undefined;
    if (isNew) items.push({ kind: "new", key: `new ${firstNew}`, since: newLine.since });
    begin(line.at);
    const isApart = items.at(-1) !== above;
    line.isFirst = isApart || !above || !isOneGroup(above, line);
    if (above) above.isLast = line.isFirst;
    above = line;
    items.push(line);
    if (line.message) tellAfter(line.message.seq, lines[index + 1]);
  }
  return items;
};

/**
 * What one said and is not among the messages: another tab may have had the echo.
 * @param {readonly Entry[]} outbox
 * @param {readonly Message[]} messages
 * @param {Member} you
 */
const notInLog = (outbox, messages, you) => {
  const said = outbox.filter(({ frame }) => frame.type === "say");
  if (said.length === 0) return said;
  const own = new Set(messages.flatMap(({ from, cid }) => (from.id === you.id ? [cid] : [])));
  return said.filter(({ frame }) => !own.has(frame.cid));
};

/**
 * Changes of messages in the outbox, by the message they are for.
 * @param {readonly Entry[]} outbox
 */
const changesOnTheirWay = (outbox) => {
  /** @type {Map<number, Entry[]>} */
  const changes = new Map();
  for (const entry of outbox) {
    if (entry.frame.type === "say") continue;
    const { seq } = entry.frame;
    changes.set(seq, [...(changes.get(seq) ?? []), entry]);
  }
  return changes;
};

/**
 * @param {Message} message
 * @param {Member} you
 * @param {readonly Entry[]} changes
 * @param {ReadonlySet<number>} removing
 * @returns {Line}
 */
const lineOf = (message, you, changes, removing) => {
  const isOwn = message.from.id === you.id;
  const edit = changes.findLast(({ frame }) => frame.type === "edit");
  const isUndoable = removing.has(message.seq) && !message.deleted;
  const isDeleted = !!message.deleted || changes.some(({ frame }) => frame.type === "delete");
  const isGone = isDeleted || isUndoable;
  return {
    kind: "line",
    key: isOwn ? `own ${message.cid}` : `seq ${message.seq}`,
    at: message.at,
    from: message.from,
    isOwn,
    isFirst: true,
    isLast: true,
    text: edit?.frame.type === "edit" ? edit.frame.text : (message.text ?? ""),
    isGone,
    isUndoable,
    reactions: isGone ? [] : reactionsOf(message, you, changes),
    message,
    ...(message.files && !isGone && { files: message.files }),
    ...(message.reply_to !== undefined && { replyTo: message.reply_to }),
    ...(edit && { entry: edit }),
  };
};

/**
 * @param {Message} message
 * @param {Member} you
 * @param {readonly Entry[]} changes
 * @returns {Reaction[]}
 */
const reactionsOf = (message, you, changes) => {
  const reactions = new Map(Object.entries(message.reactions ?? {}));
  for (const { frame } of changes) {
    if (frame.type !== "react") continue;
    const others = (reactions.get(frame.emoji) ?? []).filter((id) => id !== you.id);
    reactions.set(frame.emoji, frame.on ? [...others, you.id] : others);
  }
  return [...reactions]
    .filter(([, ids]) => ids.length > 0)
    .map(([emoji, ids]) => ({ emoji, ids, isMine: ids.includes(you.id) }));
};

/**
 * @param {Entry} entry
 * @param {Member} you
 * @returns {Line}
 */
const pending = (entry, you) => {
  const { frame } = entry;
  return {
    kind: "line",
    key: `own ${frame.cid}`,
    at: entry.at,
    from: you,
    isOwn: true,
    isFirst: true,
    isLast: true,
    text: frame.type === "say" ? frame.text : "",
    isGone: !!entry.withdrawn,
    isUndoable: false,
    reactions: [],
    entry,
    ...(entry.uploads && !entry.withdrawn && { files: entry.uploads }),
    ...(frame.type === "say" && frame.reply_to !== undefined && { replyTo: frame.reply_to }),
  };
};

/**
 * @param {Line} above
 * @param {Line} line
 */
const isOneGroup = (above, line) =>
  above.from.id === line.from.id && above.from.name === line.from.name && line.at - above.at < GROUP_MS;

/**
 * @param {Notice} notice
 * @returns {NoticeItem}
 */
const noticeItem = (notice) => ({ kind: "notice", key: `notice ${notice.after}`, notice });
