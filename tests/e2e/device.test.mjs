// A second device: the two parts of it, as the page runs them, over the real server; and what that server and whoever
// looks over one's shoulder have of it.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, describe, test } from "node:test";
import WebSocket from "ws";
import { bytesOf, textOf } from "../../public/device/bytes.js";
import { keysOf, newSecret, newWords, readWords } from "../../public/device/code.js";
import { TakerExchange } from "../../public/device/exchange.js";
import { Giving } from "../../public/device/giving.js";
import { packed, unpacked } from "../../public/device/parcel.js";
import { Taking } from "../../public/device/taking.js";
import { Way } from "../../public/device/way.js";
import { startServer } from "../browser/support/server.mjs";
import { BrowserStorage } from "../support/reference-page.mjs";
import { Visitor } from "../support/visitor.mjs";
import { Signal } from "../support/waiting.mjs";

let server;
before(async () => {
  server = await startServer();
});
after(() => server.stop());

const secret = () => newSecret(randomBytes);

/** What a device has: storage, and its list of rooms. */
class Device {
  storage = new BrowserStorage();
  list = [];
  sockets = [];
  frames = [];
  get place() {
    return {
      storage: this.storage,
      rooms: {
        list: this.list,
        get: (room) => this.list.find((each) => each.room === room),
        add: (room, patch) => this.list.push({ room, ...patch }),
        mute: () => {},
      },
      memoryOf: () => ({ readMarker: () => undefined, writeMarker: () => {} }),
      visited: () => {},
      isStored: (key) => this.storage.getItem(key) !== null,
    };
  }

  has(count, filler = "") {
    for (let n = 0; n < count; n += 1) {
      const room = `room-${n}`;
      const member = { id: randomBytes(8).toString("hex"), name: "Ana", token: `v2.${textOf(randomBytes(40))}` };
      this.storage.setItem(`alcove:member:${room}`, JSON.stringify(member));
      this.storage.setItem(`alcove:own-key:${room}`, textOf(randomBytes(16)));
      this.list.push({ room, title: `Title ${n} ${filler}`, role: "owner", at: 1_000 + n, isMuted: false });
    }
    return this;
  }

  get world() {
    const { sockets, frames } = this;
    class Recorded extends WebSocket {
      constructor(url) {
        super(url);
        sockets.push(this);
        this.on("error", () => {});
        this.on("message", (data) => frames.push(String(data)));
      }
      send(data) {
        frames.push(String(data));
        super.send(data);
      }
    }
    return {
      origin: server.url,
      WebSocket: Recorded,
      clock: {
        now: () => performance.now(),
        date: () => Date.now(),
        setTimeout: (run, ms) => setTimeout(run, ms),
        clearTimeout: (timer) => clearTimeout(timer),
      },
      randomBytes,
      fetch,
    };
  }

  gives(code) {
    const giving = new Giving(this.world);
    void giving.start(code);
    return giving;
  }

  takes(code) {
    const taking = new Taking(this.world, "Firefox · Linux", async (parcel) => unpacked(parcel, this.place));
    void taking.start(code);
    return taking;
  }

  identity(room) {
    return JSON.parse(this.storage.getItem(`alcove:member:${room}`));
  }
}

/** Waits for the state. */
async function reaches(side, ...phases) {
  const news = new Signal();
  side.addEventListener("change", () => news.tell());
  const look = () => (phases.includes(side.state.phase) ? side.state : undefined);
  return news.until(look, () => JSON.stringify(side.state));
}

/** Up to where the old device asks whether it is the right one. */
async function meet(old, fresh, code) {
  const giving = old.gives(code);
  await reaches(giving, "waiting");
  const taking = fresh.takes(code);
  const { check, other } = await reaches(giving, "asking");
  const shown = await reaches(taking, "checking");
  return { giving, taking, check, other, shown };
}

/** As long as it is there it lets nobody read. */
const isGone = async (room) => {
  const answer = await fetch(`${server.url}/room/${room}/messages`);
  return answer.ok && (await answer.json()).seq === 0;
};

