// What the server answers over HTTP: pages, errors, origins and headers, as a browser, a bot or a curious
// stranger meets them.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { request, upgrade } from "../support/http.mjs";
import { startRoomServer, UNHURRIED } from "../support/server.mjs";

const FRIEND = "https://friend.example";
const STRANGER = "https://stranger.example";
const BROWSER = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
const BAD_ROOM_NAMES = ["a%2Fb", "a%2fb", "a%20b", "a.b", "a+b", "%61", "%00", "%C3%A4", "x".repeat(65)];

let server;
before(async () => {
  server = await startRoomServer({ ...UNHURRIED, ALLOWED_ORIGINS: `${FRIEND}, http://localhost:3000` });
});
after(() => server.stop());

const get = (path, headers) => request(server, path, { headers });

describe("pages", () => {
  test("the landing page is HTML", async () => {
    const page = await get("/");
    assert.equal(page.status, 200);
    assert.match(page.headers["content-type"], /^text\/html/);
    assert.match(page.body, /<!doctype html>/i);
  });

  test("the link of a room without an upgrade is its page, in any case of letters", async () => {
    for (const path of ["/room/tea", "/room/Tea_Time-2", `/room/${"x".repeat(64)}`]) {
      const page = await get(path);
      assert.equal(page.status, 200, path);
      assert.match(page.headers["content-type"], /^text\/html/, path);
    }
  });

  test("a link with marks behind it leads to its room, with its query, and never elsewhere", async () => {
    const marks = ["/", "//", ".", ",", ")", ").", "%3E", "%20", "%22", "'", "%E3%80%82", "%EF%BC%89", "%D8%9F", "%E2%80%A6"];
    for (const mark of marks) {
      for (const query of ["", "?utm_source=x&a=%22"]) {
        const { status, headers, body } = await get(`/room/Tea-1${mark}${query}`, BROWSER);
        assert.deepEqual([status, headers.location, body], [308, `/room/tea-1${query}`, ""], mark);
        assert.equal(headers["x-content-type-options"], "nosniff", "as every answer");
      }
      const refused = await upgrade(server, `/room/tea${mark}`);
      assert.ok([400, 404].includes(refused.status), `${mark}: an upgrade goes nowhere`);
      assert.ok(["room_name_invalid", "not_found"].includes(refused.json.error.code), mark);
    }
    assert.equal((await request(server, "/room/tea/", { method: "HEAD" })).status, 308);
    for (const path of ["//evil.example/", "/room//evil.example/", "/room/%2Fevil.example.", "/room/%0D%0Ax:y/", "/room/caf%C3%A9."]) {
      const { status, headers } = await get(path, BROWSER);
      assert.ok(status === 400 || status === 404, `${path}: ${status}`);
      assert.equal(headers.location, undefined, path);
    }
    assert.equal((await get("/room/tea?utm_source=x", BROWSER)).status, 200);
  });

  test("the page's own files are served with their types", async () => {
    const { body } = await get("/room/tea");
    const script = await get(/src="(\/assets\/room-[^"]+)"/.exec(body)[1]);
    assert.equal(script.status, 200);
    assert.match(script.headers["content-type"], /^text\/javascript/);
    assert.match(script.headers["cache-control"], /immutable/, "named after its content");
    const picture = await get("/favicon.svg");
    assert.match(picture.headers["content-type"], /^image\/svg\+xml/);
  });

  test("every page names a manifest, whose icons are what it says", async () => {
    for (const path of ["/", "/room/tea"]) {
      const { body } = await get(path);
      assert.match(body, /<link rel="manifest" href="\/manifest\.webmanifest">/, path);
      assert.match(body, /<link rel="apple-touch-icon" href="\/apple-touch-icon\.png">/, path);
    }
    const manifest = await get("/manifest.webmanifest");
    assert.match(manifest.headers["content-type"], /^application\/manifest\+json/);
    const { icons } = JSON.parse(manifest.body);
    assert.deepEqual(icons.map(({ sizes, purpose = "any" }) => `${sizes} ${purpose}`).sort(), [
      "192x192 any",
      "512x512 any",
      "512x512 maskable",
      "any any",
      "any maskable",
    ]);
    for (const { src, type, sizes } of [...icons, { src: "/apple-touch-icon.png", type: "image/png", sizes: "180x180" }]) {
      const icon = await fetch(`${server.url}${src}`);
      assert.equal(icon.headers.get("content-type"), type, src);
      if (type === "image/png") assert.equal(pngSize(Buffer.from(await icon.arrayBuffer())), sizes, src);
    }
  });

  test("the service worker is a script that browsers ask for again", async () => {
    const worker = await get("/sw.js");
    assert.match(worker.headers["content-type"], /^text\/javascript/);
    assert.doesNotMatch(worker.headers["cache-control"] ?? "", /immutable|max-age=[1-9]/);
  });

  test("a browser that has a file already gets 304", async () => {
    const first = await get("/favicon.svg");
    const second = await get("/favicon.svg", { "if-none-match": first.headers.etag });
    assert.equal(second.status, 304);
    assert.equal(second.body, "");
  });

  test("HEAD is GET without a body", async () => {
    for (const path of [
      "/",
      "/room/tea",
      "/health",
      "/room/tea/messages",
      "/favicon.svg",
      "/nowhere",
      "/room/a.b",
    ]) {
      const [head, got] = [await request(server, path, { method: "HEAD" }), await get(path)];
      assert.equal(head.status, got.status, path);
      assert.equal(head.headers["content-type"], got.headers["content-type"], path);
      assert.equal(head.body, "", path);
    }
  });

  test("health tells that all is well, and the version", async () => {
    const { status, json } = await get("/health");
    assert.equal(status, 200);
    assert.equal(json.ok, true);
    assert.match(json.version, /^\d+\.\d+\.\d+/);
  });
});

