/**
 * One short, soft tone, synthesised rather than loaded from a file. Whether to play it is decided elsewhere.
 */

/** More often it would be a noise. */
const PAUSE_MS = 2_000;
/** Two notes a fourth apart, the second as the first fades. */
const NOTES = [
  { hertz: 587.33, at: 0 },
  { hertz: 783.99, at: 0.09 },
];
const LOUDNESS = 0.08;
const FADE_S = 0.5;

/** @type {AudioContext | undefined} */
let audio;
let lastAt = Number.NEGATIVE_INFINITY;

/** @returns {boolean} Whether it is played: not without a gesture of the user's before, nor too soon. */
export const playTone = () => {
  const now = performance.now();
  // Browsers let a page be heard only once it was touched, and complain of one that tries before.
  if (navigator.userActivation?.hasBeenActive === false || now - lastAt < PAUSE_MS) return false;
  lastAt = now;
  try {
    audio ??= new AudioContext();
    // A browser stops it when the page was long in the background.
    void audio.resume();
    for (const note of NOTES) play(audio, note);
    return true;
  } catch {
    return false; // No way to be heard here.
  }
};

/**
 * @param {AudioContext} audio
 * @param {{ hertz: number, at: number }} note
 */
const play = (audio, { hertz, at }) => {
  const start = audio.currentTime + at;
  const volume = new GainNode(audio, { gain: 0 });
  volume.gain.linearRampToValueAtTime(LOUDNESS, start + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + FADE_S);
  const tone = new OscillatorNode(audio, { type: "sine", frequency: hertz });
  tone.connect(volume).connect(audio.destination);
  tone.start(start);
  tone.stop(start + FADE_S);
};
