// Files without a browser: sizes, what is taken out of pictures, the light box, whose pictures are covered, tickets.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import "./svg.mjs";
import { Covers } from "../../public/files/covers.js";
import { boxOf, ends, fitted, isPhoto, kindOf, renamed, sizeIn, sniffed } from "../../public/files/kinds.js";
import { Newcomers } from "../../public/files/newcomers.js";
import { previewOf, previewUrl } from "../../public/files/preview.js";
import { isMoving, stripped } from "../../public/files/strip.js";
import { Tickets } from "../../public/files/tickets.js";
import { pinched, swiped, zoomed } from "../../public/files/zoom.js";
import { saidOf } from "../../public/text/said.js";
import { World } from "./world.mjs";

const bytes = (...parts) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === "string" ? [...Buffer.from(part, "latin1")] : [part].flat())),
  );

/** What this process has worked so far: not what the machine took for others. */
const cpuMs = () => process.cpuUsage().user / 1_000;

describe("sizes", () => {
  test("a picture keeps its shape, and is never made larger", () => {
    assert.deepEqual(fitted({ width: 4000, height: 3000 }, 2560), { width: 2560, height: 1920 });
    assert.deepEqual(fitted({ width: 3000, height: 4000 }, 2560), { width: 1920, height: 2560 });
    assert.deepEqual(fitted({ width: 640, height: 480 }, 2560), { width: 640, height: 480 });
    assert.deepEqual(fitted({ width: 65_535, height: 1 }, 2560), { width: 2560, height: 1 });
  });

  test("its box in the log is known beforehand, whatever is said of it", () => {
    assert.deepEqual(boxOf({ width: 1600, height: 1200 }), { width: 320, height: 240 });
    assert.deepEqual(boxOf({ width: 100, height: 80 }), { width: 100, height: 80 });
    assert.deepEqual(boxOf({ width: 65_535, height: 1 }), { width: 320, height: 64 });
    for (const odd of [
      {},
      { width: 0, height: 10 },
      { width: -1, height: 5 },
      { width: 1e9, height: 5 },
      { width: "9", height: 9 },
      { width: NaN, height: 1 },
    ])
      assert.deepEqual(boxOf(odd), { width: 320, height: 240 }, JSON.stringify(odd));
  });

  test("how large a file is, in words", () => {
    assert.equal(sizeIn(0), "0 bytes");
    assert.equal(sizeIn(999), "999 bytes");
    assert.equal(sizeIn(1_000), "1 kB");
    assert.equal(sizeIn(999_600), "1 MB");
    assert.equal(sizeIn(1_540_000), "1.5 MB");
    assert.equal(sizeIn(25_000_000), "25 MB");
  });

  test("a name that is too long is drawn by its two ends", () => {
    assert.deepEqual(ends({ name: "a.png" }), ["a.png", ""]);
    assert.deepEqual(ends({ name: "a very long name indeed.png" }), ["a very long name in", "deed.png"]);
    assert.equal(ends({ name: "👍".repeat(20) }).join(""), "👍".repeat(20));
  });

  test("nothing is cut that is one to the eye", () => {
    assert.deepEqual(ends({ name: "تقرير الاجتماع السنوي.pdf" }), ["تقرير الاجتماع السنوي", ".pdf"]);
    assert.deepEqual(ends({ name: "वार्षिक बैठक की रिपोर्ट" }), ["वार्षिक बैठक की रिपोर्ट", ""]);
    assert.deepEqual(ends({ name: "at the sea, cafe\u0301 2.jpeg" }), ["at the sea, cafe\u0301 2", ".jpeg"]);
    assert.deepEqual(ends({ name: "our family 👨‍👩‍👧.png" }), ["our family 👨‍👩‍👧", ".png"]);
    assert.deepEqual(ends({ name: ".السنوي السنوي السنوي" }), [".السنوي السنوي السنوي", ""]);
  });
});

