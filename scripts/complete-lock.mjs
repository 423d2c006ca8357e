// `npm run complete-lock`, after a change of packages: names every platform's
// packages in package-lock.json.
//
// npm leaves out an optional package that the registry in use does not hold (a
// mirror may lack other platforms' binaries), and then `npm ci` refuses the
// lock file. npm's checksum of each is asked for, since npm installs a package
// without one as it comes.

import { readFileSync, writeFileSync } from "node:fs";
import { missingOptionals, withoutIntegrity } from "./lib/lock-file.mjs";
import { inProject } from "./lib/paths.mjs";
import { output } from "./lib/run.mjs";
import { say } from "./lib/say.mjs";

const path = inProject("package-lock.json");
const lock = JSON.parse(readFileSync(path, "utf8"));
for (const { name, version } of missingOptionals(lock)) {
  lock.packages[`node_modules/${name}`] = { version, dev: true, optional: true, ...platformOf(name) };
  say(`added ${name} ${version}`);
}
for (const path of withoutIntegrity(lock)) {
  const { version, ...rest } = lock.packages[path];
  const name = path.split("node_modules/").at(-1);
  lock.packages[path] = { version, integrity: integrityOf(name, version), ...rest };
  say(`checksum of ${name} ${version}`);
}
const [project, ...others] = Object.entries(lock.packages);
others.sort(([a], [b]) => a.localeCompare(b, "en"));
lock.packages = Object.fromEntries([project, ...others]);
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);

function integrityOf(name, version) {
  const integrity = output("npm", ["view", `${name}@${version}`, "dist.integrity"]);
  if (!integrity?.startsWith("sha512-")) throw new Error(`The registry does not tell the checksum of ${name} ${version}.`);
  return integrity;
}

/** Such packages carry their platform in their name: `…-darwin-arm64`, `…-windows-64`. */
function platformOf(name) {
  const os = /darwin|linux|android|win32|windows/.exec(name)?.[0].replace("windows", "win32");
  const cpu = /arm64/.test(name) ? "arm64" : "x64";
  if (!os) throw new Error(`${name} does not tell its platform: add it to package-lock.json by hand.`);
  return { cpu: [cpu], os: [os], ...(name.endsWith("-musl") && { libc: ["musl"] }) };
}
