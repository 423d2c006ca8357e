/**
 * `<alcove-light-box>`: one picture over everything, of those that can be seen in the room. By keys, by wheel, by fingers:
 * on to the next, larger and smaller, and away. What it was opened from has the focus again. Loaded with the first.
 *
 * @typedef {{ id: string, url: string, name: string, alt: string, words: string, preview: string }} Shown
 */

import iconBack from "lucide-static/icons/chevron-left.svg";
import iconOn from "lucide-static/icons/chevron-right.svg";
import iconDownload from "lucide-static/icons/download.svg";
import iconLarger from "lucide-static/icons/zoom-in.svg";
import iconSmaller from "lucide-static/icons/zoom-out.svg";
import { t } from "../i18n/strings.js";
import { base } from "../ui/base.js";
import { directional } from "../ui/icon.js";
import { iconClose } from "../ui/icons.js";
import { css, html, nothing } from "../ui/lit.js";
import { Modal } from "../ui/modal.js";
import { drawnAt, MOST_ZOOM, pinched, swiped, zoomed } from "./zoom.js";

const STEP = 1.5;
/** Pixels by which arrows move what is larger than the window. */
const PAN = 80;

export class LightBox extends Modal {
  static properties = {
    pictures: { attribute: false },
    at: { attribute: false },
    view: { state: true },
    loaded: { state: true },
  };

  /** Fingers, and where they are. @type {Map<number, { x: number, y: number }>} */
  #pointers = new Map();
  /** Where the first of them came down, and when. */
  #began = { x: 0, y: 0, at: 0 };
  #isMoved = false;

  constructor() {
    super();
    /** @type {readonly Shown[]} */
    this.pictures = [];
    this.at = 0;
    this.view = { scale: 1, x: 0, y: 0 };
    /** The last that is here in full. */
    this.loaded = "";
  }

  /** @override */
  render() {
    const { pictures, at, view } = this;
    const picture = pictures[at];
    if (!picture) return nothing;
    const { url, name, alt, words, preview } = picture;
    const count = pictures.length;
    return this.modal(
      html`<div class="box" @keydown=${this.#key}>
        <div class="bar">
          <p class="of" role="status">${count > 1 ? t.pictureOf(at + 1, count) : nothing}</p>
          ${this.#button("smaller", t.zoomOut, iconSmaller, () => this.#zoom(1 / STEP), view.scale <= 1)}
          ${this.#button("larger", t.zoomIn, iconLarger, () => this.#zoom(STEP), view.scale >= MOST_ZOOM)}
          <a class="download" href=${url} download=${name} aria-label=${t.downloadPicture(name)} title=${t.downloadPicture(name)}>${iconDownload}</a>
          <button class="close" data-first aria-label=${t.close} title=${t.close} @click=${this.close}>${iconClose}</button>
        </div>
        <div
          class="touched"
          @pointerdown=${this.#down}
          @pointermove=${this.#move}
          @pointerup=${this.#up}
          @pointercancel=${this.#cancelled}
        >
          <div class=${view.scale > 1 ? "stage large" : "stage"} @wheel=${this.#wheel} @dblclick=${this.#doubled}>
            <div class="drawn" .style=${drawnAt(view)}>
              ${preview ? html`<img class=${this.loaded === picture.id ? "afar over" : "afar"} src=${preview} alt="">` : nothing}
              <img class="full" src=${url} alt=${alt || name} draggable="false" @load=${() => this.#loaded(picture.id)}>
            </div>
          </div>
          ${
            count > 1
              ? [
                  this.#button(
                    "back",
                    t.previousPicture,
                    directional(iconBack),
                    () => this.#go(-1),
                    at === 0,
                  ),
                  this.#button("on", t.nextPicture, directional(iconOn), () => this.#go(1), at === count - 1),
                ]
              : nothing
          }
        </div>
        <p class="words"><bdi>${words}</bdi>${alt ? html`<span dir="auto">${alt}</span>` : nothing}</p>
      </div>`,
      t.pictureShown,
    );
  }

