// Talking: everyone sees each message once, in one order, exactly as it was sent; and the effect of edits,
// deletes and reactions. Every refusal has its code and no effect.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { emojiList } from "../../scripts/lib/emoji-data.mjs";
import { request } from "../support/http.mjs";
import { startRoomServer, UNHURRIED } from "../support/server.mjs";

let server;
before(async () => {
  server = await startRoomServer(UNHURRIED);
});
after(() => server.stop());

const overHttp = async (room, query = "") => (await request(server, `/room/${room}/messages${query}`)).json;

describe("say", () => {
  test("everyone sees the very same event, also who said it", async () => {
    const [ana, ben] = await server.joinAll("echo", "Ana", "Ben");
    const before = Date.now();
    const cid = ana.asks({ type: "say", text: "hi" });
    const echo = await ana.sees({ cid });
    assert.deepEqual(echo, {
      type: "message",
      seq: 1,
      at: echo.at,
      from: { id: ana.id, name: "Ana" },
      cid,
      text: "hi",
    });
    assert.ok(Math.abs(echo.at - before) < 60_000, `${echo.at} is the time of the message`);
    assert.deepEqual(await ben.sees({ cid }), echo);
  });

  test("all see one order without gaps, however many talk at once", async () => {
    const names = ["Ana", "Ben", "Cy", "Dan", "Eve"];
    const members = await server.joinAll("order", ...names);
    const EACH = 60;
    for (let n = 0; n < EACH; n += 1) {
      for (const member of members) member.asks({ type: "say", text: `${member.name} ${n}` });
    }
    const logs = await Promise.all(members.map((member) => member.hasLog(EACH * names.length)));
    assert.deepEqual(
      logs[0].map((event) => event.seq),
      Array.from({ length: EACH * names.length }, (_, i) => i + 1),
    );
    for (const log of logs) assert.deepEqual(log, logs[0]);
    assert.ok(
      logs[0].every((event, i) => i === 0 || event.at >= logs[0][i - 1].at),
      "time never goes back",
    );
    for (const name of names) {
      const own = logs[0].filter((event) => event.from.name === name).map((event) => event.text);
      assert.deepEqual(
        own,
        Array.from({ length: EACH }, (_, n) => `${name} ${n}`),
        "each speaker's own order is kept",
      );
    }
  });

  test("a text arrives exactly as it was sent", async () => {
    const [ana, ben] = await server.joinAll("exact", "Ana", "Ben");
    const texts = [
      "  leading and trailing  ",
      "tab\tand\r\nline\nbreaks\u2028\u2029",
      "<img src=x onerror=alert(1)> &amp; \" ' ` {{x}}",
      "e\u0301 stays decomposed, \u00e9 composed",
      "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿 \u{10ffff}",
      "\u202eright to left\u202c \ufeff bom",
      "\\u0041 \\ud800 not an escape",
      "'; DROP TABLE message; --",
      "\u0085\u009f C1",
      "null",
      "ping",
    ];
    for (const text of texts) {
      const { cid } = await ana.says(text);
      assert.equal((await ben.sees({ cid })).text, text);
    }
    const stored = (await overHttp("exact")).events.map((event) => event.text);
    assert.deepEqual(stored, texts);
    const cy = await server.join("exact", "Cy");
    assert.deepEqual(
      (await cy.sees({ type: "history" })).events.map((event) => event.text),
      texts,
    );
  });

  test("a message has up to 4,000 code points, whatever their bytes", async () => {
    const ana = await server.join("long", "Ana");
    for (const text of ["x".repeat(4000), "😀".repeat(4000)]) {
      assert.equal((await ana.says(text)).text, text);
      assert.equal((await ana.isRefused({ type: "say", text: `${text}x` })).code, "text_too_long");
    }
  });

  test("a text without anything to see is text_empty, one with controls is text_invalid", async () => {
    const ana = await server.join("blank", "Ana");
    for (const text of ["", " ", "\n\t", "\u200b\u2060\ufe0f", "\u3164", "\u00a0"]) {
      assert.equal((await ana.isRefused({ type: "say", text })).code, "text_empty", JSON.stringify(text));
    }
    for (const text of ["a\u0000", "\u001b[31mred", "\u007f", "a\u000bb"]) {
      assert.equal((await ana.isRefused({ type: "say", text })).code, "text_invalid", JSON.stringify(text));
    }
    assert.equal((await ana.says("seq 1 after all")).seq, 1);
  });

  test("a reply names its message, also a deleted one; none gets not_found", async () => {
    const [ana, ben] = await server.joinAll("reply", "Ana", "Ben");
    const first = await ana.says("question");
    const reply = await ben.says("answer", { reply_to: first.seq });
    assert.equal(reply.reply_to, first.seq);
    await ana.does({ type: "delete", seq: first.seq });
    assert.equal((await ben.says("answer", { reply_to: first.seq })).reply_to, first.seq);
    const notMessages = [0, -1, 99, 9_007_199_254_740_991, 3 /* the delete */];
    for (const reply_to of notMessages) {
      const error = await ben.isRefused({ type: "say", text: "to what?", reply_to });
      assert.equal(error.code, "not_found", String(reply_to));
    }
  });

  test("an error tells what went wrong and has no effect", async () => {
    const [ana, ben] = await server.joinAll("error", "Ana", "Ben");
    const error = await ana.isRefused({ type: "say", text: "" });
    assert.deepEqual(error, {
      type: "error",
      code: "text_empty",
      message: error.message,
      retryable: false,
      cid: error.cid,
    });
    assert.match(error.message, /^[A-Z].+\.$/);
    const said = await ana.says("visible");
    assert.equal(said.seq, 1);
    await ben.sees({ seq: 1 });
    assert.ok(!ben.heard.some((event) => event.type === "error"));
  });
});

