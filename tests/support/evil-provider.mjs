/**
 * A provider that answers whatever a test wants, as no library would. It lets everybody in at once, as `subject`,
 * and signs by ES256 as it should where a test does not say otherwise.
 */
import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { createServer } from "node:http";

export const SECRET = "a-secret-of-the-client";

const encoded = (json) => Buffer.from(JSON.stringify(json)).toString("base64url");

export async function startEvilProvider() {
  const provider = new EvilProvider();
  await provider.start();
  return provider;
}

class EvilProvider {
  issuer;
  subject = "eve";
  /** Every request: its method and path. */
  requests = [];

  #server;
  #keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  #asked;

  constructor() {
    this.behave();
  }

  get vars() {
    return { OIDC_ISSUER: this.issuer, OIDC_CLIENT_ID: "alcove", OIDC_CLIENT_SECRET: SECRET, OIDC_NAME: "Evil" };
  }

  /** From now on it does as it should but for these. */
  behave({
    claims = {},
    header = {},
    token = (head, body) => this.signed(head, body),
    answer = {},
    description = {},
    responses = {},
    jwks = { keys: [this.publicKey] },
  } = {}) {
    Object.assign(this, { claims, header, token, answer, description, responses, jwks });
  }

  get publicKey() {
    return { ...this.#keys.publicKey.export({ format: "jwk" }), kid: "1", use: "sig", alg: "ES256" };
  }

  get pem() {
    return this.#keys.publicKey.export({ format: "pem", type: "spki" });
  }

  /** A token that is signed by the provider's key, or by another one. */
  signed(header, claims, key = this.#keys.privateKey) {
    const text = `${encoded(header)}.${encoded(claims)}`;
    const signature = sign("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" });
    return `${text}.${signature.toString("base64url")}`;
  }

  /** A token with a MAC by what is no secret. */
  maced(header, claims, secret) {
    const text = `${encoded(header)}.${encoded(claims)}`;
    return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
  }

  async start() {
    this.#server = createServer((request, response) => this.#answer(request, response));
    await new Promise((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.issuer = `http://127.0.0.1:${this.#server.address().port}/evil`;
  }

  #answer(request, response) {
    const { pathname, searchParams } = new URL(request.url, this.issuer);
    this.requests.push(`${request.method} ${pathname}`);
    const name = pathname.replace(/^\/evil\//, "");
    if (this.responses[name]) return this.responses[name](request, response);
    const json = (body) => response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
    switch (name) {
      case ".well-known/openid-configuration":
        return json({
          issuer: this.issuer,
          authorization_endpoint: `${this.issuer}/authorize`,
          token_endpoint: `${this.issuer}/token`,
          jwks_uri: `${this.issuer}/jwks`,
          ...this.description,
        });
      case "jwks":
        return json(this.jwks);
      case "authorize":
        return this.#authorize(searchParams, response);
      case "token":
        return json({ access_token: "a", token_type: "Bearer", id_token: this.#token() });
      default:
        return response.writeHead(404).end();
    }
  }

  #authorize(asked, response) {
    this.#asked = asked;
    const back = new URL(asked.get("redirect_uri"));
    const fields = { code: "c", state: asked.get("state"), ...this.answer };
    for (const [name, value] of Object.entries(fields)) {
      if (value !== undefined) back.searchParams.set(name, value);
    }
    response.writeHead(302, { location: back.href }).end();
  }

  #token() {
    const now = Math.floor(Date.now() / 1_000);
    const due = {
      iss: this.issuer,
      aud: "alcove",
      sub: this.subject,
      nonce: this.#asked?.get("nonce"),
      iat: now,
      exp: now + 300,
    };
    return this.token({ alg: "ES256", kid: "1", ...this.header }, { ...due, ...this.claims });
  }

  async stop() {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}
