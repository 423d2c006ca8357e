// How Playwright runs the browser tests: two workers, each with one Chromium for all its files.
import { defineConfig } from "@playwright/test";
import { inProject } from "../../scripts/lib/paths.mjs";
import { launchOptions } from "./support/world.mjs";

export default defineConfig({
  testDir: ".",
  testMatch: "*.test.mjs",
  outputDir: inProject("target", "browser-traces"),
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // Every wait has a limit of its own, which says what was waited for.
  timeout: 600_000,
  reporter: "list",
  use: {
    browserName: "chromium",
    launchOptions: launchOptions(process.env.HEADLESS_SHELL ?? process.env.CHROMIUM),
    trace: process.env.TRACE ?? "off",
  },
});
