/**
 * Draws the files of a message, in its bubble: pictures in boxes that are known before there is anything in them, audio
 * and video with the browser's own controls, everything else as a card. What is covered is not even loaded before it is
 * asked for. A template, as the message is.
 *
 * @import { Message, RoomFile } from "../client/protocol.js"
 * @import { Upload } from "../client/outbox.js"
 * @import { Cover, Covers } from "./covers.js"
 * @import { Outgoing } from "./outgoing.js"
 * @import { Tickets } from "./tickets.js"
 *
 * @typedef {object} FilesLine What is drawn of.
 * @property {readonly (RoomFile | Upload)[]} [files]
 * @property {{ id: string, name: string }} from
 * @property {boolean} isOwn
 * @property {Message | undefined} [message]
 *
 * @typedef {object} FilesWorld
 * @property {Pick<Outgoing, "get" | "urlOf">} outgoing
 * @property {Pick<Tickets, "urlOf" | "isGone" | "isThere" | "failed">} tickets
 * @property {Pick<Covers, "of">} covers
 * @property {(line: FilesLine, cover: Cover) => void} uncover
 * @property {(file: RoomFile, pressed: HTMLElement) => void} open A picture, large.
 */

import iconDownload from "lucide-static/icons/download.svg";
import iconShow from "lucide-static/icons/eye.svg";
import iconFile from "lucide-static/icons/file.svg";
import { t } from "../i18n/strings.js";
import { html, nothing } from "../ui/lit.js";
import { boxOf, kindOf, sizeIn } from "./kinds.js";
import { nameView } from "./name-view.js";
import { previewUrl } from "./preview.js";

export class FilesView {
  #world;

  /** @param {FilesWorld} world */
  constructor(world) {
    this.#world = world;
  }

  /** @param {FilesLine} line All that it is drawn from. */
  seen = (line) => {
    const { covers, outgoing, tickets } = this.#world;
    const state = (line.files ?? []).map((file) => {
      if ("key" in file) return `${outgoing.get(file.key)?.state} ${this.#share(file)}`;
      return `${tickets.isGone(file.id)} ${file.removed} ${tickets.urlOf(file)}`;
    });
    return `${covers.of(line, "picture")} ${covers.of(line, "audio")} ${tickets.isThere} ${state.join()}`;
  };

  /** @param {FilesLine} line */
  view = (line) => {
    const files = line.files ?? [];
    const cover = this.#world.covers.of(line, "picture");
    const pictures = files.filter((file) => this.#isPicture(file));
    const others = files.filter((file) => !pictures.includes(file));
    return html`<div class="files">
      ${
        pictures.length === 0
          ? nothing
          : html`<div class=${pictures.length > 1 ? "pictures many" : "pictures"} data-count=${Math.min(pictures.length, 5)}>
              ${pictures.map((file) => (cover ? this.#covered(file, line, cover, pictures.length) : this.#picture(file, pictures.length)))}
            </div>`
      }
      ${others.map((file) => this.#coveredOther(file, line) ?? this.#other(file))}
    </div>`;
  };

  /** Beside the words of a message that is quoted: its first picture from afar, or a sign of a file. @param {Message} message */
  small = ({ files }) => {
    const url = previewUrl(files?.find((file) => this.#isPicture(file))?.preview);
    return url ? html`<img class="small" src=${url} alt="">` : files ? iconFile : nothing;
  };

  /** @param {RoomFile | Upload} file */
  #isPicture(file) {
    return kindOf(file) === "picture" && !("id" in file && this.#world.tickets.isGone(file.id));
  }

  /**
   * A button that shows it large; on its way, it only shows how far it is.
   * @param {RoomFile | Upload} file
   * @param {number} count
   */
  #picture(file, count) {
    const { open, outgoing, tickets } = this.#world;
    const url = "key" in file ? outgoing.urlOf(file) : outgoing.urlOf(file) || tickets.urlOf(file);
    const inside = html`${this.#underneath(file)}
      ${
        url
          ? html`<img class="full" src=${url} alt=${file.alt ?? ""} draggable="false" decoding="async" loading="lazy"
              @load=${shown} @error=${() => "id" in file && tickets.failed(file)}>`
          : nothing
      }`;
    const words = file.alt || file.name;
    if ("key" in file)
      return html`<div class="picture" data-said=${words} .style=${styleOf(file, count)}>${inside}${this.#progress(file)}</div>`;
    return html`<button
      class="picture"
      data-said=${words}
      aria-label=${t.openPicture(words)}
      title=${words}
      .style=${styleOf(file, count)}
      @click=${(/** @type {Event} */ { currentTarget }) => open(file, /** @type {HTMLElement} */ (currentTarget))}
    >${inside}</button>`;
  }

  /**
   * @param {RoomFile | Upload} file
   * @param {FilesLine} line
   * @param {Cover} cover
   * @param {number} count
   */
  #covered(file, line, cover, count) {
    const words = (cover === "new" ? t.showPictureOf : t.showPictureFrom)(line.from.name);
    return html`<button
      class="picture covered"
      data-said=${file.alt || file.name}
      aria-label=${words}
      title=${words}
      .style=${styleOf(file, count)}
      @click=${() => this.#world.uncover(line, cover)}
    >${this.#underneath(file)}<span class="cover">${iconShow}<span>${t.showPicture}</span></span></button>`;
  }

  /** @param {RoomFile | Upload} file */
  #underneath({ preview }) {
    const url = previewUrl(preview);
    return url ? html`<img class="afar" src=${url} alt="">` : nothing;
  }

  /** @param {RoomFile | Upload} file @param {FilesLine} line */
  #coveredOther(file, line) {
    const cover = this.#world.covers.of(line, kindOf(file));
    if (!cover) return undefined;
    const words = (cover === "new" ? t.showFileOf : t.showVideoFrom)(line.from.name);
    return html`<button class="card cover-card" data-said=${file.name} title=${file.name} @click=${() => this.#world.uncover(line, cover)}>
      ${iconShow}<span class="what">${nameOf(file)}<small>${words} · <bdi>${sizeIn(file.bytes)}</bdi></small></span>
    </button>`;
  }

  /** @param {RoomFile | Upload} file */
  #other(file) {
    const { outgoing, tickets } = this.#world;
    const kind = kindOf(file);
    const isGone = "id" in file && (file.removed || tickets.isGone(file.id));
    const url = isGone ? "" : "key" in file ? outgoing.urlOf(file) : tickets.urlOf(file);
    const media = url && kind !== "file" && kind !== "picture" ? this.#media(file, kind, url) : nothing;
    return html`<div class="other" data-said=${file.name}>${media}${this.#card(file, isGone === true, "id" in file ? url : "")}</div>`;
  }

  /**
   * @param {RoomFile | Upload} file
   * @param {"audio" | "video"} kind
   * @param {string} url
   */
  #media(file, kind, url) {
    const failed = () => "id" in file && this.#world.tickets.failed(file);
    if (kind === "audio")
      return html`<audio controls preload="none" src=${url} aria-label=${file.alt || file.name} @error=${failed}></audio>`;
    return html`<video controls playsinline preload="none" src=${url} aria-label=${file.alt || file.name} .style=${styleOf(file, 1)} @loadstart=${begun} @error=${failed}></video>`;
  }