describe("what is not there", () => {
  test("an unknown path is the project's own page for a browser", async () => {
    for (const path of ["/nowhere", "/room/", "/room", "/room/tea/else", "/styles/none.css"]) {
      const page = await get(path, BROWSER);
      assert.equal(page.status, 404, path);
      assert.match(page.headers["content-type"], /^text\/html/, path);
      assert.match(page.body, /Alcove/, path);
    }
  });

  test("a browser that has the page for it is shown it again", async () => {
    const first = await get("/nowhere", BROWSER);
    const again = await get("/nowhere", { ...BROWSER, "if-none-match": first.headers.etag ?? "*" });
    assert.deepEqual([again.status, again.body], [404, first.body]);
  });

  test("an unknown path is JSON for everyone else", async () => {
    for (const path of ["/nowhere", "/room/", "/room/tea/else"]) {
      const { status, json } = await get(path);
      assert.equal(status, 404, path);
      assert.equal(json.error.code, "not_found", path);
      assert.equal(typeof json.error.message, "string", path);
    }
  });

  test("an unknown path cannot be upgraded", async () => {
    for (const path of ["/", "/nowhere", "/room/", "/room/tea/messages"]) {
      assert.notEqual((await upgrade(server, path)).status, 101, path);
    }
  });

  test("a wrong method gets 405 and is told the right ones", async () => {
    for (const path of ["/", "/room/tea", "/health", "/room/tea/messages", "/favicon.svg"]) {
      for (const method of ["POST", "PUT", "DELETE", "PATCH"]) {
        const { status, headers, json } = await request(server, path, { method });
        assert.equal(status, 405, `${method} ${path}`);
        assert.equal(headers.allow, "GET, HEAD", `${method} ${path}`);
        assert.equal(json.error.code, "method_not_allowed", `${method} ${path}`);
      }
    }
  });
});

describe("names of rooms", () => {
  test("a bad name is told as JSON with a code", async () => {
    for (const name of BAD_ROOM_NAMES) {
      const { status, json } = await get(`/room/${name}`);
      assert.equal(status, 400, name);
      assert.equal(json.error.code, "room_name_invalid", name);
    }
  });

  test("a bad name is told before the upgrade", async () => {
    for (const name of BAD_ROOM_NAMES) {
      const { status, json } = await upgrade(server, `/room/${name}`);
      assert.equal(status, 400, name);
      assert.equal(json.error.code, "room_name_invalid", name);
    }
  });

  test("a bad name has no messages", async () => {
    const { status, json } = await get("/room/a%2Fb/messages");
    assert.equal(status, 400);
    assert.equal(json.error.code, "room_name_invalid");
  });

  test("a browser is shown a page about a bad name", async () => {
    const page = await get("/room/a%2Fb", BROWSER);
    assert.equal(page.status, 400);
    assert.match(page.headers["content-type"], /^text\/html/);
  });
});

