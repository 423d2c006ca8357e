// No text can block the page: every function that handles other people's words gets the inputs such functions
// are slow at, up to the longest text there is, and has 50 ms for each; and doubling the text must not
// quadruple the work.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { after, before, describe, mock, test } from "node:test";
import vm from "node:vm";
import "./svg.mjs";
import { ANA, BEN } from "./world.mjs";

/** Code points of the longest text. */
const MOST = 4_000;
/** Also as long as what is done for short texts alone. */
const SHORT = [40, 100];
const MOST_MS = 50;
/** Whatever takes longer has its growth looked at. */
const GROWTH_FROM_MS = 12;
/** Work that grows with the length doubles with it, and with its square is four times as much. */
const MOST_GROWTH = 3.3;
const TRIES = 6;
/** Of the longest texts each function gets one in so many, by a seed of its own; of the others all. */
const SPARSE = 3;
/** What only passes on what another has read, or looks through all emoji, is fed with one text in so many. */
const FEW = 9;
/** How finely the processor's time is told. */
const CPU_TICK_MS = 4;
/** For all the texts of one function: beyond it, one of them has no end. */
const HANGS_MS = 120_000;

const PUBLIC = new URL("../../public/", import.meta.url);

const UNITS = [
  ..."a1 .,:;!?'\"`*_~^-+=|\\/<>()[]{}@#&%$\n\tßéñ字あ한ياक०ٱ😀…。ꓸ․’“”«»",
  "\u00a0",
  "\u00ad",
  "\u200b",
  "\u200d",
  "\u200f",
  "\u202e",
  "\u2066",
  "\u0301",
  "\u0316\u0301",
  "a\u0301\u0316",
  "\u0327\u0301\u05b0",
  "\ufe0f",
  "\u20e3",
  "\ud83d",
  "\udc4d",
  "\ufdd0",
  "\ufdfa",
  "\u1100\u1161\u11a8",
  "👍🏽",
  "👍🏽 ",
  "👩‍👩‍👧",
  "👩🏽‍🤝‍👨🏿",
  "❤️",
  "1️⃣",
  "*️⃣",
  "🇩🇪",
  "🇩",
  "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
  "\r\n",
  "\x1b[",
  "\x1b[1;",
  "\x1b]",
  "\x1b",
  " \n",
  "\n\n",
  "a\n",
  "a b ",
  "a.",
  ".a",
  "a.b ",
  "..",
  "a-",
  "1.1",
  "1.1.",
  "http://",
  "http://a",
  "http://a.",
  "http://a.b/ ",
  "http://é.",
  "http://字字",
  "http://a@",
  "http://a.b/(",
  "https://a.b/)",
  "https://xn--",
  "www.",
  "www.a",
  ":/",
  "@a",
  "@a ",
  " @",
  "@ana ",
  "@aaaaaaaaaaaaaaaa ",
  "@@",
  ":a",
  ":a:",
  ":smile",
  "[a](",
  "[a](b",
  "[a](http://a.b)",
  "[a.b](http://a.b) ",
  "[a",
  "![",
  "](",
  "[](",
  "[[",
  "]]",
  "()",
  "[a](http://a.b/(",
  "**",
  "***",
  "*a",
  "*a ",
  "a*",
  "*a*",
  "*a* ",
  "**a**",
  "*a **b ",
  "_a",
  "_a ",
  "*a_",
  "__",
  "~~",
  "~~a ",
  "~~(",
  "(*a",
  "``",
  "```",
  "```\n",
  "```a\n",
  "` `` ``` ",
  "`a",
  "`a`",
  "`\n",
  "a`a",
  "> ",
  ">",
  "> a\n",
  "> > ",
  "- ",
  "- a\n",
  "- a\n  - b\n",
  "- a\n\n\n",
  "- - ",
  "* a\n",
  "1. ",
  "1. a\n",
  "1) a\n   1. b\n",
  "\\",
  "\\*",
  "\\`",
  "`a`\\*",
  "\\[a\\](http://a)",
  "¯\\_(ツ)_/¯",
  "\ufdd0*",
  "<a>",
  "&amp;",
  "İ",
  "ﬃ",
  "constructor ",
  "__proto__ ",
];
const CLOSERS = [")", "]", "*", "`", "_~~", "\n", "a", " "];
const OPENERS = [
  "a",
  "> ",
  "- ",
  "**",
  "```",
  "``` ",
  "http://a.b/",
  "http://a",
  "[x](http://a.b/",
  "[",
  "@",
  ":",
  "\\",
];
/** Before and behind these comes everything; before and behind the others some of it. */
const MARKS = [..."*_~`[](). \n", "> ", "- ", ".a", "http://a.", "[a](", "\\*", " @", "a*"];

