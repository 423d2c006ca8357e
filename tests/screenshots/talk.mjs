// Conversations for the pictures, held by raw sockets in real rooms. Only the clock is staged: a conversation
// spans two days, so a page is given other times than the server's.

import { hueOf } from "../../public/people/avatar.js";

/** @typedef {{ from: string, after: number, text: string, replyTo?: string, reactions?: Record<string, string[]>, edit?: string }} Line */

/** Who, how many minutes after the one before, and what; `replyTo` is how the answered message begins. */
export const WEEKEND = [
  { from: "Ana", after: 0, text: "Trains are booked 🎉 We leave on Friday at 18:04", reactions: { "🎉": ["Ben", "Cleo", "Dara"] } },
  { from: "Ana", after: 1, text: "Four seats, all facing each other" },
  { from: "Ben", after: 2, text: "You are the best" },
  { from: "Dara", after: 8, text: "Found this place for breakfast, five minutes from the station: https://example.com/breakfast" },
  { from: "Ben", after: 2, text: "🥐🥐🥐" },
  {
    from: "Cleo",
    after: 851,
    text: "Morning! Small change of plans:\n- my sister lends us **her car** from Saturday\n- so we can go to the coast\n- somebody else has to drive, I only have the keys",
    reactions: { "🌊": ["Ana", "Dara"], "❤️": ["Ben"] },
  },
  { from: "Ben", after: 4, text: "I’ll drive", replyTo: "Morning" },
  { from: "Ana", after: 2, text: "The coast! Then I take the long lens" },
  {
    from: "Dara",
    after: 5,
    text: "@Ana keep the museum for Sunday?\n```\nSat  sun   24°\nSun  rain  17°\n```",
  },
  { from: "Cleo", after: 1, text: "Rain and paintings", replyTo: "@Ana keep", reactions: { "🖼️": ["Ana", "Ben"] } },
  { from: "Cleo", after: 1, text: "See you all at the platform" },
];

/** What a page has to bear. */
export const HARD = [
  { from: "Ben", after: 0, text: "Short" },
  { from: "Ana", after: 1, text: "🎉" },
  { from: "Maximiliana von und zu Tannen-32", after: 700, text: `Look: ${"Donaudampfschifffahrtsgesellschaftskapitän".repeat(3)}`, reactions: Object.fromEntries(["👍", "❤️", "😂", "🎉", "😮", "😢", "🚀"].map((emoji) => [emoji, ["Ana", "Ben"]])) },
  { from: "Maximiliana von und zu Tannen-32", after: 1, text: "https://example.com/a/path/that/goes/on/and/on/and/on?with=a&very=long&query=and-no-place-to-break" },
  { from: "ليلى", after: 9, text: "مرحبا بالجميع! سنلتقي في المحطة عند الساعة السادسة مساءً، ومن يتأخر يدفع القهوة ☕" },
  { from: "Ben", after: 1, text: "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight" },
  { from: "Ana", after: 3, text: "> said long ago\n1. with `code`\n2. with **weight**\n\n```js\nconst answer = await fetch(`/room/${name}/messages?limit=100`); // longer than any phone is wide\n```" },
  { from: "Ben", after: 1, text: "A long answer to a right-to-left message, which runs over more than one line on every phone that there is", replyTo: "مرحبا", edit: "An edited answer to a right-to-left message, which runs over more than one line on every phone" },
  { from: "Ana", after: 1, text: "Short answer", replyTo: "An edited", reactions: { "👍": ["Ana"] } },
];

const LAST_AT = new Date().setHours(9, 41, 0, 0);

/**
 * A conversation that was held: who is in it, and when its messages are shown to have been said, the
 * last one this morning.
 */
export class Talk {
  room;
  #world;
  #times = new Map();
  /** Name -> token, id and name. */
  #identities = new Map();
  #seqs = new Map();

  static async isHeld(world, room, lines) {
    const talk = new Talk();
    talk.room = room;
    talk.#world = world;
    await talk.#hold(lines);
    return talk;
  }

  async #hold(lines) {
    const speakers = new Map();
    for (const name of new Set(lines.map(({ from }) => from))) {
      const speaker = await this.#comes(name);
      speakers.set(name, speaker);
      this.#identities.set(name, { token: speaker.token, id: speaker.id, name, epoch: speaker.welcome.epoch });
    }
    let at = LAST_AT - 60_000 * lines.reduce((sum, { after }) => sum + after, 0);
    for (const { from, after, text, replyTo, reactions = {}, edit } of lines) {
      at += 60_000 * after;
      const { seq } = await speakers.get(from).says(text, replyTo && { reply_to: this.#seqOf(replyTo) });
      this.#times.set(seq, at);
      this.#seqs.set(edit ?? text, seq);
      if (edit) await speakers.get(from).does({ type: "edit", seq, text: edit });
      for (const [emoji, names] of Object.entries(reactions)) {
        for (const name of names) await speakers.get(name).does({ type: "react", seq, emoji, on: true });
      }
    }
  }

  /** Colours come from ids, which the server makes: whoever gets a colour that is taken leaves again. */
  async #comes(name) {
    const taken = [...this.#identities.values()].map(({ id }) => hueOf(id));
    for (let attempt = 1; ; attempt += 1) {
      const visitor = await this.#world.visitor(this.room, `${attempt}. ${name}`.slice(0, 32));
      if (taken.includes(hueOf(visitor.id))) {
        await visitor.leaves();
        continue;
      }
      visitor.send({ type: "rename", name });
      await visitor.sees({ type: "renamed", member: { id: visitor.id, name } });
      return visitor;
    }
  }

  #seqOf(beginning) {
    const [, seq] = [...this.#seqs].find(([text]) => text.startsWith(beginning));
    return seq;
  }

  /** The others are in the room again, without a browser. */
  async othersAreIn(viewer) {
    for (const [name, { token }] of this.#identities) {
      if (name !== viewer) await this.#world.visitor(this.room, name, { token });
    }
  }

  /**
   * Someone of them at a new browser that knows the room, and has read all before the message that
   * begins so. What they write with “still on its way” in it never gets to the server.
   */
  async person(name, device, { unreadFrom } = {}) {
    const { epoch, ...identity } = this.#identities.get(name);
    const kept = { "alcove:name": name, [`alcove:member:${this.room}`]: JSON.stringify(identity) };
    if (unreadFrom) {
      const seq = this.#seqOf(unreadFrom) - 1;
      const at = Math.max(...[...this.#times].filter(([each]) => each <= seq).map(([, each]) => each));
      kept[`alcove:read:${this.room}`] = JSON.stringify({ epoch, seq, at });
    }
    const localStorage = Object.entries(kept).map(([key, value]) => ({ name: key, value }));
    const storageState = { cookies: [], origins: [{ origin: this.#world.server.url, localStorage }] };
    const person = await this.#world.person(name, { ...device, storageState });
    await person.page.routeWebSocket(/\/room\//, (socket) => {
      const upstream = socket.connectToServer();
      socket.onMessage((data) => data.includes("still on its way") || upstream.send(data));
      upstream.onMessage((data) => socket.send(data === "pong" ? data : JSON.stringify(JSON.parse(data).map((event) => this.#staged(event)))));
    });
    await this.othersAreIn(name);
    await person.opens(this.room);
    await person.isIn();
    await person.counts(this.#identities.size);
    return person;
  }

  #staged(event) {
    if (event.type === "history") return { ...event, events: event.events.map((each) => this.#staged(each)) };
    return event.type === "message" ? { ...event, at: this.#times.get(event.seq) ?? event.at } : event;
  }
}
