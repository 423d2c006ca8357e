/**
 * Which faults happen, in which order, to whom: drawn from one seed before anything starts, so that the same
 * seed gives the same run.
 *
 * A fault happens after a certain amount of traffic, not of time: a slow machine gets the same run, and every
 * fault finds frames in flight.
 */

/** Frames written and echoes heard between two faults. */
const TRAFFIC = { least: 10, most: 70 };

/** The story that `npm run test:faults` tells unless asked for another. */
export const FULL = { kills: 20, terms: 4, drops: 200, silences: 6, reloads: 24, sleeps: 3, clients: 12, rate: 20 };

/** What `npm test` has time for. */
export const SHORT = { kills: 3, terms: 1, drops: 15, silences: 0, reloads: 3, sleeps: 1, clients: 6, rate: 20 };

/**
 * The faults of a story in order: `{ kind, traffic, who, isTold }`, where `who` is a number to choose
 * the client by, and `isTold` says that its browser notices the network coming back.
 */
export function planOf(story, random) {
  const kinds = [
    ...Array(story.kills).fill("kill"),
    ...Array(story.terms).fill("term"),
    ...Array.from({ length: story.drops }, () => random.of(["reset", "reset", "lostEchoes", "lateFrames"])),
    ...Array(story.silences).fill("silence"),
    ...Array(story.reloads).fill("reload"),
    ...Array(story.sleeps).fill("sleep"),
  ];
  return random.shuffled(kinds).map((kind) => ({
    kind,
    traffic: random.between(TRAFFIC.least, TRAFFIC.most),
    who: random.below(story.clients),
    isTold: random.below(8) > 0,
  }));
}

/** Random numbers that a seed repeats (mulberry32). */
export class Random {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** A whole number from 0 up to, but not, `end`. */
  below(end) {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
  }

  between(least, most) {
    return least + this.below(most - least + 1);
  }

  of(list) {
    return list[this.below(list.length)];
  }

  shuffled(list) {
    const left = [...list];
    return list.map(() => left.splice(this.below(left.length), 1)[0]);
  }
}
