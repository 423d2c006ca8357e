/**
 * The files of a room: its tray, and what draws those of its messages. Loaded with the first.
 *
 * @import { Message, RoomFile } from "../client/protocol.js"
 * @import { RoomStore } from "../state/room-store.js"
 * @import { Shown } from "./light-box.js"
 *
 * @typedef {object} FilesContext
 * @property {string} name Of the room.
 * @property {RoomStore} store
 * @property {boolean} isLeft Something may have been left in the tray when the room was opened.
 * @property {AbortSignal} signal Its end.
 * @property {() => void} redraw The messages.
 * @property {() => void} drawTray
 * @property {() => void} goOn To where one writes.
 * @property {(words: string) => void} tell
 */

import { clock } from "../browser/clock.js";
import { loadPart } from "../browser/load-part.js";
import { storage } from "../browser/preferences.js";
import { isPrivate } from "../client/protocol.js";
import { dayName, timeOf } from "../i18n/dates.js";
import { loadFilesWords, t } from "../i18n/strings.js";
import { html } from "../ui/lit.js";
import { Covers } from "./covers.js";
import { FilesView } from "./files-view.js";
import { kindOf } from "./kinds.js";
import { Newcomers } from "./newcomers.js";
import { filesOf, outgoingOf } from "./outgoing-of.js";
import { previewUrl } from "./preview.js";
import { prepared } from "./shrink.js";
import { Tickets } from "./tickets.js";
import { TrayState } from "./tray.js";
import { notedWords, noteNothingLeft, noteTray } from "./tray-note.js";
import "./tray-view.js";

export { filesStyle } from "./files-style.js";

/** @param {FilesContext} context */
export const begin = async (context) => {
  const { name, store, isLeft, signal, redraw, drawTray, goOn, tell } = context;
  const { connection, room } = store;
  const [outgoing] = await Promise.all([outgoingOf(name, connection), loadFilesWords()]);

  const tickets = new Tickets(filesOf(name), {
    clock: { ...clock, date: () => connection.time.date },
    ticket: () => room.ticket,
    renew: () => connection.ticket(),
    statusOf: async (address) => (await fetch(address, { method: "HEAD" })).status,
  });
  const newcomers = new Newcomers(name, {
    storage,
    messages: () => room.messages,
    date: () => connection.time.date,
    isHost: (id) => room.roles.has(id),
    isPrivate: isPrivate(name),
  });
  const isCovering = () => room.house.settings.pictures === "cover";
  const covers = new Covers(newcomers, isCovering);
  const views = new FilesView({
    outgoing,
    tickets,
    covers,
    uncover: (line, cover) => {
      covers.lift(line, cover);
      redraw();
    },
    open: (file, pressed) => {
      // Safari focuses no button that is pressed, and a dialog gives the focus back to what had it.
      pressed.focus();
      void openLarge(file);
    },
  });

  /** All pictures that can be seen in the room, so that one gets from one to the next. */
  const pictures = () =>
    room.messages.flatMap((message) => {
      const { from, files = [] } = message;
      const isOwn = from.id === room.you?.id;
      const seen = files.filter((file) => kindOf(file) === "picture" && !tickets.isGone(file.id));
      return covers.of({ from, isOwn, message }, "picture") ? [] : seen.map((file) => shownOf(message, file));
    });
  /** @param {Message} message @param {RoomFile} file @returns {Shown} */
  const shownOf = ({ from, at }, file) => ({
    id: file.id,
    url: tickets.urlOf(file) || outgoing.urlOf(file),
    name: file.name,
    alt: file.alt ?? "",
    words: [from.name, dayName(at, connection.time.date), timeOf(at)].join(" · "),
    preview: previewUrl(file.preview),
  });
  const openLarge = async (/** @type {RoomFile} */ { id }) => {
    try {
      const { LightBox } = await loadPart(() => import("./light-box.js"));
      const shown = pictures();
      const at = shown.findIndex((each) => each.id === id);
      if (at >= 0) document.body.append(Object.assign(new LightBox(), { pictures: shown, at }));
    } catch {
      tell(t.notLoaded);
    }
  };

  const limits = () => ({ bytes: room.limits.file_bytes ?? 0, files: room.limits.files ?? 10 });
  const state = new TrayState({
    outgoing,
    prepare: prepared,
    newKey: () => crypto.getRandomValues(new Uint32Array(4)).join("-"),
    limits,
    note: (words) => noteTray(name, words),
  });
  state.addEventListener("change", drawTray);
  state.addEventListener("left", (event) =>
    tell(t.filesLeftOut(/** @type {CustomEvent<number>} */ (event).detail)),
  );
  state.addEventListener("full", () => tell(t.tooManyFiles(limits().files)));
  let isTold = false;
  outgoing.addEventListener("unkept", () => {
    if (!isTold) tell(t.filesNotKept);
    isTold = true;
  });

  const listen = { signal };
  outgoing.addEventListener("change", redraw, listen);
  tickets.addEventListener("change", redraw, listen);
  let wasCovering = isCovering();
  store.addEventListener(
    "change",
    () => {
      tickets.look();
      if (wasCovering !== isCovering()) redraw();
      wasCovering = isCovering();
    },
    listen,
  );
  window.addEventListener("online", () => tickets.again(), listen);
  signal.addEventListener("abort", () => tickets.close());
  tickets.look();
  if (isLeft) {
    const left = await outgoing.trayOf();
    if (left.length > 0) state.restore(left, notedWords(name));
    else if (!(await outgoing.hasTrays())) noteNothingLeft(name);
  }

  return {
    views,
    tray: {
      view: () => html`<alcove-tray .state=${state} .limit=${limits().bytes} @empty=${goOn}></alcove-tray>`,
      get isEmpty() {
        return state.isEmpty;
      },
      get isAsking() {
        return state.isAsking;
      },
      get hasFault() {
        return state.hasFault;
      },
      hold: () => state.hold(),
      take: () => state.take(),
      add: (/** @type {readonly File[]} */ files) => state.add(files),
    },
  };
};
