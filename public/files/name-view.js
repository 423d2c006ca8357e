/** Draws the name of a file, by its two ends where it is too long. In something of the class `name`. */

import { css, html } from "../ui/lit.js";
import { ends } from "./kinds.js";

/** @param {{ name: string }} file */
export const nameView = (file) => {
  const [start, end] = ends(file);
  return html`<bdi><span>${start}</span><span>${end}</span></bdi>`;
};

export const nameStyle = css`
  .name bdi {
    /* A name that is read the other way stands where the others do. */
    display: flex;
    width: fit-content;
    max-width: 100%;
  }

  .name bdi span {
    white-space: pre;
  }

  .name bdi span:first-child {
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .name bdi span:last-child {
    flex: none;
  }
`;
