// Searching messages: when it asks, what becomes of the answers, and what is shown of a message.
import assert from "node:assert/strict";
import { beforeEach, describe, mock, test } from "node:test";
import "./svg.mjs";
import { AllRoomsSearch, ROOMS_AT_ONCE } from "../../public/search/all-rooms.js";
import { ask, SearchTrouble } from "../../public/search/ask.js";
import { excerptOf, MOST_SHOWN, readably } from "../../public/search/excerpt.js";
import {
  askable,
  begun,
  hasFilter,
  isTooLong,
  nameBegun,
  toggled,
  withName,
} from "../../public/search/query.js";
import { RoomSearch } from "../../public/search/room-search.js";
import { loadFor, plainText } from "../../public/text/rich-text.js";
import { LinkedMessages, MOST_ASKED, targetsIn } from "../../public/timeline/linked-messages.js";
import { BEN, World } from "./world.mjs";

let world;
beforeEach(() => {
  world = new World();
});

const hit = (seq, text = `text ${seq}`) => ({
  type: "message",
  seq,
  at: seq,
  from: BEN,
  cid: `c${seq}`,
  text,
  marks: [],
});
const page = (seqs, rest = {}) => ({
  epoch: "e",
  isComplete: true,
  hits: seqs.map((seq) => hit(seq)),
  next: undefined,
  ...rest,
});
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A room that is asked, and answers when the test says so. */
const asked = () => {
  const questions = [];
  const search = new RoomSearch(
    (question) =>
      new Promise((resolve, reject) => {
        questions.push({ ...question, answer: resolve, fail: reject });
      }),
    world.clock,
  );
  const last = () => questions.at(-1);
  const answers = async (value) => {
    if (value instanceof Error) last().fail(value);
    else last().answer(value);
    await settled();
  };
  return { search, questions, last, answers };
};

describe("what is typed", () => {
  test("is asked for without a filter that has no value yet", () => {
    assert.equal(askable("  tea  "), "tea");
    for (const [typed, query] of [
      ["tea from:", "tea"],
      ["from:", ""],
      ['tea from:"', "tea"],
      ["tea has:fi", "tea"],
      ["tea has:file", "tea has:file"],
      ["tea before:2026-0", "tea"],
      ["tea before:2026-03-01", "tea before:2026-03-01"],
      ["from:@", ""],
      ["tea:", "tea:"],
      ["\u200b \u3000", ""],
      ["", ""],
    ])
      assert.equal(askable(typed), query, typed);
  });

  test("has filters that are put in and taken out", () => {
    assert.equal(toggled("tea", "has:file"), "tea has:file ");
    assert.equal(toggled("tea has:file now", "has:file"), "tea now");
    assert.equal(hasFilter('from:"has:file x" tea', "has:file"), false);
    assert.equal(hasFilter("x:has:file", "has:file"), false);
    assert.deepEqual(begun("tea", "after:", "2026-03-01"), {
      text: "tea after:2026-03-01",
      from: 10,
      to: 20,
    });
    assert.deepEqual(begun("", '"'), { text: '""', from: 1, to: 1 });
  });

  test("knows the name that is being written, and takes somebody's in its place", () => {
    for (const [typed, name] of [
      ["from:", ""],
      ["tea from:an", "an"],
      ['tea from:"ana lo', "ana lo"],
      ['from:"', ""],
      ["from:ana tea", undefined],
      ['from:"ana"', undefined],
      ["from:@3", undefined],
      ["xfrom:an", undefined],
      ["tea", undefined],
    ])
      assert.equal(nameBegun(typed), name, typed);
    const named = (typed, name) => withName(typed, { id: "00ff", name });
    assert.equal(named("tea from:an", "Ana"), "tea from:Ana ");
    assert.equal(named('tea from:"ana lo', "Ana Lovelace"), 'tea from:"Ana Lovelace" ');
    assert.equal(named("from:", 'Ana "A"'), "from:@00ff ");
    assert.equal(named("from:", "@ana"), "from:@00ff ");
    assert.equal(named("from:", "न"), "from:न ");
  });

  test("is too long beyond 200 code points", () => {
    assert.equal(isTooLong("😀".repeat(200)), false);
    assert.equal(isTooLong("😀".repeat(201)), true);
  });
});