const some = (all, unit, at) =>
  MARKS.includes(unit) ? all : [all[at % all.length], all[(at * 5 + 3) % all.length]];

/** Of this length in code points, and not cut within one. */
const filled = (unit, length) => {
  const size = [...unit].length;
  return size === 0 ? "" : unit.repeat(Math.floor(length / size));
};

/** A small generator, so that a seed says all. */
const randomOf = (seed) => {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
};

const mixture = (seed, length) => {
  const random = randomOf(seed);
  const pick = (all) => all[random(all.length)];
  // A few units, in runs, as what is slow mostly is; or many of them once.
  const some = seed % 2 === 0 ? UNITS : Array.from({ length: 2 + random(3) }, () => pick(UNITS));
  const longest = pick([1, 3, 40, 1_000]);
  let text = "";
  for (let left = length; left > 0; ) {
    const run = pick(some).repeat(1 + random(longest));
    text += run;
    left -= [...run].length;
  }
  return [...text].slice(0, length).join("");
};

const runs = (mark, n) =>
  Array.from({ length: Math.floor(Math.sqrt(2 * n)) - 1 }, (_, i) => mark.repeat(i + 1))
    .join("a")
    .slice(0, n);

/** What was slow once, and is tried on every function. */
const KNOWN = [
  {
    says: ["http://a + .×2n + x + )×n"],
    of: (n) => `http://a${".".repeat((n / 3) * 2 - 9)}x${")".repeat(n / 3)}`,
  },
  { says: ["[a + .a×n + ](http://b.c)"], of: (n) => `[a${".a".repeat(n / 2 - 8)}](http://b.c)` },
  { says: ["``` + spaces + `"], of: (n) => `\`\`\`${" ".repeat(n - 4)}\`` },
  { says: ["*( ×n + x +  )*×n"], of: (n) => `${"*( ".repeat(n / 6)}x${" )*".repeat(n / 6)}` },
  { says: ["*( ×n +  )*×n"], of: (n) => "*( ".repeat(n / 6) + " )*".repeat(n / 6) },
  { says: ["runs of 1, 2, 3 … `"], of: (n) => runs("`", n) },
  { says: ["runs of 1, 2, 3 … *"], of: (n) => runs("*", n) },
  {
    says: ["http:// and every letter there is"],
    of: (n) => `http://${Array.from({ length: n - 7 }, (_, i) => String.fromCodePoint(0x4e00 + i)).join("")}`,
  },
];

/** What is tried: each a text of a given length. `{ says, of }` */
const TEXTS = [
  ...UNITS.flatMap((unit, at) => [
    { says: [unit, "×n"], of: (n) => filled(unit, n) },
    { says: [unit, "×n + a"], of: (n) => `${filled(unit, n - 1)}a` },
    { says: ["a + ", unit, "×n"], of: (n) => `a${filled(unit, n - 1)}` },
    ...some(CLOSERS, unit, at).map((closer) => ({
      says: [unit, "×n + x + ", closer, "×n"],
      of: (n) => `${filled(unit, n / 2)}x${filled(closer, n / 2 - 1)}`,
    })),
    ...some(OPENERS, unit, at).map((opener) => ({
      says: [opener, " + ", unit, "×n"],
      of: (n) => opener + filled(unit, n - opener.length),
    })),
    ...(unit.length > 1
      ? [unit.slice(0, unit.length / 2), unit.slice(unit.length / 2)].map((half) => ({
          says: [half, "×n"],
          of: (n) => filled(half, n),
        }))
      : []),
  ]),
  ...Array.from({ length: 200 }, (_, seed) => ({ says: ["mixture ", seed], of: (n) => mixture(seed, n) })),
];

const textsOf = new Map();
/** Made once for all functions. */
const textOf = (each, length) => {
  const key = textsOf.get(each) ?? new Map();
  textsOf.set(each, key);
  if (!key.has(length)) key.set(length, each.of(length));
  return key.get(length);
};

/** One of each so many that follow one another, so that nothing that is tried is left out whole. */
const sample = (all, oneIn, random) =>
  Array.from({ length: Math.ceil(all.length / oneIn) }, (_, at) => all[at * oneIn + random(oneIn)]).filter(
    Boolean,
  );

