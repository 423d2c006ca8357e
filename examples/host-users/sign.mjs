// Says to a room who your user is: signs a JWT that lasts five minutes. It runs on your server alone; the page gets
// what it returns.
//
//   HOST_SECRET=… node sign.mjs https://your-site.example kiln-and-clay user-17 "Marta B." [role]
//
// HOST_SECRET is the `k` of the key in Alcove's HOST_KEYS: base64url, at least 32 bytes. With HOST_KEY, a private
// key of P-256 as a JWK, it signs by that instead, and Alcove knows the public half alone.
import { createHmac, createPrivateKey, sign } from "node:crypto";

const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A JWT by a secret that both sides know. */
export function signByHmac(secret, claims) {
  const signed = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
  const mac = createHmac("sha256", Buffer.from(secret, "base64url")).update(signed);
  return `${signed}.${mac.digest("base64url")}`;
}

/** A JWT by a private key, as a JWK. */
export function signByKey(jwk, claims) {
  const signed = `${encode({ alg: "ES256", typ: "JWT", ...(jwk.kid && { kid: jwk.kid }) })}.${encode(claims)}`;
  const key = createPrivateKey({ key: jwk, format: "jwk" });
  const signature = sign("sha256", Buffer.from(signed), { key, dsaEncoding: "ieee-p1363" });
  return `${signed}.${signature.toString("base64url")}`;
}

/** What a room is told: who it is, what they are called there, and in which room that holds. */
export function claimsOf(site, room, user, name, role) {
  const exp = Math.floor(Date.now() / 1_000) + 300;
  return { iss: site, room, sub: user, name, exp, ...(role && { role }) };
}

if (process.argv[1] === import.meta.filename) {
  const [site, room, user, name, role] = process.argv.slice(2);
  const { HOST_KEY, HOST_SECRET = "" } = process.env;
  const claims = claimsOf(site, room, user, name, role);
  console.log(HOST_KEY ? signByKey(JSON.parse(HOST_KEY), claims) : signByHmac(HOST_SECRET, claims));
}
