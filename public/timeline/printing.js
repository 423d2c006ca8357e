/**
 * The room on paper: everything that is loaded, dark on white, on as many pages as it takes, under the room's
 * name and the dates it spans. Loaded some time after the room, since nobody prints at once.
 *
 * @import { Timeline } from "./timeline.js"
 */

import { locale } from "../i18n/locale.js";
import { loadFor } from "../text/rich-text.js";
import { adopt } from "../ui/adopt-style.js";
import { css } from "../ui/lit.js";

const days = new Intl.DateTimeFormat(locale, { dateStyle: "long" });

/**
 * Some browsers tell of printing by an event before and after it, and all by the medium.
 * @param {{ name: string, room: ShadowRoot, timeline: Timeline }} printed
 * @param {AbortSignal} signal
 */
export const makePrintable = ({ name, room, timeline }, signal) => {
  // What is drawn for paper cannot wait for it.
  loadFor(timeline.messages.map(({ text = "" }) => text));
  adopt(document, documentStyle);
  adopt(room, roomStyle);
  adopt(/** @type {ShadowRoot} */ (timeline.renderRoot), timelineStyle);
  const heading = headingOf(name);
  document.body.prepend(heading.element);
  signal.addEventListener("abort", () => heading.element.remove());

  const turn = (/** @type {boolean} */ isPrinted) => {
    timeline.isPrinted = isPrinted;
    if (!isPrinted) return;
    const { messages, you } = timeline;
    heading.tell(messages.map(({ at }) => at));
    timeline.style.setProperty("--you", JSON.stringify(you.name));
  };
  const medium = matchMedia("print");
  medium.addEventListener("change", () => turn(medium.matches), { signal });
  window.addEventListener("beforeprint", () => turn(true), { signal });
  window.addEventListener("afterprint", () => turn(medium.matches), { signal });
  turn(medium.matches);
};

/** @param {string} name */
const headingOf = (name) => {
  const element = document.createElement("header");
  element.className = "printed";
  const title = document.createElement("h1");
  title.translate = false;
  title.dir = "auto";
  title.textContent = name;
  const range = document.createElement("p");
  element.append(title, range);
  /** @param {number[]} times From the first to the last. */
  const tell = ([first, ...others]) => {
    range.textContent = first === undefined ? "" : days.formatRange(first, others.at(-1) ?? first);
  };
  return { element, tell };
};

const documentStyle = css`
  .printed {
    display: none;
  }

  @page {
    margin: 15mm;
  }

  @media print {
    :root:root {
      height: auto;
      color-scheme: light !important;
      --ground: #fff;
    }

    .room {
      overflow: visible;
    }

    /* Menus and whatever else lies over the page. */
    .room > :not(alcove-app, .printed) {
      display: none !important;
    }

    .printed {
      display: block;
      margin-block-end: var(--space-4);
    }

    .printed h1 {
      margin: 0;
      font: 500 var(--size-xl) / 1.2 var(--serif);
      overflow-wrap: anywhere;
    }

    .printed p {
      margin: 0;
      color: var(--text-soft);
    }
  }
`;

const roomStyle = css`
  @media print {
    :host {
      display: block;
      height: auto;
      overflow: visible;
    }

    :host > :not(main),
    main > :not(alcove-timeline) {
      display: none !important;
    }

    main {
      display: block;
    }
  }
`;

/* Grounds are not printed unless one asks for them: lines tell apart what they did. */
const timelineStyle = css`
  @media print {
    :host,
    .scroller {
      display: block;
      overflow: visible;
    }

    .column {
      max-width: none;
      min-height: 0;
      padding: 0 1px;
    }

    .scroller ~ *,
    .new,
    .top .mark,
    .empty button,
    .avatar,
    .row .side,
    .fold,
    .undo,
    .state,
    .mend,
    .remove,
    .failure button,
    .text .copy-code,
    .text .bare .bar {
      display: none;
    }

    .day,
    .by {
      break-after: avoid;
    }

    .row,
    .row.own {
      display: block;
      padding-inline: 0;
      break-inside: avoid;
    }

    /* Better cut than pushed to the next page, with the rest of this one left white. */
    .row:has(.fold) {
      break-inside: auto;
    }

    .row:is(.open, .editing),
    .row .bubble {
      outline: 0;
      background: none;
      box-shadow: none;
    }

    .line {
      display: block;
    }

    .row .bubble:not(.big) {
      width: fit-content;
      border: 1px solid var(--line-strong);
      border-radius: var(--radius-s);
      box-decoration-break: clone;
      -webkit-box-decoration-break: clone;
    }

    .own .bubble {
      margin-inline-start: auto;
    }

    .own .by {
      justify-content: end;
    }

    .own .by::before {
      font-weight: 650;
      content: var(--you);
    }

    .author {
      white-space: normal;
      overflow-wrap: anywhere;
    }

    .text.long {
      max-height: none;
      overflow: visible;
    }

    .text.cut {
      mask-image: none;
    }

    /* Nobody can follow it, so it is written out. */
    .text a[title]::after {
      content: " (" attr(href) ")";
    }

    .text .code {
      border: 1px solid var(--line);
      background: none;
    }

    .text pre,
    .text .bare .bar + pre {
      padding: var(--space-2) var(--space-3);
      overflow: visible;
      overflow-wrap: anywhere;
      white-space: pre-wrap;
    }

    .text .mention.me,
    .quote,
    .reaction,
    .reaction[aria-pressed="true"] {
      background: none;
    }

    .reaction,
    .quote {
      min-height: 0;
    }
  }
`;
