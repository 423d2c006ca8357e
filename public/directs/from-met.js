/**
 * Says something about a private conversation in the room where the two have met, which alone may hear it. One is there for
 * as long as that takes.
 *
 * @import { ActFrame, Direct, Pair } from "../client/protocol.js"
 * @import { Outcome } from "../client/acts.js"
 */

import { connect } from "../browser/connect.js";
import { Directs } from "../state/directs.js";
import { noteOpen, readSaid, writeSaid } from "./kept.js";

/** Then it is said that it did not work, and can be tried again. */
const WITHIN_MS = 20_000;
/** What the outbox of this connection is called: nothing is ever in it. */
const TAB = "direct";

/**
 * @param {Pair} pair
 * @param {"block" | "unblock"} what
 * @returns {Promise<Outcome>}
 */
export const sayFromMet = async ({ pair, with: other, room }, what) => {
  const connection = connect(room, TAB);
  const { knownName } = connection;
  if (!knownName) return { code: "token_refused" };
  const ended = new Promise((/** @type {(outcome: Outcome) => void} */ resolve) => {
    setTimeout(() => resolve({ code: "later" }), WITHIN_MS);
    connection.addEventListener("status", () => {
      if (connection.status.phase === "asking") resolve({ code: "token_refused" });
    });
  });
  connection.start(knownName);
  /** @type {ActFrame} */
  const act = what === "block" ? { type: "direct", pair, answer: "block" } : { type: "direct", to: other.id };
  const outcome = await Promise.race([connection.act(act), ended]);
  if (outcome.code === "") note(outcome.answer, room, connection.you);
  connection.close();
  return outcome;
};

/**
 * @param {Direct} direct
 * @param {string} met
 * @param {{ id: string, name: string }} [you]
 */
const note = (direct, met, you) => {
  const directs = new Directs(readSaid(met));
  if (directs.take([direct])) writeSaid(met, directs.said);
  if (direct.state === "open" && you) void noteOpen(direct, met, you);
};
