/**
 * The button by which files are attached, and what it opens: the system's own choice of files, on a phone first whether it
 * is to be a photo taken now.
 */

import iconAttach from "lucide-static/icons/paperclip.svg";
import { loadPart } from "../browser/load-part.js";
import { t } from "../i18n/strings.js";
import { css, html, nothing } from "../ui/lit.js";
import { isTouch, keepFocus } from "../ui/writing-focus.js";

/** @param {(files: File[]) => void} onFiles */
export const attachButton = (onFiles) => {
  const press = (/** @type {Event} */ { currentTarget }) => {
    if (!isTouch()) return choose({ multiple: "" }, onFiles);
    const anchor = /** @type {Element} */ (currentTarget);
    loadPart(() => import("./attach-menu.js")).then(
      ({ openMenu }) => openMenu(anchor, onFiles),
      () => choose({ multiple: "" }, onFiles),
    );
  };
  return html`<button
    type="button"
    class="attach"
    aria-label=${t.attach}
    title=${t.attach}
    aria-haspopup=${isTouch() ? "menu" : nothing}
    @pointerdown=${keepFocus}
    @click=${press}
  >${iconAttach}</button>`;
};

/**
 * @param {{ multiple?: "", accept?: string, capture?: string }} how
 * @param {(files: File[]) => void} onFiles
 */
export const choose = (how, onFiles) => {
  const input = Object.assign(document.createElement("input"), { type: "file", hidden: true });
  // As attributes: where nothing can be captured, there is no property of that name.
  for (const [name, value] of Object.entries(how)) input.setAttribute(name, value);
  const end = () => input.remove();
  input.addEventListener("change", () => {
    onFiles([...(input.files ?? [])]);
    end();
  });
  input.addEventListener("cancel", end);
  // Some browsers open nothing for what is in no document.
  document.body.append(input);
  input.click();
};

/** Of the composer. */
export const attachStyle = css`
  form:has(> .attach) {
    grid-template-columns: minmax(0, 1fr) auto auto auto;
  }

  .attach {
    color: var(--text-soft);
  }

  .attach:hover {
    color: var(--text);
  }

  @media (max-width: 24rem) {
    form:has(> .attach) {
      column-gap: 0;
    }

    form:has(> .attach) textarea::placeholder {
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
    }

    form:has(> .attach) textarea {
      padding-inline: var(--space-2) 0;
    }
  }
`;

/** Of the room: what is seen while something is dragged over it. */
export const dropStyle = css`
  .drop {
    position: absolute;
    z-index: 3;
    inset: var(--space-2);
    display: grid;
    place-items: center;
    border: 3px dashed var(--accent);
    border-radius: var(--radius-l);
    background: color-mix(in srgb, var(--ground) 88%, transparent);
    color: var(--text);
    font-size: var(--size-xl);
    font-weight: 600;
    text-align: center;
    pointer-events: none;
  }
`;