describe("kinds", () => {
  test("a picture is one by its first bytes", () => {
    assert.equal(sniffed(bytes("\x89PNG\r\n\x1a\n")), "image/png");
    assert.equal(sniffed(bytes("\xff\xd8\xff\xe0")), "image/jpeg");
    assert.equal(sniffed(bytes("GIF89a")), "image/gif");
    assert.equal(sniffed(bytes("RIFF\0\0\0\0WEBP")), "image/webp");
    assert.equal(sniffed(bytes("\0\0\0\x1cftypavif")), "image/avif");
    for (const other of ["", "<svg>", "%PDF", "GIF", "RIFF\0\0\0\0WAVE"])
      assert.equal(sniffed(bytes(other)), "", other);
  });

  test("a photo that few can draw is known by its first bytes, or by its name", () => {
    for (const first of [
      "\0\0\0\x18ftypheic",
      "\0\0\0\x18ftypmif1",
      "\0\0\0\x18ftyphevc",
      "\0\0\0\x18ftypcrx ",
    ])
      assert.ok(isPhoto(bytes(first), "x"), first);
    for (const first of ["II*\0", "MM\0*", "FUJIFILMCCD-RAW", "\0\0\0\x0cJXL \r\n"])
      assert.ok(isPhoto(bytes(first), "x"), first);
    for (const name of ["IMG_2.HEIC", "a.heif", "scan.tiff", "a.b.tif", "x.DNG", "x.CR3", "x.nef", "x.jxl"])
      assert.ok(isPhoto(bytes("?"), name), name);
    for (const name of ["heic", "heic.pdf", "a.svg", "notes.txt", "raw.zip", "a.heic.txt"])
      assert.equal(isPhoto(bytes("\0\0\0\x18ftypisom"), name), false, name);
  });

  test("what is shown inline is by the server's type alone", () => {
    assert.equal(kindOf({ type: "image/png" }), "picture");
    assert.equal(kindOf({ type: "audio/mpeg" }), "audio");
    assert.equal(kindOf({ type: "video/webm" }), "video");
    for (const type of ["image/svg+xml", "text/html", "application/octet-stream", "image/pngx", "video/x"])
      assert.equal(kindOf({ type }), "file", type);
    assert.equal(kindOf({ type: "image/png", removed: true }), "file");
  });

  test("a name gets the ending of what the file has become", () => {
    assert.equal(renamed("photo.HEIC", "image/jpeg"), "photo.jpg");
    assert.equal(renamed("photo.JPEG", "image/jpeg"), "photo.JPEG");
    assert.equal(renamed("shot.png", "image/webp"), "shot.webp");
    assert.equal(renamed("no ending", "image/png"), "no ending.png");
    assert.equal(renamed("a.txt", "text/plain"), "a.txt");
  });

  test("what stands for a message in one line", () => {
    const picture = { name: "a.png", type: "image/png" };
    const letter = { name: "letter.pdf", type: "application/octet-stream" };
    assert.equal(saidOf({ text: "hi *there*" }), "hi *there*");
    assert.equal(saidOf({ text: "", files: [picture] }), "Picture");
    assert.equal(saidOf({ text: "", files: [{ ...picture, alt: "A cat" }] }), "Picture (A cat)");
    assert.equal(saidOf({ text: "look", files: [picture, picture] }), "2 pictures: look");
    assert.equal(saidOf({ text: "", files: [picture, letter] }), "Picture and letter.pdf");
    assert.equal(saidOf({ text: "", files: Array(5).fill(letter) }), "5 files");
  });
});