/** For one function: `{ says, of, length }`, short ones first, since what hangs hangs at these. */
const fedTo = (name) => {
  const random = randomOf([...name].reduce((seed, each) => seed * 31 + each.codePointAt(0), 7));
  const all = PASSED_ON.includes(name) ? sample(TEXTS, FEW, random) : TEXTS;
  const long = sample(all, SPARSE, random);
  return [
    ...SHORT.flatMap((length) => [...KNOWN, ...all].map((each) => ({ ...each, each, length }))),
    ...[...KNOWN, ...long].map((each) => ({ ...each, each, length: MOST })),
  ].map(({ each, ...rest }) => ({ ...rest, text: textOf(each, rest.length) }));
};

const NAMES = [
  ...Array.from({ length: 32 }, (_, i) => "a".repeat(i + 1)),
  ...Array.from({ length: 32 }, (_, i) => "b ".repeat(16).slice(0, i + 1)),
  ...Array.from({ length: 6_000 }, (_, i) => `ana ${i} ${"é".repeat(i % 20)}`),
  ...UNITS,
];

const said = (text, rest = {}) => ({ type: "message", seq: 1, at: 1, from: BEN, cid: "c", text, ...rest });
const named = (name) => new Map([["b", name]]);
const loads = {};

/** Module -> export -> what calls it with a text of others. */
const FED = {
  "browser/embedding": { readEmbedding: (m) => (text) => m.readEmbedding(`#embed&name=${text}`, true) },
  "notify/notifications": {
    bodyOf: (m) => m.bodyOf,
    shouldNotify: (m) => (text) =>
      m.shouldNotify({ from: BEN, text }, { you: ANA, mode: "mentions", isMuted: false, isLookedAt: false }),
  },
  "state/likeness": {
    Likeness: () => (text) => {
      loads.looks.note("c", text);
      return loads.looks.signOf("b", text);
    },
    looksOf: (m) => (text) => m.looksOf(text, new Map([["e", "c"]])),
  },
  "device/code": { readWords: (m) => m.readWords, secretIn: (m) => (text) => m.secretIn(`#device=${text}`) },
  "device/pieces": { shownDevice: (m) => m.shownDevice },
  "client/name-rules": {
    cleanName: (m) => m.cleanName,
    drawnPart: (m) => m.drawnPart,
    isDrawn: (m) => m.isDrawn,
    nameFault: (m) => m.nameFault,
  },
  "composer/completion": {
    accepted: (m) => (text) => m.accepted(text, { start: 0, end: text.length }, "a"),
    closedShortcode: (m) => (text) => m.closedShortcode(text, text.length),
    completing: (m) => (text) => m.completing(text, text.length),
    isInCode: (m) => (text) => m.isInCode(text, text.length),
    matchingMembers: (m) => (text) => [
      m.matchingMembers(named(text), "a", "a"),
      m.matchingMembers(loads.members, "a", text),
    ],
  },
  "emoji/catalogue": {
    EmojiCatalogue: () => (text) => {
      loads.emoji.search(text, 8);
      loads.emoji.named(text);
      loads.emoji.coded(text);
    },
  },
  "search/excerpt": {
    excerptOf: (m) => (text) =>
      m.excerptOf(
        text,
        Array.from({ length: 100 }, (_, i) => [i * 30, 3]),
      ),
    readably: (m) => (text) =>
      m.readably(
        text,
        Array.from({ length: 100 }, (_, i) => [i * 30, 3]),
        (words) => words,
      ),
  },
  "search/query": {
    askable: (m) => m.askable,
    begun: (m) => (text) => m.begun(text, "from:"),
    hasFilter: (m) => (text) => m.hasFilter(text, "has:file"),
    isTooLong: (m) => m.isTooLong,
    nameBegun: (m) => (text) => [m.nameBegun(text), m.nameBegun(`from:${text}`)],
    toggled: (m) => (text) => m.toggled(text, "has:file"),
    withName: (m) => (text) => m.withName(text, { id: "1", name: text }),
  },
  "search/result-view": {
    excerptView: (m) => (text) => [
      m.excerptView({ from: BEN, text, marks: [[0, 3]] }),
      m.excerptView({ from: BEN, text: "", files: [{ name: text }] }),
    ],
  },
  "timeline/linked-messages": {
    LinkedMessages: (m) => (text) => {
      const linked = new m.LinkedMessages({
        room: "r",
        origin: "http://a.b",
        loaded: () => said(text),
        linkOf: (room) => room,
        titleOf: (room) => room,
        clock: { now: () => 0 },
      });
      linked.view(`http://a.b/room/r#m1 ${text}`);
      return linked.of(text);
    },
    targetsIn: (m) => (text) => m.targetsIn(text, "http://a.b"),
  },
  "rooms/fuzzy": { scoreOf: (m) => (text) => m.scoreOf(text, text) },
  "rooms/room-record": {
    isRoom: (m) => m.isRoom,
    patched: (m) => (text) => m.patched(m.blankRecord("r"), { title: text }),
    soundMark: (m) => (text) => m.soundMark({ room: text, at: 1, epoch: text, seq: 1 }),
    soundRecord: (m) => (text) =>
      m.soundRecord({ room: "r", title: text, preview: { from: { id: "b", name: text }, text } }),
  },
  "text/search-fold": { composed: (m) => m.composed, fold: (m) => m.fold },
  "text/misleading-links": {
    namesAnotherPlace: (m) => (text) => m.namesAnotherPlace(text, "https://a.example/"),
  },
  "text/links": {
    addressOf: (m) => m.addressOf,
    pieces: (m) => m.pieces,
  },
  "text/graphemes": { graphemes: (m) => (text) => [...m.graphemes(text)].length },
  "i18n/locale": { list: (m) => (text) => m.list([text, text]) },
  "composer/formatting": { marked: (m) => (text) => m.marked(text, text.length >> 1, text.length, "**") },
  "text/markdown": { blocksOf: (m) => m.blocksOf },
  "text/markdown-inline": { inlinesOf: (m) => m.inlinesOf },
  "text/markdown-view": {
    blocksOf: (m) => m.blocksOf,
    view: (m) => (text) => m.view(m.blocksOf(text) ?? [], (words) => words, undefined),
    wordsOf: (m) => (text) => m.wordsOf(m.blocksOf(text) ?? []),
  },
  "text/mentions": {
    Names: (m) => (text) => new m.Names().note([text.slice(0, 32), text.slice(1, 32)]).mentionedIn(text),
    mentions: (m) => (text) => [
      m.mentions(text, "Ana"),
      m.mentions(text, text.slice(0, 32), ["a"]),
      m.mentions(`@Ana ${text}`, "Ana", loads.found),
    ],
    mentionsIn: (m) => (text) => m.mentionsIn(text, loads.found),
    nameKey: (m) => m.nameKey,
  },
  "text/linkify": {
    Names: (m) => (text) => new m.Names().note([text]).mentionedIn(`@${text}`),
    linked: (m) => (text) => m.linked(text, { mentions: loads.found, me: "Ana" }),
  },
  "timeline/message-view": {
    messageView: (m) => (text) => m.messageView(loads.line(text), loads.context, {}),
    whatIsSeen: (m) => (text) => m.whatIsSeen(loads.line(text), loads.context),
    reactedBy: (m) => (text) => m.reactedBy({ emoji: text, ids: ["b"] }, loads.context),
  },
  "timeline/notice-view": {
    noticeView: (m) => (text) =>
      m.noticeView(
        { joined: [{ id: "b", name: text }], left: [], renamed: [{ id: "c", name: text, was: text }] },
        loads.context.signOf,
      ),
  },
  "timeline/leaps": {
    leapOf: (m) => (text) => {
      const link = { href: `https://a.b/room/r?${text}#m1`, hash: "#m1" };
      return m.leapOf({ button: 0, composedPath: () => [{ closest: () => link }] }, "https://a.b/room/r");
    },
  },
  "text/said": {
    saidOf: (m) => (text) =>
      m.saidOf({
        text,
        files: [
          { name: text, type: "x" },
          { name: text, type: "image/png", alt: text },
        ],
      }),
  },
  "files/kinds": {
    ends: (m) => (text) => m.ends({ name: text }),
    renamed: (m) => (text) => m.renamed(text, "image/png"),
  },
  "files/name-view": { nameView: (m) => (text) => m.nameView({ name: text }) },
  "files/preview": { previewUrl: (m) => m.previewUrl },
  "text/room-name": { nameParts: (m) => m.nameParts, shortName: (m) => m.shortName },
  "people/avatar": { hueOf: (m) => m.hueOf, initialOf: (m) => m.initialOf, lookOf: (m) => m.lookOf },
  "people/person": { avatar: (m) => (text) => m.avatar("b", text) },
  "text/rich-text": {
    isEmojiOnly: (m) => m.isEmojiOnly,
    loadFor: (m) => (text) => m.loadFor([text]),
    needsLinks: (m) => m.needsLinks,
    needsMarkdown: (m) => m.needsMarkdown,
    plainText: (m) => (text) => m.plainText(text, { isOneLine: true }),
    richText: (m) => (text) => m.richText(text, { mentions: loads.found, me: "Ana" }),
  },
  "landing/room-address": {
    destinationOf: (m) => (text) => [
      m.destinationOf(text, new URL("https://a.b/")),
      m.destinationOf(`https://a.b/room/${text}`, new URL("https://a.b/")),
    ],
    foldedName: (m) => m.foldedName,
  },
  "landing/room-names": { isGuessable: (m) => m.isGuessable },
  "timeline/timeline-items": {
    timelineItems: (m) => (text) =>
      m.timelineItems({
        messages: [said(text, { reactions: { [text]: ["b"] } })],
        outbox: [],
        notices: [],
        you: ANA,
      }),
  },
  "client/protocol": {
    codePoints: (m) => m.codePoints,
    isBlank: (m) => m.isBlank,
    lengthFault: (m) => m.lengthFault,
    parseRoomName: (m) => m.parseRoomName,
    seqIn: (m) => m.seqIn,
    tidyName: (m) => m.tidyName,
    utf8Length: (m) => m.utf8Length,
    wellFormed: (m) => m.wellFormed,
  },
  "composer/typed-text": {
    bytesOf: (m) => m.bytesOf,
    isInFence: (m) => (text) => m.isInFence(text, text.length),
    sendable: (m) => m.sendable,
    tidied: (m) => m.tidied,
  },
  "state/reply-cache": {
    ReplyCache: (m) => (text) =>
      new m.ReplyCache(async () => said(text)).apply({ type: "edited", target: 1, text }),
  },
  "state/room-state": {
    RoomState: (m) => (text) => {
      const state = new m.RoomState();
      state.apply({ type: "history", events: [said(text)], more: false }, 1);
      state.apply(
        { type: "reacted", seq: 2, at: 2, from: BEN, cid: "d", target: 1, emoji: text, on: true },
        1,
      );
      state.apply({ type: "join", member: { id: text, name: text }, count: 1 }, 1);
      state.apply({ type: "typing", from: { id: text, name: text } }, 1);
    },
  },
};

