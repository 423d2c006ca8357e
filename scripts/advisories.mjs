// `npm run advisories`: known vulnerabilities in dependencies.
//
// Asks npm's registry, and RustSec's database if `cargo audit` is installed. Whatever can't be asked is
// reported, and fails nothing.

import { spawnSync } from "node:child_process";
import { output } from "./lib/run.mjs";
import { main, say } from "./lib/say.mjs";

await main(async () => {
  const npm = spawnSync("npm", ["audit", "--json"], { encoding: "utf8" });
  const report = parsed(npm.stdout);
  if (report?.metadata) judge("npm", report.metadata.vulnerabilities.total, "npm audit");
  else say("– npm: its advisories cannot be reached from here");

  if (output("cargo", ["audit", "--version"]) === undefined) {
    return say("– cargo: install cargo-audit to ask RustSec (cargo install cargo-audit)");
  }
  const cargo = spawnSync("cargo", ["audit", "--json", "--quiet"], { encoding: "utf8" });
  const found = parsed(cargo.stdout)?.vulnerabilities;
  if (found) judge("cargo", found.count, "cargo audit");
  else say("– cargo: RustSec's database cannot be reached from here");
});

function judge(what, count, command) {
  say(count === 0 ? `✓ ${what}: none known` : `✗ ${what}: ${count} known, see \`${command}\``);
  if (count > 0) process.exitCode = 1;
}

function parsed(json) {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
