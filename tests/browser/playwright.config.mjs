// How Playwright runs the browser tests: four workers, each with one Chromium for all its files. A project is a host;
// with ALCOVE_HOST in the environment, all run on that one.
import { defineConfig } from "@playwright/test";
import { inProject } from "../../scripts/lib/paths.mjs";
import { BROWSER_ON_WORKER } from "../../scripts/lib/test-files.mjs";
import { launchOptions } from "./support/world.mjs";

const only = process.env.ALCOVE_HOST;
const onWorker = BROWSER_ON_WORKER.map((name) => `${name}.test.mjs`);

export default defineConfig({
  testDir: ".",
  testMatch: "*.test.mjs",
  projects: only
    ? [{ name: only }]
    : [
        { name: "native", testIgnore: onWorker },
        { name: "worker", testMatch: onWorker },
      ],
  outputDir: inProject("target", "browser-traces"),
  // More than processors: each waits for its server, its browser or its clock half of the time.
  workers: 4,
  retries: 0,
  forbidOnly: true,
  // Every wait has a limit of its own, which says what was waited for.
  timeout: 180_000,
  reporter: "list",
  use: {
    browserName: "chromium",
    launchOptions: launchOptions(process.env.HEADLESS_SHELL ?? process.env.CHROMIUM),
    trace: process.env.TRACE ?? "off",
  },
});