describe("origins", () => {
  const opens = async (origin) => (await upgrade(server, "/room/tea", origin && { origin })).status;

  test("who sends no origin is no browser and may open a socket", async () => {
    assert.equal(await opens(), 101);
  });

  test("the same host and port may open a socket", async () => {
    assert.equal(await opens(server.url), 101);
  });

  test("listed origins may open a socket", async () => {
    assert.equal(await opens(FRIEND), 101);
    assert.equal(await opens("http://localhost:3000"), 101);
  });

  test("any other origin gets 403", async () => {
    const { hostname, port } = new URL(server.url);
    const others = [
      STRANGER,
      "null",
      "garbage",
      `http://${hostname}`,
      `http://${hostname}:${Number(port) + 1}`,
      `http://${server.host}.stranger.example`,
      `${FRIEND}.stranger.example`,
      `${FRIEND}:444`,
      FRIEND.replace("https", "http"),
      "https://sub.friend.example",
    ];
    for (const origin of others) {
      const { status, json } = await upgrade(server, "/room/tea", { origin });
      assert.equal(status, 403, origin);
      assert.equal(json.error.code, "origin_forbidden", origin);
    }
  });

  test("a page learns from the health whether it is its own address that is refused", async () => {
    const admitted = async (origin, headers) => (await get(`/health?origin=${encodeURIComponent(origin)}`, headers)).json.admitted;
    for (const origin of [FRIEND, server.url]) assert.equal(await admitted(origin), true, origin);
    for (const origin of [STRANGER, "null", "", "http://localhost:3001"]) assert.equal(await admitted(origin), false, origin);
    assert.equal(await admitted("http://localhost:9000", { host: "localhost" }), false, "a proxy has changed the host");
    assert.equal(await admitted("https://chat.example", { host: "chat.example" }), true);
    assert.equal((await get("/health")).json.admitted, undefined);
  });

  test("only listed origins may read answers of HTTP", async () => {
    for (const path of ["/health", "/room/tea/messages", "/nowhere"]) {
      const listed = await get(path, { origin: FRIEND });
      assert.equal(listed.headers["access-control-allow-origin"], FRIEND, path);
      for (const origin of [undefined, STRANGER, "null", server.url]) {
        const { headers } = await get(path, origin && { origin });
        assert.equal(headers["access-control-allow-origin"], undefined, `${path} for ${origin}`);
      }
    }
  });

  test("other sites can fetch no room, whatever they make of it", async () => {
    const messages = "/room/tea/messages";
    for (const origin of [STRANGER, "null", "garbage", `${FRIEND}:444`]) {
      const { status, json } = await get(messages, { origin });
      assert.deepEqual([status, json?.error.code], [403, "origin_forbidden"], origin);
    }
    for (const [site, mode, dest] of [
      ["cross-site", "no-cors", "image"],
      ["cross-site", "no-cors", "script"],
      ["same-site", "no-cors", "style"],
      ["cross-site", "navigate", "iframe"],
    ]) {
      const headers = { "sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": dest };
      assert.equal((await get(messages, headers)).status, 403, `${site} ${mode} ${dest}`);
      assert.equal((await upgrade(server, "/room/tea", headers)).status, 403, `${site} ${mode} ${dest}`);
    }
  });

  test("who follows a link, and who is listed, may read", async () => {
    for (const headers of [
      { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" },
      { "sec-fetch-site": "none", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" },
      { "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" },
      { "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty", origin: FRIEND },
      { origin: server.url },
    ]) {
      assert.equal((await get("/room/tea/messages", headers)).status, 200, JSON.stringify(headers));
    }
  });

  test("caches are told that answers depend on the origin", async () => {
    for (const path of ["/health", "/room/tea/messages", "/"]) {
      assert.match((await get(path)).headers.vary, /\borigin\b/i, path);
    }
  });
});

test("with * every origin may open a socket and read", async () => {
  const open = await startRoomServer({ ALLOWED_ORIGINS: "*" });
  try {
    for (const origin of [STRANGER, "null"]) {
      assert.equal((await upgrade(open, "/room/tea", { origin })).status, 101, origin);
    }
    const { headers } = await request(open, "/room/tea/messages", { headers: { origin: STRANGER } });
    assert.ok([STRANGER, "*"].includes(headers["access-control-allow-origin"]));
  } finally {
    await open.stop();
  }
});

test("every kind of answer bears the security headers", async () => {
  const answers = {
    landing: await get("/"),
    room: await get("/room/tea"),
    script: await get("/favicon.svg"),
    part: await get(/\/assets\/room-[^"]*\.js/.exec((await get("/room/tea")).body)[0]),
    style: await get("/styles/page.css"),
    health: await get("/health"),
    messages: await get("/room/tea/messages"),
    "bad query": await get("/room/tea/messages?before=x"),
    "not found, page": await get("/nowhere", BROWSER),
    "not found, JSON": await get("/nowhere"),
    "bad room": await get("/room/a.b"),
    "bad room, page": await get("/room/a.b", BROWSER),
    "wrong method": await request(server, "/", { method: "POST" }),
    "wrong method, file": await request(server, "/favicon.svg", { method: "POST" }),
    "not modified": await get("/", { "if-none-match": (await get("/")).headers.etag }),
    "foreign origin": await upgrade(server, "/room/tea", { origin: STRANGER }),
  };
  for (const [kind, { headers }] of Object.entries(answers)) {
    const policy = headers["content-security-policy"] ?? "";
    assert.match(policy, /default-src '(none|self)'/, kind);
    assert.doesNotMatch(policy, /unsafe-/, kind);
    assert.equal(headers["x-content-type-options"], "nosniff", kind);
    assert.match(headers["referrer-policy"] ?? "", /^(same-origin|no-referrer|strict-origin)$/, kind);
    const isFramed = kind === "room";
    if (kind === "part") assert.equal(policy, "default-src 'none'; frame-ancestors 'none'", "it may load nothing");
    assert.equal(framers(headers), isFramed ? `'self' ${FRIEND} http://localhost:3000` : "'none'", kind);
    assert.equal(headers["x-frame-options"], isFramed ? undefined : "DENY", kind);
    assert.equal(headers["cross-origin-resource-policy"], kind === "script" ? "cross-origin" : "same-origin", kind);
    assert.equal(headers["strict-transport-security"], undefined, `${kind}: only where it is set`);
  }
});

describe("which sites may show a file", () => {
  const policy = async (path, headers) => (await get(path, headers)).headers["cross-origin-resource-policy"];

  test("the script for other sites, the manifest and its pictures: all", async () => {
    const { icons } = JSON.parse((await get("/manifest.webmanifest")).body);
    const paths = ["/embed.js", "/manifest.webmanifest", "/favicon.svg", "/apple-touch-icon.png", ...icons.map(({ src }) => src)];
    for (const path of paths) assert.equal(await policy(path), "cross-origin", path);
  });

  test("anything else: ours alone, also where a listed origin may read it", async () => {
    const script = /src="(\/assets\/room-[^"]+)"/.exec((await get("/room/tea")).body)[1];
    const paths = ["/", "/room/tea", "/room/tea/messages", "/health", "/sw.js", "/shell.json", script];
    const absent = ["/nowhere.svg", "/assets/none.png", "/room/tea/embed.js"];
    for (const path of [...paths, ...absent]) assert.equal(await policy(path), "same-origin", path);
    const listed = await get("/room/tea/messages", { origin: FRIEND });
    assert.equal(listed.headers["access-control-allow-origin"], FRIEND);
  });
});

describe("who may keep an answer", () => {
  const kept = async (path, options) => {
    const { status, headers, body } = await request(server, path, options);
    return { status, cache: headers["cache-control"], etag: headers.etag, body };
  };

  test("files named after their content: everybody, for good; and it stays so with 304", async () => {
    const script = /src="(\/assets\/room-[^"]+)"/.exec((await get("/room/tea")).body)[1];
    const first = await kept(script);
    assert.deepEqual([first.status, first.cache], [200, "public, max-age=31536000, immutable"]);
    const again = await kept(script, { headers: { "if-none-match": first.etag } });
    assert.deepEqual([again.status, again.cache], [304, "public, max-age=31536000, immutable"]);
  });

  test("nobody keeps what is not there, or failed", async () => {
    const none = "/assets/room-AAAAAAAA.js";
    for (const [path, options, status] of [
      [none, {}, 404],
      [none, { headers: BROWSER }, 404],
      ["/assets/", {}, 404],
      ["/assets", {}, 404],
      [/src="(\/assets\/room-[^"]+)"/.exec((await get("/room/tea")).body)[1], { method: "POST" }, 405],
      ["/nowhere", { headers: BROWSER }, 404],
      ["/room/a.b", { headers: BROWSER }, 400],
      ["/room/a.b", {}, 400],
      ["/health", {}, 200],
    ]) {
      const answer = await kept(path, options);
      assert.deepEqual([answer.status, answer.cache], [status, "no-store"], path);
    }
  });

  test("a page that is not there is whole, whatever a browser has of it", async () => {
    const { etag } = (await get("/404.html")).headers;
    const page = await kept("/nowhere", { headers: { ...BROWSER, "if-none-match": etag } });
    assert.equal(page.status, 404);
    assert.match(page.body, /<!doctype html>/i);
    assert.equal(page.etag, undefined);
  });

  test("pages and everything else of a fixed name: asked for again each time", async () => {
    for (const path of ["/", "/room/tea", "/sw.js", "/favicon.svg", "/manifest.webmanifest", "/shell.json"]) {
      assert.equal((await kept(path)).cache, "public, max-age=0, must-revalidate", path);
    }
  });
});