describe("what pictures that move say of themselves", () => {
  const chunk = (name, data) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return [...length, ...Buffer.from(name), ...data, 0, 0, 0, 0];
  };
  const png = (...chunks) => bytes("\x89PNG\r\n\x1a\n", ...chunks.flat());

  test("is taken out of a PNG, and nothing else", () => {
    const clean = ["IHDR", "gAMA", "acTL", "fcTL", "IDAT", "fdAT", "IEND"].map((name) => chunk(name, [7]));
    const [head, ...rest] = clean;
    const dirty = png(
      head,
      chunk("eXIf", [66, 66]),
      chunk("tEXt", [67]),
      chunk("iTXt", [68]),
      chunk("tIME", [69]),
      chunk("maKr", [70]),
      chunk("head", [71]),
      ...rest,
    );
    assert.deepEqual(stripped(dirty, "image/png"), png(...clean));
    assert.equal(isMoving(dirty, "image/png"), true);
    assert.equal(isMoving(png(head, chunk("IEND", [])), "image/png"), false);
    // What is hidden behind the end goes, too.
    assert.deepEqual(stripped(bytes([...dirty], "secret"), "image/png"), png(...clean));
  });

  const riff = (name, data) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(data.length);
    return [...Buffer.from(name), ...length, ...data, ...(data.length % 2 ? [0] : [])];
  };
  const webp = (...chunks) => {
    const all = chunks.flat();
    const length = Buffer.alloc(4);
    length.writeUInt32LE(4 + all.length);
    return bytes("RIFF", [...length], "WEBP", all);
  };

  test("is taken out of a WebP, with the promise of it", () => {
    const dirty = webp(
      riff("VP8X", [0x0e, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
      riff("ANIM", [1, 2, 3]),
      riff("EXIF", [66, 66, 66]),
      riff("XMP ", [67]),
      riff("MAKR", [68]),
    );
    const clean = webp(riff("VP8X", [0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0]), riff("ANIM", [1, 2, 3]));
    assert.deepEqual(stripped(dirty, "image/webp"), clean);
    assert.equal(isMoving(dirty, "image/webp"), true);
  });

  const GIF_HEAD = ["GIF89a", [1, 0, 1, 0, 0, 0, 0]];
  const frame = [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];
  const extension = (label, ...blocks) => [
    0x21,
    label,
    ...blocks.flatMap((block) => [block.length, ...Buffer.from(block, "latin1")]),
    0,
  ];

  test("is taken out of a GIF, which still loops", () => {
    const loop = extension(0xff, "NETSCAPE2.0", "\x01\0\0");
    const dirty = bytes(
      ...GIF_HEAD,
      loop,
      extension(0xfe, "taken at home"),
      extension(0xff, "XMP DataXMP", "where"),
      frame,
      frame,
      [0x3b],
    );
    assert.deepEqual(stripped(dirty, "image/gif"), bytes(...GIF_HEAD, loop, frame, frame, [0x3b]));
    assert.equal(isMoving(dirty, "image/gif"), true);
    assert.equal(isMoving(bytes(...GIF_HEAD, frame, [0x3b]), "image/gif"), false);
  });

  const numbers = (length, ...values) =>
    values.flatMap((value) => Array.from({ length }, (_, n) => (value >>> (8 * (length - 1 - n))) & 255));
  const box = (name, ...inside) => {
    const all = [...bytes(...inside)];
    return [...numbers(4, all.length + 8), ...Buffer.from(name), ...all];
  };
  const head = (version) => [version, 0, 0, 0];
  const infe = (id, type) => box("infe", head(2), numbers(2, id, 0), type, "\0");
  /** With what is said of its pictures at the end of it, as Exif, as XMP, and in boxes of its maker. */
  const avif = ({ exif, xmp, words, time, type = "Exif", handler = "pict", more = [] }) => {
    const made = (at) => [
      ...box("ftyp", "avis", numbers(4, 0), "avis"),
      ...box(
        "meta",
        head(0),
        box("hdlr", head(0), numbers(4, 0), "pict", numbers(4, 0, 0, 0), "\0"),
        box("iinf", head(0), numbers(2, 3), infe(1, "av01"), infe(2, type), infe(3, "mime")),
        box("iloc", head(0), [0x44, 0], numbers(2, 3), [
          ...[...numbers(2, 1, 0, 1), ...numbers(4, at, 2)],
          ...[...numbers(2, 2, 0, 1), ...numbers(4, at + 2, exif.length)],
          ...[...numbers(2, 3, 0, 1), ...numbers(4, at + 2 + exif.length, xmp.length)],
        ]),
        box("iprp", box("ipco", box("ispe", numbers(4, 0, 1, 1)), box("udes", words))),
      ),
      ...box(
        "moov",
        box("mvhd", head(0), numbers(4, time, time, 7)),
        box("trak", box("mdia", box("hdlr", head(0), numbers(4, 0), handler, numbers(4, 0, 0, 0), "\0"))),
        box("udta", words),
      ),
      ...more,
      ...box("mdat", [1, 2], exif, xmp),
    ];
    return bytes(made(made(0).length - exif.length - xmp.length - 2));
  };
  const named = {
    exif: "at 38.7 N, 9.1 W, by Ana",
    xmp: "<x:xmpmeta>by Ana</x:xmpmeta>",
    words: "Ana's",
    time: 0xdd000000,
  };

  test("is written over in an AVIF, in which nothing moves from its place", () => {
    const dirty = avif(named);
    const clean = stripped(dirty, "image/avif");
    const wanted = avif({
      exif: `\0\0\0\0II*\0\x08${"\0".repeat(15)}`,
      xmp: " ".repeat(29),
      words: "\0\0\0\0\0",
      time: 0,
    });
    const text = Buffer.from(wanted)
      .toString("latin1")
      .replaceAll(/udes|udta/g, "free");
    assert.equal(Buffer.from(clean).toString("latin1"), text);
    assert.equal(isMoving(dirty, "image/avif"), true);
    // A box whose kind only its maker knows, anywhere.
    const secret = box("uuid", Array(16).fill(9), "secret");
    const { length } = secret;
    assert.deepEqual(
      stripped(bytes([...dirty], secret), "image/avif"),
      bytes([...clean], box("free", Array(length - 8).fill(0))),
    );
  });

  test("is not told of an AVIF that has what is not known here", () => {
    for (const odd of [
      { more: box("moof", [1]) },
      { more: box("mdta", [1]) },
      { type: "hvc1" },
      { handler: "soun" },
      { handler: "meta" },
      { more: [0, 0, 0, 4, ...Buffer.from("free")] },
      {
        more: box(
          "meta",
          head(0),
          box("iinf", head(0), numbers(2, 1), infe(2, "Exif")),
          box("iloc", head(3), numbers(2, 0x4400, 0)),
        ),
      },
    ])
      assert.equal(stripped(avif({ ...named, ...odd }), "image/avif"), undefined, JSON.stringify(odd));
    const dirty = avif(named);
    for (const length of [1, 8, 11, 40, 200, dirty.length - 1])
      assert.equal(stripped(dirty.slice(0, length), "image/avif"), undefined, `${length} bytes of it`);
    const deep = (depth) => (depth ? box("trak", deep(depth - 1)) : []);
    assert.equal(stripped(bytes(deep(200)), "image/avif"), undefined);
    // Many that say the same of all bytes.
    const all = 200_000;
    const extents = Array.from({ length: 20_000 }, () => numbers(4, 0, all)).flat();
    const many = box(
      "meta",
      head(0),
      box("iinf", head(0), numbers(2, 1), infe(2, "Exif")),
      box("iloc", head(0), [0x44, 0], numbers(2, 1, 2, 0, 20_000), extents),
    );
    const before = cpuMs();
    assert.equal(stripped(bytes(many, box("mdat", Array(all).fill(1))), "image/avif"), undefined);
    // And many that take no bytes of what they say.
    const items = Array.from({ length: 20_000 }, (_, id) => numbers(2, id, 0, 65_535)).flat();
    const empty = box("meta", head(0), box("iloc", head(0), [0, 0], numbers(2, 20_000), items));
    assert.equal(stripped(bytes(empty), "image/avif"), undefined);
    assert.ok(cpuMs() - before < 1_000);
  });

  test("cannot be told of what is cut off or made wrongly, in bounded time", () => {
    const before = cpuMs();
    for (const type of ["image/png", "image/gif", "image/webp", "image/avif"]) {
      const head = {
        "image/png": "\x89PNG\r\n\x1a\n",
        "image/gif": "GIF89a\x01\0\x01\0\0\0\0",
        "image/webp": "RIFF\xff\xff\xff\xffWEBP",
        "image/avif": "\0\0\0\x10ftypavis\0\0\0\0",
      }[type];
      for (const fill of [0, 0x21, 0x2c, 0xff, 0x7f]) {
        for (const length of [0, 1, 5, 12, 13, 20, 4_000_000]) {
          const file = bytes(head, Array(Math.min(length, 64)).fill(fill));
          const long = new Uint8Array(length).fill(fill);
          long.set(bytes(head).subarray(0, length));
          for (const each of [file, long]) {
            const clean = stripped(each, type);
            assert.ok(clean === undefined || clean.length <= each.length);
          }
        }
      }
      assert.equal(stripped(bytes(), type)?.length ?? 0, 0);
    }
    assert.equal(stripped(bytes("\xff\xd8\xff"), "image/jpeg"), undefined);
    assert.ok(cpuMs() - before < 5_000);
  });
});

