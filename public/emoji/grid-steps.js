/**
 * Where the arrow keys lead in a grid that is divided into sections, like the emoji. Pure.
 *
 * @typedef {{ section: number, index: number }} Place
 */

const PAGE_ROWS = 5;

/**
 * The place that a key leads to; `undefined` if it leads out at the top; the same place where there
 * is no further one, or if the key is none of ours.
 * @param {string} key `ArrowLeft` is towards the start: who draws from the right changes it first.
 * @param {Place} from
 * @param {number[]} sizes Of the sections; an empty one is passed over.
 * @param {number} columns
 * @returns {Place | undefined}
 */
export const step = (key, from, sizes, columns) => {
  const size = sizes[from.section] ?? 0;
  const row = from.index - (from.index % columns);
  if (key === "ArrowRight") return from.index + 1 < size ? at(from, from.index + 1) : ahead(from, sizes, 0);
  if (key === "ArrowLeft") {
    if (from.index > 0) return at(from, from.index - 1);
    return behind(from, sizes, (before) => before - 1) ?? from;
  }
  if (key === "ArrowDown") return down(from, sizes, columns);
  if (key === "ArrowUp") return up(from, sizes, columns);
  if (key === "Home") return at(from, row);
  if (key === "End") return at(from, Math.min(row + columns, size) - 1);
  if (key === "PageDown" || key === "PageUp") return page(key, from, sizes, columns);
  return from;
};

/**
 * @param {Place} from
 * @param {number} index
 * @returns {Place}
 */
const at = (from, index) => ({ ...from, index });

/** @type {(from: Place, sizes: number[], columns: number) => Place} */
const down = (from, sizes, columns) => {
  const size = sizes[from.section] ?? 0;
  if (from.index + columns < size) return at(from, from.index + columns);
  const lastRow = size - 1 - ((size - 1) % columns);
  if (from.index < lastRow) return at(from, size - 1);
  return ahead(from, sizes, from.index % columns);
};

/** @type {(from: Place, sizes: number[], columns: number) => Place | undefined} */
const up = (from, sizes, columns) => {
  if (from.index >= columns) return at(from, from.index - columns);
  return behind(from, sizes, (size) => {
    const lastRow = size - 1 - ((size - 1) % columns);
    return Math.min(lastRow + from.index, size - 1);
  });
};

/** @type {(key: "PageDown" | "PageUp", from: Place, sizes: number[], columns: number) => Place} */
const page = (key, from, sizes, columns) => {
  let place = from;
  for (let row = 0; row < PAGE_ROWS; row += 1)
    place = (key === "PageDown" ? down(place, sizes, columns) : up(place, sizes, columns)) ?? place;
  return place;
};

/** @type {(from: Place, sizes: number[], column: number) => Place} */
const ahead = (from, sizes, column) => {
  const section = sizes.findIndex((size, number) => number > from.section && size > 0);
  return section < 0 ? from : { section, index: Math.min(column, (sizes[section] ?? 1) - 1) };
};

/** @type {(from: Place, sizes: number[], index: (size: number) => number) => Place | undefined} */
const behind = (from, sizes, index) => {
  const section = sizes.findLastIndex((size, number) => number < from.section && size > 0);
  return section < 0 ? undefined : { section, index: index(sizes[section] ?? 1) };
};
