/**
 * Which markers belong together: the “delimiter run” algorithm of CommonMark, over markers that
 * `markdown-inline.js` found and judged. Linear, however many markers find no partner.
 *
 * @typedef {{ marker: string, run: number, length: number, from: number, to: number, opens: boolean, closes: boolean }} Delimiter
 *   One marker: which it is, where its run begins and how long that is, where it is itself, what it may be.
 * @typedef {{ type: "strong" | "em" | "del", opener: number, closer: number, size: 1 | 2 }} Pair
 *   From the outermost of its `size` opening markers to the outermost closing one, as indices.
 */

/**
 * @param {Delimiter[]} all In the order of the text.
 * @returns {Pair[]} By their openers.
 */
export const pairsOf = (all) => {
  const partners = partnersOf(all);
  /** @type {Pair[]} */
  const pairs = [];
  for (let at = all.length - 1; at >= 0; at--) {
    const partner = partners.get(at);
    if (partner === undefined) continue;
    const { marker, run } = /** @type {Delimiter} */ (all[at]);
    if (marker === "~") pairs.push({ type: "del", opener: at, closer: partner, size: 1 });
    // Two beside two are strong; of three, the inner ones.
    else if (all[at - 1]?.run === run && partners.get(at - 1) === partner + 1 && isOneRun(all, partner)) {
      pairs.push({ type: "strong", opener: at - 1, closer: partner + 1, size: 2 });
      at--;
    } else pairs.push({ type: "em", opener: at, closer: partner, size: 1 });
  }
  return pairs.reverse();
};

/**
 * @param {Delimiter[]} all
 * @param {number} at
 */
const isOneRun = (all, at) => all[at]?.run === all[at + 1]?.run;

/** @param {Delimiter[]} all */
const partnersOf = (all) => {
  /** @type {Map<number, number>} */
  const partners = new Map();
  /** Those that may still be closed. @type {number[]} */
  const open = [];
  /** By what a closer is: it has no partner before this one. @type {Map<string, number>} */
  const floors = new Map();
  for (const [at, closer] of all.entries()) {
    if (closer.closes) {
      const kind = `${closer.marker}${closer.length % 3}${closer.opens}`;
      const floor = floors.get(kind) ?? 0;
      let top = open.length - 1;
      while (top >= 0 && isFrom(open[top], floor) && !fits(all[open[top] ?? 0], closer)) top--;
      const opener = open[top];
      if (opener !== undefined && opener >= floor) {
        partners.set(opener, at);
        open.length = top;
        continue;
      }
      // Those of its own run are none for it, but may be for the next.
      floors.set(kind, at - (closer.from - closer.run));
    }
    if (closer.opens) open.push(at);
  }
  return partners;
};

/**
 * @param {number | undefined} at
 * @param {number} floor
 */
const isFrom = (at, floor) => at !== undefined && at >= floor;

/**
 * @param {Delimiter | undefined} opener
 * @param {Delimiter} closer
 */
const fits = (opener, closer) => {
  if (!opener || opener.marker !== closer.marker || opener.run === closer.run) return false;
  // CommonMark's rule of three: what may do both pairs only with what leaves nothing over.
  const isEither = opener.closes || closer.opens;
  return !isEither || (opener.length + closer.length) % 3 !== 0 || opener.length % 3 === 0;
};
