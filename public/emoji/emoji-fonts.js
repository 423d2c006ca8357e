/**
 * Checks whether this platform can draw an emoji, in colour and as a single picture. Fonts can't be asked, so
 * it draws the emoji and looks at the result.
 */

const SIZE = 24;
/** A sequence that the font does not know is drawn as its parts, side by side. */
const MOST_WIDTH = 1.5;
const ANY = "😀";

/** @type {((emoji: string) => boolean) | undefined} */
let test;

/** @param {string} emoji */
export const canDraw = (emoji) => {
  test ??= openTest();
  return test(emoji);
};

/** Where nothing is in colour, or the browser does not let pages look, all is taken to be drawn. */
const openTest = () => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return () => true;
  context.textBaseline = "top";
  context.font = `${SIZE - 4}px "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", sans-serif`;
  const width = context.measureText(ANY).width;
  const isDrawn = (/** @type {string} */ emoji) =>
    context.measureText(emoji).width < MOST_WIDTH * width && isColoured(context, emoji);
  return isDrawn(ANY) ? isDrawn : () => true;
};

/**
 * A picture looks the same in black ink and in white; a letter or an empty box does not.
 * @param {CanvasRenderingContext2D} context
 * @param {string} emoji
 */
const isColoured = (context, emoji) => {
  const inInk = (/** @type {string} */ ink) => {
    context.clearRect(0, 0, SIZE, SIZE);
    context.fillStyle = ink;
    context.fillText(emoji, 0, 0);
    return context.getImageData(0, 0, SIZE, SIZE).data;
  };
  const black = inInk("#000");
  const white = inInk("#fff");
  return black.some((value) => value !== 0) && black.every((value, at) => value === white[at]);
};
