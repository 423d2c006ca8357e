// What wrangler.toml says that self-hosting must repeat.

import { readFileSync } from "node:fs";
import { inProject } from "./paths.mjs";

/** The settings that the environment overrides, by name. */
export async function settingsFromEnvironment() {
  const { vars } = await wranglerConfig();
  return Object.fromEntries(Object.entries(vars).filter(([name]) => process.env[name] !== undefined));
}

/** `{ vars, compatibilityDate, objects: [{ binding, className }] }`; environment variables override vars. */
export async function wranglerConfig() {
  const { parse } = await import("smol-toml");
  const config = parse(readFileSync(inProject("wrangler.toml"), "utf8"));
  return {
    compatibilityDate: config.compatibility_date,
    compatibilityFlags: config.compatibility_flags ?? [],
    objects: config.durable_objects.bindings.map(({ name, class_name }) => ({ binding: name, className: class_name })),
    vars: Object.fromEntries(Object.entries(config.vars).map(([name, value]) => [name, process.env[name] ?? value])),
  };
}
