/**
 * Announces other people's messages, and who asks to be let in, to screen readers, and notifies users who are looking
 * elsewhere.
 *
 * @import { Knock, Message, ServerEvent } from "../client/protocol.js"
 * @import { RoomContext } from "./later.js"
 */

import { isLookedAt, onAttention } from "../browser/attention.js";
import { host } from "../browser/host.js";
import { t } from "../i18n/strings.js";
import { Notifier } from "../notify/notifications.js";
import { nameWithSign, spokenName } from "../people/person.js";
import { saidOf } from "../text/said.js";

export class Notices {
  #store;
  #root;
  #notifier;

  /** @param {RoomContext} room */
  constructor({ name, link, store, root, signal }) {
    this.#store = store;
    this.#root = root;
    this.#notifier = new Notifier({ room: name, url: link, isLookedAt, onAttention });
    signal.addEventListener("abort", () => this.#notifier.close());
    const hear = (/** @type {Event} */ event) => {
      for (const each of /** @type {CustomEvent<ServerEvent[]>} */ (event).detail)
        if (each.type === "knock") this.#knocked(each);
        else if (each.type === "direct" && each.state === "request" && !host.embedded)
          void this.#notifier.asked(each.with, t.directTitle);
    };
    store.connection.addEventListener("events", hear, { signal });
  }

  /** @param {Knock} knock */
  #knocked({ member, text = "" }) {
    this.announce([t.knockHeard(`\u2068${member.name}\u2069`, text)]);
    void this.#notifier.asked(member, t.knockTitle, text);
  }

  /** @param {Message[]} messages What others have just said. */
  heard(messages) {
    const { signOf } = this.#store;
    this.announce(
      messages.map((message) => {
        const { id, name } = message.from;
        return t.heard(spokenName(name, signOf(id, name)), saidOf(message));
      }),
    );
    const room = this.#room;
    if (room)
      void this.#notifier.heard(
        messages.map((message) => this.#signed(message)),
        room,
      );
  }

  /** @param {Message} message It was edited or deleted. */
  amended(message) {
    const room = this.#room;
    if (room) void this.#notifier.changed(this.#signed(message), room);
  }

  /** @param {string[]} words For the ear alone. */
  announce(words) {
    this.#root.querySelector("alcove-announcer")?.announce(words);
  }

  /** What decides whether one is told of a message. */
  get #room() {
    const { you, names } = this.#store.room;
    if (!you) return undefined;
    const authorOf = (/** @type {number} */ seq) => this.#store.authorOf(seq);
    return { you, others: [...names.values()], authorOf };
  }

  /**
   * With the author's sign, where that is taken for another.
   * @param {Message} message
   * @returns {Message}
   */
  #signed({ from, ...rest }) {
    return {
      ...rest,
      from: { ...from, name: nameWithSign(from.name, this.#store.signOf(from.id, from.name)) },
    };
  }
}