describe("cid", () => {
  test("a resend is answered to its sender alone, with the original", async () => {
    const [ana, ben] = await server.joinAll("dedupe", "Ana", "Ben");
    const original = await ana.says("once");
    assert.deepEqual(await ana.does({ type: "say", cid: original.cid, text: "twice?" }), original);
    assert.deepEqual(
      await ana.does({ type: "delete", cid: original.cid, seq: 1 }),
      original,
      "of whatever kind",
    );
    assert.deepEqual(
      await ana.does({ type: "say", cid: original.cid, text: "" }),
      original,
      "even if invalid now",
    );
    const { all } = await ben.everythingUntilNow();
    assert.equal(all.filter((event) => event.cid === original.cid).length, 1);
    assert.deepEqual(
      (await overHttp("dedupe")).events.map((event) => event.text),
      ["once", "(until now)"],
    );
  });

  test("the same frame many times at once makes one event", async () => {
    const [ana, ben] = await server.joinAll("burst", "Ana", "Ben");
    for (let n = 0; n < 20; n += 1) ana.asks({ type: "say", cid: "the-one", text: "once" });
    await ben.sees({ cid: "the-one" });
    await ana.says("end");
    await ben.sees({ text: "end" });
    assert.deepEqual(
      ben.log.map((event) => event.cid === "the-one"),
      [true, false],
    );
  });

  test("tabs of one member share it, other members do not", async () => {
    const [ana, ben] = await server.joinAll("whose", "Ana", "Ben");
    const tab = await server.join("whose", "Ana", { token: ana.token });
    const original = await ana.does({ type: "say", cid: "same", text: "Ana's" });
    assert.deepEqual(await tab.does({ type: "say", cid: "same", text: "the tab's" }), original);
    ben.send({ type: "say", cid: "same", text: "Ben's" });
    assert.equal((await ben.sees({ cid: "same", text: "Ben's" })).seq, 2);
  });

  test("the resend of a deleted message brings no text back", async () => {
    const ana = await server.join("gone", "Ana");
    const original = await ana.says("secret");
    await ana.does({ type: "delete", seq: original.seq });
    const again = await ana.does({ type: "say", cid: original.cid, text: "secret" });
    assert.equal(again.seq, original.seq);
    assert.equal(again.deleted, true);
    assert.equal(again.text, undefined);
  });

  test("a refused cid is free again", async () => {
    const ana = await server.join("free", "Ana");
    const { cid } = await ana.isRefused({ type: "say", text: "" });
    assert.equal((await ana.does({ type: "say", cid, text: "now" })).seq, 1);
  });

  test("a cid is 1 to 64 printable ASCII characters, else cid_invalid", async () => {
    const ana = await server.join("cids", "Ana");
    for (const cid of ["!", "~".repeat(64), 'quo"te\\']) {
      assert.equal((await ana.does({ type: "say", cid, text: "fine" })).cid, cid);
    }
    const frames = ["", "x".repeat(65), "a b", "ä", "\u007f", 7, undefined].flatMap((cid) => [
      { type: "say", text: "hi", cid },
      { type: "edit", seq: 1, text: "hi", cid },
      { type: "delete", seq: 1, cid },
      { type: "react", seq: 1, emoji: "👍", on: true, cid },
    ]);
    for (const frame of frames) {
      ana.send(frame);
      assert.equal((await ana.sees({ type: "error" })).code, "cid_invalid", JSON.stringify(frame));
    }
    assert.equal((await ana.says("the fourth")).seq, 4);
  });
});

