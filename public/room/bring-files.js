/**
 * Loads what files need with the first of them: one is attached, dropped or pasted, waits to be sent, or is in a message.
 * Of a room without files there is a button, where its server takes any, and nothing else.
 *
 * @import { Upload } from "../client/outbox.js"
 * @import { FilesView } from "../timeline/message-view.js"
 * @import { RoomContext } from "./later.js"
 */

import { loadPart } from "../browser/load-part.js";
import { takeDropped } from "../composer/dropped.js";
import { isOfMessage, keyOf } from "../composer/mode.js";
import { attachButton, attachStyle, dropStyle } from "../files/attach.js";
import { hadTray } from "../files/tray-note.js";
import { t } from "../i18n/strings.js";
import { saidOf } from "../text/said.js";
import { adopt } from "../ui/adopt-style.js";
import { nothing } from "../ui/lit.js";

/** Where what draws them cannot be loaded: what they are called. @type {FilesView} */
const PLAIN = { view: ({ files }) => saidOf(files ? { files } : {}), seen: () => "", small: () => "" };

export class RoomFiles {
  /** Draws those of messages, once that is loaded. @type {FilesView | undefined} */
  views;
  #room;
  /** @typedef {Awaited<ReturnType<typeof import("../files/of-room.js").begin>>} Part */
  /** @type {Part | undefined} */
  #part;
  /** @type {Promise<Part | undefined> | undefined} */
  #loading;
  #tray;
  /** How often files were brought that the tray, which is not here yet, is to have: nothing goes without them. */
  #coming = 0;
  /** Whether something may have been left in the tray, which is looked for once. */
  #isLeft;
  /** For what somebody wanted to send before the files were ready: it goes when they are. @type {string | undefined} */
  #held;

  /** @param {RoomContext} room */
  constructor(room) {
    this.#room = room;
    const { root, store, signal } = room;
    const part = () => this.#part;
    const isComing = () => this.#coming > 0;
    const hold = () => this.#hold();
    const { connection } = store;
    this.#tray = {
      // Who edits a message adds no files to it.
      button: () => (this.#isEditing ? nothing : attachButton((files) => this.add(files))),
      view: () => (this.#isEditing ? nothing : (part()?.tray.view() ?? nothing)),
      get isEmpty() {
        return part()?.tray.isEmpty ?? true;
      },
      get isAsking() {
        return isComing() || (part()?.tray.isAsking ?? false);
      },
      hold,
      /** @returns {readonly Upload[] | undefined} */
      take: () => part()?.tray.take(),
    };
    const look = () => connection.outbox.some(({ uploads }) => uploads) && void this.load();
    connection.addEventListener("outbox", look, { signal });
    connection.addEventListener(
      "status",
      () => {
        if (this.views === PLAIN && connection.status.phase === "live") void this.load();
      },
      { signal },
    );
    this.#isLeft = hadTray(room.name);
    if (this.#isLeft) {
      this.#come(1);
      void this.load().then(() => this.#come(-1));
    }
    look();
    adopt(root, dropStyle);
    const composer = this.#composer;
    if (composer) adopt(/** @type {ShadowRoot} */ (composer.renderRoot), attachStyle);
    // Whoever writes on is not done.
    composer?.addEventListener("draft", () => {
      this.#held = undefined;
    });
    showDrop(root, () => this.#mayAdd, signal);
    takeDropped({ onText: (text) => composer?.insert(text), onFiles: (files) => this.add(files) }, signal);
  }

  /** What is to be sent with the next message, where there may be files. */
  get tray() {
    return this.#room.store.room.limits.file_bytes ? this.#tray : undefined;
  }

  get #mayAdd() {
    const { store } = this.#room;
    return !!store.room.limits.file_bytes && !store.denial("say");
  }

  /** @param {readonly File[]} files */
  async add(files) {
    const { around } = this.#room;
    if (!this.#mayAdd) return around.tell(t.noFiles);
    if (files.length === 0) return;
    this.#come(1);
    const part = await this.load();
    part?.tray.add(files);
    this.#come(-1);
    if (!part) return around.tell(t.notLoaded);
    if (this.#isEditing) around.tell(t.filesWait);
    around.goOn();
  }

  /** @param {1 | -1} step */
  #come(step) {
    this.#coming += step;
    this.#drawTray();
  }

  get #isEditing() {
    return isOfMessage(this.#composer?.mode);
  }

  get #composer() {
    return this.#room.root.querySelector("alcove-composer");
  }

  #hold() {
    if (!this.#tray.isAsking) return;
    const tray = this.#part?.tray;
    if (!tray?.hasFault) this.#held = keyOf(this.#composer?.mode) ?? "";
    tray?.hold();
  }

  /** What waited for its files goes now, unless one of them cannot, or something else is being written. */
  #drawTray() {
    const composer = this.#composer;
    composer?.requestUpdate();
    const tray = this.#part?.tray;
    if (this.#held === undefined || (this.#tray.isAsking && !tray?.hasFault)) return;
    const isSame = this.#held === (keyOf(composer?.mode) ?? "");
    this.#held = undefined;
    if (isSame && tray && !tray.isEmpty && !tray.hasFault)
      composer?.renderRoot.querySelector("form")?.requestSubmit();
  }

  /** @returns {Promise<Part | undefined>} */
  load() {
    const { name, store, root, signal, around } = this.#room;
    const timeline = root.querySelector("alcove-timeline");
    this.#loading ??= loadPart(() => import("../files/of-room.js"))
      .then(async ({ begin, filesStyle }) => {
        if (timeline) adopt(/** @type {ShadowRoot} */ (timeline.renderRoot), filesStyle);
        this.#part = await begin({
          name,
          store,
          isLeft: this.#isLeft,
          signal,
          redraw: () => timeline?.requestUpdate(),
          drawTray: () => this.#drawTray(),
          goOn: around.goOn,
          tell: around.tell,
        });
        this.views = this.#part.views;
        return this.#part;
      })
      .catch(() => {
        this.views = PLAIN;
        this.#loading = undefined;
        return undefined;
      })
      .finally(() => {
        around.redraw();
        this.#composer?.requestUpdate();
      });
    return this.#loading;
  }
}

/**
 * Says where something would go that is dragged over the page.
 * @param {ShadowRoot} root
 * @param {() => boolean} isWanted
 * @param {AbortSignal} signal
 */
const showDrop = (root, isWanted, signal) => {
  const place = Object.assign(document.createElement("div"), { className: "drop", ariaHidden: "true" });
  const hide = () => place.remove();
  const over = (/** @type {DragEvent} */ { dataTransfer }) => {
    if (!dataTransfer?.types.includes("Files") || !isWanted() || place.isConnected) return;
    place.textContent = t.dropFiles;
    root.append(place);
  };
  const left = (/** @type {DragEvent} */ { relatedTarget }) => relatedTarget === null && hide();
  window.addEventListener("dragover", over, { signal });
  window.addEventListener("dragleave", left, { signal });
  window.addEventListener("drop", hide, { signal, capture: true });
  signal.addEventListener("abort", hide);
};
