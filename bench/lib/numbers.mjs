// Medians, and values at the end of a path.

import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** `at({a: {b: 1}}, "a.b")` is 1. */
export const at = (report, path) => path.split(".").reduce((value, key) => value?.[key], report);

/** The median of a figure over all rounds. */
export const figure = (rounds, path) => median(rounds.map((round) => at(round, path)));

/** What one commit has to wait for on this disk, in milliseconds. */
export function fsyncMs() {
  const file = join(tmpdir(), `alcove-fsync-${process.pid}`);
  const descriptor = openSync(file, "w");
  const page = Buffer.alloc(4_096, 1);
  const times = Array.from({ length: 50 }, () => {
    writeSync(descriptor, page);
    const start = performance.now();
    fdatasyncSync(descriptor);
    return performance.now() - start;
  });
  closeSync(descriptor);
  rmSync(file);
  return median(times);
}