describe("Strict-Transport-Security", () => {
  const headersWith = async (HSTS) => {
    const other = await startRoomServer({ HSTS, HOSTS: "127.0.0.1" });
    try {
      const refused = { host: "elsewhere.example" };
      const answers = [
        await request(other, "/"),
        await request(other, "/room/tea"),
        await request(other, "/assets/none.js"),
        await request(other, "/health"),
        await upgrade(other, "/room/tea", { origin: STRANGER }),
        await request(other, "/", { headers: refused }),
      ];
      return answers.map(({ headers }) => headers["strict-transport-security"]);
    } finally {
      await other.stop();
    }
  };

  test("is on every answer where it is set", async () => {
    assert.deepEqual(new Set(await headersWith("31536000")), new Set(["max-age=31536000"]));
  });

  test("is nothing that the setting does not mean", async () => {
    assert.deepEqual(new Set(await headersWith("max-age=1; x\r\nx-injected: 1")), new Set([undefined]));
  });
});

describe("who may frame a room", () => {
  const roomPage = async (vars) => {
    const other = await startRoomServer(vars);
    try {
      return await request(other, "/room/tea");
    } finally {
      await other.stop();
    }
  };

  test("nobody, unless origins are allowed", async () => {
    const { headers } = await roomPage({});
    assert.equal(framers(headers), "'none'");
    assert.equal(headers["x-frame-options"], "DENY");
  });

  test("everybody with *", async () => {
    const { headers } = await roomPage({ ALLOWED_ORIGINS: "*" });
    assert.equal(framers(headers), "*");
    assert.equal(headers["x-frame-options"], undefined);
  });

  test("what is no origin changes no header", async () => {
    const { headers } = await roomPage({
      ALLOWED_ORIGINS: `https://a.example; script-src *, x\r\nx-injected: 1, https://*.b.example, ${FRIEND}`,
    });
    assert.equal(framers(headers), `'self' ${FRIEND}`);
    assert.equal(headers["x-injected"], undefined);
    assert.doesNotMatch(headers["content-security-policy"], /\*|a\.example/);
  });

  test("the script for other sites is a script for all of them, and soon a new one", async () => {
    const script = await get("/embed.js", { origin: STRANGER });
    assert.equal(script.status, 200);
    assert.match(script.headers["content-type"], /^text\/javascript/);
    assert.equal(script.headers["cache-control"], "public, max-age=300");
    assert.equal(script.headers["cross-origin-resource-policy"], "cross-origin");
    const asModule = await get("/embed.js", { origin: FRIEND });
    assert.equal(asModule.headers["access-control-allow-origin"], FRIEND);
  });
});