describe("an excerpt", () => {
  const drawn = (text, marks) => {
    const { pieces, isBegun, isLeft } = excerptOf(text, marks);
    return `${isBegun ? "…" : ""}${pieces.map(({ words, isMarked }) => (isMarked ? `[${words}]` : words)).join("")}${isLeft ? "…" : ""}`;
  };

  test("of a short text is all of it, with its marks", () => {
    assert.equal(
      drawn("green tea, black tea", [
        [6, 3],
        [17, 3],
      ]),
      "green [tea], black [tea]",
    );
    assert.equal(drawn("tea", []), "tea");
  });

  test("of a long text has the first mark in it, and cuts no word", () => {
    const text = `${"word ".repeat(400)}needle${" word".repeat(400)}`;
    const shown = drawn(text, [[2000, 6]]);
    assert.match(shown, /^…word .* \[needle\] word.* word…$/);
    assert.ok(shown.length <= MOST_SHOWN + 4, `${shown.length}`);
    assert.match(drawn(text, [[0, 4]]), /^\[word\] word.*…$/);
    assert.match(drawn(text, [[text.length - 4, 4]]), /^….*\[word\]$/);
  });

  test("cuts no character in two, and takes marks as they come", () => {
    assert.equal(drawn("a😀b", [[2, 1]]), "a[😀]b");
    assert.equal(
      drawn("abcdef", [[4, 1], [0, 2], [1, 2], [9, 9], [-1, 3], ["x", 1], null, [2, 0], [5, 99]]),
      "[ab][c]d[e][f]",
    );
    assert.equal(drawn("tea", "no marks"), "tea");
    const emoji = "😀".repeat(1_000);
    for (const { words } of excerptOf(emoji, [[501, 2]]).pieces) assert.ok(words.isWellFormed(), words);
  });
});

describe("what was found", () => {
  const shown = (text, ...found) => {
    const { words, marks } = readably(
      text,
      found.map((each) => [text.indexOf(each), each.length]),
      plainText,
    );
    return excerptOf(words, marks)
      .pieces.map((piece) => (piece.isMarked ? `[${piece.words}]` : piece.words))
      .join("");
  };

  test("is read without signs of Markdown, and marked all the same", async () => {
    await loadFor(["**all**"]);
    assert.equal(shown("**green** tea, or `black`", "green", "black"), "[green] tea, or [black]");
    assert.equal(shown("**green tea** to go", "tea", "to"), "green [tea] [to] go");
    assert.equal(shown("> said\n- one\n- *two*", "two", "said"), "[said]\n• one\n• [two]");
    assert.equal(shown("[the plan](https://a.example/x)", "plan"), "the [plan]");
    assert.equal(shown("a snake_case_name", "case"), "a snake_[case]_name");
    assert.equal(shown("2 * 3 * 4", "3"), "2 * [3] * 4");
    assert.equal(shown("plain"), "plain");
  });

  test("is as it was written where the mark is on what no reader sees", async () => {
    await loadFor(["**all**"]);
    assert.equal(shown("[plan](https://a.example/hidden)", "hidden"), "[plan](https://a.example/[hidden])");
    assert.equal(shown("*\uabbe* tea", "tea"), "*\uabbe* [tea]");
    const link = "look at [the plan](https://a.example/x) now";
    assert.equal(shown(link, "x) now"), "look at [the plan](https://a.example/[x) now]");
    assert.equal(shown(`tea? ${link}`, "tea", "x) now"), "[tea]? look at the plan now");
  });
});