/** What is exported and takes no words of others, or only passes them on; "*" is a whole module. */
const UNFED = {
  // Bytes and numbers, which tests/page/files has.
  "files/kinds": ["boxOf", "fitted", "isPhoto", "kindOf", "sizeIn", "sniffed"],
  "files/preview": ["previewOf"],
  "files/covers": "*",
  "files/files-style": "*",
  "files/newcomers": "*",
  "files/outgoing": "*",
  "files/shrink": "*",
  "files/strip": "*",
  "files/strip-avif": "*",
  "files/tickets": "*",
  "files/tray": "*",
  "files/tray-note": "*",
  "files/upload": "*",
  "files/zoom": "*",
  "browser/database": "*",
  "browser/files-database": "*",
  // Names, put into a sentence; what is kept of them.
  "directs/directs-style": "*",
  "directs/conversation-style": "*",
  "directs/forgotten": "*",
  "directs/from-met": "*",
  "directs/go": "*",
  "directs/kept": "*",
  "state/directs": "*",
  "text/room-name": ["nameRoom"],
  "hosting/what-is-met": ["whatIsMet"],
  "hosting/quiet-reactions": ["quietReactions"],
  "hosting/keep-place": ["keepPlace"],
  "hosting/count-older": ["countOlder"], // Times and numbers.
  "notify/badge": "*",
  "notify/favicon-count": "*",
  "browser/channel": "*",
  "browser/clipboard": "*",
  "browser/socket": "*",
  "browser/clock": "*",
  "browser/is-stored": ["isStored"],
  "browser/end-worker": "*",
  "composer/drafts": "*",
  "composer/dropped": "*",
  "composer/field": "*",
  "emoji/emoji-fonts": "*",
  "emoji/emoji-memory": "*",
  "browser/forget": "*",
  "browser/theme": "*",
  "notify/notifications": ["Notifier"],
  "notify/permission": "*",
  "notify/push": "*",
  "notify/push-choice": "*",
  "room/left-rooms": "*",
  "room/open-room": "*",
  "room/tellings": "*",
  "room/trouble": "*",
  "room/turned-out": "*",
  // Only puts names and a title into sentences.
  "room/tell-acts": "*",
  "text/told-acts": "*",
  "room/tell-requests": "*",
  "browser/load-part": "*",
  "browser/preferences": "*",
  "service-worker/shell": "*",
  "notify/sound": "*",
  // What it draws is measured without it.
  "text/slow-texts": "*",
  "browser/tab": "*",
  "browser/visits": "*",
  "browser/rooms-database": "*",
  "client/watch": "*",
  "directs/from-watches": "*",
  "rooms/leader": "*",
  "rooms/my-rooms": "*",
  "rooms/open-rooms": "*",
  "rooms/watching": "*",
  "rooms/watches": "*",
  "rooms/on-this-device": "*",
  "rooms/to-account": "*",
  "rooms/use-elsewhere": "*",
  "rooms/finding": "*",
  "rooms/found-rooms": "*",
  "rooms/room-record": ["blankRecord", "byActivity", "markOf", "soundState"],
  "rooms/forget-dialog": "*",
  "rooms/palette": "*",
  "rooms/palette-style": "*",
  "rooms/room-acts": "*",
  "rooms/room-list": "*",
  "rooms/room-list-style": "*",
  "rooms/room-menu": "*",
  "rooms/room-picture": "*",
  "rooms/requests": "*", // What comes there is bounded, as tests/page/watches has it.
  "rooms/room-title": ["titleOf"], // A name, as it is.
  "rooms/rooms-button": "*",
  // What comes there is drawn by `search/result-view`.
  "search/all-rooms": "*",
  "search/ask": "*",
  "search/find-messages": "*",
  "search/room-search": "*",
  "search/search-panel-style": "*",
  "search/result-view": ["loadReading", "timeView"],
  "rooms/sidebar": "*",
  "browser/key-link": "*",
  "client/pass-key": "*",
  "client/key-hash": "*",
  // What comes there is bounded, and read by `rooms/room-record`.
  // Fields of one's own devices, each as long as the account takes it.
  "account/account-style": "*",
  "account/api": "*",
  "account/device": "*",
  "account/fields": "*",
  "account/passkeys": "*",
  "account/sync": "*",
  "device/bytes": "*",
  "device/code": ["keysOf", "linkWith", "newSecret", "newWords"],
  "device/device-style": "*",
  "device/ending": "*",
  "device/exchange": "*",
  "device/giving": "*",
  "device/parcel": "*",
  "device/pieces": ["Pieces", "pieces", "readNote", "writeNote"],
  "device/side": "*",
  "device/taking": "*",
  "device/way": "*",
  "client/new-key": "*",
  "client/given-key": "*",
  "client/backoff": "*",
  "client/connection": "*",
  "client/identity": "*",
  "client/in-memory": "*",
  "state/known-names": "*",
  "client/link": "*",
  "client/log-position": "*",
  "state/message-log": "*",
  "client/outbox": "*",
  "client/pace": "*",
  "ui/base": "*",
  "i18n/dates": "*",
  "ui/dialog": "*",
  "ui/menu-style": "*",
  "ui/modal": "*",
  "ui/search-icon": "*",
  "ui/typed-ahead": "*",
  "ui/waiting-button": "*",
  "emoji/catalogue": ["inTone", "loadEmoji"],
  "settings/forget-question": "*",
  "emoji/grid-steps": "*",
  "ui/icon": "*",
  "ui/icons": "*",
  "ui/element": "*",
  "ui/lit": "*",
  "ui/repeat": "*",
  "i18n/locale": ["number", "plural", "wordsFor"],
  "i18n/language-tag": ["bestOf", "languageOf", "localeFor"],
  "timeline/message-style": "*",
  "timeline/message-window": "*",
  "timeline/leaps": ["Leaps"],
  "timeline/failure": "*",
  "timeline/folding": "*",
  "timeline/scroll-keeper": "*",
  // Signs are made of ids.
  "people/lasting-modal": "*",
  "people/person": ["badge", "checked", "nameWithSign", "signed", "spokenName"],
  "ui/more-icons": "*",
  "emoji/picker-icons": "*",
  "text/rich-text": ["makeNames", "markdownStyle", "settledParts"],
  "ui/adopt-style": "*",
  // Markers that `markdown-inline` found.
  "text/markdown-pairs": ["pairsOf"],
  "text/markdown-style": "*",
  "text/rich-text-style": "*",
  "landing/find": "*",
  "landing/new-room": "*",
  "hosting/access-keys": "*",
  "hosting/owner-nudge": "*",
  "i18n/ago": "*",
  "landing/room-names": ["newRoomName"],
  "timeline/row-navigation": "*",
  "settings/choice-style": "*",
  "settings/shortcuts": "*",
  "i18n/strings": "*",
  // Only what it asks of `completion` and `emoji`.
  "composer/suggestions": "*",
  "timeline/timeline-style": "*",
  "client/protocol": ["afterClose", "hasReacted", "isLogEvent", "isMoment", "isPrivate", "waitOf"],
  "state/read-marker": "*",
  "state/room-state": ["peopleIn"],
  "state/room-store": "*",
  "state/roster-pages": "*",
  "state/outage": "*",
  "state/pending-deletes": "*",
  "client/acts": "*",
  "client/sender": "*",
  "state/house": "*",
  "state/rights": "*",
  "client/server-time": "*",
  "i18n/spans": "*",
  // Names, put into a sentence.
  "hosting/deeds": "*",
  "hosting/desk-rows": "*",
  "hosting/desk-style": "*",
  "hosting/known-acts": "*",
  "hosting/member-acts": "*",
  "hosting/message-extras": "*",
  "hosting/new-reports": "*",
  "hosting/standing": "*",
};