  /**
   * @param {RoomFile | Upload} file
   * @param {boolean} isGone
   * @param {string} url "" as long as it cannot be had.
   */
  #card(file, isGone, url) {
    const { name, bytes } = file;
    const removed = "removed" in file && file.removed;
    const inside = html`${url ? iconDownload : iconFile}<span class="what">
        ${nameOf(file)}
        <small>${isGone ? (removed ? t.fileRemoved : t.fileGone) : html`<bdi>${sizeIn(bytes)}</bdi>`}</small>
      </span>${"key" in file ? this.#progress(file) : nothing}`;
    if (!url) return html`<div class=${isGone ? "card gone" : "card"} title=${name}>${inside}</div>`;
    return html`<a class="card" href=${url} download=${name} title=${name} aria-label=${t.downloadFile(name, sizeIn(bytes))}>${inside}</a>`;
  }

  /** How far it is: to be seen; the ear hears that the message is on its way. @param {Upload} file */
  #progress(file) {
    const share = this.#share(file);
    return share < 100 ? html`<progress aria-hidden="true" max="100" .value=${share}></progress>` : nothing;
  }

  /** In hundredths, so that it is not drawn anew all the time. @param {Upload} file */
  #share({ key, bytes }) {
    const job = this.#world.outgoing.get(key);
    if (!job) return 0;
    return job.state === "done" ? 100 : Math.floor((100 * job.sent) / Math.max(1, bytes));
  }
}

/** @param {Pick<RoomFile, "name">} file */
const nameOf = (file) => html`<span class="name" translate="no">${nameView(file)}</span>`;

/** The picture is over what was seen of it from afar, which may shine through. @param {Event} event */
const shown = ({ currentTarget }) => {
  const picture = /** @type {HTMLElement} */ (currentTarget);
  picture.previousElementSibling?.toggleAttribute("hidden", true);
};

/** A video shows its first picture once it is in sight: of many above that, nothing is loaded. */
const inSight = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    /** @type {HTMLVideoElement} */ (target).preload = "metadata";
    inSight.unobserve(target);
  }
});

/** @param {Event} event */
const begun = ({ currentTarget }) => inSight.observe(/** @type {Element} */ (currentTarget));

/**
 * Alone, a picture has its own shape; among others, all are alike.
 * @param {{ width?: number, height?: number }} file
 * @param {number} count
 */
const styleOf = (file, count) => {
  const { width, height } = boxOf(file);
  return count > 1 ? "" : `width: ${width}px; aspect-ratio: ${width} / ${height}`;
};
