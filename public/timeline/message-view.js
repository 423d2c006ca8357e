/**
 * Draws one message: a template used by the timeline. It is not an element, so that a selection can span many
 * messages. It only offers the actions on a message; the timeline decides what happens.
 *
 * @import { Message } from "../client/protocol.js"
 * @import { Member } from "../client/protocol.js"
 * @import { SignOf } from "../state/likeness.js"
 * @import { Line, Reaction } from "./timeline-items.js"
 *
 * @typedef {object} MessageContext
 * @property {boolean} isActive Pointed at, with the focus in it, or with something open from it: shows what can be done.
 * @property {boolean} isOpen A menu or a picker is open from it.
 * @property {boolean} isEditing One is changing it.
 * @property {boolean} isWaiting What is said does not go out at once.
 * @property {boolean} [isVerified] Its author is signed in, as far as that is known.
 * @property {boolean} isUnfolded However long it is, all of it is shown.
 * @property {Member} you The reader.
 * @property {string} [zone] The time zone of all that is drawn.
 * @property {ReadonlyMap<string, string>} names Of members, by id.
 * @property {SignOf} signOf Tells apart whose names look alike.
 * @property {import("../text/mentions.js").Names} [mentions] Names that are shown as mentions.
 * @property {(line: Line, actions: MessageActions) => unknown} [failure] Draws why it was not sent, and what can be done.
 * @property {{ of: (text: string) => unknown, view: (text: string) => unknown }} [linked] What is known of the messages
 *   that a text links to, the same as long as that is the same, and how it is drawn below it.
 * @property {FilesView} [files] Draws the files of a message.
 * @property {(code: string) => Promise<boolean>} onCopy Copies a block of code.
 * @property {(seq: number) => Message | null | undefined} quoted
 *
 * @typedef {object} FilesView
 * @property {(line: Line) => unknown} view
 * @property {(line: Line) => string} seen All that it is drawn from.
 * @property {(message: Message) => unknown} small Of one that is quoted.
 *
 * @typedef {object} MessageActions
 * @property {(cid: string) => void} onRetry
 * @property {(cid: string) => void} onDiscard
 * @property {(cid: string) => void} onMend Puts it back into the field.
 * @property {(text: string) => void} onTake Copies what cannot be sent any more.
 * @property {(seq: number) => void} onUndo
 * @property {(seq: number, from: Line) => void} onLeap
 * @property {(line: Line, isUnfolded: boolean) => void} onFold Shows all of it, or less again.
 * @property {(message: Message, reaction: Reaction) => void} onReact
 * @property {(kind: "react" | "reply" | "menu", line: Line, anchor: Element) => void} onTool
 */

import { exactTimeOf, timeOf } from "../i18n/dates.js";
import { number } from "../i18n/locale.js";
import { t } from "../i18n/strings.js";
import { hueOf } from "../people/avatar.js";
import { avatar, badge, checked, nameWithSign, signed, spokenName } from "../people/person.js";
import { isEmojiOnly, richText, settledParts } from "../text/rich-text.js";
import { saidOf } from "../text/said.js";
import { inTime } from "../text/slow-texts.js";
import { iconCheck, iconClock, iconMore, iconReply, iconSmilePlus } from "../ui/icons.js";
import { html, nothing, repeat } from "../ui/lit.js";

/** Names of those who reacted, said in full. */
const MOST_NAMES = 6;
/** Shorter texts are never as high as a screen. */
const LONG_TEXT = 500;
const MANY_LINES = 16;

/**
 * @param {Line} line
 * @param {MessageContext} context
 * @param {MessageActions} actions
 */
export const messageView = (line, context, actions) => {
  const draw = () => row(line, context, actions);
  return inTime(line.text, draw, draw);
};

/**
 * @param {Line} line
 * @param {MessageContext} context
 * @param {MessageActions} actions
 */
const row = (line, context, actions) => {
  const { entry, message, from, isOwn, isFirst } = line;
  const classes = {
    row: true,
    own: isOwn,
    first: isFirst,
    last: line.isLast,
    pending: !message || (!!entry && !entry.failed),
    failed: !!entry?.failed,
    active: context.isActive,
    open: context.isOpen,
    editing: context.isEditing,
  };
  const bubble = {
    bubble: true,
    big: !line.isGone && !line.files && isEmojiOnly(line.text),
    gone: line.isGone,
  };
  return html`<article
    class=${classNames(classes)}
    tabindex="-1"
    data-key=${line.key}
    data-seq=${message?.seq ?? nothing}
    data-hue=${hueOf(from.id)}
    aria-label=${sentence(line, context)}
  >
    ${isFirst && !isOwn ? avatar(from.id, from.name) : nothing}
    ${isFirst ? by(line, context) : nothing}
    <div class="line">
      <div class=${classNames(bubble)} title=${exactTimeOf(line.at)}>
        ${line.replyTo === undefined || line.isGone ? nothing : quote(line.replyTo, line, context, actions)}
        ${line.files ? context.files?.view(line) : nothing}
        ${line.isGone ? gone(line, actions) : line.files && line.text === "" ? nothing : [text(line, context, actions), context.linked?.view(line.text)]}
      </div>
      ${message && !line.isGone ? tools(line, context, actions) : nothing}
    </div>
    ${below(line, context, actions)} ${entry?.failed ? context.failure?.(line, actions) : nothing}
  </article>`;
};