  /**
   * @param {string} kind
   * @param {string} words
   * @param {unknown} icon
   * @param {() => void} act
   * @param {boolean} isOff
   */
  #button(kind, words, icon, act, isOff) {
    return html`<button class=${kind} aria-label=${words} title=${words} aria-disabled=${isOff} @click=${() => isOff || act()}>${icon}</button>`;
  }

  /** @override */
  closed() {
    super.closed();
    this.remove();
  }

  /** @param {string} id */
  #loaded(id) {
    this.loaded = id;
  }

  /** @param {number} step */
  #go(step) {
    const to = this.at + step;
    if (to < 0 || to >= this.pictures.length) return;
    this.at = to;
    this.view = { scale: 1, x: 0, y: 0 };
  }

  /** @param {number} by @param {{ x: number, y: number }} [about] A point of the stage, from its middle. */
  #zoom(by, about = { x: 0, y: 0 }) {
    this.view = zoomed(this.view, by, about, this.#size);
  }

  get #size() {
    const { clientWidth: width = 1, clientHeight: height = 1 } =
      this.renderRoot.querySelector(".stage") ?? {};
    return { width, height };
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isRtl = this.matches(":dir(rtl)");
    const { scale } = this.view;
    const ahead = isRtl ? "ArrowLeft" : "ArrowRight";
    const behind = isRtl ? "ArrowRight" : "ArrowLeft";
    /** @type {Record<string, () => void>} */
    const acts = {
      "+": () => this.#zoom(STEP),
      "=": () => this.#zoom(STEP),
      "-": () => this.#zoom(1 / STEP),
      0: () => this.#zoom(0),
      [ahead]: () => this.#go(1),
      [behind]: () => this.#go(-1),
      Home: () => this.#go(-this.at),
      End: () => this.#go(this.pictures.length - 1 - this.at),
      ...(scale > 1 && {
        ArrowLeft: () => this.#pan(PAN, 0),
        ArrowRight: () => this.#pan(-PAN, 0),
        ArrowUp: () => this.#pan(0, PAN),
        ArrowDown: () => this.#pan(0, -PAN),
      }),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  /** @param {number} x @param {number} y */
  #pan(x, y) {
    const { view } = this;
    this.view = zoomed({ ...view, x: view.x + x, y: view.y + y }, 1, { x: 0, y: 0 }, this.#size);
  }

  /** @param {WheelEvent} event */
  #wheel(event) {
    event.preventDefault();
    this.#zoom(Math.exp(-event.deltaY / 300), this.#fromMiddle(event));
  }

  /** @param {MouseEvent} event */
  #doubled(event) {
    this.#zoom(this.view.scale > 1 ? 0 : 2.5, this.#fromMiddle(event));
  }

  /** @param {{ clientX: number, clientY: number }} point */
  #fromMiddle({ clientX, clientY }) {
    const { left = 0, top = 0 } = this.renderRoot.querySelector(".stage")?.getBoundingClientRect() ?? {};
    const { width, height } = this.#size;
    return { x: clientX - left - width / 2, y: clientY - top - height / 2 };
  }

  /**
   * A finger that comes down on an arrow may be pressing it, or turning the page; a mouse presses it.
   * @param {PointerEvent} event
   */
  #down(event) {
    const isOnArrow = /** @type {Element} */ (event.target).closest("button") !== null;
    if (isOnArrow && event.pointerType !== "touch") return;
    const point = this.#fromMiddle(event);
    if (this.#pointers.size === 0) {
      this.#began = { ...point, at: event.timeStamp };
      this.#isMoved = false;
    } else this.#isMoved = true;
    this.#pointers.set(event.pointerId, point);
    // An arrow has its finger, and is to have the press.
    if (!isOnArrow) /** @type {Element} */ (event.currentTarget).setPointerCapture(event.pointerId);
  }

  /** @param {PointerEvent} event */
  #move(event) {
    const before = this.#pointers.get(event.pointerId);
    if (!before) return;
    const now = this.#fromMiddle(event);
    const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1];
    this.#pointers.set(event.pointerId, now);
    if (other) this.view = pinched(this.view, { before, now, other }, this.#size);
    else if (this.view.scale > 1) this.#pan(now.x - before.x, now.y - before.y);
  }

  /** @param {PointerEvent} event */
  #up(event) {
    const point = this.#pointers.get(event.pointerId);
    this.#pointers.delete(event.pointerId);
    if (!point || this.#pointers.size > 0 || this.#isMoved || this.view.scale > 1) return;
    const way = swiped(this.#began, { ...point, at: event.timeStamp });
    if (way === "down") return this.close();
    const isRtl = this.matches(":dir(rtl)");
    if (way) this.#go((way === "left") === isRtl ? -1 : 1);
  }

  /** The system has taken the finger for something of its own. @param {PointerEvent} event */
  #cancelled({ pointerId }) {
    this.#pointers.delete(pointerId);
  }

  static styles = [
    base,
    css`
      dialog {
        width: 100vw;
        height: 100dvh;
        max-width: none;
        max-height: none;
        margin: 0;
        padding: 0;
        border: 0;
        /* In every theme: nothing is to be brighter than the picture. */
        color-scheme: dark;
        background: var(--ground);
        color: var(--text);
        overflow: hidden;
      }

      .box {
        display: grid;
        grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr);
        height: 100%;
      }

      .bar {
        z-index: 1;
        display: flex;
        align-items: center;
        padding: env(safe-area-inset-top) max(var(--space-2), env(safe-area-inset-right)) 0 max(var(--space-2), env(safe-area-inset-left));
      }

      .of {
        flex: 1;
        padding-inline: var(--space-2);
        font-size: var(--size-s);
        font-variant-numeric: tabular-nums;
      }

      .download:hover {
        background: var(--hover);
      }

      button[aria-disabled="true"] {
        opacity: 0.4;
        cursor: default;
      }

      .download {
        display: grid;
        place-items: center;
        width: var(--touch);
        height: var(--touch);
        border-radius: var(--radius-m);
        color: inherit;
      }

      :focus-visible {
        outline-offset: -3px;
      }

      .touched {
        position: relative;
        display: grid;
        grid-template: minmax(0, 1fr) / minmax(0, 1fr);
        min-height: 0;
        touch-action: none;
      }

      /* From there, too, a swipe is none to the page before this one. */
      .bar,
      .words {
        touch-action: pan-y pinch-zoom;
      }

      .stage {
        position: relative;
        overflow: hidden;
        user-select: none;
        cursor: zoom-in;
      }

      .stage.large {
        cursor: grab;
      }

      .drawn,
      .drawn img {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
        object-fit: contain;
      }

      .afar {
        filter: blur(1rem);
      }

      .afar.over {
        display: none;
      }

      .back,
      .on {
        position: absolute;
        inset-block: calc(50% - var(--touch) / 2) auto;
        background: color-mix(in srgb, var(--ground) 60%, transparent);
      }

      .back {
        inset-inline-start: var(--space-2);
      }

      .on {
        inset-inline-end: var(--space-2);
      }

      .words {
        z-index: 1;
        display: grid;
        justify-items: start;
        max-height: 25dvh;
        padding: var(--space-2) var(--space-4) max(var(--space-3), env(safe-area-inset-bottom));
        font-size: var(--size-s);
        overflow-y: auto;
        overflow-wrap: anywhere;
      }

      .words span {
        color: var(--text-soft);
      }
    `,
  ];
}

customElements.define("alcove-light-box", LightBox);
