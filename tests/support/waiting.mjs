/**
 * Waits for events, never for time. A deadline only turns “for ever” into a message that says what was
 * expected and what came instead.
 */

const DEADLINE_MS = 20_000;

/**
 * Resolves as `promise` does, or fails with `describe()` once the deadline has passed.
 */
export async function within(promise, describe, ms = DEADLINE_MS) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`after ${ms / 1000} s: ${describe()}`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Something that others wait for: `look` is tried again after each `tell()`. */
export class Signal {
  #waiting = new Set();

  tell() {
    for (const look of [...this.#waiting]) look();
  }

  /**
   * Resolves with the first result of `look` that is not `undefined`; an exception of it ends the wait. After
   * that it is not asked again, as it may pass over what the next wait is for.
   */
  async until(look, describe, ms) {
    let attempt;
    const found = new Promise((resolve, reject) => {
      const ends = (how, value) => {
        this.#waiting.delete(attempt);
        how(value);
      };
      attempt = () => {
        try {
          const result = look();
          if (result !== undefined) ends(resolve, result);
        } catch (error) {
          ends(reject, error);
        }
      };
    });
    this.#waiting.add(attempt);
    attempt();
    try {
      return await within(found, describe, ms);
    } finally {
      this.#waiting.delete(attempt);
    }
  }
}

/**
 * Whether `actual` has at least what `pattern` says: objects may have more fields, arrays are equal in
 * length, a function is asked, `undefined` stands for "absent".
 */
export function matches(actual, pattern) {
  if (typeof pattern === "function") return Boolean(pattern(actual));
  if (pattern === null || typeof pattern !== "object") return Object.is(actual, pattern);
  if (actual === null || typeof actual !== "object") return false;
  if (Array.isArray(pattern)) {
    return actual.length === pattern.length && pattern.every((item, index) => matches(actual[index], item));
  }
  return Object.entries(pattern).every(([key, value]) => matches(actual[key], value));
}

/** A value for a message: short, and functions by their source. */
export function show(value) {
  const text = JSON.stringify(value, (_, item) => {
    if (typeof item === "function") return String(item);
    return typeof item === "string" && item.length > 60 ? `${item.slice(0, 60)}…` : item;
  });
  return text === undefined || text.length < 300 ? text : `${text.slice(0, 300)}…`;
}