/**
 * All that `messageView` draws from: as long as it is the same, so is the row.
 * @param {Line} line
 * @param {MessageContext} context
 */
export const whatIsSeen = (
  line,
  {
    failure,
    files,
    isActive,
    isEditing,
    isOpen,
    isUnfolded,
    isVerified,
    isWaiting,
    linked,
    mentions,
    names,
    quoted,
    signOf,
    you,
    zone,
  },
) => [
  line.message,
  line.entry,
  line.entry && isWaiting,
  line.entry && failure,
  line.files && files?.seen(line),
  line.text,
  line.isFirst,
  line.isLast,
  line.isGone,
  line.isUndoable,
  line.from.name,
  zone,
  isVerified,
  signOf(line.from.id, line.from.name),
  isActive,
  isOpen,
  isEditing,
  isUnfolded,
  you.id,
  you.name,
  mentions?.mentionedIn(line.text),
  linked?.of(line.text),
  settledParts(),
  line.replyTo === undefined ? undefined : quoted(line.replyTo),
  line.replyTo === undefined ? undefined : signOfAuthor(quoted(line.replyTo), signOf),
  line.reactions
    .map((reaction) => `${reaction.ids.join(" ")} ${reactedBy(reaction, { names, signOf, you })}`)
    .join(),
];

/**
 * @param {Message | null | undefined} message
 * @param {SignOf} signOf
 */
const signOfAuthor = (message, signOf) => (message ? signOf(message.from.id, message.from.name) : "");

/**
 * @param {Line} line
 * @param {MessageContext} context
 */
const by = ({ from, isOwn, at }, { signOf, isVerified }) =>
  html`<div class="by">
    ${isOwn ? nothing : html`<bdi class="author" translate="no">${from.name}</bdi>${signed(signOf(from.id, from.name))}${badge(from.role)}${checked(isVerified)}`}
    <time translate="no" datetime=${new Date(at).toISOString()} title=${exactTimeOf(at)}>${timeOf(at)}</time>
  </div>`;

/**
 * What may be higher than a screen: the timeline measures it, and folds what is.
 * @param {string} text
 */
const mayBeLong = (text) => text.length > LONG_TEXT || text.split("\n", MANY_LINES).length === MANY_LINES;

/**
 * No white space may come between the tags: it would be part of the text.
 * @param {Line} line
 * @param {MessageContext} context
 * @param {MessageActions} actions
 */
const text = (line, { isUnfolded, onCopy, mentions, you }, { onFold }) => {
  const inside = richText(line.text, { onCopy, mentions, me: you.name });
  if (!mayBeLong(line.text)) return html`<div class="text" dir="auto">${inside}</div>`;
  const unfold = (/** @type {Event} */ { currentTarget }) => {
    /** @type {Element} */ (currentTarget).scrollTop = 0;
    onFold(line, true);
  };
  // It scrolls by itself only to show what has the focus or was looked for.
  return html`<div class=${isUnfolded ? "text" : "text long"} dir="auto" @scroll=${isUnfolded ? nothing : unfold}>${inside}</div>
    <button class="fold" aria-expanded=${isUnfolded} @click=${() => onFold(line, !isUnfolded)}>${isUnfolded ? t.showLess : t.more}</button>`;
};

/**
 * @param {Line} line
 * @param {MessageActions} actions
 */
const gone = ({ entry, message, isUndoable }, { onUndo }) =>
  html`<em>${entry?.withdrawn ? t.takingBack : isUndoable ? t.deleting : t.deleted}</em>${
    isUndoable && message
      ? html` <button class="undo" aria-label=${t.undoDelete} @click=${() => onUndo(message.seq)}>${t.undo}</button>`
      : nothing
  }`;

/**
 * @param {number} seq
 * @param {Line} line
 * @param {MessageContext} context
 * @param {MessageActions} actions
 */
const quote = (seq, line, { files, quoted, signOf }, { onLeap }) => {
  const message = quoted(seq);
  if (message === null) return html`<p class="quote"><em>${t.quoteLost}</em></p>`;
  if (!message) return html`<p class="quote" aria-hidden="true"><b>…</b><span>&nbsp;</span></p>`;
  return html`<button
    class="quote"
    data-hue=${hueOf(message.from.id)}
    title=${t.toQuoted(message.from.name)}
    @click=${() => onLeap(seq, line)}
  ><b translate="no"><bdi>${message.from.name}</bdi>${signed(signOfAuthor(message, signOf))}</b><span dir="auto">${files?.small(message)}${excerptOf(message)}</span></button>`;
};

/** @param {Message} message */
const excerptOf = (message) => (message.deleted || message.text === undefined ? t.deleted : saidOf(message));

/**
 * @param {Line} line
 * @param {MessageContext} context
 * @param {MessageActions} actions
 */
