// The native host takes over what workerd has kept: whoever was there goes on where they were, and nothing is lost or
// comes twice.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { keepSecrets } from "../../scripts/lib/secrets.mjs";
import { WorkerdServer } from "../browser/support/workerd-server.mjs";
import { Authenticator } from "../support/authenticator.mjs";
import { Browser } from "../support/browser.mjs";
import { request } from "../support/http.mjs";
import { NativeProcess } from "../support/native-process.mjs";
import { freePort } from "../support/ports.mjs";
import { UNHURRIED } from "../support/server.mjs";
import { Visitor } from "../support/visitor.mjs";

const KEY = "k".repeat(22);
/** Longer than it takes to take all over. */
const LEAVE_GRACE_MS = "60000";
/** Between two looks at something that tells nobody, and for how long. */
const LOOK_MS = 50;
const LOOKS_MS = 20_000;

const opens = (server, room, headers = {}) => new Visitor(`${server.url.replace("http", "ws")}/room/${room}`, { headers }).opens();
const joins = async (server, room, name, hello = {}, headers = {}) => (await opens(server, room, headers)).greets(name, hello);

/** Resolves once all that was said so far is durable: what comes after it is. */
const isDurable = (member) => member.says("(that was all)");

async function until(look, what) {
  const end = Date.now() + LOOKS_MS;
  while (!look()) {
    assert.ok(Date.now() < end, `never: ${what}`);
    await pause(LOOK_MS);
  }
}

/** Of more than one part. */
const FILE = randomBytes(1_500_000);

/** Sends a file: its id. */
async function sendsFile(server, room, { token }, bytes) {
  const ask = async (method, below, body) => {
    const answer = await request(server, `/room/${room}/files${below}`, { method, body, headers: { authorization: `Bearer ${token}` } });
    assert.ok(answer.status < 300, answer.body);
    return answer.json;
  };
  const { id, part } = await ask("POST", "", JSON.stringify({ cid: "file", name: "a.bin", bytes: bytes.length }));
  for (let at = 0; at < bytes.length; at += part) await ask("PUT", `/${id}?at=${at}`, bytes.subarray(at, at + part));
  return id;
}

/** How many members are away in a room, by its database. */
function away(file) {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database.prepare("SELECT count(*) AS count FROM grace").get().count;
  } finally {
    database.close();
  }
}

/** What happens on workerd: all that those who were there know of it. */
async function onWorkerd(server) {
  const ana = await joins(server, "tea", "Ana");
  const ben = await joins(server, "tea", "Ben");
  await ana.says("one");
  const two = await ben.says("two");
  await ana.does({ type: "edit", seq: 1, text: "one!" });
  await ana.does({ type: "react", seq: two.seq, emoji: "👍", on: true });
  const three = await ana.says("three");
  assert.equal((await ana.does({ type: "delete", seq: three.seq })).type, "deleted");
  await ben.sees({ type: "deleted" });
  await ben.vanishes();
  await ana.says("while Ben is away");
  await ana.does({ type: "react", seq: two.seq, emoji: "👍", on: false });
  await ana.does({ type: "react", seq: two.seq, emoji: "🎉", on: true });
  await isDurable(ana);

  const owner = await joins(server, "mine", "Ana", { key: KEY, cid: "h1", create: { settings: { access: "closed" } } });
  await owner.says("in a room of my own");
  const picture = await sendsFile(server, "mine", owner, FILE);
  const shown = await owner.does({ type: "say", files: [{ id: picture }] });
  await isDurable(owner);

  const met = { ana: await joins(server, "met", "Ana"), bo: await joins(server, "met", "Bo") };
  const { pair } = await met.ana.does({ type: "direct", to: met.bo.id });
  await met.bo.sees({ type: "direct", pair, state: "request" });
  const ofBo = await met.bo.does({ type: "direct", pair, answer: "accept" });
  const ofAna = await met.ana.sees({ type: "direct", state: "open" });
  const pairs = { ana: await joins(server, ofAna.room, "Ana", { token: ofAna.token }) };
  pairs.bo = await joins(server, ofBo.room, "Bo", { token: ofBo.token });
  await pairs.ana.says("for two");
  await pairs.bo.sees({ text: "for two" });

  const browser = new Browser(server);
  const authenticator = new Authenticator();
  assert.equal((await browser.register(authenticator)).status, 200);
  const cookie = { cookie: browser.cookie };
  const signed = await joins(server, "signed", "Cem", {}, cookie);
  assert.equal(signed.welcome.you.verified, true);
  await signed.says("verified");
  return { ana, ben, three: three.seq, owner, shown, met, pairs, pair: ofAna.room, browser, authenticator, signed };
}

