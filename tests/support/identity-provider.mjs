/**
 * A provider of OpenID Connect on this machine, by the library that most of those in JavaScript are made with.
 * Whoever comes is signed in as `subject` without being asked.
 */
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const CLIENT_ID = "alcove";

export const SECRET = "a secret of the client & of no one else";

/** Starts one that signs by `algorithm`, and wants the secret by `method` ("none": without one). */
export async function startProvider({ algorithm = "RS256", method = "client_secret_basic" } = {}) {
  const provider = new IdentityProvider(algorithm, method);
  await provider.start();
  return provider;
}

class IdentityProvider {
  issuer;
  /** As whom the next one is signed in. */
  subject = "ana";
  /** What it tells of them. */
  claims = {};
  /** Every request: its method and path. */
  requests = [];
  /** A request that is answered otherwise; returns whether it was. */
  instead = () => false;

  #algorithm;
  #method;
  #server;
  #answer;
  #back;

  constructor(algorithm, method) {
    this.#algorithm = algorithm;
    this.#method = method;
  }

  /** Its settings in Alcove. */
  get vars() {
    const secret = this.#method === "none" ? {} : { OIDC_CLIENT_SECRET: SECRET };
    return { OIDC_ISSUER: this.issuer, OIDC_CLIENT_ID: CLIENT_ID, OIDC_NAME: "Tea House", ...secret };
  }

  async start() {
    this.#server = createServer((request, response) => {
      this.requests.push(`${request.method} ${request.url.split("?")[0]}`);
      if (!this.instead(request, response)) this.#answer(request, response);
    });
    await new Promise((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.issuer = `http://127.0.0.1:${this.#server.address().port}`;
  }

  /** Lets the pages at this origin sign people in. */
  serve(origin) {
    this.#back = `${origin}/account/oidc/back`;
    this.rotateKeys();
  }

  /** From now on it signs by another key. */
  rotateKeys() {
    const provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: CLIENT_ID,
          ...(this.#method !== "none" && { client_secret: SECRET }),
          redirect_uris: [this.#back],
          response_types: ["code"],
          token_endpoint_auth_method: this.#method,
          id_token_signed_response_alg: this.#algorithm,
        },
      ],
      clientAuthMethods: [this.#method],
      enabledJWA: { idTokenSigningAlgValues: ["RS256", "ES256", "EdDSA"] },
      jwks: { keys: [newKey(this.#algorithm)] },
      cookies: { keys: ["of a test"] },
      pkce: { required: () => true },
      claims: { openid: ["sub"], profile: ["name", "preferred_username"] },
      conformIdTokenClaims: false,
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_, { uid }) => `/interaction/${uid}` },
      findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId, ...this.claims }) }),
      loadExistingGrant: async ({ oidc }) => {
        const { accountId } = oidc.session;
        const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId });
        grant.addOIDCScope("openid profile");
        await grant.save();
        return grant;
      },
    });
    const answer = provider.callback();
    this.#answer = async (request, response) => {
      if (!request.url.startsWith("/interaction/")) return answer(request, response);
      await provider.interactionFinished(request, response, { login: { accountId: this.subject } });
    };
  }

  async stop() {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}

function newKey(algorithm) {
  const [type, options] = {
    RS256: ["rsa", { modulusLength: 2048 }],
    ES256: ["ec", { namedCurve: "P-256" }],
    EdDSA: ["ed25519", {}],
  }[algorithm];
  const { privateKey } = generateKeyPairSync(type, options);
  return { ...privateKey.export({ format: "jwk" }), kid: randomUUID(), use: "sig", alg: algorithm };
}
