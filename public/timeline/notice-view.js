/**
 * Draws who came, left or was renamed between two messages, and what was done to the room: one line, however many people it is about.
 *
 * @import { Member } from "../client/protocol.js"
 * @import { SignOf } from "../state/likeness.js"
 * @import { Notice } from "../state/room-state.js"
 */

import { t } from "../i18n/strings.js";
import { nameWithSign } from "../people/person.js";
import { html } from "../ui/lit.js";

const MOST_NAMES = 4;
/** More are only counted. */
const MOST_RENAMED = 2;

/**
 * @param {Notice} notice
 * @param {SignOf} signOf
 */
export const noticeView = ({ joined, left, renamed, told = [] }, signOf) => {
  const said = [
    joined.length > 0 ? t.joined(names(joined, signOf)) : "",
    left.length > 0 ? t.left(names(left, signOf)) : "",
    ...(renamed.length > MOST_RENAMED
      ? [t.renamedMany(renamed.length)]
      : renamed.map(({ id, name, was }) =>
          t.renamed(shownName(id, was, signOf), shownName(id, name, signOf)),
        )),
    ...told.map((words) => words(({ id, name }) => shownName(id, name, signOf))),
  ].filter(Boolean);
  return html`<p class="notice">${said.join(" · ")}</p>`;
};

/**
 * @param {Member[]} members
 * @param {SignOf} signOf
 */
const names = (members, signOf) => {
  const shown = members.slice(0, MOST_NAMES).map(({ id, name }) => shownName(id, name, signOf));
  return members.length > MOST_NAMES ? [...shown, t.others(members.length - MOST_NAMES)] : shown;
};

/**
 * A right-to-left name must not turn the sentence round it.
 * @param {string} id
 * @param {string} name
 * @param {SignOf} signOf
 */
const shownName = (id, name, signOf) => nameWithSign(`\u2068${name}\u2069`, signOf(id, name));