describe("the search of a room", () => {
  test("asks once somebody pauses, never for nothing and never twice for the same", async () => {
    const { search, questions, last, answers } = asked();
    for (const typed of ["t", "te", "tea"]) {
      search.type(typed);
      world.passes(100);
    }
    assert.equal(questions.length, 0);
    world.passes(300);
    assert.deepEqual([questions.length, last().query], [1, "tea"]);
    search.type("tea ");
    search.type("tea from:");
    world.passes(5_000);
    assert.equal(questions.length, 1);
    await answers(page([3, 2]));
    search.type("teas");
    search.type("tea");
    world.passes(5_000);
    search.enter();
    assert.equal(questions.length, 1);
    assert.deepEqual(
      search.hits.map(({ seq }) => seq),
      [3, 2],
    );
    search.type("");
    search.type("  ");
    world.passes(5_000);
    assert.equal(questions.length, 1);
    assert.deepEqual([search.hits.length, search.isAnswered], [0, false]);
    search.type("x".repeat(201));
    search.enter();
    world.passes(5_000);
    assert.equal(questions.length, 1);
    assert.equal(search.problem.why, "too_long");
  });

  test("gives up what is outdated, and asks at once by Enter", async () => {
    const { search, questions, last, answers } = asked();
    search.type("tea");
    search.enter();
    assert.equal(questions.length, 1);
    search.type("coffee");
    assert.equal(questions[0].signal.aborted, true);
    questions[0].answer(page([9]));
    await settled();
    assert.equal(search.hits.length, 0);
    world.passes(300);
    assert.equal(last().query, "coffee");
    await answers(page([1]));
    assert.deepEqual(
      search.hits.map(({ seq }) => seq),
      [1],
    );
    // What looks unfinished is asked for by Enter.
    search.type("tea has:");
    search.enter();
    assert.equal(last().query, "tea has:");
  });

  test("brings page after page, each once, until there is no more", async () => {
    const { search, questions, last, answers } = asked();
    search.type("tea");
    search.enter();
    await answers(page([9, 8], { next: 8 }));
    search.goOn();
    search.goOn();
    search.loadMore();
    assert.deepEqual([questions.length, last().before], [2, 8]);
    await answers(page([8, 7], { next: 7 }));
    assert.deepEqual(
      search.hits.map(({ seq }) => seq),
      [9, 8, 7],
    );
    search.goOn();
    // Pages with nothing in them are not followed for ever.
    for (const next of [6, 5, 4]) {
      await answers(page([], { next }));
      search.goOn();
    }
    assert.equal(questions.length, 5);
    assert.equal(search.mayGoOn, false);
    search.loadMore();
    assert.equal(questions.length, 6);
    // One that goes nowhere is the last.
    await answers(page([3], { next: 4 }));
    assert.equal(search.hasMore, false);
  });

  test("brings the best in one page, and says if that is not all", async () => {
    const { search, questions, last, answers } = asked();
    search.type("tea");
    search.enter();
    await answers(page([9, 8], { next: 8 }));
    search.setOrder("best");
    search.setOrder("best");
    assert.deepEqual(
      [questions.length, last().order, last().limit, last().before],
      [2, "best", 50, undefined],
    );
    await answers(page([8, 9], { next: 8 }));
    assert.deepEqual(
      [search.hits.map(({ seq }) => seq), search.hasMore, search.isCut],
      [[8, 9], false, false],
    );
    search.setOrder("newest");
    search.setOrder("best");
    assert.equal(questions[2].signal.aborted, true);
    await answers(page(Array.from({ length: 50 }, (_, i) => i + 1)));
    assert.equal(search.isCut, true);
  });

  test("is asked again while the room is being made ready, ever less often, and keeps what was paged through", async () => {
    const { search, questions, last, answers } = asked();
    search.type("tea");
    search.enter();
    await answers(page([9], { isComplete: false }));
    world.passes(1_000);
    assert.deepEqual([questions.length, last().before, last().limit], [2, undefined, 20]);
    await answers(page([9, 8], { isComplete: false, next: 8 }));
    world.passes(1_000);
    assert.equal(questions.length, 2);
    search.loadMore();
    await answers(page([7], { isComplete: false, next: 7 }));
    world.passes(1_500);
    assert.equal(questions.length, 4);
    // A new message has come, and one is gone.
    await answers(page([10, 8], { next: 8 }));
    assert.deepEqual(
      search.hits.map(({ seq }) => seq),
      [10, 8, 7],
    );
    assert.equal(search.hasMore, true);
    world.passes(60_000);
    assert.equal(questions.length, 4);
    search.loadMore();
    assert.equal(last().before, 7);
  });

  test("asks nothing while nobody looks, and goes on where it was", async () => {
    const { search, questions, answers } = asked();
    search.type("tea");
    search.enter();
    await answers(page([9], { isComplete: false }));
    search.pause();
    world.passes(60_000);
    assert.equal(questions.length, 1);
    search.resume();
    world.passes(1_000);
    assert.equal(questions.length, 2);
    // Closed before there was an answer: it is asked anew.
    search.type("coffee");
    world.passes(300);
    search.pause();
    assert.equal(questions[2].signal.aborted, true);
    search.resume();
    world.passes(300);
    assert.deepEqual([questions.length, questions[3].query], [4, "coffee"]);
  });

  test("says what went wrong, and tries again when that may help", async () => {
    const { search, questions, answers } = asked();
    search.type("tea");
    search.enter();
    await answers(new SearchTrouble("limited", 7));
    assert.equal(search.problem.why, "limited");
    world.passes(6_999);
    assert.equal(questions.length, 1);
    world.passes(1);
    assert.equal(questions.length, 2);
    await answers(new SearchTrouble("offline"));
    world.passes(60_000);
    assert.equal(questions.length, 2);
    search.reconnected();
    assert.equal(questions.length, 3);
    await answers(page([9], { next: 9 }));
    search.loadMore();
    await answers(new SearchTrouble("failed"));
    // What was found stays, and the same page is asked for again.
    assert.deepEqual(
      search.hits.map(({ seq }) => seq),
      [9],
    );
    search.goOn();
    assert.equal(questions.length, 4);
    search.again();
    assert.deepEqual([questions.length, questions[4].before], [5, 9]);
    await answers(new SearchTrouble("unsupported"));
    assert.equal(search.isUnsupported, true);
    assert.equal(search.hits.length, 1);
    // Where it is for something else, nothing of that stays.
    search.type("coffee");
    search.enter();
    await answers(new SearchTrouble("failed"));
    assert.equal(search.hits.length, 0);
  });

  test("knows no deleted message any more, and looks again after an edit", async () => {
    const { search, questions, answers } = asked();
    search.type("tea");
    search.enter();
    await answers(page([9, 8]));
    search.drop(9);
    assert.deepEqual(
      search.hits.map(({ seq }) => seq),
      [8],
    );
    search.amend(7, "not here");
    world.passes(5_000);
    assert.equal(questions.length, 1);
    search.amend(8, "coffee");
    assert.deepEqual([search.hits[0].text, search.hits[0].marks], ["coffee", []]);
    world.passes(1_500);
    assert.equal(questions.length, 2);
    await answers(page([]));
    assert.equal(search.hits.length, 0);
    // The room was begun anew.
    search.isOf("other");
    world.passes(300);
    assert.equal(questions.length, 3);
    search.isOf("other");
  });
});

