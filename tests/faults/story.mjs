/**
 * Clients that write all the time, to a server that is killed again and again, over networks that break; then
 * a quiet phase, and a verdict on what is left. `npm run test:faults` runs it long, `npm test` short.
 */
import { ONE_ADDRESS } from "../support/one-address.mjs";
import { Signal, show } from "../support/waiting.mjs";
import { planOf, Random } from "./plan.mjs";
import { ServedServer } from "./served.mjs";
import { judgeRoom, newestSeq, Verdict } from "./verdict.mjs";
import { Wire } from "./wire.mjs";
import { Writer } from "./writer.mjs";

const ROOMS = ["tea", "coffee"];
const HISTORY_LIMIT = 100;
/** A room sleeps after 10 s without a frame. */
const ASLEEP_AFTER_MS = 12_000;
/** For machines with little to spare: a client alone may wait for 30 s before it tries again. */
const PATIENCE_MS = 120_000;

/** The limits are not what is tested here; and everyone comes by a wire, whose port is not the server's. */
const VARS = { ...ONE_ADDRESS, RATE_BURST: "1000000", RATE_PER_SECOND: "1000000", HOSTS: "127.0.0.1" };

/**
 * Tells the story `{ kills, terms, drops, silences, reloads, sleeps, clients, rate }` of this seed, and
 * resolves with a report; `say` gets a line for each chapter.
 */
export async function tellStory(story, seed, say = () => {}) {
  const teller = new Teller(story, new Random(seed), say);
  const started = Date.now();
  try {
    await teller.begin();
    for (const fault of planOf(story, new Random(seed))) await teller.tell(fault);
    await teller.makePeace();
    await teller.judge();
  } catch (error) {
    teller.breaksOff(error);
  } finally {
    await teller.end();
  }
  return { ...teller.report(), seconds: Math.round((Date.now() - started) / 1000), seed };
}

class Teller {
  #story;
  #random;
  #say;
  #server = new ServedServer(VARS);
  #writers = [];
  #verdict = new Verdict();
  #news = new Signal();
  #traffic = 0;
  #done = { kills: 0, terms: 0, drops: 0, sleeps: 0, reloads: 0 };

  constructor(story, random, say) {
    this.#story = story;
    this.#random = random;
    this.#say = say;
  }