const PASSED_ON = [
  // Behind the length of a name.
  "client/name-rules: drawnPart",
  "client/name-rules: isDrawn",
  "composer/completion: matchingMembers",
  "emoji/catalogue: EmojiCatalogue",
  "text/markdown-inline: inlinesOf",
  "text/markdown-view: blocksOf",
  "text/markdown-view: view",
  "text/markdown-view: wordsOf",
  "timeline/message-view: messageView",
  "text/rich-text: plainText",
  "timeline/timeline-items: timelineItems",
];

/** A browser alone puts marks in order as slowly as that; these take names, which come no longer than 32. */
const ONE_ORDERING = [
  "browser/embedding: readEmbedding",
  "client/name-rules: nameFault",
  "client/protocol: tidyName",
];

/** They need a document, and hand what others wrote to the rest. */
const NEED_A_PAGE = [
  "account/parts",
  "account/recovery-code",
  "account/signed-in",
  "account/signed-out",
  "account/syncing",
  "browser/attention",
  "browser/host",
  "browser/sign-in",
  "browser/host-jwt",
  "browser/host-key",
  "browser/service-worker",
  "device/device-dialog",
  "device/this-device",
  "ui/command-key",
  "ui/writing-focus",
  "composer/keys",
  "composer/mode",
  "pages/before-paint",
  "embed/embed",
  "room/find",
  "room/focus",
  "room/left-rooms",
  "room/rooms-place",
  "room/switching",
  "pages/account",
  "room/bring-account",
  "room/bring-hosting",
  "room/bring-directs",
  "room/bring-files",
  "room/bring-linked",
  "room/bring-push",
  "room/bring-search",
  "files/attach",
  "files/attach-menu",
  "files/files-view",
  "files/light-box",
  "files/of-room",
  "files/outgoing-of",
  "files/tray-view",
  "browser/connect",
  "room/feed-my-rooms",
  "room/forgetting",
  "room/dialogs",
  "room/later",
  "room/learn-looks",
  "room/later-parts",
  "room/message-links",
  "room/notices",
  "people/lookalikes",
  "pages/not-found",
  "landing/landing-style",
  "pages/landing",
  "pages/maintenance",
  "pages/room",
  "timeline/message-actions",
  "timeline/message-panels",
  "room/own-name",
  "room/people-panel",
  "room/room-style",
  "room/writing",
  "composer/put-emoji",
  "emoji/pick-emoji",
  "pages/plain-page",
  "timeline/copied-text",
  "timeline/copying",
  "ui/popover",
  "timeline/printing",
  "service-worker/sw",
  "service-worker/sw-off",
];