describe("messages over HTTP", () => {
  const seqs = ({ json }) => json.events.map((event) => event.seq);
  const page = (query) => get(`/room/log/messages${query}`);

  before(async () => {
    const ana = await server.join("log", "Ana");
    for (let n = 1; n <= 120; n += 1) ana.asks({ type: "say", text: `text ${n}` });
    await ana.hasLog(120);
    await ana.leaves();
  });

  test("an empty room has an empty page", async () => {
    const { status, json } = await get("/room/Empty/messages");
    assert.equal(status, 200);
    assert.deepEqual(
      { ...json, epoch: typeof json.epoch },
      { room: "empty", epoch: "string", seq: 0, events: [], more: false },
    );
  });

  test("without a query it is the newest 50", async () => {
    const { status, headers, json } = await page("");
    assert.equal(status, 200);
    assert.match(headers["content-type"], /^application\/json/);
    assert.equal(json.room, "log");
    assert.equal(json.seq, 120);
    assert.equal(json.more, true);
    assert.deepEqual(seqs({ json }), range(71, 120));
    assert.deepEqual(Object.keys(json.events[0]).sort(), ["at", "cid", "from", "seq", "text", "type"]);
  });

  test("before pages backwards to the beginning", async () => {
    const last = await page("?before=21");
    assert.deepEqual(seqs(last), range(1, 20));
    assert.equal(last.json.more, false);
    const middle = await page("?before=100&limit=10");
    assert.deepEqual(seqs(middle), range(90, 99));
    assert.equal(middle.json.more, true);
    assert.deepEqual(seqs(await page("?before=1")), []);
  });

  test("after pages forwards to the end", async () => {
    const first = await page("?after=0&limit=10");
    assert.deepEqual(seqs(first), range(1, 10));
    assert.equal(first.json.more, true);
    const last = await page("?after=110");
    assert.deepEqual(seqs(last), range(111, 120));
    assert.equal(last.json.more, false);
    assert.deepEqual(seqs(await page("?after=120")), []);
    assert.deepEqual(seqs(await page("?after=9007199254740991")), []);
  });

  test("who has a page already is told so, until something changes", async () => {
    const room = "/room/kept/messages";
    const ana = await server.join("kept", "Ana");
    const { seq } = await ana.says("one");
    const first = await get(`${room}?limit=5`);
    assert.match(first.headers.etag, /^"[0-9a-f]{16}-1-1"$/);
    assert.equal(first.headers["cache-control"], "private, no-cache");
    const again = (etag) => get(`${room}?limit=5`, { "if-none-match": etag });
    for (const same of [first.headers.etag, `W/${first.headers.etag}`, `"x", ${first.headers.etag}`]) {
      const { status, headers, body } = await again(same);
      assert.deepEqual([status, body, headers.etag], [304, "", first.headers.etag], same);
      assert.equal(headers["cache-control"], "private, no-cache");
    }
    assert.equal((await again('"another"')).status, 200);
    await ana.does({ type: "react", seq, emoji: "👍", on: true });
    const changed = await again(first.headers.etag);
    assert.equal(changed.status, 200);
    assert.notEqual(changed.headers.etag, first.headers.etag);
  });

  test("a limit out of range is clamped", async () => {
    assert.equal(seqs(await page("?limit=1000")).length, 100);
    assert.equal(seqs(await page("?limit=0")).length, 1);
    assert.equal(seqs(await page("?limit=-3")).length, 1);
    assert.deepEqual(seqs(await page("?limit=1")), [120]);
  });

  test("before and after together, or no number, is 400", async () => {
    for (const query of ["?before=3&after=1", "?before=x", "?after=", "?limit=many", "?before=1.5"]) {
      const { status, json } = await page(query);
      assert.equal(status, 400, query);
      assert.equal(json.error.code, "bad_query", query);
    }
  });

  test("the name of a room is the same in any case of letters", async () => {
    assert.equal((await get("/room/LOG/messages")).json.seq, 120);
  });
});

/** By the first chunk of the file. */
const pngSize = (png) => `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;

const range = (first, last) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

/** The sources of `frame-ancestors`. */
const framers = (headers) => /frame-ancestors ([^;]+)/.exec(headers["content-security-policy"] ?? "")?.[1];
