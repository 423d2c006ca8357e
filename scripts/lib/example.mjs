// Serves the example host page on an origin of its own.
//
// examples/embed/index.html is what a host would write, with the address of an Alcove that does not exist:
// here it becomes that of the one that runs.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { inProject } from "./paths.mjs";

const WRITTEN = "https://alcove.example";
const PAGE = inProject("examples", "embed", "index.html");

/**
 * Serves the example, with the rooms of `alcove` (an origin); resolves with the server once it listens.
 * For tests, `change(page, url)` may make another page of it.
 */
export function serveExample({ alcove = WRITTEN, port, host = "127.0.0.1", change = (page) => page }) {
  const server = createServer((request, response) => {
    const url = new URL(request.url, "http://example");
    if (url.pathname !== "/") return response.writeHead(404, { "content-type": "text/plain" }).end("There is nothing here.\n");
    const page = change(readFileSync(PAGE, "utf8").replaceAll(WRITTEN, alcove), url);
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" }).end(page);
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve(server));
  });
}
