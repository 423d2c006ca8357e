/**
 * Characters as people perceive them, even an emoji made of several code points.
 */

const segmenter = Intl.Segmenter && new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * In a browser that cannot divide a text, its code points.
 * @param {string} text
 * @returns {Iterable<{ segment: string }>}
 */
export const graphemes = (text) => segmenter?.segment(text) ?? Array.from(text, (segment) => ({ segment }));