describe("previews", () => {
  test("are at most 40 bytes, and can be drawn", () => {
    for (const [width, height] of [
      [100, 100],
      [100, 1],
      [3, 100],
      [100, 57],
    ]) {
      const rgba = Uint8ClampedArray.from({ length: width * height * 4 }, (_, at) => (at * 7) % 256);
      const preview = previewOf(width, height, rgba);
      assert.match(preview, /^[\w-]+$/);
      assert.ok(Buffer.from(preview, "base64url").length <= 40);
      assert.match(previewUrl(preview), /^data:image\/png;base64,/);
    }
  });

  test("of others may be anything: nothing is drawn of it, or something small", () => {
    for (const odd of [
      undefined,
      "",
      "!",
      "é",
      "A",
      "AAAA",
      "A".repeat(100),
      "_".repeat(53),
      "-".repeat(10),
    ]) {
      const url = previewUrl(odd);
      assert.ok(url === "" || (url.startsWith("data:image/png") && url.length < 10_000), odd);
    }
  });
});

describe("the light box", () => {
  const stage = { width: 400, height: 300 };
  const first = { scale: 1, x: 0, y: 0 };

  test("a point under the pointer stays where it is, and the picture in sight", () => {
    const view = zoomed(first, 2, { x: 100, y: 50 }, stage);
    assert.deepEqual(view, { scale: 2, x: -100, y: -50 });
    assert.equal(zoomed(view, 100, { x: 0, y: 0 }, stage).scale, 8);
    assert.deepEqual(zoomed(view, 0.1, { x: 9, y: 9 }, stage), first);
    assert.deepEqual(zoomed({ ...view, x: 5_000, y: -5_000 }, 1, { x: 0, y: 0 }, stage), {
      scale: 2,
      x: 200,
      y: -150,
    });
  });

  test("two fingers that part make it larger", () => {
    const view = pinched(
      first,
      { before: { x: 10, y: 0 }, now: { x: 30, y: 0 }, other: { x: -10, y: 0 } },
      stage,
    );
    assert.equal(view.scale, 2);
  });

  test("a swipe has a way and is quick", () => {
    const from = { x: 0, y: 0, at: 0 };
    assert.equal(swiped(from, { x: -80, y: 10, at: 100 }), "left");
    assert.equal(swiped(from, { x: 80, y: 10, at: 100 }), "right");
    assert.equal(swiped(from, { x: 10, y: 90, at: 100 }), "down");
    assert.equal(swiped(from, { x: 10, y: -90, at: 100 }), undefined);
    assert.equal(swiped(from, { x: 20, y: 0, at: 100 }), undefined);
    assert.equal(swiped(from, { x: 200, y: 0, at: 2_000 }), undefined);
  });
});

