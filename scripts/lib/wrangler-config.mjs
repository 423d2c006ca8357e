// Reads from wrangler.toml what self-hosting has to repeat.

import { readFileSync } from "node:fs";
import { inProject } from "./paths.mjs";
import { Stop } from "./say.mjs";

/** Settings that are in no file of the project and on no command line, where others could read them. */
const SECRETS = ["ADMIN_KEY"];

/** The names of the secrets that the environment holds. */
export const secretsFromEnvironment = () => SECRETS.filter((name) => process.env[name]);

/** The secrets that the environment holds, as the text of an env file. */
export function secretsAsEnvFile() {
  return secretsFromEnvironment()
    .map((name) => {
      // Whoever reads the file gives a meaning to quotes, `$` and `#`.
      if (!/^[\w.~+/=-]+$/.test(process.env[name])) throw new Stop(`${name} may have letters, digits and . ~ + / = - _ alone.`);
      return `${name}=${process.env[name]}\n`;
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
