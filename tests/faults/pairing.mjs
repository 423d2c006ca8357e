/**
 * Pairs whose server is killed between a request, its answer and the first message of the two. Whoever then does
 * the same again is in the same room, which has that message once; and what was told before holds.
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ONE_ADDRESS } from "../support/one-address.mjs";
import { Visitor } from "../support/visitor.mjs";
import { ServedServer } from "./served.mjs";
import { differences } from "./verdict.mjs";
import { Written } from "./written.mjs";

/** So many are begun at once, so that a kill finds each at another point. */
const COUPLES = 8;
/** What a couple is told: the pair, its room and the message. */
const FACTS = 3;
const CID = "first";
const TEXT = "Only you can read this.";

/**
 * Kills the server so often, by turns when the couples have written some number of bytes, whatever they are, and when
 * they were told some number of things; resolves with what must not be, and with numbers.
 */
export async function pairUnderKills(kills, random, say = () => {}) {
  const data = mkdtempSync(join(tmpdir(), "alcove-pairing-"));
  const server = new ServedServer(ONE_ADDRESS, data);
  const faults = [];
  const numbers = { couples: 0, asked: 0, opened: 0, said: 0 };
  await server.start();
  try {
    const first = new Couple(server, "first");
    await first.meets();
    const all = new Written(data);
    await first.talks();
    const written = all.bytes();
    for (let kill = 1; kill <= kills; kill += 1) {
      const couples = Array.from({ length: COUPLES }, (_, n) => new Couple(server, `met-${kill}-${n}`));
      await Promise.all(couples.map((couple) => couple.meets()));
      const since = new Written(data);
      let talking = couples.length;
      const talks = couples.map((couple) =>
        couple.talks().then(
          () => {
            talking -= 1;
          },
          () => couple.isCutOff(),
        ),
      );
      const told = () => couples.reduce((sum, couple) => sum + couple.told, 0);
      const bytes = kill % 2 ? 1 + random.below(COUPLES * written) : Infinity;
      const facts = kill % 2 ? Infinity : 1 + random.below(COUPLES * FACTS);
      await since.reaches(bytes, () => talking === 0 || told() >= facts);
      await server.kill();
      await Promise.all(talks);
      await server.start();
      faults.push(...(await Promise.all(couples.map((couple) => couple.verdict(numbers)))).flat());
      say(`${kill} kills: ${JSON.stringify(numbers)}`);
    }
  } finally {
    await server.stop();
  }
  return { faults, kills, ...numbers };
}

class Couple {
  /** What the two were told so far. */
  #told = {};
  #server;
  #met;
  #ana;
  #bo;
  #all = [];

  constructor(server, met) {
    this.#server = server;
    this.#met = met;
  }

  /** How many things the two were told so far. */
  get told() {
    return Object.keys(this.#told).length;
  }

  /** Both come to where they meet, perhaps as who they were. */
  async meets() {
    this.#ana = await this.#comes(this.#met, "Ana", this.#ana?.token);
    this.#bo = await this.#comes(this.#met, "Bo", this.#bo?.token);
  }

  /** The one asks, the other accepts, and in their room the one says something: all that is not so yet. */
  async talks() {
    const [ana, bo, told] = [this.#ana, this.#bo, this.#told];
    let ofAna = await directs(ana, { to: bo.id });
    told.pair ??= ofAna.pair;
    const { pair } = ofAna;
    let ofBo = bo.welcome.directs?.find((each) => each.pair === pair) ?? (await bo.sees({ type: "direct", pair }));
    if (ofBo.state !== "open") ofBo = await directs(bo, { pair, answer: "accept" });
    told.room ??= ofBo.room;
    if (ofAna.state !== "open") ofAna = await ana.sees({ type: "direct", pair, state: "open" });
    const [ana2, bo2] = [await this.#comes(ofAna.room, "Ana", ofAna.token), await this.#comes(ofBo.room, "Bo", ofBo.token)];
    ana2.send({ type: "say", cid: CID, text: TEXT });
    const { seq } = await ana2.sees({ type: "message", cid: CID });
    told.seq ??= seq;
    return { ofAna, ofBo, seq, log: await this.#messages(ofAna), reads: bo2.welcome.pair };
  }

  /** Nothing comes from a server that was killed. */
  async isCutOff() {
    await Promise.all(this.#all.map((visitor) => visitor.isClosed()));
  }

  /** What is wrong after the restart. */
  async verdict(numbers) {
    const told = { ...this.#told };
    numbers.couples += 1;
    if (told.pair) numbers.asked += 1;
    if (told.room) numbers.opened += 1;
    if (told.seq) numbers.said += 1;
    this.#all = [];
    await this.meets();
    const [ofAna, ofBo] = [this.#ana, this.#bo].map(({ welcome }) => welcome.directs?.find(({ pair }) => pair === told.pair));
    const kept = told.seq ? (await this.#messages(ofAna)).map(({ text }) => text) : [TEXT];
    const now = await this.talks();
    const wrong = differences({
      "what is kept of a request": [Boolean(ofAna && ofBo), Boolean(told.pair)],
      "a pair that was open": [ofBo?.state === "open" || !told.room, true],
      "the pair": [now.ofAna.pair, told.pair ?? now.ofAna.pair],
      "the room": [[now.ofAna.room, now.ofBo.room], Array(2).fill(told.room ?? now.ofAna.room)],
      "where they met": [now.reads.room, this.#met],
      "what was said before": [kept, [TEXT]],
      "the message": [now.log.map(({ text, seq }) => [text, seq]), [[TEXT, told.seq ?? now.seq]]],
    });
    for (const visitor of this.#all) await visitor.vanishes();
    return wrong.map((what) => ({ kind: "pairing", what: `${this.#met}: ${what}` }));
  }

  async #comes(room, name, token) {
    const visitor = await new Visitor(`${this.#server.url.replace("http", "ws")}/room/${room}`).opens();
    this.#all.push(visitor);
    return visitor.greets(name, token === undefined ? {} : { token });
  }

  async #messages({ room, token }) {
    const answer = await fetch(`${this.#server.url}/room/${room}/messages`, { headers: { authorization: `Bearer ${token}` } });
    return (await answer.json()).events.filter(({ type }) => type === "message");
  }
}

/** Sends a `direct` and resolves with its answer. */
function directs(who, fields) {
  const cid = who.cid();
  who.send({ type: "direct", cid, ...fields });
  return who.sees({ type: "direct", cid });
}
