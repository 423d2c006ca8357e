// How long it all took, for whoever has waited.

/** `26 s`, or `2 min 31 s`. */
export function duration(seconds) {
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** `npm packages 26 s · wasm-bindgen 41 s`, of `[{ name, seconds }]`. */
export const timesOf = (taken) => taken.map(({ name, seconds }) => `${name} ${duration(seconds)}`).join(" · ");

/**
 * What the end of `npm start` says about the time it took; undefined where nothing had to be set up: a
 * single step is a rebuild after an edit.
 */
export function firstRun(steps, seconds) {
  if (steps.length < 2) return undefined;
  return `Set up in ${duration(seconds)}, some of it at the same time: ${timesOf(steps)}. From now on this takes seconds.`;
}
