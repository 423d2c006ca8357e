// How many reports count as new.
import assert from "node:assert/strict";
import { test } from "node:test";
import { newerThan } from "../../public/hosting/new-reports.js";

test("what came since one last looked is new, and no more than there is", () => {
  const cases = [
    ["none there", [0, 0, 0], 0],
    ["never looked", [0, 3, 3], 3],
    ["all seen", [3, 3, 3], 0],
    ["two more", [3, 5, 5], 2],
    ["the oldest are gone", [3, 5, 1], 1],
    ["all are gone, and one came", [9, 1, 1], 1],
  ];
  for (const [name, args, wanted] of cases) assert.equal(newerThan(...args), wanted, name);
});