describe("members who are new", () => {
  const DAY = 24 * 3_600_000;
  const said = (id, at) => ({ type: "message", seq: at, at, from: { id, name: id }, cid: "c", text: "" });
  const of = (world = {}) => {
    const stored = world.stored ?? new Map();
    let messages = world.messages ?? [];
    const storage = {
      getItem: (key) => stored.get(key) ?? null,
      setItem: (key, value) => void stored.set(key, value),
    };
    const newcomers = new Newcomers("tea", {
      storage,
      messages: () => messages,
      date: () => 10 * DAY,
      isHost: (id) => id === "host",
      isPrivate: world.isPrivate ?? false,
    });
    return { newcomers, stored, setMessages: (all) => (messages = all) };
  };

  test("are so until a message of theirs is a day old", () => {
    const { newcomers, setMessages } = of({ messages: [said("a", 10 * DAY - 5), said("b", 9 * DAY - 5)] });
    assert.equal(newcomers.isNew("a"), true);
    assert.equal(newcomers.isNew("b"), false);
    assert.equal(newcomers.isNew("unknown"), true);
    setMessages([said("a", 8 * DAY)]);
    assert.equal(newcomers.isNew("a"), false, "an older message was loaded");
    setMessages([]);
    assert.equal(newcomers.isNew("b"), false, "what was known stays");
  });

  test("or until the reader has asked, on this device", () => {
    const { newcomers, stored } = of();
    newcomers.ask("a");
    assert.equal(newcomers.isNew("a"), false);
    assert.equal(of({ stored }).newcomers.isNew("a"), false, "after a reload");
    const [one, other] = [of({ stored }).newcomers, of({ stored }).newcomers];
    one.ask("b");
    other.ask("c");
    for (const id of ["a", "b", "c"]) assert.equal(of({ stored }).newcomers.isNew(id), false, "of every tab");
    for (let at = 0; at < 500; at += 1) newcomers.ask(`m${at}`);
    assert.ok(JSON.parse(stored.get("alcove:shown:tea")).length <= 200);
  });

  test("hosts are not, nor is the other of a private conversation; nonsense in the storage is none", () => {
    assert.equal(of().newcomers.isNew("host"), false);
    assert.equal(of({ isPrivate: true }).newcomers.isNew("a"), false);
    for (const odd of ["{", "7", '{"a":1}', "[1,null]"])
      assert.equal(of({ stored: new Map([["alcove:shown:tea", odd]]) }).newcomers.isNew("a"), true);
  });
});

