/**
 * What opens from a message: its menu, the emoji picker for a reaction, who reacted, its text for selecting.
 * Loaded with the first of them. Choices made there are carried out elsewhere.
 *
 * @import { Message } from "../client/protocol.js"
 * @import { RoomStore } from "../state/room-store.js"
 * @import { Choice, Extra } from "./message-menu.js"
 *
 * @typedef {"menu" | "who" | "select" | "react" | "more-emoji"} Panel
 *
 * @typedef {object} Opening
 * @property {Element} pressed
 * @property {RoomStore} store
 * @property {() => boolean} isWanted Nothing else was pressed since.
 * @property {() => void} closed To be called when it is closed.
 * @property {(words: string) => void} tell
 * @property {(choice: Choice, message: Message) => void} act
 */

import iconReport from "lucide-static/icons/flag.svg";
import { loadPart } from "../browser/load-part.js";
import { hasReacted } from "../client/protocol.js";
import { pickEmoji } from "../emoji/pick-emoji.js";
import { t } from "../i18n/strings.js";
import { nameWithSign } from "../people/person.js";
import { plainText } from "../text/rich-text.js";
import { saidOf } from "../text/said.js";
import { openPopover } from "../ui/popover.js";
import { MessageMenu } from "./message-menu.js";
import { reactedBy } from "./message-view.js";
import { headingOf, ReadingPanel } from "./reading-panel.js";

/**
 * @param {Panel} kind
 * @param {Message} message
 * @param {Opening} opening
 */
export const openPanel = (kind, message, opening) => {
  if (!opening.isWanted()) return undefined;
  switch (kind) {
    case "menu":
      return openMenu(message, opening);
    case "who":
      return openLines(kind, reactorsOf(message, opening), opening);
    case "select":
      return openLines(kind, [plainText(message.text ?? "")], opening);
    case "react":
    case "more-emoji":
      // What else there is, for who may not react.
      return opening.store.denial("react") ? openMenu(message, opening) : openEmoji(message, opening);
  }
};

/**
 * @param {Message} message
 * @param {Opening} opening
 */
const openMenu = (message, opening) => {
  const { pressed, store, closed, tell, act } = opening;
  const you = store.connection.you?.id ?? "";
  const isOwn = message.from.id === you;
  const { from } = message;
  const menu = Object.assign(new MessageMenu(), {
    message,
    isOwn,
    you,
    hasLink: pressed.matches("a"),
    extras: extrasOf(message, opening),
    mayReact: !store.denial("react"),
    name: nameWithSign(from.name, store.signOf(from.id, from.name)),
    excerpt: saidOf(message),
  });
  /** @type {(() => void) | undefined} */
  let then;
  const popover = openPopover(menu, {
    anchor: anchorOf(pressed),
    label: t.actions,
    placement: isOwn || pressed.matches("button") ? "bottom-end" : "bottom-start",
    // The focus is back on the message by then, and may go on from there.
    onClose: () => {
      closed();
      then?.();
    },
  });
  const whenClosed = (/** @type {(now: Message) => void} */ deed) => {
    then = () => {
      const now = store.room.find(message.seq) ?? message;
      if (now.deleted) tell(t.quoteLost);
      else deed(now);
    };
    popover.close();
  };
  menu.addEventListener("choose", (event) => whenClosed((now) => act(detail(event), now)));
  menu.addEventListener("react", (event) => whenClosed((now) => react(store, now, detail(event))));
  menu.addEventListener("extra", (event) => whenClosed(detail(event).deed));
  return popover;
};

/**
 * What else one may do with it: in a room that somebody looks after, that part of the page (hosting/) adds to it.
 * @param {Message} message
 * @param {Opening} opening
 * @returns {readonly Extra[]}
 */
const extrasOf = (message, opening) => {
  const { pressed, store } = opening;
  /** @type {Extra[]} */
  const extras = [];
  const asked = { detail: { message, extras }, bubbles: true, composed: true };
  pressed.dispatchEvent(new CustomEvent("extras", asked));
  const mayReport = message.from.id !== store.connection.you?.id && !store.denial("report");
  if (mayReport)
    extras.push({
      words: t.report,
      icon: iconReport,
      isGrave: true,
      deed: (now) => openReport(now, opening),
    });
  return extras;
};

/**
 * @param {Message} message
 * @param {Opening} opening
 */
const openReport = async (message, { pressed, store, tell }) => {
  try {
    const { ReportDialog } = await loadPart(() => import("./report-dialog.js"));
    const { id, name } = message.from;
    const dialog = Object.assign(new ReportDialog(), {
      store,
      message,
      name: nameWithSign(name, store.signOf(id, name)),
    });
    // In a private conversation, another part of the page (directs/) says what is sent, and to whom.
    pressed.dispatchEvent(new CustomEvent("report", { detail: { dialog }, bubbles: true, composed: true }));
    dialog.addEventListener("reported", () =>
      tell(dialog.told || (store.room.house.isOwned ? t.reported : t.reportedOperator)),
    );
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
  } catch {
    tell(t.notLoaded);
  }
};

/**
 * @param {"who" | "select"} kind
 * @param {string[]} lines
 * @param {Opening} opening
 */
const openLines = (kind, lines, { pressed, closed }) => {
  const label = headingOf(kind);
  const panel = Object.assign(new ReadingPanel(), { lines, kind });
  return openPopover(panel, { anchor: anchorOf(pressed), label, placement: "top-start", onClose: closed });
};

/**
 * @param {Message} message
 * @param {Opening} opening
 */
const openEmoji = (message, { pressed, store, isWanted, closed }) =>
  pickEmoji({
    anchor: anchorOf(pressed),
    isOne: true,
    onPick: (/** @type {string} */ emoji) => react(store, store.room.find(message.seq) ?? message, emoji),
    onClose: closed,
    isWanted,
  });

/**
 * A line for each reaction.
 * @param {Message} message
 * @param {Opening} opening
 */
const reactorsOf = ({ reactions = {} }, { store: { room, signOf } }) => {
  const context = { names: room.names, signOf, you: room.you ?? { id: "", name: "" } };
  return Object.entries(reactions).map(([emoji, ids]) => reactedBy({ emoji, ids }, context, ids.length));
};

/**
 * @param {RoomStore} store
 * @param {Message} message
 * @param {string} emoji
 */
const react = ({ connection }, message, emoji) =>
  connection.react(message.seq, emoji, !hasReacted(message, emoji, connection.you?.id ?? ""));

/**
 * Beside what was pressed; but a row is as wide as the log, and what was pressed may be hidden by now.
 * @param {Element} pressed
 */
const anchorOf = (pressed) => {
  const isBeside = !pressed.matches(".row") && pressed.getClientRects().length > 0;
  return isBeside ? pressed : (pressed.closest(".row")?.querySelector(".bubble") ?? pressed);
};

const detail = (/** @type {Event} */ event) => /** @type {CustomEvent} */ (event).detail;