describe("the server's answer", () => {
  const asks = async (status, body, headers = {}) => {
    const fetched = mock.method(
      globalThis,
      "fetch",
      async () => new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers }),
    );
    try {
      const { signal } = new AbortController();
      const answer = await ask({ room: "tea", token: "secret", query: 'a "b" + ü', before: 7, signal });
      return { answer, request: fetched.mock.calls[0].arguments };
    } finally {
      fetched.mock.restore();
    }
  };
  const troubleOf = (...args) => asks(...args).then(assert.fail, ({ why, wait }) => [why, wait]);

  test("is read with care, and the question is asked with the way in", async () => {
    const bad = [
      null,
      { seq: "1" },
      { ...hit(1), from: {} },
      { ...hit(1), at: 1e20 },
      { ...hit(1), text: 7 },
      { ...hit(1), deleted: true },
    ];
    const { answer, request } = await asks(200, {
      epoch: "e",
      complete: false,
      results: [hit(9), ...bad],
      more: true,
      next: 4,
    });
    assert.deepEqual(answer, { epoch: "e", isComplete: false, hits: [hit(9)], next: 4 });
    const url = new URL(request[0], "https://a.example");
    assert.deepEqual(
      [url.pathname, url.searchParams.get("q"), url.searchParams.get("before")],
      ["/room/tea/search", 'a "b" + ü', "7"],
    );
    assert.equal(request[1].headers.Authorization, "Bearer secret");
    assert.equal((await asks(200, { results: [hit(9)], complete: true, more: true })).answer.next, 9);
    assert.equal(
      (await asks(200, { results: [hit(9)], complete: true, more: false, next: 3 })).answer.next,
      undefined,
    );
  });

  test("that is none is told by why", async () => {
    assert.deepEqual(await troubleOf(429, {}, { "Retry-After": "12" }), ["limited", 12]);
    assert.deepEqual(await troubleOf(429, {}, { "Retry-After": "99999" }), ["limited", 300]);
    assert.deepEqual(await troubleOf(503, "oops"), ["limited", 1]);
    assert.deepEqual(await troubleOf(404, "Not found"), ["unsupported", 0]);
    assert.deepEqual(await troubleOf(404, { error: { code: "not_created" } }), ["gone", 0]);
    assert.deepEqual(await troubleOf(401, {}), ["refused", 0]);
    assert.deepEqual(await troubleOf(403, { error: { code: "removed" } }), ["refused", 0]);
    assert.deepEqual(await troubleOf(400, {}), ["invalid", 0]);
    assert.deepEqual(await troubleOf(500, {}), ["failed", 0]);
    assert.deepEqual(await troubleOf(200, "<html>"), ["failed", 0]);
    assert.deepEqual(await troubleOf(200, { results: {} }), ["failed", 0]);
    mock.method(globalThis, "fetch", async () => {
      throw new TypeError("no network");
    });
    const { signal } = new AbortController();
    await assert.rejects(ask({ room: "tea", query: "a", signal }), { why: "offline" });
    const end = new AbortController();
    end.abort();
    await assert.rejects(ask({ room: "tea", query: "a", signal: end.signal }), { name: "AbortError" });
    mock.restoreAll();
  });
});

