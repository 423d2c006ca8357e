// `node bench/peers/durable-object.mjs --port N [--data DIR]`: a chat in one
// Durable Object per room, in JavaScript, on the same workerd as Alcove's, with
// the same compatibility date and kind of storage. Without DIR, rooms end with it.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inProject } from "../../scripts/lib/paths.mjs";
import { whenReady } from "../../scripts/lib/server.mjs";
import { startWorkerd, stopWorkerd } from "../../scripts/lib/workerd.mjs";
import { writeConfig } from "../../scripts/lib/workerd-config.mjs";
import { wranglerConfig } from "../../scripts/lib/wrangler-config.mjs";
import { peerOptions, sayReady, whenToldToEnd } from "./lib/peer.mjs";

const { address, url, announces, data: kept } = peerOptions();
const data = kept ?? mkdtempSync(join(tmpdir(), "peer-durable-object-"));
const { compatibilityDate, compatibilityFlags } = await wranglerConfig();
const config = writeConfig({
  name: "chat",
  data,
  address,
  compatibilityDate,
  compatibilityFlags,
  objects: [{ binding: "ROOMS", className: "ChatRoom" }],
  bindings: announces ? [] : [`(name = "ANNOUNCE", text = "0")`],
  modules: (file) => [
    `(name = "worker.js", esModule = ${file(inProject("bench", "peers", "durable-object", "worker.js"))})`,
  ],
});
const workerd = await startWorkerd(config);

whenToldToEnd(() => stopWorkerd(workerd));
workerd.once("exit", () => {
  if (!kept) rmSync(data, { recursive: true, force: true });
  process.exit();
});

await whenReady(url, workerd);
sayReady(url, workerd.pid);
