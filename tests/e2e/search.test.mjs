// Search over HTTP: what is found, by whom, and that nothing of what was deleted stays.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { isNative } from "../support/host.mjs";
import { request } from "../support/http.mjs";
import { startRoomServer, UNHURRIED } from "../support/server.mjs";

const FRIEND = "https://friend.example";

let server;
before(async () => {
  server = await startRoomServer({ ...UNHURRIED, ALLOWED_ORIGINS: FRIEND, NETWORK_READS_PER_MINUTE: "0" });
});
after(() => server.stop());

const key = (word) => word.padEnd(22, "A");
const hash = (secret) => createHash("sha256").update(secret).digest("hex");

/** The answer to a search; what is looked for is `q`. */
function search(room, q, { token, ...more } = {}) {
  const query = new URLSearchParams(q === undefined ? more : { q, ...more });
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return request(server, `/room/${room}/search?${query}`, { headers });
}

async function results(room, q, more) {
  const answer = await search(room, q, more);
  assert.equal(answer.status, 200, answer.body);
  return answer.json.results;
}

const texts = async (room, q, more) => (await results(room, q, more)).map(({ text }) => text);

/** Status and code of an answer. */
const told = ({ status, json }) => [status, json?.error?.code];

describe("what is found", () => {
  test("messages as in history, with marks, as soon as they were sent", async () => {
    const ana = await server.join("tea", "Ana");
    await ana.says("👍 Schöne Straße");
    const said = await ana.says("strasse and STRASSE");
    const answer = await search("tea", "Strasse");
    assert.equal(answer.status, 200);
    const { epoch } = ana.welcome;
    assert.deepEqual(answer.json, {
      room: "tea",
      epoch,
      seq: 2,
      complete: true,
      results: [
        { ...said, marks: [[0, 7], [12, 7]] }, // biome-ignore format: pairs
        { ...ana.log[0], marks: [[10, 6]] },
      ],
      more: false,
    });
    assert.equal(answer.headers["cache-control"], "no-store");
    const third = await ana.says("third strasse");
    assert.equal((await results("tea", "strasse"))[0].seq, third.seq);
    await ana.does({ type: "edit", seq: third.seq, text: "another way" });
    await ana.does({ type: "delete", seq: 1 });
    assert.deepEqual(await texts("tea", "strasse"), ["strasse and STRASSE"]);
    const [edited] = await results("tea", "another");
    assert.deepEqual([edited.text, edited.seq, edited.edited_at > 0], ["another way", third.seq, true]);
  });

  test("in several languages, by pieces and operators, and whatever else is text", async () => {
    const ana = await server.join("many", "Ana Lia");
    for (const text of [
      "今天天气很好",
      "ในวันนี้อากาศดีมาก",
      "مَرْحَبًا بالعالم",
      "Ещё ёлка",
      "green tea, 100% (a+b)*c^d",
      "tea, green http://a.example",
    ])
      await ana.says(text);
    for (const [q, count] of [
      ["天气很", 1],
      ["天气", 1],
      ["อากาศ", 1],
      ["مرحبا", 1],
      ["елка", 1],
      ["tea green", 2],
      ['"green tea"', 1],
      ['"green tea', 0],
      ["has:link", 1],
      ["has:file", 0],
      ['from:"ana lia" tea', 2],
      [`from:@${ana.id}`, 6],
      ["from:nobody", 0],
      ["100% (a+b)*c^d", 1],
      ["tea AND green", 0],
      ["before:2000-01-01", 0],
      ["after:2000-01-01 tea", 2],
    ])
      assert.equal((await results("many", q)).length, count, q);
  });

  test("page after page, and the best first", async () => {
    const ana = await server.join("pages", "Ana");
    for (let n = 1; n <= 55; n += 1) await ana.says(`tea number ${n}`);
    const seqs = [];
    let query = { limit: "10" };
    for (;;) {
      const { json } = await search("pages", "tea", query);
      seqs.push(...json.results.map(({ seq }) => seq));
      if (!json.more) break;
      assert.equal(json.next, json.results.at(-1).seq);
      query = { limit: "10", before: String(json.results.at(-1).seq) };
    }
    assert.deepEqual(seqs, Array.from({ length: 55 }, (_, index) => 55 - index));
    assert.equal((await results("pages", "tea", { limit: "1000" })).length, 50);
    assert.equal((await results("pages", "tea", { limit: "0" })).length, 1);
    assert.equal((await results("pages", "tea")).length, 20);
    await ana.says("steam");
    await ana.says("tea!");
    await ana.says("instead of anything else that we might have had this afternoon");
    const { json } = await search("pages", "tea", { order: "best", limit: "1" });
    assert.deepEqual([json.results[0].text, json.more], ["tea!", false]);
  });

  test("what makes no sense is refused", async () => {
    for (const [q, more] of [
      [undefined, {}],
      ["", {}],
      [" \u200b ", {}],
      ["x".repeat(201), {}],
      ["x", { limit: "many" }],
      ["x", { before: "now" }],
      ["x", { order: "oldest" }],
    ])
      assert.deepEqual(told(await search("many", q, more)), [400, "bad_query"], `${q} ${JSON.stringify(more)}`);
    const broken = await request(server, "/room/many/search?q=%ff");
    assert.deepEqual(told(broken), [400, "bad_query"]);
    assert.equal((await search("many", "𝓣".repeat(200))).status, 200);
    const posted = await request(server, "/room/many/search?q=x", { method: "POST" });
    assert.deepEqual(told(posted), [405, "method_not_allowed"]);
  });
});