describe("all rooms of a device", () => {
  const searchOf = (places, answers) => {
    const questions = [];
    let atOnce = 0;
    const search = new AllRoomsSearch(
      () => places,
      async (question) => {
        questions.push(question);
        atOnce += 1;
        assert.equal(atOnce, 1, "one at a time");
        await settled();
        atOnce -= 1;
        const answer = answers[question.room] ?? page([1]);
        if (answer instanceof Error) throw answer;
        return answer;
      },
      world.clock,
    );
    const over = async () => {
      while (search.isAsking) await settled();
    };
    return { search, questions, over };
  };
  const rooms = (count) => Array.from({ length: count }, (_, i) => ({ room: `r${i}`, token: `t${i}` }));

  test("are asked one after the other with their own tokens, a few at a time", async () => {
    const { search, questions, over } = searchOf(rooms(ROOMS_AT_ONCE + 2), { r1: page([5, 4]) });
    search.type("te");
    world.passes(5_000);
    assert.equal(questions.length, 0);
    search.type("tea");
    world.passes(600);
    await over();
    assert.deepEqual(
      questions.map(({ room, token }) => `${room} ${token}`),
      rooms(ROOMS_AT_ONCE).map(({ room, token }) => `${room} ${token}`),
    );
    assert.equal(search.found.length, ROOMS_AT_ONCE + 1);
    assert.deepEqual([search.left, search.searched], [2, ROOMS_AT_ONCE]);
    search.more();
    await over();
    assert.deepEqual(
      [search.left, search.searched, questions.length],
      [0, ROOMS_AT_ONCE + 2, ROOMS_AT_ONCE + 2],
    );
  });

  test("what was not searched is counted by why, and not asked where one may not read", async () => {
    const places = [{ room: "none" }, { room: "lost", token: "t", isLost: true }, ...rooms(4)];
    const { search, questions, over } = searchOf(places, {
      r0: page([1], { isComplete: false }),
      r1: new SearchTrouble("refused"),
      r2: new SearchTrouble("limited", 3),
    });
    search.type("tea");
    world.passes(600);
    await over();
    assert.deepEqual(
      questions.map(({ room }) => room),
      ["r0", "r1", "r2"],
    );
    assert.deepEqual([...search.unsearched].sort(), [
      ["building", 1],
      ["limited", 2],
      ["no_token", 1],
      ["refused", 2],
    ]);
    assert.equal(search.left, 0);
  });

  test("it stops when something else is typed, or it is closed", async () => {
    const { search, questions } = searchOf(rooms(5), {});
    search.type("tea");
    world.passes(600);
    await settled();
    search.type("coffee");
    assert.equal(questions[0].signal.aborted, true);
    const before = questions.length;
    for (let i = 0; i < 10; i++) await settled();
    assert.equal(questions.length, before);
    assert.equal(search.found.length, 0);
    search.stop();
    world.passes(5_000);
    assert.equal(questions.length, before);
  });
});

