/**
 * A browser for the list of rooms: one database and one channel for its tabs, whose writes happen one after the other,
 * as transactions do.
 */
import { MyRooms } from "../../public/rooms/my-rooms.js";

export class Browser {
  /** What is in the database. */
  kept = new Map();
  /** Its marks of what was forgotten. */
  marks = new Map();
  muted = new Set();
  read = new Map();
  /** What the pages themselves know of visits. */
  known = [];
  /** What was forgotten by a tab, as told to all. */
  forgotten = [];
  tabs = [];
  #channels = [];

  /** @param {{ database?: object | null, hasChannel?: boolean }} [how] */
  tab({ database = this.database(), hasChannel = true } = {}) {
    const tab = new MyRooms({
      ...(database && { database }),
      ...(hasChannel && { channel: this.channel() }),
      known: () => this.known,
      isMuted: (room) => this.muted.has(room),
      writeMuted: (room, isMuted) => (isMuted ? this.muted.add(room) : this.muted.delete(room)),
      writeRead: (room, upTo) => this.read.set(room, upTo),
      forget: (room) => {
        this.forgotten.push(room);
        for (const other of this.tabs) if (other !== tab) other.drop(room);
      },
    });
    this.tabs.push(tab);
    return tab;
  }

  database() {
    const { kept, marks } = this;
    return {
      readAll: async () => structuredClone([...kept.values()]),
      readForgotten: async () => structuredClone([...marks.values()]),
      update: async (room, change) => {
        const changed = change(structuredClone(kept.get(room)));
        if (changed) kept.set(room, structuredClone(changed));
        if (changed) marks.delete(room);
        return changed;
      },
      forget: async (room) => {
        const { pair, at, epoch, seq } = kept.get(room) ?? {};
        if (pair) marks.set(room, { room, at, epoch, seq });
        kept.delete(room);
      },
      remove: async (rooms) => {
        for (const room of rooms) kept.delete(room);
      },
    };
  }

  /** One end of a channel that tells all others. */
  channel() {
    const listeners = [];
    const end = {
      postMessage: (data) => {
        const copy = JSON.stringify(data);
        for (const other of this.#channels) if (other !== end) other.hears(JSON.parse(copy));
      },
      addEventListener: (_, listener) => listeners.push(listener),
      hears: (data) => {
        for (const listener of listeners) listener({ data });
      },
      close: () => {
        this.#channels = this.#channels.filter((other) => other !== end);
      },
    };
    this.#channels.push(end);
    return end;
  }

  /** Nothing is left to write. */
  async rests() {
    for (const tab of this.tabs) {
      await tab.ready;
      await tab.written;
    }
  }
}