describe("edit, delete, react", () => {
  test("an edit reaches all, and history shows the new text", async () => {
    const [ana, ben] = await server.joinAll("edit", "Ana", "Ben");
    const { seq } = await ana.says("teh tea");
    const edited = await ana.does({ type: "edit", seq, text: "the tea" });
    assert.deepEqual(edited, {
      type: "edited",
      seq: 2,
      at: edited.at,
      from: { id: ana.id, name: "Ana" },
      cid: edited.cid,
      target: 1,
      text: "the tea",
    });
    assert.deepEqual(await ben.sees({ seq: 2 }), edited);
    const [message, ...others] = (await ben.history()).events;
    assert.deepEqual(others, [], "history has messages only");
    assert.deepEqual([message.seq, message.text, message.edited_at], [1, "the tea", edited.at]);
  });

  test("an edit has the rules of a text", async () => {
    const ana = await server.join("edit-rules", "Ana");
    await ana.says("hi");
    for (const [text, code] of [
      ["", "text_empty"],
      ["\u0000", "text_invalid"],
      ["x".repeat(4001), "text_too_long"],
    ]) {
      assert.equal((await ana.isRefused({ type: "edit", seq: 1, text })).code, code);
    }
  });

  test("a deleted text is nowhere: not in history, not in a replay, not over HTTP, not in storage", async () => {
    const alone = await startRoomServer(UNHURRIED);
    try {
      const [ana, ben] = await alone.joinAll("delete", "Ana", "Ben");
      await ana.says("before");
      await ben.sees({ seq: 1 });
      const position = ben.resume;
      const { seq } = await ana.says("SECRET-1");
      await ana.does({ type: "edit", seq, text: "SECRET-2" });
      await ben.does({ type: "react", seq, emoji: "👍", on: true });
      const deleted = await ana.does({ type: "delete", seq });
      assert.deepEqual(deleted, {
        type: "deleted",
        seq: 5,
        at: deleted.at,
        from: { id: ana.id, name: "Ana" },
        cid: deleted.cid,
        target: 2,
      });
      assert.deepEqual(await ben.sees({ seq: 5 }), deleted);

      const tombstone = (await ben.history()).events.at(-1);
      assert.deepEqual(tombstone, {
        type: "message",
        seq,
        at: tombstone.at,
        from: { id: ana.id, name: "Ana" },
        cid: tombstone.cid,
        deleted: true,
      });
      const http = (await request(alone, "/room/delete/messages")).body;
      assert.doesNotMatch(http, /SECRET/);
      assert.match(http, /"deleted":true/);

      await ben.vanishes();
      const again = await alone.join("delete", "Ben", position);
      assert.equal(again.welcome.recovered, true);
      await again.hasLog(4);
      assert.doesNotMatch(JSON.stringify(again.heard), /SECRET/);
      assert.deepEqual(
        again.log.map((event) => [event.seq, event.type, event.deleted]),
        [
          [2, "message", true],
          [3, "edited", true],
          [4, "reacted", true],
          [5, "deleted", undefined],
        ],
      );

      const rows = await alone.database((database) => {
        const isOurs = "type = 'table' AND name NOT GLOB '_cf_*'";
        const tables = database.prepare(`SELECT name FROM sqlite_master WHERE ${isOurs}`).all();
        return JSON.stringify(tables.map(({ name }) => database.prepare(`SELECT * FROM "${name}"`).all()));
      });
      assert.match(rows, /before/);
      assert.doesNotMatch(rows, /SECRET/);
    } finally {
      await alone.stop();
    }
  });

  test("a reaction is added and taken back", async () => {
    const [ana, ben] = await server.joinAll("react", "Ana", "Ben");
    const { seq } = await ana.says("cake?");
    const react = (member, emoji, on) => member.does({ type: "react", seq, emoji, on });
    const reacted = await react(ben, "🎂", true);
    assert.deepEqual(reacted, {
      type: "reacted",
      seq: 2,
      at: reacted.at,
      from: { id: ben.id, name: "Ben" },
      cid: reacted.cid,
      target: seq,
      emoji: "🎂",
      on: true,
    });
    assert.deepEqual(await ana.sees({ seq: 2 }), reacted);
    await react(ana, "🎂", true);
    await react(ana, "👩‍👩‍👧‍👦", true);
    const reactions = async () => (await ana.history()).events[0].reactions;
    assert.deepEqual(await reactions(), { "🎂": [ben.id, ana.id], "👩‍👩‍👧‍👦": [ana.id] });
    await react(ben, "🎂", false);
    await react(ana, "👩‍👩‍👧‍👦", false);
    assert.deepEqual(await reactions(), { "🎂": [ana.id] });
  });

  test("what would change nothing is no_change", async () => {
    const [ana, ben] = await server.joinAll("no-change", "Ana", "Ben");
    const { seq } = await ana.says("hm");
    const react = (member, on) => member.isRefused({ type: "react", seq, emoji: "👍", on });
    assert.equal((await react(ana, false)).code, "no_change");
    await ana.does({ type: "react", seq, emoji: "👍", on: true });
    assert.equal((await react(ana, true)).code, "no_change");
    assert.equal((await react(ben, false)).code, "no_change");
  });

  test("a reaction is exactly one emoji, else emoji_invalid", async () => {
    const ana = await server.join("emoji", "Ana");
    await ana.says("hm");
    for (const emoji of ["a", "", "1", "👍👍", "👍a", " ", "\ufe0f"]) {
      const error = await ana.isRefused({ type: "react", seq: 1, emoji, on: true });
      assert.equal(error.code, "emoji_invalid", JSON.stringify(emoji));
    }
    for (const emoji of ["👍🏽", "❤️", "🇩🇪", "1️⃣"]) {
      const echo = await ana.does({ type: "react", seq: 1, emoji, on: true });
      assert.equal(echo.emoji, emoji);
    }
    const again = await ana.isRefused({ type: "react", seq: 1, emoji: "❤", on: true });
    assert.equal(again.code, "no_change", "with and without U+FE0F it is one");
  });

  test("each emoji of the page's picker is one, and is stored as the picker has it", async () => {
    const tones = ["🏻", "🏼", "🏽", "🏾", "🏿"];
    const inTones = (light) => (light ? tones.map((tone) => light.replaceAll(tones[0], tone)) : []);
    const picker = emojiList().flatMap((group) =>
      group.flatMap(([emoji, , light]) => [emoji, ...inTones(typeof light === "string" ? light : "")]),
    );
    assert.ok(picker.length > 3000, `${picker.length} emoji`);
    const ana = await server.join("picker", "Ana");
    const asked = new Map();
    for (const [index, emoji] of picker.entries()) {
      // A member has twenty on a message at most.
      if (index % 20 === 0) await ana.says(`${index}`);
      asked.set(ana.asks({ type: "react", seq: ana.log.findLast(({ type }) => type === "message").seq, emoji, on: true }), emoji);
    }
    await ana.everythingUntilNow();
    const echoed = new Map(ana.log.filter(({ type }) => type === "reacted").map(({ cid, emoji }) => [cid, emoji]));
    assert.deepEqual([...asked].filter(([cid, emoji]) => echoed.get(cid) !== emoji), []);
  });

  test("only the author may edit and delete, else not_yours", async () => {
    const [ana, ben] = await server.joinAll("yours", "Ana", "Ben");
    await ana.says("mine");
    assert.equal((await ben.isRefused({ type: "edit", seq: 1, text: "Ben's" })).code, "not_yours");
    assert.equal((await ben.isRefused({ type: "delete", seq: 1 })).code, "not_yours");
    assert.equal((await ben.history()).events[0].text, "mine");
  });

  test("what does not exist or is deleted is not_found", async () => {
    const ana = await server.join("missing", "Ana");
    await ana.says("gone soon");
    await ana.does({ type: "delete", seq: 1 });
    for (const seq of [0, -5, 1, 2 /* the delete */, 77, 9_007_199_254_740_991]) {
      for (const frame of [
        { type: "edit", seq, text: "x" },
        { type: "delete", seq },
        { type: "react", seq, emoji: "👍", on: true },
      ]) {
        assert.equal((await ana.isRefused(frame)).code, "not_found", JSON.stringify(frame));
      }
    }
  });

  test("changes sent together with their message all take effect, in order", async () => {
    const [ana, ben] = await server.joinAll("together", "Ana", "Ben");
    ana.asks({ type: "say", text: "one" });
    ana.asks({ type: "edit", seq: 1, text: "two" });
    ana.asks({ type: "react", seq: 1, emoji: "👍", on: true });
    ana.asks({ type: "say", text: "answer", reply_to: 1 });
    ana.asks({ type: "delete", seq: 1 });
    ana.asks({ type: "edit", seq: 1, text: "too late" });
    assert.equal((await ana.sees({ type: "error" })).code, "not_found");
    await ben.hasLog(5);
    assert.deepEqual(
      ben.log.map((event) => event.type),
      ["message", "edited", "reacted", "message", "deleted"],
    );
    const [first, second] = (await ben.history()).events;
    assert.deepEqual(
      [first.deleted, first.text, first.reactions, second.reply_to],
      [true, undefined, undefined, 1],
    );
  });
});