describe("a link to a message", () => {
  const ORIGIN = "https://a.example";
  const link = (room, seq) => `${ORIGIN}/room/${room}#m${seq}`;
  const said = (seq, text = `first ${seq}\nsecond`) => ({ ...hit(seq, text) });
  const worldOf = (more = {}) => {
    const fetched = [];
    const asked = [];
    const linked = new LinkedMessages({
      room: "tea",
      origin: ORIGIN,
      loaded: (seq) => (seq === 1 ? said(1) : undefined),
      asked: (seq) => {
        asked.push(seq);
        return seq === 2 ? said(2) : undefined;
      },
      tokenOf: (room) => (room === "mine" ? "token" : undefined),
      fetchMessage: async (room, seq, token) => {
        fetched.push(`${room} ${seq} ${token}`);
        return said(seq);
      },
      titleOf: (room) => room,
      linkOf: (room) => `${ORIGIN}/room/${room}`,
      clock: world.clock,
      onChange: () => {},
      ...more,
    });
    return { linked, fetched, asked };
  };

  test("is found in a text, each once and few of them", () => {
    const text = `see ${link("tea", 7)}, (${link("TEA", 7)}) ${link("b", 8)} ${ORIGIN}/room/tea https://b.example/room/tea#m1 ${link("c", 1)} ${link("d", 1)}`;
    assert.deepEqual(targetsIn(text, ORIGIN), [
      { room: "tea", seq: 7 },
      { room: "b", seq: 8 },
      { room: "c", seq: 1 },
    ]);
    assert.deepEqual(targetsIn(`${ORIGIN}/room/tea#m0 ${ORIGIN}/room/a/b#m1 ${ORIGIN}/room/#m1`, ORIGIN), []);
  });

  test("says who and the first line; of other rooms only where this device may read", async () => {
    const { linked, fetched, asked } = worldOf();
    assert.match(linked.of(link("tea", 1)), /"Ben","first 1"/);
    assert.match(linked.of(link("tea", 2)), /"first 2"/);
    assert.deepEqual(asked, [2]);
    assert.equal(linked.of(`${link("theirs", 1)} ${link("mine", 3)}`), "");
    await settled();
    assert.deepEqual(fetched, ["mine 3 token"]);
    assert.match(linked.of(`${link("theirs", 1)} ${link("mine", 3)}`), /"first 3"/);
    assert.equal(fetched.length, 1);
    // Once it is old, it is asked for again, and stays meanwhile.
    world.passes(6 * 60_000);
    assert.match(linked.of(link("mine", 3)), /"first 3"/);
    await settled();
    assert.equal(fetched.length, 2);
  });

  test("of what has no words says what it brings", () => {
    const files = [{ id: "f", name: "boat.png", type: "image/png", bytes: 9, alt: "A red boat" }];
    const { linked } = worldOf({ loaded: (seq) => ({ ...said(seq, seq === 1 ? "" : "look"), files }) });
    assert.match(linked.of(link("tea", 1)), /"Ben","Picture \(A red boat\)"/);
    assert.match(linked.of(link("tea", 2)), /"Ben","Picture \(A red boat\): look"/);
  });

  test("of what is deleted, or cannot be had, nothing is shown", async () => {
    const { linked, fetched } = worldOf({
      loaded: () => ({ ...said(1), deleted: true, text: undefined }),
      fetchMessage: async (...what) => {
        fetched.push(what);
        throw new Error("no");
      },
    });
    assert.equal(linked.of(link("tea", 1)), "");
    for (let i = 0; i < 3; i++) {
      assert.equal(linked.of(link("mine", 3)), "");
      await settled();
    }
    assert.equal(fetched.length, 1);
  });

  test("however many there are, few are asked for in a minute", async () => {
    const { linked, fetched, asked } = worldOf();
    for (let i = 10; i < 100; i++) {
      linked.of(`${link("mine", i)} ${link("tea", i)}`);
      await settled();
    }
    assert.equal(fetched.length + asked.length, MOST_ASKED);
    world.passes(61_000);
    linked.of(link("mine", 99));
    await settled();
    assert.equal(fetched.length + asked.length, MOST_ASKED + 1);
  });
});
