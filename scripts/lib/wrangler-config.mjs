// Reads from wrangler.toml what self-hosting has to repeat.

import { readFileSync } from "node:fs";
import { inProject } from "./paths.mjs";
import { Stop } from "./say.mjs";
import { SECRETS } from "./secrets.mjs";

/** The names of the secrets that the environment holds. */
export const secretsFromEnvironment = () => Object.keys(SECRETS).filter((name) => process.env[name]);

/** The secrets that the environment holds, as the text of an env file. */
export function secretsAsEnvFile() {
  return secretsFromEnvironment()
    .map((name) => {
      // Whoever reads the file takes what is between these quotes as it is, but for `$` and line breaks.
      if (!/^[^'$\\\p{Cc}]+$/u.test(process.env[name])) throw new Stop(`${name} may have no quote ('), $, \\ or line break.`);
      return `${name}='${process.env[name]}'\n`;
    })
    .join("");
}

/** The settings that the environment or `defaults` override, by name. */
export async function settingsFromEnvironment(defaults) {
  const [{ vars }, { vars: written }] = await Promise.all([wranglerConfig(defaults), wranglerConfig()]);
  const differs = ([name, value]) => process.env[name] !== undefined || value !== written[name];
  return Object.fromEntries(Object.entries(vars).filter(differs));
}

/**
 * `{ vars, compatibilityDate, objects: [{ binding, className }] }`; environment
 * variables override vars, and `defaults` stand in for empty ones.
 */
export async function wranglerConfig(defaults = {}) {
  const { parse } = await import("smol-toml");
  const config = parse(readFileSync(inProject("wrangler.toml"), "utf8"));
  return {
    compatibilityDate: config.compatibility_date,
    compatibilityFlags: config.compatibility_flags ?? [],
    objects: config.durable_objects.bindings.map(({ name, class_name }) => ({ binding: name, className: class_name })),
    vars: Object.fromEntries(Object.entries(config.vars).map(([name, value]) => [name, process.env[name] ?? (value || (defaults[name] ?? value))])),
  };
}