describe("typing and names", () => {
  test("typing reaches the others and is never kept", async () => {
    const [ana, ben] = await server.joinAll("typing", "Ana", "Ben");
    ana.send({ type: "typing" });
    assert.deepEqual(await ben.sees({ type: "typing" }), {
      type: "typing",
      from: { id: ana.id, name: "Ana" },
    });
    assert.equal((await ana.says("done")).seq, 1);
  });

  test("a new name is told to all, and stands on what is said from then on", async () => {
    const [ana, ben] = await server.joinAll("rename", "Ana", "Ben");
    await ana.says("as Ana");
    ana.send({ type: "rename", name: " Anna " });
    const renamed = { type: "renamed", member: { id: ana.id, name: "Anna" }, was: "Ana" };
    assert.deepEqual(await ben.sees({ type: "renamed" }), renamed);
    assert.deepEqual(await ana.sees({ type: "renamed" }), renamed);
    await ana.says("as Anna");
    assert.deepEqual(
      (await ben.history()).events.map((event) => event.from.name),
      ["Ana", "Anna"],
    );
    await server.join("rename", "ana");
  });

  test("a name that is taken, invalid or the same is refused", async () => {
    const [ana, ben] = await server.joinAll("rename-bad", "Ana", "Ben");
    const renameTo = async (name) => {
      ana.send({ type: "rename", name });
      return ana.sees({ type: "error" });
    };
    const taken = await renameTo("BEN");
    assert.equal(taken.code, "name_taken");
    assert.equal((await renameTo("a\u0000")).code, "name_invalid");
    assert.equal((await renameTo("Ana")).code, "no_change");
    ana.send({ type: "rename", name: taken.suggestion });
    await ben.sees({ type: "renamed", member: { name: taken.suggestion } });
  });

  test("only the case of one's own name may change", async () => {
    const [ana, ben] = await server.joinAll("case", "Ana", "Ben");
    ana.send({ type: "rename", name: "ANA" });
    await ben.sees({ type: "renamed", member: { id: ana.id, name: "ANA" } });
  });
});