const isComponent = (name) =>
  readFileSync(new URL(`${name}.js`, PUBLIC), "utf8").includes("customElements.define(");

const moduleAt = (name) => import(new URL(`${name}.js`, PUBLIC));

/** The net under it is told that no time goes by, or it would catch what has to be seen here. */
const now = performance.now.bind(performance);
before(() => mock.method(performance, "now", () => 0));
after(() => mock.restoreAll());

before(async () => {
  const { EmojiCatalogue } = await moduleAt("emoji/catalogue");
  const { loadFor } = await moduleAt("text/rich-text");
  await loadFor(["*a* https://a.example"]);
  const { Names } = await moduleAt("text/mentions");
  loads.found = new Names().note(NAMES);
  const words = Array.from({ length: 1_900 }, (_, i) => `emoji ${i}|word ${i}|a|${"a".repeat(i % 30)}`);
  loads.emoji = new EmojiCatalogue(
    [words.map((_, i) => [String.fromCodePoint(0x1f300 + i), `code_${i} smile_${i}`])],
    words,
    [],
    () => true,
  );
  const { Likeness } = await moduleAt("state/likeness");
  const { confusables } = await import("../../scripts/lib/confusables-data.mjs");
  loads.looks = new Likeness(() => {});
  loads.looks.learn(confusables());
  loads.members = new Map(NAMES.slice(0, 200).map((name, i) => [`${i}`, name]));
  loads.context = {
    isActive: true,
    you: ANA,
    names: loads.members,
    mentions: loads.found,
    onCopy: async () => true,
    quoted: () => undefined,
    signOf: (_, name) => loads.looks.signOf("b", name),
  };
  loads.line = (text) => ({
    kind: "line",
    key: "seq 1",
    at: 1,
    from: { id: "b", name: text.slice(0, 64) },
    isOwn: false,
    isFirst: true,
    isLast: true,
    text,
    isGone: false,
    isUndoable: false,
    reactions: [{ emoji: text, ids: ["b"], isMine: false }],
    message: said(text),
  });
});

