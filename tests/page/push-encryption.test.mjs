// What push services are given, as the RFCs have it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fromBase64, toBase64 } from "../../src/edge/base64url.js";
import { encrypt, retryAfter, signature } from "../../src/edge/push.js";

const ECDH = { name: "ECDH", namedCurve: "P-256" };

test("a message is encrypted as in the example of RFC 8291", async () => {
  const point = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
  const raw = fromBase64(point);
  const jwk = {
    kty: "EC",
    crv: "P-256",
    x: toBase64(raw.subarray(1, 33)),
    y: toBase64(raw.subarray(33)),
    d: "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw",
  };
  const keys = {
    publicKey: await crypto.subtle.importKey("raw", raw, ECDH, true, []),
    privateKey: await crypto.subtle.importKey("jwk", jwk, ECDH, false, ["deriveBits"]),
  };
  const browser = {
    p256dh: fromBase64(
      "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    ),
    auth: fromBase64("BTBZMqHH6r4Tts7J_aSIgg"),
  };
  const plain = new TextEncoder().encode("When I grow up, I want to be a watermelon");
  const body = await encrypt(plain, browser, { salt: fromBase64("DGv6ra1nlYgDCS1FRnbzlw"), keys });
  assert.equal(
    toBase64(body),
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN",
  );
});

test("no two messages have a key or a salt in common, and a point off the curve is none", async () => {
  const { publicKey } = await crypto.subtle.generateKey(ECDH, true, ["deriveBits"]);
  const browser = {
    p256dh: new Uint8Array(await crypto.subtle.exportKey("raw", publicKey)),
    auth: new Uint8Array(16),
  };
  const [a, b] = [await encrypt(new Uint8Array(3), browser), await encrypt(new Uint8Array(3), browser)];
  assert.equal(a.length, 86 + 3 + 1 + 16);
  assert.notDeepEqual(a.subarray(0, 16), b.subarray(0, 16));
  assert.notDeepEqual(a.subarray(21, 86), b.subarray(21, 86));
  const off = { ...browser, p256dh: Uint8Array.from([4, ...new Array(64).fill(1)]) };
  await assert.rejects(encrypt(new Uint8Array(1), off));
});

test("a signature is for one push service, and is used again for half of its time", async () => {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(
    { name: "ECDSA", namedCurve: "P-256" },
    true,
    ["sign", "verify"],
  );
  const { d } = await crypto.subtle.exportKey("jwk", privateKey);
  const point = toBase64(new Uint8Array(await crypto.subtle.exportKey("raw", publicKey)));
  const [now, key] = [1_800_000_000_000, `${point}.${d}`];
  const sign = (endpoint, at) => signature(endpoint, "mailto:op@chat.example", key, at);
  const first = await sign("https://push.example/a?b", now);
  const [, claims] = first.split(" t=")[1].split(".");
  assert.deepEqual(JSON.parse(new TextDecoder().decode(fromBase64(claims))), {
    aud: "https://push.example",
    exp: now / 1_000 + 12 * 3_600,
    sub: "mailto:op@chat.example",
  });
  assert.equal(await sign("https://push.example/c", now + 5 * 3_600_000), first);
  assert.notEqual(await sign("https://push.example/c", now + 7 * 3_600_000), first);
  assert.notEqual(await sign("https://push.example:444/c", now), first);
});

test("a push service says in seconds or by a date how long it wants its peace", () => {
  const now = Date.parse("2026-11-27T12:00:00Z");
  assert.equal(retryAfter("120", now), 120_000);
  assert.equal(retryAfter("Fri, 27 Nov 2026 12:01:00 GMT", now), 60_000);
  assert.equal(retryAfter("Fri, 27 Nov 2026 11:00:00 GMT", now), 0);
  for (const none of [null, "", "soon", "-1", "1e9", "99999999999"])
    assert.equal(retryAfter(none, now), undefined, none);
});
