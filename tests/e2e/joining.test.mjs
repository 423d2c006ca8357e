// Joining: the hello, names, tokens and tabs. Who gets in, as whom, and who is notified.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { vapidKey } from "../support/push-service.mjs";
import { startRoomServer, UNHURRIED } from "../support/server.mjs";

let server;
let pushKey;
before(async () => {
  pushKey = await vapidKey();
  server = await startRoomServer({ ...UNHURRIED, MAX_MEMBER_SOCKETS: "2", VAPID_KEY: pushKey });
});
after(() => server.stop());

describe("welcome", () => {
  test("the first to come is welcomed with everything a client needs", async () => {
    const ana = await server.join("Fresh-Room", "Ana");
    const { welcome } = ana;
    assert.deepEqual(welcome, {
      type: "welcome",
      v: 1,
      room: "fresh-room",
      epoch: welcome.epoch,
      seq: 0,
      at: welcome.at,
      you: { id: ana.id, name: "Ana", token: ana.token },
      count: 1,
      members: [{ id: ana.id, name: "Ana" }],
      recovered: false,
      limits: {
        text: 4000,
        name: 32,
        cid: 64,
        frame: 16_384,
        burst: 1_000_000,
        per_second: 1_000_000,
        sockets: 10_000,
        member_sockets: 2,
        roster: 200,
        file_bytes: 25_000_000,
        files: 10,
      },
      files: welcome.files,
      push: { key: pushKey.split(".")[0] },
    });
    assert.ok(Math.abs(welcome.at - Date.now()) < 60_000, "the server's time");
    assert.ok(welcome.files.until > welcome.at);
    for (const text of [welcome.epoch, ana.id, ana.token, welcome.files.ticket]) assert.match(text, /^\S+$/);
    assert.deepEqual(await ana.sees({ type: "history" }), { type: "history", events: [], more: false });
  });

  test("the limits that an operator set are told", async () => {
    const other = await startRoomServer({
      MAX_TEXT: "10",
      RATE_BURST: "7",
      RATE_PER_SECOND: "3",
      MAX_SOCKETS: "5",
      MAX_ROSTER: "4",
    });
    try {
      const { limits } = (await other.join("tea", "Ana")).welcome;
      assert.deepEqual(
        {
          text: limits.text,
          burst: limits.burst,
          per_second: limits.per_second,
          sockets: limits.sockets,
          roster: limits.roster,
        },
        { text: 10, burst: 7, per_second: 3, sockets: 5, roster: 4 },
      );
    } finally {
      await other.stop();
    }
  });

  test("a newcomer gets the roster by id, the head of the log and the newest page", async () => {
    const [ana, ben] = await server.joinAll("roster", "Ana", "Ben");
    for (let n = 1; n <= 60; n += 1) ana.asks({ type: "say", text: `text ${n}` });
    await ben.hasLog(60);
    const cy = await server.join("roster", "Cy");
    assert.equal(cy.welcome.seq, 60);
    assert.equal(cy.welcome.count, 3);
    assert.equal(cy.welcome.epoch, ana.welcome.epoch);
    const people = [ana, ben, cy].map(({ id, name }) => ({ id, name }));
    assert.deepEqual(
      cy.welcome.members,
      people.sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
    const page = await cy.sees({ type: "history" });
    assert.equal(page.more, true);
    assert.deepEqual([page.events.length, page.events[0].seq, page.events.at(-1).seq], [50, 11, 60]);
  });

  test("those present are told of the newcomer, whose id stays the same", async () => {
    const ana = await server.join("arrival", "Ana");
    const ben = await server.join("arrival", "Ben");
    const join = await ana.sees({ type: "join", member: { name: "Ben" } });
    assert.deepEqual(join, { type: "join", member: { id: ben.id, name: "Ben" }, count: 2 });
    const said = await ben.says("hi");
    assert.deepEqual(said.from, { id: ben.id, name: "Ben" });
  });

  test("rooms know nothing of each other", async () => {
    const ana = await server.join("one", "Ana");
    const ben = await server.join("two", "Ana");
    assert.equal(ben.name, "Ana");
    assert.notEqual(ana.welcome.epoch, ben.welcome.epoch);
    await ben.says("only here");
    const { all } = await ana.everythingUntilNow();
    assert.ok(!all.some((event) => event.text === "only here"));
  });

  test("unknown fields of a hello are ignored", async () => {
    const ana = await server.join("future", "Ana", { colour: "red", nested: { deep: [1, null] } });
    assert.equal(ana.name, "Ana");
  });
});

describe("names", () => {
  test("a name is kept as NFC without white space around it", async () => {
    const ana = await server.join("nfc", "  Ame\u0301lie ");
    assert.equal(ana.name, "Am\u00e9lie");
  });

  test("a taken name comes with a free one, under which one may say hello again", async () => {
    await server.join("taken", "Ana");
    const other = await server.connect("taken");
    other.hello("Ana");
    const error = await other.sees({ type: "error", code: "name_taken" });
    assert.equal(error.retryable, false);
    assert.equal(typeof error.suggestion, "string");
    await other.greets(error.suggestion);
    assert.equal(other.name, error.suggestion);
  });

  test("names that look the same when case and form are folded are the same name", async () => {
    for (const [index, [first, second]] of [
      ["Ana", "aNA"],
      ["Straße", "STRASSE"],
      ["Ａｎａ", "ana"],
      ["ﬁn", "FIN"],
      ["Am\u00e9lie", "AME\u0301LIE"],
    ].entries()) {
      const room = `fold-${index}`;
      await server.join(room, first);
      const other = await server.connect(room);
      other.hello(second);
      await other.sees({ type: "error", code: "name_taken" });
    }
  });

  test("an invalid name may be corrected", async () => {
    const ana = await server.connect("invalid");
    for (const name of [
      "",
      "   ",
      "x".repeat(33),
      "a\nb",
      "a\u0007b",
      "a\u202eb",
      "\u200b\u200d",
      "a\u2028b",
    ]) {
      ana.hello(name);
      assert.equal((await ana.sees({ type: "error" })).code, "name_invalid", JSON.stringify(name));
    }
    await ana.greets("x".repeat(32));
    assert.equal(ana.name, "x".repeat(32));
  });

  test("an emoji with joiners is a fine name", async () => {
    assert.equal((await server.join("family", "👩‍👩‍👧‍👦 ❤️")).name, "👩‍👩‍👧‍👦 ❤️");
  });

  test("who is refused is not in the room", async () => {
    const ana = await server.join("refused", "Ana");
    const other = await server.connect("refused");
    other.hello("Ana");
    await other.sees({ type: "error", code: "name_taken" });
    const { all } = await ana.everythingUntilNow();
    assert.ok(!all.some((event) => event.type === "join" && event.member.id !== ana.id));
    assert.ok(!other.heard.some((event) => event.type === "message"));
  });
});

describe("tokens", () => {
  test("who brings its token is the same member", async () => {
    const ana = await server.join("token", "Ana");
    const ben = await server.join("token", "Ben");
    await ana.vanishes();
    const again = await server.join("token", "Ana", { token: ana.token });
    assert.equal(again.id, ana.id);
    assert.equal(again.welcome.count, 2);
    const said = await again.says("it is me");
    assert.deepEqual((await ben.sees({ seq: said.seq })).from, { id: ana.id, name: "Ana" });
  });

  test("an older token stays good when there is a newer one", async () => {
    const ana = await server.join("rotation", "Ana");
    const second = await server.join("rotation", "Ana", { token: ana.token });
    const third = await server.join("rotation", "Ana", { token: ana.token });
    assert.equal(second.id, ana.id);
    assert.equal(third.id, ana.id);
  });

  test("another name with the token is a rename, told to the others", async () => {
    const ben = await server.join("new-name", "Ben");
    const ana = await server.join("new-name", "Ana");
    const again = await server.join("new-name", "Anna", { token: ana.token });
    assert.deepEqual({ id: again.id, name: again.name }, { id: ana.id, name: "Anna" });
    assert.deepEqual(await ben.sees({ type: "renamed" }), {
      type: "renamed",
      member: { id: ana.id, name: "Anna" },
      was: "Ana",
    });
  });

  test("a token does not give somebody else's name", async () => {
    const ana = await server.join("not-yours", "Ana");
    await server.join("not-yours", "Ben");
    const again = await server.connect("not-yours");
    again.hello("ben", { token: ana.token });
    await again.sees({ type: "error", code: "name_taken" });
    await again.greets("Ana", { token: ana.token });
    assert.equal(again.id, ana.id);
  });

  test("a token that is none, changed, or of another room is refused, never replaced", async () => {
    const ana = await server.join("bad-token", "Ana");
    const elsewhere = await server.join("bad-token-2", "Ana");
    const changed = `${ana.token.slice(0, -1)}${ana.token.at(-1) === "A" ? "B" : "A"}`;
    for (const token of ["", "nonsense", "v1.x.y.z", changed, elsewhere.token, ana.token.slice(0, -2)]) {
      const other = await server.connect("bad-token");
      other.hello("Other", { token });
      assert.equal(await other.isClosed(), 4401, JSON.stringify(token));
      assert.ok(!other.heard.some((event) => event.type === "welcome"));
    }
  });
});

describe("tabs", () => {
  test("several tabs are one member, and both hear everything", async () => {
    const ben = await server.join("tabs", "Ben");
    const first = await server.join("tabs", "Ana");
    const second = await server.join("tabs", "Ana", { token: first.token });
    assert.equal(second.id, first.id);
    assert.equal(second.welcome.count, 2);
    const said = await second.says("from the second tab");
    assert.deepEqual(await first.sees({ seq: said.seq }), said);
    const { all } = await ben.everythingUntilNow();
    assert.equal(all.filter((event) => event.type === "join" && event.member.id === first.id).length, 1);
  });

  test("one tab too many closes the oldest, and nobody else notices", async () => {
    const ben = await server.join("too-many", "Ben");
    const first = await server.join("too-many", "Ana");
    const second = await server.join("too-many", "Ana", { token: first.token });
    const third = await server.join("too-many", "Ana", { token: first.token });
    assert.equal(await first.isClosed(), 4409);
    await Promise.all([second.pings(), third.pings()]);
    await third.says("still here");
    await second.sees({ text: "still here" });
    const { all } = await ben.everythingUntilNow();
    assert.ok(!all.some((event) => event.type === "leave"));
  });
});

describe("no hello", () => {
  const refusedWith = async (frame) => {
    const socket = await server.connect("door");
    socket.send(frame);
    const error = await socket.sees({ type: "error" });
    return [error.code, await socket.isClosed()];
  };

  test("a first frame that is no valid hello gets bad_hello and 4400", async () => {
    for (const frame of [
      { type: "say", cid: "1", text: "hi" },
      { type: "typing" },
      { type: "seen", seq: 1 },
      { type: "nonsense" },
      "not json",
      "[]",
      "",
      "Ping",
      { type: "hello", name: "Ana" },
      { type: "hello", v: "1", name: "Ana" },
      { type: "hello", v: 1 },
      { type: "hello", v: 1, name: 7 },
      { type: "hello", v: 1, name: "Ana", token: 7 },
      { type: "hello", v: 1, name: "Ana", epoch: 7 },
      { type: "hello", v: 1, name: "Ana", after: "7" },
      '{"type":"hello","v":1,"name":"Ana","name":"Ben"}',
      '{"type":"hello","v":1,"name":"\\ud800"}',
    ]) {
      assert.deepEqual(await refusedWith(frame), ["bad_hello", 4400], JSON.stringify(frame));
    }
  });

  test("another version gets unsupported_version and 4400", async () => {
    for (const v of [0, 2, 1.5, -1]) {
      assert.deepEqual(
        await refusedWith({ type: "hello", v, name: "Ana" }),
        ["unsupported_version", 4400],
        String(v),
      );
    }
  });

  test("a ping before the hello is only a ping", async () => {
    const ana = await server.connect("door");
    await ana.pings();
    await ana.greets("Ana");
  });

  test("a second hello is a bad_frame, and the session goes on", async () => {
    const ana = await server.join("second-hello", "Ana");
    ana.hello("Anna");
    assert.equal((await ana.sees({ type: "error" })).code, "bad_frame");
    ana.send({ type: "hello", v: 2, name: "Anna" });
    assert.equal((await ana.sees({ type: "error" })).code, "bad_frame");
    assert.deepEqual((await ana.says("as before")).from, { id: ana.id, name: "Ana" });
  });

  test("who says nothing is closed with 4408", async () => {
    const impatient = await startRoomServer({ HELLO_TIMEOUT_MS: "200" });
    try {
      const mute = await impatient.connect("tea");
      assert.equal(await mute.isClosed(), 4408);
      assert.deepEqual(mute.heard, []);
    } finally {
      await impatient.stop();
    }
  });
});

test("a full room says so, and has a place again when someone has gone", async () => {
  const small = await startRoomServer({ MAX_SOCKETS: "2", LEAVE_GRACE_MS: "0" });
  try {
    const [ana, ben] = await small.joinAll("tea", "Ana", "Ben");
    const cy = await small.connect("tea");
    const error = await cy.sees({ type: "error" });
    assert.equal(error.code, "room_full");
    assert.equal(error.retryable, true);
    assert.equal(await cy.isClosed(), 1013);
    await small.join("coffee", "Cy");

    await ben.leaves();
    await ana.sees({ type: "leave" });
    await small.join("tea", "Cy");
  } finally {
    await small.stop();
  }
});