describe("pages", () => {
  test("history pages back to the beginning, and clamps its limit", async () => {
    const ana = await server.join("paging", "Ana");
    for (let n = 1; n <= 130; n += 1) ana.asks({ type: "say", text: `text ${n}` });
    await ana.hasLog(130);
    const page = async (fields) => {
      const { events, more } = await ana.history(fields);
      return [events.at(0)?.seq, events.at(-1)?.seq, events.length, more];
    };
    await ana.sees({ seq: 130 });
    assert.deepEqual(await page(), [81, 130, 50, true]);
    assert.deepEqual(await page({ before: 81 }), [31, 80, 50, true]);
    assert.deepEqual(await page({ before: 31 }), [1, 30, 30, false]);
    assert.deepEqual(await page({ before: 1 }), [undefined, undefined, 0, false]);
    assert.deepEqual(await page({ limit: 1 }), [130, 130, 1, true]);
    assert.deepEqual(await page({ limit: 5000 }), [31, 130, 100, true]);
    assert.deepEqual(await page({ limit: 0 }), [130, 130, 1, true]);
    assert.deepEqual(await page({ limit: -7 }), [130, 130, 1, true]);
    assert.deepEqual(await page({ before: 9_007_199_254_740_991, limit: 2 }), [129, 130, 2, true]);
    assert.deepEqual((await ana.history()).events, (await overHttp("paging")).events, "HTTP shows the same");
  });

  test("the roster comes in pages by id", async () => {
    const people = await server.joinAll("people", "Ana", "Ben", "Cy", "Dan", "Eve");
    const ids = people.map((member) => member.id).sort();
    const [ana] = people;
    const all = await ana.members();
    assert.deepEqual([all.members.map((member) => member.id), all.more], [ids, false]);
    const first = await ana.members({ limit: 2 });
    assert.deepEqual([first.members.map((member) => member.id), first.more], [ids.slice(0, 2), true]);
    const next = await ana.members({ limit: 2, after: ids[1] });
    assert.deepEqual([next.members.map((member) => member.id), next.more], [ids.slice(2, 4), true]);
    const last = await ana.members({ limit: 500, after: ids[3] });
    assert.deepEqual([last.members.map((member) => member.id), last.more], [ids.slice(4), false]);
    assert.equal((await ana.members({ limit: 0 })).members.length, 1);
  });
});

