/**
 * What is being written, and its purpose: a new message, a reply, an edit, or a message that was not sent. It
 * goes where its purpose says, and is kept as a draft however the page ends.
 *
 * @import { Message } from "../client/protocol.js"
 * @import { Composer } from "../composer/composer.js"
 * @import { Purpose } from "../composer/drafts.js"
 * @import { Mode } from "../composer/mode.js"
 * @import { RoomStore } from "../state/room-store.js"
 */

import { readDraft, writeDraft } from "../composer/drafts.js";
import { t } from "../i18n/strings.js";
import { nameWithSign } from "../people/person.js";
import { saidOf } from "../text/said.js";

/** A text that is longer is not stored at each key. */
const MOST_DRAFTED_AT_ONCE = 10_000;
const DRAFT_AFTER_MS = 500;
/** What is answered is shown in one line. */
const MOST_QUOTED = 300;

export class Writing {
  #room;
  #store;
  #composer;
  #redraw;
  /** @type {Purpose | undefined} */
  #purpose;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #draftTimer;

  /**
   * @param {string} room
   * @param {RoomStore} store
   * @param {{ composer: () => Composer | null, redraw: () => void }} around
   */
  constructor(room, store, { composer, redraw }) {
    this.#room = room;
    this.#store = store;
    this.#composer = composer;
    this.#redraw = redraw;
  }

  /** @param {Purpose | undefined} purpose */
  #turnTo(purpose) {
    this.#purpose = purpose;
    this.#redraw();
  }

  /** The message that is edited. @returns {number | undefined} */
  get edited() {
    return this.#purpose?.kind === "edit" ? this.#purpose.message.seq : undefined;
  }

  /** What the composer is for, besides a new message. @returns {Mode | undefined} */
  get mode() {
    const purpose = this.#purpose;
    if (!purpose) return undefined;
    const store = this.#store;
    if (purpose.kind === "mend") {
      const hasFiles = store.connection.outbox.some(
        ({ frame, uploads }) => frame.cid === purpose.cid && uploads,
      );
      return { ...purpose, hasFiles, isGone: store.isOpened && !store.hasSaid(purpose.cid) };
    }
    const { seq, from, text = "" } = purpose.message;
    const isGone = this.#isGone(purpose);
    const now = store.room.find(seq);
    if (purpose.kind === "edit") return { kind: purpose.kind, seq, text, isGone, hasFiles: !!now?.files };
    return {
      kind: purpose.kind,
      seq,
      name: nameWithSign(from.name, store.signOf(from.id, from.name)),
      excerpt: now?.deleted ? t.deleted : saidOf(now ?? { text }),
      isGone,
    };
  }

  /**
   * There is nothing more to edit, or to answer: it was deleted, or is not kept any more, or the room was
   * begun anew.
   * @param {Exclude<Purpose, { kind: "mend" }>} purpose
   */
  #isGone({ kind, message, epoch }) {
    const store = this.#store;
    if (!store.isOpened) return false;
    // Begun without a connection, it is about what was kept from the last visit.
    const isSameRoom = epoch === "" || store.epoch === epoch;
    const now = isSameRoom ? store.quoted(message.seq) : null;
    return (
      now === null || (kind === "edit" && (!!now?.deleted || message.from.id !== store.connection.you?.id))
    );
  }

  // ---- what it is for ----

  /**
   * @param {"reply" | "edit"} kind
   * @param {Message} message
   */
  compose(kind, message) {
    const { seq, from } = message;
    const text = this.#store.wording(message);
    this.stop();
    this.#turnTo({
      kind,
      message: {
        seq,
        from,
        ...(text !== undefined && { text: kind === "reply" ? text.slice(0, MOST_QUOTED) : text }),
      },
      epoch: this.#store.epoch,
    });
  }

  /**
   * What waits or was refused comes back into the field; there is no message of it yet.
   * @param {string} cid
   */
  mend(cid) {
    const { connection, room } = this.#store;
    const frame = connection.outbox.find((entry) => entry.frame.cid === cid)?.frame;
    if (frame?.type !== "say" && frame?.type !== "edit") return;
    const edited = frame.type === "edit" ? room.find(frame.seq) : undefined;
    if (edited && !edited.deleted) return this.compose("edit", edited);
    if (!this.#isMending(cid)) this.stop();
    connection.hold(cid, true);
    this.#turnTo({ kind: "mend", cid, text: frame.text });
  }

  editLast() {
    const waiting = this.#store.connection.outbox.findLast(
      ({ frame, withdrawn }) => frame.type === "say" && !withdrawn,
    );
    const message = this.#store.lastOwn;
    if (waiting) this.mend(waiting.frame.cid);
    else if (message) this.compose("edit", message);
  }

  stop() {
    if (this.#purpose?.kind === "mend") this.#store.connection.hold(this.#purpose.cid, false);
    this.#turnTo(undefined);
  }

  /** It is in the field. @param {string} cid */
  #isMending(cid) {
    return this.#purpose?.kind === "mend" && this.#purpose.cid === cid;
  }

  // ---- where it goes ----

  /**
   * @param {string} text
   * @returns {boolean} Whether it comes to the end of the log.
   */
  send(text) {
    const purpose = this.#purpose;
    const store = this.#store;
    const isAbout = purpose !== undefined && purpose.kind !== "mend" && !this.#isGone(purpose);
    const isEdit = isAbout && purpose.kind === "edit";
    if (purpose?.kind === "mend") store.mend(purpose.cid, text);
    else if (isEdit) store.edit(purpose.message.seq, text);
    else {
      const uploads = this.#composer()?.tray?.take();
      store.connection.say(text, isAbout ? purpose.message.seq : undefined, uploads);
    }
    this.#turnTo(undefined);
    this.#composer()?.clear();
    return !isEdit;
  }

  /** Nobody waits for what is changed, or cannot be sent. */
  typed() {
    if (this.#store.denial("typing")) return;
    if (!this.#purpose || this.#purpose.kind === "reply") this.#store.connection.typing();
  }

  /** What is edited is to be no more. */
  deleteEdited() {
    const purpose = this.#purpose;
    this.#turnTo(undefined);
    if (purpose?.kind === "mend") this.#store.takeBack(purpose.cid);
    else if (purpose?.kind === "edit") this.#store.remove(purpose.message.seq);
  }

  /** @param {string} cid Of what waits or was refused. */
  discard(cid) {
    if (this.#isMending(cid)) this.#turnTo(undefined);
    this.#store.takeBack(cid);
  }

  /** @param {string} cid */
  retry(cid) {
    if (this.#isMending(cid)) this.#composer()?.send();
    else this.#store.connection.retry(cid);
  }

  // ---- its draft ----

  restore() {
    const { purpose, ...written } = readDraft(this.#room);
    this.#turnTo(purpose);
    this.#composer()?.restore(written, this.mode);
  }

  drafted() {
    const { text = "" } = this.#composer()?.written ?? {};
    if (text.length <= MOST_DRAFTED_AT_ONCE) this.#keepDraft();
    else this.#draftTimer ??= setTimeout(() => this.#keepDraft(), DRAFT_AFTER_MS);
  }

  #keepDraft() {
    this.dropDraft();
    const written = this.#composer()?.written;
    if (written) writeDraft(this.#room, { ...written, ...(this.#purpose && { purpose: this.#purpose }) });
  }

  /** The page may not be there much longer. */
  settleDraft() {
    if (this.#draftTimer !== undefined) this.#keepDraft();
  }

  dropDraft() {
    clearTimeout(this.#draftTimer);
    this.#draftTimer = undefined;
  }
}
