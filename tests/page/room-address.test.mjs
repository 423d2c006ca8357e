// What people enter on the start page, and the room that it leads to.
import assert from "node:assert/strict";
import { test } from "node:test";
import { destinationOf, foldedName } from "../../public/landing/room-address.js";
import { isGuessable, newRoomName } from "../../public/landing/room-names.js";

const HERE = { origin: "https://host.example", host: "host.example", protocol: "https:" };
const ELSEWHERE = "https://other.example";

/** Given -> the room, what follows it, and where it is if not here. */
const LINKS = [
  ["tea", "tea"],
  ["  Tea_2 ", "tea_2"],
  ["https://host.example/room/tea", "tea"],
  ["https://host.example/room/TEA?from=mail#top", "tea"],
  ["https://host.example/room/tea/", "tea"],
  ["https://host.example/room/tea//", "tea"],
  ["https://host.example/room/tea%20", "tea"],
  ["https://host.example/room/tea#m5", "tea", "#m5"],
  ["https://host.example/room/tea?utm_source=x#m12.", "tea", "#m12"],
  ["https://host.example/room/tea#embed&name=Mallory", "tea"],
  ["http://host.example:80/room/tea", "tea"],
  ["HTTPS://HOST.EXAMPLE/ROOM/TEA", "tea"],
  ["<https://host.example/room/tea>", "tea"],
  ["“https://host.example/room/tea”", "tea"],
  ["(https://host.example/room/tea).", "tea"],
  ["[tea](https://host.example/room/tea)", "tea"],
  ["See you: https://host.example/room/tea.", "tea"],
  ["tea/coffee? https://host.example/room/tea!", "tea"],
  ["来：https://host.example/room/tea。", "tea"],
  ["host.example/room/tea", "tea"],
  ["HOST.example/room/tea, at nine", "tea"],
  ["/room/tea", "tea"],
  ["https://host.example/room/Caf%C3%A9", "cafe"],
  ["https://other.example/room/tea#m7", "tea", "#m7", ELSEWHERE],
  ["other.example/room/tea", "tea", "", ELSEWHERE],
  ["http://localhost:8787/room/tea", "tea", "", "http://localhost:8787"],
  ["http://[::1]:8787/room/tea", "tea", "", "http://[::1]:8787"],
  ["https://host.example:8443/room/tea", "tea", "", "https://host.example:8443"],
  ["https://hоst.example/room/tea", "tea", "", "https://xn--hst-sed.example"],
  ["https://host.example.evil.example/room/tea", "tea", "", "https://host.example.evil.example"],
];
for (const [given, room, hash = "", origin] of LINKS)
  test(`${JSON.stringify(given)} leads to ${origin ?? "this server"}, ${room}${hash}`, () =>
    assert.deepEqual(destinationOf(given, HERE), { room, hash, ...(origin && { origin }) }));

for (const given of [
  "",
  " ",
  "../admin",
  "x".repeat(65),
  `https://host.example/room/${"x".repeat(65)}`,
  `https://host.example/room/tea?${"x".repeat(2_000)}`,
  "https://host.example/",
  "https://host.example/room/",
  "https://host.example/room/tea/messages",
  "https://host.example/admin/rooms/tea",
  "https://host.example@evil.example/room/tea",
  "https://ana:secret@host.example/room/tea",
  "//evil.example/room/tea",
  "\\\\evil.example\\room\\tea",
  "javascript:alert(1)",
  "javascript:alert(1)//room/tea",
  "javascript://host.example/room/tea",
  "JavaScript:location='/room/tea'",
  "data:text/html,/room/tea",
  "ftp://host.example/room/tea",
  "file:///room/tea",
  "mailto:ana@host.example",
  "tea/coffee",
  "茶",
  "Кухня",
  "tea 茶",
  "☕",
])
  test(`${JSON.stringify(given.slice(0, 60))} leads nowhere`, () =>
    assert.equal(destinationOf(given, HERE), undefined));

for (const [words, name] of [
  ["Tea Time", "tea-time"],
  ["  Tea   Time!  ", "tea-time"],
  ["Ana’s room", "anas-room"],
  ["Küche", "kuche"],
  ["Ku\u0308che", "kuche"],
  ["Café Olé", "cafe-ole"],
  ["Straße 5", "strasse-5"],
  ["Smørrebrød & Łódź", "smorrebrod-lodz"],
  ["İstanbul ışık", "istanbul-isik"],
  ["Ｔｅａ１", "tea1"],
  ["2026.11.26", "2026-11-26"],
  ["team_room", "team_room"],
  ["☕ tea", "tea"],
  ["-_-", "-_-"],
])
  test(`the words ${words} make the room ${name}`, () => assert.equal(foldedName(words), name));

test("what “Create a room” makes is what one enters, and nobody is told that it could be guessed", () => {
  let seed = 1;
  const byte = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed & 255;
  };
  const bytes = (n) => Uint8Array.from({ length: n }, byte);
  for (let i = 0; i < 500; i += 1) {
    const name = newRoomName(bytes);
    assert.equal(destinationOf(name, HERE)?.room, name);
    assert.equal(isGuessable(name), false, name);
  }
});
