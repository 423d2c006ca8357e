// Writes the Worker's configuration for `workerd serve`, in Cap'n Proto's text form.

import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { inProject, outDirs } from "./paths.mjs";
import { wranglerConfig } from "./wrangler-config.mjs";

/**
 * Writes `<data>/workerd.capnp` for the Worker built in `build` and the page in
 * `page`, with its rooms in `<data>/rooms`; returns its path.
 */
export async function writeWorkerdConfig({ data, build, address, page = outDirs.page }) {
  mkdirSync(join(data, "rooms"), { recursive: true });
  const home = realpathSync(data);
  const { vars, objects, compatibilityDate, compatibilityFlags } = await wranglerConfig();
  const file = (path) => `embed ${text(relative(home, realpathSync(path)))}`;
  const config = `# Written by \`npm run serve\`, anew at each start.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "alcove", worker = .alcove),
    (name = "assets", worker = .assets),
    (name = "public", disk = (path = ${text(realpathSync(page))})),
    (name = "rooms", disk = (path = ${text(join(home, "rooms"))}, writable = true)),
  ],
  sockets = [(name = "http", address = ${text(address)}, http = (), service = "alcove")],
);

const alcove :Workerd.Worker = (
  compatibilityDate = ${text(compatibilityDate)},
  compatibilityFlags = ${list(compatibilityFlags.map(text))},
  modules = [
    (name = "index.js", esModule = ${file(join(build, "index.js"))}),
    (name = "index_bg.wasm", wasm = ${file(join(build, "index_bg.wasm"))}),
  ],
  bindings = ${list([
    `(name = "ASSETS", service = "assets")`,
    ...objects.map(({ binding, className }) => `(name = ${text(binding)}, durableObjectNamespace = ${text(className)})`),
    ...Object.entries(vars).map(([name, value]) => `(name = ${text(name)}, text = ${text(value)})`),
  ])},
  # The key names the folder of the rooms on disk: a new one would lose them all.
  durableObjectNamespaces = ${list(
    objects.map(({ className }) => `(className = ${text(className)}, uniqueKey = ${text(`alcove-${className}`)}, enableSql = true)`),
  )},
  durableObjectStorage = (localDisk = "rooms"),
);

const assets :Workerd.Worker = (
  compatibilityDate = ${text(compatibilityDate)},
  modules = [(name = "assets.js", esModule = ${file(inProject("scripts", "workerd", "assets.js"))})],
  bindings = [(name = "FILES", service = "public")],
);
`;
  const path = join(home, "workerd.capnp");
  writeFileSync(path, config);
  return path;
}

/** A JSON string is a valid Cap'n Proto one for all that a setting or a path can hold. */
const text = (value) => JSON.stringify(String(value));

const list = (items) => `[\n    ${items.join(",\n    ")}\n  ]`;
