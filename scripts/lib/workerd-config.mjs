// Writes the Worker's configuration for `workerd serve`, in Cap'n Proto's text form.

import { mkdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { packedBeside } from "./packed.mjs";
import { inProject, outDirs } from "./paths.mjs";
import { privateFolder } from "./private-folder.mjs";
import { Stop, say } from "./say.mjs";
import { SECRETS_FILE } from "./secrets.mjs";
import { secretsFromEnvironment, wranglerConfig } from "./wrangler-config.mjs";

/** What is kept in a data folder. */
const CONFIG = "workerd.capnp";
const ROOMS = "rooms";

/**
 * Writes `<data>/workerd.capnp` for the Worker built in `build` and the page in
 * `page`, with its rooms in `<data>/rooms`; returns its path. A `wrapper` is a
 * module that stands in front of the Worker's own, and imports it. `defaults`
 * are for settings that are empty. Secrets stay in the environment.
 */
export async function writeWorkerdConfig({ data, build, address, page = outDirs.page, wrapper, defaults = {} }) {
  const { vars, objects, compatibilityDate, compatibilityFlags } = await wranglerConfig(defaults);
  return writeConfig({
    name: "alcove",
    data,
    address,
    compatibilityDate,
    compatibilityFlags,
    objects,
    modules: (file) => [
      ...(wrapper ? [`(name = "wrapper.js", esModule = ${file(wrapper)})`] : []),
      `(name = "index.js", esModule = ${file(join(build, "index.js"))})`,
      `(name = "index_bg.wasm", wasm = ${file(join(build, "index_bg.wasm"))})`,
    ],
    bindings: [
      `(name = "ASSETS", service = "assets")`,
      ...Object.entries(vars).map(([name, value]) => `(name = ${text(name)}, text = ${text(value)})`),
      ...secretsFromEnvironment().map((name) => `(name = ${text(name)}, fromEnvironment = ${text(name)})`),
    ],
    services: [
      `(name = "assets", worker = .assets)`,
      `(name = "public", disk = (path = ${text(realpathSync(page))}))`,
      `(name = "packed", disk = (path = ${text(realpathSync(packedBeside(page)))}))`,
      `(name = "internet", network = (allow = ${list(outgoing().map(text))}, tlsOptions = (trustBrowserCas = true)))`,
    ],
    roomFiles: "ROOM_FILES",
    definitions: (file) => `
const assets :Workerd.Worker = (
  compatibilityDate = ${text(compatibilityDate)},
  modules = [(name = "assets.js", esModule = ${file(inProject("scripts", "workerd", "assets.js"))})],
  bindings = [(name = "FILES", service = "public"), (name = "PACKED", service = "packed")],
);
`,
  });
}

/**
 * Which networks the Worker may reach (OUTGOING), where it asks a provider of sign-ins or a push service:
 * those that users name must lead nowhere but to the public internet.
 */
function outgoing() {
  const networks = (process.env.OUTGOING || "public").split(",").map((network) => network.trim());
  const unknown = networks.find((network) => !["public", "private", "local"].includes(network));
  if (unknown !== undefined) throw new Stop(`OUTGOING has "${unknown}": it may have public, private and local, separated by commas.`);
  return networks;
}

/**
 * Writes `<data>/workerd.capnp` for one Worker with Durable Objects, kept in
 * `<data>/rooms`; returns its path. What names files is given `file(path)`.
 * `roomFiles` names a binding by which the Worker can see, and only see, which
 * rooms there are: workerd makes files for each object that is asked anything.
 */
export function writeConfig({
  name,
  data,
  address,
  compatibilityDate,
  compatibilityFlags,
  objects,
  modules,
  bindings = [],
  services = [],
  roomFiles,
  definitions = () => "",
}) {
  const news = privateFolder(data, [CONFIG, ROOMS, SECRETS_FILE]);
  if (news) say(news);
  // The key names the folder of the rooms on disk: a new one would lose them all.
  const keyed = objects.map(({ binding, className }) => ({ binding, className, key: `${name}-${className}` }));
  for (const { key } of keyed) mkdirSync(join(data, ROOMS, key), { recursive: true, mode: 0o700 });
  const home = realpathSync(data);
  const file = (path) => `embed ${text(relative(home, realpathSync(path)))}`;
  const config = `# Written anew at each start.
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = ${list([
    `(name = ${text(name)}, worker = .main)`,
    ...services,
    `(name = "rooms", disk = (path = ${text(join(home, ROOMS))}, writable = true))`,
    ...(roomFiles ? [`(name = "room-files", disk = (path = ${text(join(home, ROOMS, keyed[0].key))}))`] : []),
  ])},
  sockets = [(name = "http", address = ${text(address)}, http = (), service = ${text(name)})],
);

const main :Workerd.Worker = (
  compatibilityDate = ${text(compatibilityDate)},
  compatibilityFlags = ${list(compatibilityFlags.map(text))},
  modules = ${list(modules(file))},
  bindings = ${list([
    ...bindings,
    ...(roomFiles ? [`(name = ${text(roomFiles)}, service = "room-files")`] : []),
    ...keyed.map(({ binding, className }) => `(name = ${text(binding)}, durableObjectNamespace = ${text(className)})`),
  ])},
  durableObjectNamespaces = ${list(
    keyed.map(({ className, key }) => `(className = ${text(className)}, uniqueKey = ${text(key)}, enableSql = true)`),
  )},
  durableObjectStorage = (localDisk = "rooms"),
);
${definitions(file)}`;
  const path = join(home, CONFIG);
  // A new file, with a mode of its own.
  rmSync(path, { force: true });
  writeFileSync(path, config, { mode: 0o600 });
  return path;
}

/** A JSON string is a valid Cap'n Proto one for all that a setting or a path can hold. */
const text = (value) => JSON.stringify(String(value));

const list = (items) => `[\n    ${items.join(",\n    ")}\n  ]`;