  async begin() {
    await this.#server.start();
    for (let n = 0; n < this.#story.clients; n += 1) {
      const writer = new Writer({
        room: ROOMS[n % ROOMS.length],
        name: `Writer ${n}`,
        wire: await new Wire(this.#server.port).open(),
        random: new Random(this.#random.below(2 ** 32)),
        rate: this.#story.rate,
        verdict: this.#verdict,
        tell: () => {
          this.#traffic += 1;
          this.#news.tell();
        },
      });
      this.#writers.push(writer);
      writer.load();
      writer.startWriting();
    }
  }

  /** Lets the traffic come, and then the fault. */
  async tell({ kind, traffic, who, isTold }) {
    const until = this.#traffic + traffic;
    await this.#until(() => this.#traffic >= until, `${traffic} frames more`);
    switch (kind) {
      case "kill":
        return this.#kill();
      case "term":
        return this.#term();
      case "sleep":
        return this.#sleep();
      case "reload":
        this.#writers[who].load();
        this.#done.reloads += 1;
        return;
      default:
        return this.#drop(kind, who, isTold);
    }
  }

  /** All networks are sound, all that was written is answered, and everyone has heard everything. */
  async makePeace() {
    for (const writer of this.#writers) {
      writer.stopWriting();
      writer.wire.heal();
      writer.hearsOnline();
    }
    await this.#isSettled();
    for (const room of ROOMS) {
      const seq = await newestSeq(this.#server, room);
      const writers = this.#writersOf(room);
      const haveAll = () => writers.every(({ page }) => page.isLive && page.connection.after === seq);
      await this.#until(haveAll, `everyone in ${room} has the log up to ${seq}`);
      await Promise.all(writers.map(({ page }) => this.#readsBack(page)));
    }
  }

  async judge() {
    for (const room of ROOMS) await judgeRoom(this.#server, room, this.#writersOf(room), this.#verdict);
  }

  async end() {
    for (const writer of this.#writers) writer.leave();
    await this.#server.stop();
  }

  /** What never comes is a fault like any other. */
  breaksOff(error) {
    this.#verdict.other(error.stack);
  }

  report() {
    const total = (of) => this.#writers.reduce((sum, { ledger }) => sum + of(ledger), 0);
    return {
      sent: total(({ frames }) => frames.size),
      acknowledged: total(({ acknowledged }) => acknowledged.size),
      refused: total(({ refused }) => refused.size),
      lost: this.#verdict.count("lost"),
      duplicated: this.#verdict.count("duplicated"),
      "out of order": this.#verdict.count("disordered"),
      ...this.#done,
      faults: this.#verdict.faults,
    };
  }

  // ---- faults ----

  async #kill() {
    await this.#server.kill();
    this.#done.kills += 1;
    await this.#comeBack(`kill ${this.#done.kills} of ${this.#story.kills}`);
  }

  async #term() {
    const code = await this.#server.term();
    if (code !== 0) this.#verdict.other(`the server ended with ${code} when asked to`);
    this.#done.terms += 1;
    await this.#comeBack(`stop ${this.#done.terms} of ${this.#story.terms}`);
  }

  async #comeBack(chapter) {
    await this.#server.start();
    for (const writer of this.#writers) writer.willHearOnline();
    const { sent, acknowledged } = this.report();
    this.#say(`${chapter}: ${sent} sent, ${acknowledged} acknowledged`);
  }

  /** Nobody says anything for long enough that the rooms fall asleep under open sockets. */
  async #sleep() {
    for (const writer of this.#writers) {
      writer.stopWriting();
      writer.hearsOnline();
    }
    await this.#isSettled();
    await new Promise((resolve) => setTimeout(resolve, ASLEEP_AFTER_MS));
    for (const writer of this.#writers) {
      if (!writer.page.isLive) this.#verdict.other(`${writer.name} lost the connection to a room asleep`);
      writer.startWriting();
    }
    this.#done.sleeps += 1;
    this.#say(`sleep ${this.#done.sleeps} of ${this.#story.sleeps}`);
  }

  /** Breaks the connection of the first client from `who` on that has a good one. */
  async #drop(kind, who, isTold) {
    const inOrder = [...this.#writers.slice(who), ...this.#writers.slice(0, who)];
    const found = () => inOrder.find((writer) => writer.isReachable);
    const writer = await this.#until(found, "someone is connected");
    if (isTold) writer.willHearOnline();
    writer.wire[kind]();
    this.#done.drops += 1;
  }

  // ---- waiting ----

  #isSettled() {
    const open = () => this.#writers.filter((writer) => !writer.isSettled);
    const what = () => open().map(({ name, page }) => `${name}: ${show(page.connection.status)}`);
    return this.#until(() => open().length === 0, () => `everything is answered; open: ${what().join("; ")}`);
  }

  /** Until the page has the whole history, page by page. */
  async #readsBack({ connection, state }) {
    await this.#until(() => state.isLoaded, "a first page");
    while (state.hasOlder) {
      const first = state.messages[0]?.seq;
      connection.history(first, HISTORY_LIMIT);
      await this.#until(() => state.messages[0]?.seq !== first || !state.hasOlder, "an older page");
    }
  }

  #until(look, what) {
    const describe = () => `it is not so that: ${typeof what === "function" ? what() : what}`;
    return this.#news.until(() => look() || undefined, describe, PATIENCE_MS);
  }

  #writersOf(room) {
    return this.#writers.filter((writer) => writer.room === room);
  }
}