describe("who may search", () => {
  test("a room that nobody was ever in has nothing, and stays so", async () => {
    const { json } = await search("nobody", "tea");
    assert.deepEqual({ ...json, epoch: "" }, { room: "nobody", epoch: "", seq: 0, complete: true, results: [], more: false });
    assert.ok(!server.roomFiles.some((file) => file.includes("nobody")));
  });

  test("who may read, what they may read", async () => {
    const settings = { access: "ask", history: "since_join" };
    const ana = await server.join("closed", "Ana", { key: key("owner"), create: { settings } });
    await ana.says("old tea");
    await ana.does({ type: "mint", hash: hash(key("ben")), role: "reader" });
    const ben = await server.join("closed", "Ben", { key: key("ben") });
    await ana.says("new tea");
    assert.deepEqual(told(await search("closed", "tea")), [401, "unauthorized"]);
    assert.deepEqual(told(await search("closed", "tea", { token: "v2.x" })), [401, "unauthorized"]);
    assert.deepEqual(await texts("closed", "tea", { token: ana.token }), ["new tea", "old tea"]);
    assert.deepEqual(await texts("closed", "tea", { token: ben.token }), ["new tea"]);
    await ana.does({ type: "remove", member: ben.id, ban: "forever" });
    assert.deepEqual(told(await search("closed", "tea", { token: ben.token })), [403, "banned"]);
  });

  test("of a pair's room nobody hears anything but that", async () => {
    const room = "~abcdefghijklmnopqrstuvwxyz";
    for (const query of ["?q=tea", "?q=", ""]) {
      const answer = await request(server, `/room/${room}/search${query}`);
      assert.deepEqual(told(answer), [403, "key_needed"], query);
    }
  });

  test("pages of allowed origins", async () => {
    const asked = await request(server, "/room/tea/search", { method: "OPTIONS", headers: { origin: FRIEND } });
    assert.deepEqual([asked.status, asked.headers["access-control-allow-headers"]], [204, "Authorization"]);
    const headers = { origin: "https://evil.example" };
    assert.deepEqual(told(await request(server, "/room/tea/search?q=tea", { headers })), [403, "origin_forbidden"]);
  });
});

test("nothing of what was deleted or edited away is in any file", async () => {
  // Three letters of the alphabet of base64 are in some key or other by chance; these are not.
  const word = "щъэюжфцы";
  const ana = await server.join("erased", "Ana");
  for (let n = 0; n < 20; n += 1) await ana.says(`ordinary text ${n}`);
  const one = await ana.says(`${word} and ${word.toUpperCase()}`);
  const other = await ana.says(`see ${word}`);
  assert.equal((await results("erased", word)).length, 2);
  const third = await ana.says(`more ${word}`);
  await ana.does({ type: "delete", seq: one.seq });
  await ana.does({ type: "edit", seq: other.seq, text: "nothing to see" });
  await ana.does({ type: "delete", seq: third.seq });
  assert.deepEqual(await results("erased", word), []);
  // A runtime that is killed leaves what it has not written yet; one that stops by itself has let all rooms sleep.
  if (!isNative()) await server.sleep("erased");
  await server.halts();
  const piecesOf = (text) => Array.from({ length: text.length - 2 }, (_, at) => text.slice(at, at + 3));
  const pieces = [word, word.toUpperCase()].flatMap(piecesOf);
  for (const file of readdirSync(server.data, { recursive: true })) {
    const path = join(server.data, file);
    if (!statSync(path).isFile()) continue;
    const bytes = readFileSync(path);
    const left = pieces.filter((piece) => bytes.includes(piece));
    assert.deepEqual(left, [], file);
  }
  await server.start();
  assert.deepEqual(await texts("erased", "nothing"), ["nothing to see"]);
});
