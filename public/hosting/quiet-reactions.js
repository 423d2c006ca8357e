/**
 * Who only reads in a room sees reactions as what they are to them: something to look at. A style of its own, adopted
 * while that is so.
 */

import { adopt } from "../ui/adopt-style.js";
import { css } from "../ui/lit.js";

const style = css`
  .tools .react {
    display: none;
  }

  .reaction {
    cursor: default;
    pointer-events: none;
  }
`;

/**
 * @param {ShadowRoot | null | undefined} root Of the timeline.
 * @param {boolean} isQuiet
 */
export const quietReactions = (root, isQuiet) => {
  if (!root) return;
  if (isQuiet) adopt(root, style);
  else if (style.styleSheet && root.adoptedStyleSheets.includes(style.styleSheet))
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => sheet !== style.styleSheet);
};
