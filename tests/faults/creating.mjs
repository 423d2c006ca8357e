/**
 * Rooms whose server is killed between the hello that creates them and its welcome. Whoever says the same hello
 * again is the one owner, with the settings that were given: either the room was made, or nothing of it was.
 */
import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ONE_ADDRESS } from "../support/one-address.mjs";
import { Visitor } from "../support/visitor.mjs";
import { ServedServer } from "./served.mjs";
import { differences } from "./verdict.mjs";
import { Written } from "./written.mjs";

/** So many are begun at once, so that a kill finds each at another point. */
const ROOMS = 8;
const SETTINGS = { title: "Tea", access: "closed", slow: 5 };

/**
 * Kills the server so often, each time when the new rooms have written some number of bytes, whatever they are;
 * resolves with what must not be, and with numbers.
 */
export async function createUnderKills(kills, random, say = () => {}) {
  const data = mkdtempSync(join(tmpdir(), "alcove-creating-"));
  const server = new ServedServer(ONE_ADDRESS, data);
  const faults = [];
  const numbers = { creates: 0, welcomed: 0, made: 0 };
  await server.start();
  try {
    const all = new Written(data);
    const first = new Creator(server, "first");
    await first.opens();
    first.says();
    await first.visitor.sees({ type: "welcome" });
    const written = all.bytes();
    for (let kill = 1; kill <= kills; kill += 1) {
      const creators = Array.from({ length: ROOMS }, (_, n) => new Creator(server, `room-${kill}-${n}`));
      const since = new Written(data);
      await Promise.all(creators.map((creator) => creator.opens()));
      for (const creator of creators) creator.says();
      const isAnswered = () => creators.every(({ visitor }) => visitor.heard.length > 0);
      await since.reaches(1 + random.below(ROOMS * written), isAnswered);
      await server.kill();
      await Promise.all(creators.map((creator) => creator.isCutOff()));
      await server.start();
      faults.push(...(await Promise.all(creators.map((creator) => creator.verdict(numbers)))).flat());
      say(`${kill} kills: ${JSON.stringify(numbers)}`);
    }
  } finally {
    await server.stop();
  }
  return { faults, kills, ...numbers };
}

const aKey = () => randomBytes(16).toString("base64url");

class Creator {
  visitor;
  #server;
  #room;
  #hello = { key: aKey(), cid: randomBytes(8).toString("hex"), create: { settings: SETTINGS } };

  constructor(server, room) {
    this.#server = server;
    this.#room = room;
  }

  #connects() {
    return new Visitor(`${this.#server.url.replace("http", "ws")}/room/${this.#room}`).opens();
  }

  async opens() {
    this.visitor = await this.#connects();
  }

  says() {
    this.visitor.hello("Ana", this.#hello);
  }

  isCutOff() {
    return this.visitor.isClosed();
  }

  /** What is wrong after the restart. */
  async verdict(numbers) {
    const { welcome } = this.visitor;
    // A closed room lets nobody read without a token; one that was never made is empty.
    const { status } = await fetch(`${this.#server.url}/room/${this.#room}/messages`);
    numbers.creates += 1;
    if (welcome) numbers.welcomed += 1;
    if (status === 401) numbers.made += 1;
    const again = await this.#comes("Ana", this.#hello);
    const sameAgain = await this.#comes("Ana", this.#hello);
    const stranger = await this.#comes("Eve", { ...this.#hello, key: aKey(), cid: "x" });
    again.send({ type: "desk", what: "keys", ref: "k" });
    const { items } = await again.sees({ type: "desk", ref: "k" });
    const me = { id: again.id, name: "Ana", role: "owner" };
    const { id } = (welcome ?? again.welcome).you;
    const wrong = differences({
      "the role": [again.welcome.you.role, "owner"],
      "who it is": [again.id, id],
      "who it is, said once more": [sameAgain.id, id],
      "who is here": [again.welcome.members, [me]],
      "the settings": [again.welcome.settings, SETTINGS],
      "the log": [again.welcome.seq, 0],
      "the keys": [items.map(({ role, used, by }) => [role, used, by.id]), [["owner", 1, id]]],
      "a stranger": [stranger.heard.at(-1)?.code, "key_invalid"],
      "what is left of what was told": [!welcome || status === 401, true],
    });
    for (const visitor of [again, sameAgain, stranger]) await visitor.vanishes();
    return wrong.map((what) => ({ kind: "creating", what: `${this.#room}: ${what}` }));
  }

  async #comes(name, hello) {
    const visitor = await this.#connects();
    visitor.hello(name, hello);
    await visitor.sees(({ type }) => type === "welcome" || type === "error");
    return visitor;
  }
}
