/**
 * A proxy between a browser and the server, which passes on the host or not, lets sockets through or not, and
 * may answer in the server's place.
 */
import { createServer, request } from "node:http";
import { connect } from "node:net";
import { freePort } from "../../support/ports.mjs";

/**
 * `host` is what the server is told in place of the browser's; `passesSockets` false drops `Upgrade`; `answers(path)` is the HTML
 * of a page that comes instead, if any.
 */
export async function startProxy(server, { host, passesSockets = true, answers = () => undefined } = {}) {
  const { hostname, port } = new URL(server.url);
  const sockets = new Set();
  const headersOf = ({ headers }) => ({ ...headers, host: host ?? headers.host });
  const proxy = createServer((incoming, outgoing) => {
    const page = answers(incoming.url);
    if (page !== undefined) return outgoing.writeHead(200, { "content-type": "text/html", "cache-control": "no-store" }).end(page);
    const { upgrade: _, connection: __, ...headers } = headersOf(incoming);
    const passed = request({ hostname, port, path: incoming.url, method: incoming.method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode, answer.headers);
      answer.pipe(outgoing);
    });
    passed.on("error", () => outgoing.destroy());
    incoming.pipe(passed);
  });
  if (passesSockets)
    proxy.on("upgrade", (incoming, socket, head) => {
      const onward = connect(Number(port), hostname, () => {
        const lines = Object.entries(headersOf(incoming)).map(([name, value]) => `${name}: ${value}`);
        onward.write(`GET ${incoming.url} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
        onward.write(head);
        onward.pipe(socket).pipe(onward);
      });
      for (const end of [socket, onward]) end.on("error", () => {});
    });
  proxy.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  const ownPort = await freePort();
  await new Promise((resolve) => proxy.listen(ownPort, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${ownPort}`,
    stop() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => proxy.close(resolve));
    },
  };
}
