/**
 * The favicon with the unread count. Loaded when something is unread.
 */

/** More has no place in a sign of 16 px. */
const MOST_SHOWN = 9;

let shown = 0;
/** @type {Promise<string> | undefined} */
let plainSign;
let plainAddress = "";

/** @param {number} count 0 for the plain sign. */
export const drawSign = async (count) => {
  shown = count;
  const link = /** @type {HTMLLinkElement | null} */ (document.querySelector("link[rel=icon][type*=svg]"));
  if (!link) return;
  plainAddress ||= link.href;
  if (count === 0) {
    link.href = plainAddress;
    return;
  }
  try {
    plainSign ??= fetch(plainAddress).then((answer) => answer.text());
    const drawn = withCount(await plainSign, count);
    if (count === shown) link.href = `data:image/svg+xml,${encodeURIComponent(drawn)}`;
  } catch {
    plainSign = undefined; // The server is away: the title has the count.
  }
};

/**
 * @param {string} sign An SVG file on a grid of 32.
 * @param {number} count
 */
export const withCount = (sign, count) => {
  const words = count > MOST_SHOWN ? `${MOST_SHOWN}+` : `${count}`;
  const size = words.length > 1 ? 13 : 17;
  return sign.replace(
    "</svg>",
    `<circle cx="21.5" cy="21.5" r="10.5" fill="#be2323" stroke="#fff" stroke-width="1.5"/>
    <text x="21.5" y="${21.5 + size * 0.36}" fill="#fff" font-family="system-ui,sans-serif" font-size="${size}" font-weight="700" text-anchor="middle">${words}</text></svg>`,
  );
};