describe("what is covered", () => {
  const of = ({ isByRoom = false, fresh = ["new"] } = {}) => {
    const world = { isByRoom, asked: [] };
    const isNew = (id) => fresh.includes(id) && !world.asked.includes(id);
    const covers = new Covers({ isNew, ask: (id) => world.asked.push(id) }, () => world.isByRoom);
    return { world, covers };
  };
  const line = (id, seq, isOwn = false) => ({ from: { id }, isOwn, ...(seq && { message: { seq } }) });
  const KINDS = ["picture", "video", "audio", "file"];
  const all = (covers, ...about) => KINDS.map((kind) => covers.of(line(...about), kind));

  test("by the room's settings are pictures and videos of others, one message at a time", () => {
    const { covers, world } = of({ isByRoom: true });
    assert.deepEqual(all(covers, "old", 1), ["room", "room", "", ""]);
    assert.deepEqual(all(covers, "old", 1, true), ["", "", "", ""], "one's own");
    assert.deepEqual(all(covers, "new", undefined, true), ["", "", "", ""], "one's own on its way");
    covers.lift(line("old", 1), "room");
    assert.deepEqual(all(covers, "old", 1), ["", "", "", ""]);
    assert.deepEqual(all(covers, "old", 2), ["room", "room", "", ""], "another message");
    world.isByRoom = false;
    assert.deepEqual(all(covers, "old", 2), ["", "", "", ""], "the settings were changed");
    assert.deepEqual(world.asked, [], "nobody is known for it from then on");
  });

  test("of who is new it is also what is heard, and asked for once for all", () => {
    const { covers } = of();
    assert.deepEqual(all(covers, "new", 1), ["new", "new", "new", ""]);
    assert.deepEqual(all(covers, "old", 2), ["", "", "", ""]);
    covers.lift(line("new", 1), "new");
    assert.deepEqual(all(covers, "new", 3), ["", "", "", ""]);
  });

  test("for both reasons: what was asked for of somebody is not what the room covers", () => {
    const { covers } = of({ isByRoom: true });
    assert.deepEqual(all(covers, "new", 1), ["room", "room", "new", ""]);
    covers.lift(line("new", 1), "new");
    assert.deepEqual(all(covers, "new", 1), ["room", "room", "", ""]);
    covers.lift(line("new", 1), "room");
    assert.deepEqual(all(covers, "new", 1), ["", "", "", ""]);
  });
});