/** Markdown keeps what it read last. */
const forget = async () => {
  const { blocksOf } = await moduleAt("text/markdown");
  return () => {
    for (let i = 0; i < 700; i++) blocksOf(`${i}`);
  };
};

describe("within its budget", () => {
  for (const [module, exports] of Object.entries(FED))
    for (const [name, caller] of Object.entries(exports))
      test(`${module}: ${name}`, async () => {
        const call = caller(await moduleAt(module));
        const afresh = await forget();
        const once = (text) => {
          const from = now();
          call(text);
          return now() - from;
        };
        /** Without the time in which others had the processor. */
        const onceAlone = (text) => {
          const before = process.threadCpuUsage();
          const ms = once(text);
          const after = process.threadCpuUsage();
          const spent = (after.user + after.system - before.user - before.system) / 1_000;
          return Math.min(ms, spent + CPU_TICK_MS);
        };
        /** The best of some tries, of which there are more than one only if the first is too long. */
        const best = (text, most, again) => {
          let ms = once(text);
          for (let i = 1; i < TRIES && ms > most; i++) {
            afresh();
            ms = Math.min(ms, again(text));
          }
          return ms;
        };
        const grows = (of) => {
          for (let i = 0; i < TRIES; i++) {
            const half = best(of(MOST / 2), 0, once);
            if (best(of(MOST), 0, once) <= MOST_GROWTH * half + 2) return false;
          }
          return true;
        };
        const fed = fedTo(`${module}: ${name}`);
        const slow = [];
        let under = "";
        globalThis.run = () => {
          for (const { says, of, length, text } of fed) {
            under = JSON.stringify(says.join(""));
            const ms = best(text, GROWTH_FROM_MS, onceAlone);
            if (ms > MOST_MS) slow.push(`${under}: ${ms.toFixed(0)} ms for ${text.length}`);
            else if (
              ms > GROWTH_FROM_MS &&
              length === MOST &&
              !ONE_ORDERING.includes(`${module}: ${name}`) &&
              grows(of)
            )
              slow.push(`${under}: more than its length`);
          }
        };
        try {
          vm.runInThisContext("run()", { timeout: HANGS_MS });
        } catch (error) {
          if (error.code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") throw new Error(`at ${under}`, { cause: error });
          slow.push(`${under}: no end`);
        }
        assert.deepEqual(slow, []);
      });
});

test("every function of the page is listed as receiving other people's text, or not", async () => {
  const files = readdirSync(PUBLIC, { recursive: true })
    .filter((file) => file.endsWith(".js") && !file.startsWith("i18n/languages/"))
    .map((file) => file.slice(0, -3));
  for (const module of files) {
    if (NEED_A_PAGE.includes(module) || UNFED[module] === "*" || isComponent(module)) continue;
    const known = [...Object.keys(FED[module] ?? {}), ...(UNFED[module] ?? [])].sort();
    const exported = Object.entries(await moduleAt(module))
      .filter(([, value]) => typeof value === "function")
      .map(([name]) => name);
    assert.deepEqual(exported.sort(), known, `${module}: feed what takes words of others`);
  }
  for (const module of [...Object.keys(FED), ...Object.keys(UNFED)])
    assert.ok(files.includes(module), module);
});
