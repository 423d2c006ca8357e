/**
 * Sends requests exactly as written: paths are not normalised, any header may be set, redirects are not
 * followed, and an upgrade is requested only to see the answer.
 */
import { request as httpRequest } from "node:http";
import { within } from "./waiting.mjs";

/**
 * Resolves with `{ status, headers, body, json }`; the answer to an accepted upgrade is a 101. The body is a
 * text in this encoding, as it came over the wire.
 */
export function request(server, path, { method = "GET", headers = {}, body, encoding = "utf8" } = {}) {
  const { hostname, port } = new URL(server.url);
  const answered = new Promise((resolve, reject) => {
    const isMeasured = body !== undefined && headers["transfer-encoding"] === undefined;
    const length = isMeasured ? { "content-length": Buffer.byteLength(body) } : {};
    const sent = httpRequest({ hostname, port, path, method, headers: { ...length, ...headers }, agent: false });
    sent.on("error", reject);
    sent.on("upgrade", (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode, headers: response.headers, body: "" });
    });
    sent.on("response", async (response) => {
      let read = "";
      response.setEncoding(encoding);
      for await (const part of response) read += part;
      resolve({ status: response.statusCode, headers: response.headers, body: read });
    });
    sent.end(body);
  });
  return within(
    answered.then((response) => ({ ...response, json: jsonOf(response) })),
    () => `no answer to ${method} ${path}`,
  );
}

/** Asks for a WebSocket. */
export function upgrade(server, path, headers = {}) {
  return request(server, path, {
    headers: {
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
      ...headers,
    },
  });
}

const jsonOf = ({ headers, body }) =>
  /^application\/json\b/.test(headers["content-type"]) && body !== "" ? JSON.parse(body) : undefined;
