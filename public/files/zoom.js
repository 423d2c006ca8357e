/**
 * How a picture lies in the light box: how large, and by how much it is moved from the middle. Pure.
 *
 * @typedef {{ scale: number, x: number, y: number }} View
 * @typedef {{ x: number, y: number }} Point From the middle of the stage.
 * @typedef {{ width: number, height: number }} Stage
 */

export const MOST_ZOOM = 8;
/** A shorter way is a press. */
const SWIPE_PX = 50;
const SWIPE_MS = 800;

/**
 * Larger or smaller by a factor, 0 for as at first, about a point that stays where it is; never out of sight.
 * @param {View} view
 * @param {number} by
 * @param {Point} about
 * @param {Stage} stage
 * @returns {View}
 */
export const zoomed = ({ scale, x, y }, by, about, stage) => {
  const next = Math.min(MOST_ZOOM, Math.max(1, scale * by));
  if (next === 1) return { scale: 1, x: 0, y: 0 };
  const share = next / scale;
  return {
    scale: next,
    x: within(about.x - (about.x - x) * share, ((next - 1) * stage.width) / 2),
    y: within(about.y - (about.y - y) * share, ((next - 1) * stage.height) / 2),
  };
};

/**
 * One of two fingers has moved.
 * @param {View} view
 * @param {{ before: Point, now: Point, other: Point }} fingers
 * @param {Stage} stage
 */
export const pinched = (view, { before, now, other }, stage) => {
  const apart = (/** @type {Point} */ a) => Math.max(1, Math.hypot(a.x - other.x, a.y - other.y));
  const about = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
  return zoomed(view, apart(now) / apart(before), about, stage);
};

/**
 * Which way a finger went, if it was a swipe.
 * @param {Point & { at: number }} from
 * @param {Point & { at: number }} to
 * @returns {"left" | "right" | "down" | undefined}
 */
export const swiped = (from, to) => {
  const [x, y] = [to.x - from.x, to.y - from.y];
  if (to.at - from.at > SWIPE_MS || Math.max(Math.abs(x), Math.abs(y)) < SWIPE_PX) return undefined;
  if (Math.abs(x) > Math.abs(y)) return x < 0 ? "left" : "right";
  return y > 0 ? "down" : undefined;
};

/** As style has it. @param {View} view */
export const drawnAt = ({ scale, x, y }) => `transform: translate(${x}px, ${y}px) scale(${scale})`;

/** @param {number} value @param {number} most */
const within = (value, most) => Math.min(most, Math.max(-most, value));