describe("a second device", () => {
  test("gets the rooms by a code, once both show the same number; then the room is gone and the code of no use", async () => {
    const [old, fresh, thief] = [new Device().has(3), new Device(), new Device()];
    const code = secret();
    const { giving, taking, check, other, shown } = await meet(old, fresh, code);
    assert.match(check, /^\d{6}$/);
    assert.deepEqual([shown.check, other], [check, "Firefox · Linux"]);
    assert.equal(fresh.list.length, 0, "nothing is sent before it is confirmed");
    giving.send(packed(old.place));
    assert.equal((await reaches(giving, "done")).rooms, 3);
    assert.deepEqual((await reaches(taking, "done")).kept, { rooms: 3, others: 0, unkept: 0 });
    for (const { room } of old.list) assert.deepEqual(fresh.identity(room), old.identity(room));
    assert.equal(fresh.storage.getItem("alcove:own-key:room-1"), old.storage.getItem("alcove:own-key:room-1"));
    // Whoever has copied the code.
    const late = await reaches(thief.takes(code), "ended");
    assert.equal(late.why, "unknown");
    const { room } = await keysOf(code);
    assert.equal(await isGone(room), true);
  });

  test("nothing of a token, a key or the code is in what the server gets, sends or stores", async () => {
    const [old, fresh] = [new Device().has(5, "secret title"), new Device()];
    const code = secret();
    const { giving, taking } = await meet(old, fresh, code);
    const asked = server.stored;
    giving.send(packed(old.place));
    await Promise.all([reaches(giving, "done"), reaches(taking, "done")]);
    const all = [...old.frames, ...fresh.frames, asked, server.stored].join("\n");
    assert.ok(old.frames.length > 5 && asked.length > 4_096 && all.includes('"type":"say"'));
    assert.ok(all.includes("device-"), "the files are those of the room");
    for (const { room } of old.list) {
      const { id, token } = old.identity(room);
      for (const hidden of [token, id, room, old.storage.getItem(`alcove:own-key:${room}`)])
        assert.equal(all.includes(hidden), false, hidden);
    }
    for (const hidden of [code, "secret title", "Firefox"]) assert.equal(all.includes(hidden), false, hidden);
  });

  test("of two that race by one code one gets in, and the other is told that the code is used", async () => {
    const old = new Device().has(1);
    const code = secret();
    const giving = old.gives(code);
    await reaches(giving, "waiting");
    const both = [new Device().takes(code), new Device().takes(code)];
    const states = await Promise.all(both.map((side) => reaches(side, "checking", "ended")));
    assert.deepEqual(states.map(({ phase, why = "" }) => `${phase} ${why}`).sort(), ["checking ", "ended unknown"]);
    const { check } = await reaches(giving, "asking");
    assert.equal(states.find(({ phase }) => phase === "checking").check, check);
    // It is not the one that the user holds.
    giving.refuse();
    const first = both[states.findIndex(({ phase }) => phase === "checking")];
    assert.equal((await reaches(first, "ended")).why, "refused");
  });

  test("wrong words open nothing and make no room; the right ones do, however they are typed", async () => {
    const [old, fresh] = [new Device().has(1), new Device()];
    const words = newWords(randomBytes);
    const giving = old.gives(words);
    await reaches(giving, "waiting");
    const before = server.files.length;
    const wrong = readWords("zoo zoo zoo zoo zoo zoo").words;
    assert.equal((await reaches(fresh.takes(wrong), "ended")).why, "unknown");
    assert.equal(await isGone((await keysOf(wrong)).room), true);
    assert.ok(server.files.length - before <= 3, "no more than an opened socket leaves");
    const typed = words.split(" ").map((word) => word.slice(0, 4).toUpperCase()).join(" - ");
    const taking = fresh.takes(readWords(typed).words);
    await reaches(giving, "asking");
    giving.send(packed(old.place));
    assert.equal((await reaches(taking, "done")).kept.rooms, 1);
  });

  test("a hundred rooms arrive in pieces, also when both lose their connections meanwhile", async () => {
    const [old, fresh] = [new Device().has(100, "x".repeat(60)), new Device()];
    const { giving, taking } = await meet(old, fresh, secret());
    for (const device of [old, fresh]) device.sockets.at(-1).terminate();
    giving.send(packed(old.place));
    await reaches(taking, "receiving");
    fresh.sockets.at(-1).terminate();
    giving.look();
    taking.look();
    assert.equal((await reaches(giving, "done")).rooms, 100);
    assert.equal(fresh.list.length, 100);
    assert.deepEqual(fresh.identity("room-99"), old.identity("room-99"));
  });

  test("who knows the code and comes first is seen by the number; whoever does not know it gets nowhere", async () => {
    const old = new Device().has(1);
    const code = secret();
    const giving = old.gives(code);
    await reaches(giving, "waiting");
    // The server itself could come: it has the key of the door, and not the code.
    const keys = await keysOf(code);
    const way = new Way(keys, new Device().world, false);
    const heard = new Promise((resolve) => way.addEventListener("text", ({ detail }) => resolve(detail)));
    const offer = await heard;
    const blind = new TakerExchange({ ...keys, proof: randomBytes(32) }, randomBytes);
    assert.throws(() => blind.answer(offer));
    way.say(textOf(randomBytes(64)));
    assert.equal((await reaches(giving, "ended")).why, "broken");
    assert.equal(bytesOf(offer).length, 64);
    way.leave();
  });

  test("the room ends when its time is over, whoever is in it", async () => {
    const create = { key: "o".repeat(22), create: { settings: { access: "closed" }, ends: 1 } };
    const maker = await new Visitor(server.socketUrl("brief")).opens();
    await maker.greets("Ana", create);
    assert.ok(maker.welcome.ends - maker.welcome.at <= 1_000);
    await maker.says("sealed");
    assert.equal(await maker.isClosed(), 4410);
    const late = await new Visitor(server.socketUrl("brief")).opens();
    late.hello("Ben", { key: create.key });
    assert.equal((await late.sees({ type: "error" })).code, "key_invalid");
  });

  test("the old device can go: the new one is told", async () => {
    const [old, fresh] = [new Device().has(1), new Device()];
    const { giving, taking } = await meet(old, fresh, secret());
    giving.stop();
    assert.equal((await reaches(taking, "ended")).why, "cancelled");
    assert.equal(fresh.list.length, 0);
  });
});