const tools = (line, { isActive }, { onTool }) => {
  const tool = (
    /** @type {"react" | "reply" | "menu"} */ kind,
    /** @type {string} */ name,
    /** @type {unknown} */ icon,
    title = name,
  ) =>
    html`<button
      class=${kind}
      aria-label=${name}
      title=${title}
      aria-haspopup=${kind === "reply" ? "false" : "dialog"}
      @click=${(/** @type {Event} */ event) => onTool(kind, line, /** @type {Element} */ (event.currentTarget))}
    >${icon}</button>`;
  return html`<div class="side">
    <div class="tools">
      ${isActive ? tool("react", t.react, iconSmilePlus) : nothing}
      ${isActive ? tool("reply", t.reply, iconReply) : nothing}
      ${tool("menu", t.actionsOf(nameOf(line), timeOf(line.at)), iconMore, t.actions)}
    </div>
  </div>`;
};

/**
 * @param {Line} line
 * @param {MessageContext} context
 * @param {MessageActions} actions
 */
const below = (line, context, { onReact, onMend, onDiscard }) => {
  const { message, entry, isOwn, isLast, isGone, reactions } = line;
  // It waits for a connection, or for its files to be brought, which may take long.
  const isHere =
    context.isWaiting || (entry?.uploads && !(/** @type {{ files?: unknown }} */ (entry.frame).files));
  // Where the sign of what was sent will stand, or the word that it was edited: nothing moves when it is.
  const hasSign = isLast || message || isHere;
  const isSending = isOwn && entry && !entry.failed && !isGone && hasSign;
  const isToChange = isSending && isHere && !message;
  const isSent = isOwn && message && !isGone && isLast && !entry;
  const isEdited = !!message?.edited_at && !isGone;
  if (reactions.length === 0 && !isEdited && !isSending && !isSent) return nothing;
  return html`<div class="below">
    ${repeat(
      reactions,
      ({ emoji }) => emoji,
      (reaction) =>
        html`<button
          class="reaction"
          translate="no"
          data-emoji=${reaction.emoji}
          aria-pressed=${reaction.isMine}
          aria-label=${t.reaction(reaction.emoji, reaction.ids.length)}
          title=${reactedBy(reaction, context)}
          @click=${() => message && onReact(message, reaction)}
        ><span>${reaction.emoji}</span><b>${number(reaction.ids.length)}</b></button>`,
    )}
    ${isEdited && message ? html`<span title=${exactTimeOf(message.edited_at ?? 0)}>${t.edited}</span>` : nothing}
    ${isSending ? html`<span class="state">${iconClock}<span class="vh">${t.sending}</span></span>` : nothing}
    ${
      isToChange
        ? html`<button class="mend" @click=${() => onMend(entry.frame.cid)}>${t.edit}</button>
          <button class="remove" @click=${() => onDiscard(entry.frame.cid)}>${t.remove}</button>`
        : nothing
    }
    ${isSent ? html`<span class="state">${iconCheck}<span class="vh">${t.sent}</span></span>` : nothing}
  </div>`;
};

/**
 * @param {Pick<Reaction, "emoji" | "ids">} reaction
 * @param {Pick<MessageContext, "names" | "signOf" | "you">} context
 * @param {number} [most] That are named.
 */
export const reactedBy = ({ emoji, ids }, { names, signOf, you }, most = MOST_NAMES) => {
  /** @type {string[]} */
  const shown = [];
  for (const id of ids) {
    if (shown.length === most) break;
    const name = names.get(id);
    if (id === you.id) shown.push(t.youToo);
    else if (name !== undefined) shown.push(nameWithSign(name, signOf(id, name)));
  }
  if (shown.length === 0) return t.reaction(emoji, ids.length);
  const others = ids.length - shown.length;
  return t.reactedBy(emoji, others > 0 ? [...shown, t.others(others)] : shown);
};

/** @param {Line} line */
const nameOf = ({ from, isOwn }) => (isOwn ? t.youName : from.name);

/**
 * The whole message as one sentence for the ear.
 * @param {Line} line
 * @param {MessageContext} context
 */
const sentence = (line, { quoted, signOf, you }) => {
  const answered = line.replyTo === undefined ? undefined : quoted(line.replyTo);
  const answeredName = answered ? spokenName(answered.from.name, signOfAuthor(answered, signOf)) : "";
  return t.sentence({
    name: line.isOwn
      ? t.youName
      : spokenName(line.from.name, signOf(line.from.id, line.from.name), line.from.role),
    time: timeOf(line.at),
    text: line.isUndoable ? t.deleting : line.isGone ? t.deleted : saidOf(line),
    replyTo: line.isGone || !answered ? "" : answered.from.id === you.id ? t.youAnswered : answeredName,
    isEdited: !!line.message?.edited_at && !line.isGone,
    reactions: line.reactions.map(({ emoji, ids }) => t.reaction(emoji, ids.length)),
    state: line.entry?.failed ? t.notSentShort : line.entry ? t.sending : "",
  });
};

/** Of those that apply. @param {Record<string, boolean>} classes */
const classNames = (classes) =>
  Object.keys(classes)
    .filter((name) => classes[name])
    .join(" ");