describe("ref", () => {
  const longest = "~".repeat(64);

  test("a request is answered by its ref, and one without a ref by none", async () => {
    const [ana, ben] = await server.joinAll("ref", "Ana", "Ben");
    await ana.says("hi");
    for (const ref of ["q1", "!", 'a"b\\c', longest]) {
      ana.send({ type: "history", limit: 1, ref });
      assert.equal((await ana.sees({ type: "history", ref })).events.length, 1);
      ana.send({ type: "members", ref });
      assert.equal((await ana.sees({ type: "members", ref })).members.length, 2);
    }
    ana.send({ type: "history" });
    assert.equal("ref" in (await ana.sees({ type: "history" })), false);
    ana.send({ type: "rename", name: "Anna", ref: "again" });
    const renamed = { type: "renamed", member: { id: ana.id, name: "Anna" }, was: "Ana" };
    assert.deepEqual(await ana.sees({ type: "renamed", ref: "again" }), { ...renamed, ref: "again" });
    assert.deepEqual(await ben.sees({ type: "renamed" }), renamed);
    // The server keeps none.
    ana.send({ type: "rename", name: "Anna", ref: "again" });
    assert.equal((await ana.sees({ type: "error", ref: "again" })).code, "no_change");
    ana.send({ type: "rename", name: "BEN", ref: "again" });
    assert.equal((await ana.sees({ type: "error", ref: "again" })).code, "name_taken");
  });

  test("a request that makes no sense is answered by its ref, if that does", async () => {
    const ana = await server.join("bad-refs", "Ana");
    const requests = [
      { type: "history", before: "x" },
      { type: "members", after: 7 },
      { type: "rename" },
      { type: "of a later version" },
    ];
    for (const request of requests) {
      ana.send({ ...request, ref: "q1" });
      assert.equal((await ana.sees({ type: "error", ref: "q1" })).code, "bad_frame");
    }
    for (const ref of [`${longest}~`, "", "a b", "é", 7]) {
      ana.send({ type: "history", ref });
      const error = await ana.sees({ type: "error" });
      assert.deepEqual([error.code, "ref" in error], ["bad_frame", false], JSON.stringify(ref));
    }
    // Frames without a reply of their own have no use for one.
    ana.send({ type: "typing", ref: 7 });
    await ana.sees({ type: "typing" });
    const refused = await ana.isRefused({ type: "edit", seq: 99, text: "x", ref: "q2" });
    assert.deepEqual([refused.code, "ref" in refused], ["not_found", false]);
  });
});