describe("tickets", () => {
  const HOUR = 3_600_000;
  const ticketed = ({ ticket = { ticket: "t 1", until: 0 } } = {}) => {
    const world = new World();
    const asked = [];
    let status = 200;
    let now = ticket && { ...ticket, until: world.clock.date() + 12 * HOUR };
    const tickets = new Tickets("/room/tea/files", {
      clock: world.clock,
      ticket: () => now,
      renew: async () => {
        asked.push(world.now);
        now = { ticket: `t ${asked.length + 1}`, until: world.clock.date() + 12 * HOUR };
        return { code: "" };
      },
      statusOf: async () => status,
    });
    let changes = 0;
    tickets.addEventListener("change", () => (changes += 1));
    return {
      world,
      tickets,
      asked,
      changes: () => changes,
      answers: (value) => (status = value),
      gets: (value) => (now = value),
    };
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const file = { id: "f1", name: "a b/ü#.png" };

  test("an address has the ticket and the name, and stays as long as it works", async () => {
    const { tickets, gets } = ticketed();
    assert.equal(tickets.urlOf(file), "");
    tickets.look();
    const url = "/room/tea/files/f1/a%20b%2F%C3%BC%23.png?t=t%201";
    assert.equal(tickets.urlOf(file), url);
    gets({ ticket: "t 2", until: Infinity });
    tickets.look();
    assert.equal(tickets.urlOf(file), url);
    assert.match(tickets.urlOf({ id: "f2", name: ".." }), /f2\/file\?t=t%202$/);
    assert.match(tickets.urlOf({ id: "f3", name: "\ud800" }), /f3\/%EF%BF%BD\?t=/);
  });

  test("it is renewed half an hour before it expires, once", async () => {
    const { world, tickets, asked } = ticketed();
    tickets.look();
    tickets.look();
    world.passes(11.5 * HOUR - 1);
    assert.equal(asked.length, 0);
    world.passes(1);
    assert.equal(asked.length, 1);
    await settled();
    assert.match(tickets.urlOf(file), /t=t%202$/);
    tickets.close();
    world.passes(24 * HOUR);
    assert.equal(asked.length, 1);
  });

  test("after a 403 there is another, and the file has another address", async () => {
    const { tickets, asked, answers, changes } = ticketed();
    tickets.look();
    tickets.urlOf(file);
    answers(403);
    const before = changes();
    await Promise.all([tickets.failed(file), tickets.failed(file)]);
    assert.equal(asked.length, 1);
    assert.ok(changes() > before);
    assert.match(tickets.urlOf(file), /t=t%202#/);
  });

  test("after a 404 it is gone; what else goes wrong is tried a few times", async () => {
    const { tickets, asked, answers } = ticketed();
    tickets.look();
    tickets.urlOf(file);
    answers(404);
    await tickets.failed(file);
    assert.equal(tickets.isGone("f1"), true);
    assert.equal(asked.length, 0);
    answers(200);
    const other = { id: "f2", name: "b" };
    const seen = new Set();
    for (let at = 0; at < 10; at += 1) {
      seen.add(tickets.urlOf(other));
      await tickets.failed(other);
    }
    assert.equal(seen.size, 4, "loaded once and tried three times more");
  });
});
