/**
 * From messages to lines: where a day begins, where a group of one author begins and ends, and who
 * came and went in between. Pure; `timeline.js` draws what this says.
 *
 * @import { Message, Member } from "../protocol.js"
 * @import { Notice } from "../room-state.js"
 * @import { Entry } from "../outbox.js"
 *
 * @typedef {object} Line One message, sent or on its way.
 * @property {"line"} kind
 * @property {string} key Stays the same when a pending message is acknowledged.
 * @property {number} at
 * @property {Member} from
 * @property {boolean} isOwn
 * @property {boolean} isFirst Of its group.
 * @property {boolean} isLast
 * @property {string} text
 * @property {Message} [message] Absent while on its way.
 * @property {Entry} [entry] Absent once acknowledged.
 *
 * @typedef {{ kind: "day", key: string, at: number }} Day
 * @typedef {{ kind: "notice", key: string, notice: Notice }} NoticeItem
 * @typedef {Line | Day | NoticeItem} Item
 */

import { dayKey } from "./dates.js";

const GROUP_MS = 5 * 60_000;

/**
 * @param {object} room
 * @param {readonly Message[]} room.messages
 * @param {readonly Entry[]} room.outbox
 * @param {readonly Notice[]} room.notices
 * @param {Member} room.you
 * @returns {Item[]}
 */
export const timelineItems = ({ messages, outbox, notices, you }) => {
  /** @type {Item[]} */
  const items = [];
  const said = outbox.filter(({ frame }) => frame.type === "say");
  const lines = [
    ...messages.map((message) => lineOf(message, you)),
    ...said.map((entry) => pending(entry, you)),
  ];
  const first = messages[0]?.seq ?? 0;
  const noticesAt = (/** @type {number} */ seq) =>
    notices.filter(({ after }) => after === seq).map(noticeItem);
  const withNotices = new Set(notices.map(({ after }) => after));

  // Without a message above it, a notice has its place at the top only where the room begins.
  if (first <= 1) items.push(...noticesAt(0));
  let day = "";
  /** @type {Line | undefined} */
  let above;
  for (const line of lines) {
    const lineDay = dayKey(line.at);
    if (lineDay !== day) items.push({ kind: "day", key: `day ${lineDay}`, at: line.at });
    line.isFirst = lineDay !== day || !above || !isOneGroup(above, line) || items.at(-1)?.kind === "notice";
    if (above) above.isLast = line.isFirst;
    day = lineDay;
    above = line;
    items.push(line);
    if (line.message && withNotices.has(line.message.seq)) items.push(...noticesAt(line.message.seq));
  }
  return items;
};

/**
 * @param {Message} message
 * @param {Member} you
 * @returns {Line}
 */
const lineOf = (message, you) => {
  const isOwn = message.from.id === you.id;
  return {
    kind: "line",
    key: isOwn ? `own ${message.cid}` : `seq ${message.seq}`,
    at: message.at,
    from: message.from,
    isOwn,
    isFirst: true,
    isLast: true,
    text: message.text ?? "",
    message,
  };
};

/**
 * @param {Entry} entry
 * @param {Member} you
 * @returns {Line}
 */
const pending = (entry, you) => ({
  kind: "line",
  key: `own ${entry.frame.cid}`,
  at: entry.at,
  from: you,
  isOwn: true,
  isFirst: true,
  isLast: true,
  text: entry.frame.type === "say" ? entry.frame.text : "",
  entry,
});

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
const noticeItem = (notice) => ({ kind: "notice", key: `notice ${notice.after} ${notice.at}`, notice });