test("a frame that makes no sense is a bad_frame, and the session goes on", async () => {
  const nonsense = [
    "not json",
    "{",
    "[]",
    "7",
    "null",
    '"say"',
    "",
    "PING",
    {},
    { type: 7 },
    { type: "nonsense" },
    { type: "say", cid: "a" },
    { type: "say", cid: "a", text: 7 },
    { type: "say", cid: "a", text: "hi", reply_to: "1" },
    { type: "say", cid: "a", text: "hi", reply_to: 1.5 },
    { type: "edit", cid: "a", text: "hi" },
    { type: "edit", cid: "a", seq: "1", text: "hi" },
    { type: "delete", cid: "a" },
    { type: "react", cid: "a", seq: 1, emoji: "👍" },
    { type: "react", cid: "a", seq: 1, emoji: "👍", on: "yes" },
    { type: "rename" },
    { type: "history", before: "x" },
    { type: "history", limit: "x" },
    { type: "seen" },
    { type: "members", after: 7 },
    '{"type":"say","cid":"a","cid":"b","text":"hi"}',
    '{"type":"say","cid":"a","text":"\\ud83d"}',
    '{"type":"typing","x":{"y":"\\udc00"}}',
    '{"type":"typing","x":{"y":1,"y":2}}',
  ];
  let ana;
  for (const [index, frame] of nonsense.entries()) {
    // More than ten within ten seconds would be too many for one session.
    if (index % 9 === 0) ana = await server.join("bad-frames", `Ana ${index}`);
    ana.send(frame);
    const error = await ana.sees({ type: "error" });
    assert.equal(error.code, "bad_frame", JSON.stringify(frame));
    if (frame.cid) assert.equal(error.cid, frame.cid, JSON.stringify(frame));
  }
  assert.equal((await ana.says("still here")).seq, 1);
  ana.send({ type: "typing", unknown: { field: [1, 2, 3] } });
  await ana.sees({ type: "typing" });
});