describe("a folder of workerd", () => {
  const secrets = {};
  const folder = mkdtempSync(join(tmpdir(), "alcove-adopting-"));
  let workerd;
  let native;
  let known;

  async function start(args) {
    const port = await freePort();
    native = new NativeProcess({ data: folder, port, args });
    native.url = `http://127.0.0.1:${port}`;
    await native.start({ ...UNHURRIED, ...secrets, LEAVE_GRACE_MS });
  }

  before(async () => {
    const vars = { ...UNHURRIED, LEAVE_GRACE_MS };
    workerd = new WorkerdServer(vars, await freePort());
    keepSecrets(workerd.data, secrets);
    Object.assign(vars, secrets);
    await workerd.start();
    known = await onWorkerd(workerd);
    await assert.rejects(start(["--adopt", workerd.data]), /A server has the rooms in .+: stop it first\./);
    // With all that is only in the logs of its databases.
    await workerd.isKilled();
    await start(["--adopt", workerd.data]);
  });

  after(async () => {
    await native?.ends("SIGKILL");
    await workerd?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("is taken over whole, and told", () => {
    const told = native.said.find((line) => line.startsWith("Adopted "));
    assert.match(told, /^Adopted 5 rooms, 1 account and \d+ alarms? from [^;]+, with 1 file\.$/);
  });

  test("files are read as before, and go with their message", async () => {
    const { owner, shown } = known;
    const hers = await joins(native, "mine", "Ana", { token: owner.token });
    const read = () =>
      request(native, `/room/mine/files/${shown.files[0].id}/a.bin?t=${hers.welcome.files.ticket}`, { encoding: "latin1" });
    const { status, body } = await read();
    assert.equal(status, 200);
    assert.ok(Buffer.from(body, "latin1").equals(FILE));
    await hers.does({ type: "delete", seq: shown.seq });
    assert.equal((await read()).status, 404);
    const isKept = () => readdirSync(folder, { recursive: true }).some((name) => name.endsWith(shown.files[0].id));
    await until(() => !isKept(), "its bytes are gone");
    await hers.vanishes();
  });

  test("who comes back by their token gets exactly what was missed, and then what is new", async () => {
    const { ana, ben } = known;
    const again = await joins(native, "tea", "Ben", ben.resume);
    assert.equal(again.id, ben.id);
    assert.equal(again.welcome.recovered, true);
    const missed = ana.log.filter(({ seq }) => seq > ben.after);
    assert.deepEqual(await again.hasLog(missed.length), missed);
    const hers = await joins(native, "tea", "Ana", ana.resume);
    assert.equal(hers.id, ana.id);
    assert.equal(hers.welcome.recovered, true);
    const { seq } = await hers.says("four");
    assert.equal(seq, ana.after + 1);
    await again.sees({ text: "four", seq });
    assert.equal(again.log.length, missed.length + 1);
    assert.deepEqual(hers.log.map((event) => event.seq), [seq], "nothing comes twice");
  });

  test("the whole log is as it was", async () => {
    const { ana } = known;
    const late = await joins(native, "tea", "Late", { epoch: ana.welcome.epoch, after: 0 });
    assert.equal(late.welcome.recovered, true);
    const before = ana.log.length;
    const log = await late.hasLog(before);
    // Texts that were replaced or deleted are told no more.
    const isAsThen = ({ seq }) => seq !== 1 && seq !== known.three;
    assert.deepEqual(log.slice(0, before).filter(isAsThen), ana.log.filter(isAsThen));
    assert.deepEqual(log.slice(0, before).map(({ seq }) => seq), ana.log.map(({ seq }) => seq));
    const { events } = await late.history({ before: known.three + 1 });
    assert.deepEqual(
      events.map(({ seq, text, deleted, reactions }) => [seq, text, deleted, reactions]),
      [
        [1, "one!", undefined, undefined],
        [2, "two", undefined, { "🎉": [ana.id] }],
        [known.three, undefined, true, undefined],
      ],
    );
  });

  test("who owned a room owns it", async () => {
    const stranger = await opens(native, "mine");
    stranger.hello("Eve");
    await stranger.sees({ type: "error" });
    const owner = await joins(native, "mine", "Ana", known.owner.resume);
    assert.equal(owner.welcome.you.role, "owner");
    assert.equal(owner.id, known.owner.id);
    const other = await joins(native, "mine", "Ana too", { key: KEY });
    assert.equal(other.welcome.you.role, "owner");
    const { events } = await other.history({ before: 2 });
    assert.deepEqual(events.map(({ text }) => text), ["in a room of my own"]);
  });

  test("two who wrote to each other go on", async () => {
    const { pairs, pair, met } = known;
    const [ana, bo] = [await joins(native, pair, "Ana", pairs.ana.resume), await joins(native, pair, "Bo", pairs.bo.resume)];
    assert.deepEqual([ana.id, bo.id], [pairs.ana.id, pairs.bo.id]);
    await bo.says("still for two");
    await ana.sees({ text: "still for two" });
    const again = await joins(native, "met", "Ana", met.ana.resume);
    assert.equal(again.id, met.ana.id);
  });

  test("who is signed in is, and the room knows them", async () => {
    const browser = new Browser(native);
    browser.cookies = known.browser.cookies;
    const { status, body } = await browser.get("/account");
    assert.equal(status, 200, JSON.stringify(body));
    assert.equal(body.passkeys.length, 1);
    const signed = await joins(native, "signed", "Cem", {}, { cookie: browser.cookie });
    assert.equal(signed.welcome.you.verified, true);
    assert.equal(signed.id, known.signed.id);
    const other = new Browser(native);
    assert.equal((await other.assert(known.authenticator)).status, 200);
  });

  test("taking it over again brings nothing back", async () => {
    await native.ends("SIGTERM");
    await start(["--adopt", workerd.data]);
    const told = native.said.find((line) => line.startsWith("Adopted "));
    assert.match(told, /^Adopted 0 rooms, 0 accounts and 0 alarms from .+; 5 rooms and 1 file of accounts were here before\.$/);
    const ana = await joins(native, "tea", "Ana", known.ana.resume);
    await ana.sees({ text: "four" });
  });
});

test("who was away when workerd ended leaves when the time has come, though nobody asks", async () => {
  const vars = { ...UNHURRIED, LEAVE_GRACE_MS: "5000" };
  const workerd = new WorkerdServer(vars, await freePort());
  const data = mkdtempSync(join(tmpdir(), "alcove-adopting-"));
  const native = new NativeProcess({ data, port: await freePort(), args: ["--adopt", workerd.data] });
  try {
    await workerd.start();
    const [ana, ben] = [await joins(workerd, "tea", "Ana"), await joins(workerd, "tea", "Ben")];
    await ben.vanishes();
    await isDurable(ana);
    await ana.vanishes();
    const [file] = readdirSync(workerd.rooms).filter((name) => /^[0-9a-f]{64}\.sqlite$/.test(name));
    await until(() => away(join(workerd.rooms, file)) === 2, "both are away");
    await workerd.isKilled();
    assert.equal(away(join(workerd.rooms, file)), 2);
    await native.start(vars);
    const [adopted] = readdirSync(data, { recursive: true }).filter((name) => name.endsWith("tea.sqlite"));
    await until(() => away(join(data, adopted)) === 0, "both leave");
  } finally {
    await native.ends("SIGKILL");
    await workerd.stop();
    rmSync(data, { recursive: true, force: true });
  }
});
