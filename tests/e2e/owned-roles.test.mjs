// The table of roles of owned rooms, cell by cell, over real sockets: what each may do, to whom, and what
// they are told who may not. It is read from the contract, not from the code that decides.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { request } from "../support/http.mjs";
import { startRoomServer, UNHURRIED } from "../support/server.mjs";
import { matches } from "../support/waiting.mjs";

/** A header of a trusted proxy. */
const PROXY = "x-client";
const ROLES = ["owner", "moderator", "member", "reader"];

let server;
before(async () => {
  server = await startRoomServer({ ...UNHURRIED, TRUSTED_PROXY_HEADER: PROXY });
});
after(() => server.stop());

const key = (word) => word.padEnd(22, "A");
const hash = (secret) => createHash("sha256").update(secret).digest("hex");

/** How many messages each has said that can be deleted, edited or reported. */
const MESSAGES = 16;

/**
 * A room with one of each role to act, and one of each, away, to be acted on. Whatever happens in it goes
 * through `does`, so that it knows which seq has to come next.
 */
class Party {
  seq = 0;
  actors = {};
  /** Ids of who is acted on, by role. */
  targets = {};
  /** Seqs of messages that nobody has touched, by author's id. */
  #fresh = new Map();
  #words = 0;

  static async of(room, settings = {}) {
    const party = new Party();
    party.room = room;
    const host = await server.join(room, "Ana", { key: key("owner"), create: {} });
    party.host = host;
    party.actors.owner = host;
    await party.#talks(host);
    for (const role of ROLES) {
      if (role !== "owner") party.actors[role] = await party.#comes(`${role} who acts`, role);
      const target = await party.#comes(`${role} who is away`, role);
      party.targets[role] = target.id;
      await target.leaves();
    }
    await party.does(host, { type: "settings", set: { access: "ask", ...settings } });
    return party;
  }

  /** Comes while all may talk, talks, and becomes what it is to be. */
  async #comes(name, role) {
    const visitor = await server.join(this.room, name);
    await this.#talks(visitor);
    await this.gives(visitor.id, role);
    return visitor;
  }

  async #talks(visitor) {
    const cids = Array.from({ length: MESSAGES }, (_, n) => visitor.asks({ type: "say", text: `${n}` }));
    const seqs = [];
    for (const cid of cids) seqs.push(this.follows(await visitor.sees({ cid })).seq);
    this.#fresh.set(visitor.id, seqs);
  }

  messageOf(id) {
    const seq = this.#fresh.get(id).pop();
    assert.ok(seq, "no message is left");
    return seq;
  }

  /** A log event, the next of the room. */
  async does(visitor, frame) {
    return this.follows(await visitor.does(frame));
  }

  follows(event) {
    if (event.seq !== undefined) {
      this.seq += 1;
      assert.equal(event.seq, this.seq, `something else had happened: ${JSON.stringify(event)}`);
    }
    return event;
  }

  gives(id, role) {
    return this.does(this.host, { type: "role", member: id, role });
  }

  async minted(role, by = this.host) {
    const answer = await by.does({ type: "mint", hash: hash(this.word()), role });
    return answer.keys[0].id;
  }

  word() {
    this.#words += 1;
    return key(`k${this.#words}`);
  }

  /** The id of somebody who knocks, each from a network of its own: none waits for another who was denied. */
  async knocks() {
    this.#words += 1;
    const address = `10.${this.#words >> 8}.${this.#words & 255}.1`;
    const visitor = await server.connect(this.room, { headers: { [PROXY]: address } });
    visitor.hello(`Knocking ${this.#words}`);
    return (await visitor.sees({ type: "knocking" })).you.id;
  }

  /** What comes of a frame: `yes`, if there is an answer like this one, or the code of the error. */
  async comesOf(visitor, frame, answer) {
    const cid = visitor.cid();
    const isRequest = ["history", "members", "desk", "rename"].includes(frame.type);
    const name = isRequest ? { ref: cid } : { cid };
    visitor.send({ ...frame, ...name });
    const event = await visitor.sees(name);
    if (event.type === "error") return event.code;
    this.follows(event);
    assert.ok(matches(event, answer), `${JSON.stringify(event)} is not like ${JSON.stringify(answer)}`);
    return "yes";
  }
}

const away = (party, role) => ({ id: party.targets[role], name: `${role} who is away` });

const withArticle = (role) => (role === "owner" ? `an ${role}` : `a ${role}`);

/** Somebody is acted on, and what that did is undone by the host, for the next who tries. */
const onA = (role, frame, answer, undo) => async (party, who) => {
  const member = party.targets[role];
  const outcome = await party.comesOf(who, { ...frame, member }, { ...answer, member: away(party, role) });
  if (outcome === "yes") await undo(party, member, role);
  return outcome;
};

const givesBack = (party, member, role) => party.gives(member, role);
const unmutes = (party, member) => party.does(party.host, { type: "mute", member, for: 0 });
const restores = async (party, member, role) => {
  await party.does(party.host, { type: "restore", member });
  await givesBack(party, member, role);
};

const forEachRole = (name, act) => Object.fromEntries(ROLES.map((role) => [name(role), act(role)]));

/** By the name that it has in the tables below: what somebody tries, and what comes of it. */
const ACTS = {
  history: (party, who) => party.comesOf(who, { type: "history", limit: 1 }, { type: "history" }),
  members: (party, who) => party.comesOf(who, { type: "members" }, { type: "members" }),
  seen: async (party, who) => {
    who.send({ type: "seen", seq: who.after });
    const read = who.heard.length;
    const outcome = await party.comesOf(who, { type: "members" }, { type: "members" });
    assert.ok(!who.heard.slice(read).some(({ type }) => type === "error"));
    return outcome;
  },
  react: (party, who) => {
    const seq = party.messageOf(party.targets.owner);
    return party.comesOf(who, { type: "react", seq, emoji: "👍", on: true }, { type: "reacted", target: seq });
  },
  report: (party, who) =>
    party.comesOf(who, { type: "report", seq: party.messageOf(party.targets.member) }, { type: "reported" }),
  say: (party, who) => party.comesOf(who, { type: "say", text: "said" }, { type: "message" }),
  reply: (party, who) =>
    party.comesOf(who, { type: "say", text: "said", reply_to: 1 }, { type: "message", reply_to: 1 }),
  "edit one's own": (party, who) => {
    const seq = party.messageOf(who.id);
    return party.comesOf(who, { type: "edit", seq, text: "edited" }, { type: "edited", target: seq });
  },
  "edit a reader's": (party, who) =>
    party.comesOf(who, { type: "edit", seq: party.messageOf(party.targets.reader), text: "edited" }, {}),
  "delete one's own": (party, who) => {
    const seq = party.messageOf(who.id);
    return party.comesOf(who, { type: "delete", seq }, { type: "deleted", target: seq });
  },
  typing: async (party, who) => {
    const heard = who.heard.length;
    who.send({ type: "typing" });
    await party.comesOf(who, { type: "members" }, {});
    const refused = who.heard.slice(heard).find((event) => event.type === "error");
    if (refused) return refused.code;
    const watching = who === party.host ? party.actors.member : party.host;
    await watching.sees({ type: "typing", from: { id: who.id } });
    return "yes";
  },
  rename: (party, who) => party.comesOf(who, { type: "rename", name: `${who.name}!` }, { type: "renamed" }),

  ...forEachRole(
    (role) => `delete ${withArticle(role)}'s`,
    (role) => (party, who) => {
      const seq = party.messageOf(party.targets[role]);
      return party.comesOf(who, { type: "delete", seq }, { type: "deleted", target: seq });
    },
  ),
  pin: async (party, who) => {
    const outcome = await party.comesOf(who, { type: "pin", seq: 1, on: true }, { type: "pinned", target: 1, on: true });
    if (outcome === "yes") await party.does(party.host, { type: "pin", seq: 1, on: false });
    return outcome;
  },
  ...forEachRole(
    (role) => `mute ${withArticle(role)}`,
    (role) => onA(role, { type: "mute", for: 60 }, { type: "muted" }, unmutes),
  ),
  ...forEachRole(
    (role) => `remove ${withArticle(role)}`,
    (role) => onA(role, { type: "remove" }, { type: "removed", until: undefined }, givesBack),
  ),
  ...forEachRole(
    (role) => `ban ${withArticle(role)}`,
    (role) => onA(role, { type: "remove", ban: "forever" }, { type: "removed", until: "forever" }, restores),
  ),
  restore: async (party, who) => {
    party.banned ??= (await party.does(party.host, { type: "remove", member: party.targets.reader, ban: 60 })).member;
    const member = party.banned.id;
    const outcome = await party.comesOf(who, { type: "restore", member }, { type: "restored", member: party.banned });
    if (outcome === "yes") party.banned = undefined;
    return outcome;
  },
  "admit as what is usual": (party, who) => admits(party, who, undefined),
  ...forEachRole(
    (role) => `admit as ${role}`,
    (role) => (party, who) => admits(party, who, role),
  ),
  deny: async (party, who) => {
    party.waiting ??= await party.knocks();
    const outcome = await party.comesOf(who, { type: "deny", member: party.waiting }, { type: "done", what: "deny" });
    if (outcome === "yes") party.waiting = undefined;
    return outcome;
  },
  ...Object.fromEntries(
    ["knocks", "reports", "bans", "keys", "audit"].map((what) => [
      `desk: ${what}`,
      (party, who) => party.comesOf(who, { type: "desk", what }, { type: "desk", what }),
    ]),
  ),
  ...forEachRole(
    (role) => `mint ${withArticle(role)}'s key`,
    (role) => (party, who) => party.comesOf(who, { type: "mint", hash: hash(party.word()), role }, { type: "keys" }),
  ),
  ...forEachRole(
    (role) => `revoke ${withArticle(role)}'s key`,
    (role) => async (party, who) =>
      party.comesOf(who, { type: "revoke", key: await party.minted(role) }, { type: "keys" }),
  ),
  ...Object.fromEntries(
    ["reader", "moderator", "none"].map((to) => [
      `make a member ${to}`,
      onA("member", { type: "role", role: to }, { type: "role", role: to }, givesBack),
    ]),
  ),
  "make a moderator reader": onA("moderator", { type: "role", role: "reader" }, { type: "role" }, givesBack),
  "make an owner member": onA("owner", { type: "role", role: "member" }, { type: "role" }, givesBack),
  "change settings": async (party, who) => {
    party.topics = (party.topics ?? 0) + 1;
    const set = { topic: `${party.topics}` };
    return party.comesOf(who, { type: "settings", set }, { type: "settings", set });
  },
  // Who may, is only asked for the name of the room.
  "wipe the room": async (party, who) => {
    const authorization = `Bearer ${who.token}`;
    const { status } = await request(server, `/room/${party.room}`, { method: "DELETE", headers: { authorization } });
    return { 400: "yes", 403: "forbidden" }[status] ?? status;
  },
};

async function admits(party, who, role) {
  party.waiting ??= await party.knocks();
  const frame = { type: "admit", member: party.waiting, ...(role && { role }) };
  const outcome = await party.comesOf(who, frame, { type: "role", role: role ?? "member" });
  if (outcome === "yes") party.waiting = undefined;
  return outcome;
}

/** What a table says: for each act and role `yes` (●), `forbidden` (○), or another code; `·` says nothing. */
function cellsOf(table) {
  const marks = { "●": "yes", "○": "forbidden" };
  return table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s*\|\s*/))
    .map(([act, ...cells]) => {
      assert.ok(ACTS[act] && cells.length === ROLES.length, `no row of the table: ${act}`);
      return [act, cells.map((cell) => marks[cell] ?? cell)];
    });
}

async function holds(party, table) {
  const wrong = [];
  for (const [act, cells] of cellsOf(table)) {
    for (const [index, role] of ROLES.entries()) {
      if (cells[index] === "·") continue;
      const outcome = await ACTS[act](party, party.actors[role]);
      if (outcome !== cells[index]) wrong.push(`${role}: ${act}: ${outcome}, not ${cells[index]}`);
    }
  }
  assert.deepEqual(wrong, []);
  // Nothing that was refused has left an event.
  const headers = { authorization: `Bearer ${party.host.token}` };
  const { json } = await request(server, `/room/${party.room}/messages`, { headers });
  assert.equal(json.seq, party.seq);
}

describe("who may do what", { concurrency: true }, () => {
  test("where members may post", async () => {
    await holds(
      await Party.of("plain"),
      `
      history                 | ● | ● | ● | ●
      members                 | ● | ● | ● | ●
      seen                    | ● | ● | ● | ●
      react                   | ● | ● | ● | ○
      report                  | ● | ● | ● | ○
      say                     | ● | ● | ● | ○
      reply                   | ● | ● | ● | ○
      edit one's own          | ● | ● | ● | ○
      edit a reader's         | not_yours | not_yours | not_yours | ○
      delete one's own        | ● | ● | ● | ○
      typing                  | ● | ● | ● | ○
      rename                  | ● | ● | ● | ○
      delete an owner's       | ○ | ○ | not_yours | ○
      delete a moderator's    | ● | ○ | not_yours | ○
      delete a member's       | ● | ● | not_yours | ○
      delete a reader's       | ● | ● | not_yours | ○
      pin                     | ● | ● | ○ | ○
      mute an owner           | ○ | ○ | ○ | ○
      mute a moderator        | ● | ○ | ○ | ○
      mute a member           | ● | ● | ○ | ○
      mute a reader           | ● | ● | ○ | ○
      remove an owner         | ○ | ○ | ○ | ○
      remove a moderator      | ● | ○ | ○ | ○
      remove a member         | ● | ● | ○ | ○
      remove a reader         | ● | ● | ○ | ○
      ban an owner            | ○ | ○ | ○ | ○
      ban a moderator         | ● | ○ | ○ | ○
      ban a member            | ● | ● | ○ | ○
      ban a reader            | ● | ● | ○ | ○
      restore                 | ● | ● | ○ | ○
      admit as what is usual  | ● | ● | ○ | ○
      admit as reader         | ● | ● | ○ | ○
      admit as member         | ● | ● | ○ | ○
      admit as moderator      | ● | ○ | ○ | ○
      admit as owner          | ● | ○ | ○ | ○
      deny                    | ● | ● | ○ | ○
      desk: knocks            | ● | ● | ○ | ○
      desk: reports           | ● | ● | ○ | ○
      desk: bans              | ● | ● | ○ | ○
      desk: keys              | ● | ● | ○ | ○
      desk: audit             | ● | ● | ○ | ○
      mint a reader's key     | ● | ● | ○ | ○
      mint a member's key     | ● | ● | ○ | ○
      mint a moderator's key  | ● | ○ | ○ | ○
      mint an owner's key     | ● | ○ | ○ | ○
      revoke a reader's key   | ● | ● | ○ | ○
      revoke a member's key   | ● | ● | ○ | ○
      revoke a moderator's key| ● | ○ | ○ | ○
      revoke an owner's key   | ● | ○ | ○ | ○
      make a member reader    | ● | ○ | ○ | ○
      make a member moderator | ● | ○ | ○ | ○
      make a member none      | ● | ○ | ○ | ○
      make a moderator reader | ● | ○ | ○ | ○
      make an owner member    | ○ | ○ | ○ | ○
      change settings         | ● | ○ | ○ | ○
      wipe the room           | ● | ○ | ○ | ○
    `,
    );
  });

  test("where only moderators post", async () => {
    const party = await Party.of("broadcast", { post: "moderators" });
    await holds(
      party,
      `
      history                 | ● | ● | ● | ●
      members                 | ● | ● | ● | ●
      react                   | ● | ● | ● | ●
      report                  | ● | ● | ● | ●
      say                     | ● | ● | ○ | ○
      reply                   | ● | ● | ○ | ○
      edit one's own          | ● | ● | ○ | ○
      edit a reader's         | not_yours | not_yours | ○ | ○
      delete one's own        | ● | ● | ● | ○
      typing                  | ● | ● | ○ | ○
      rename                  | ● | ● | ● | ○
      delete a member's       | ● | ● | not_yours | ○
      pin                     | ● | ● | ○ | ○
      mute a reader           | ● | ● | ○ | ○
      desk: reports           | ● | ● | ○ | ○
      change settings         | ● | ○ | ○ | ○
    `,
    );
    // A mute counts for whatever one may.
    await mutes(party);
    await holds(
      party,
      `
      say                     | · | muted | · | ○
      react                   | · | muted | muted | muted
      report                  | · | ● | ● | ●
      delete one's own        | · | ● | ● | ○
    `,
    );
  });

  test("of who is muted", async () => {
    const party = await Party.of("muted");
    await mutes(party);
    await holds(
      party,
      `
      history                 | · | ● | ● | ●
      members                 | · | ● | ● | ●
      react                   | · | muted | muted | ○
      report                  | · | ● | ● | ○
      say                     | · | muted | muted | ○
      reply                   | · | muted | muted | ○
      edit one's own          | · | muted | muted | ○
      delete one's own        | · | ● | ● | ○
      typing                  | · | muted | muted | ○
      rename                  | · | ● | ● | ○
      delete a member's       | · | ● | not_yours | ○
      pin                     | · | ● | ○ | ○
      mute a member           | · | ● | ○ | ○
      remove a member         | · | ● | ○ | ○
      mint a member's key     | · | ● | ○ | ○
      desk: audit             | · | ● | ○ | ○
    `,
    );
  });
});

async function mutes(party) {
  for (const role of ["moderator", "member", "reader"]) {
    await party.does(party.host, { type: "mute", member: party.actors[role].id, for: 3_600 });
  }
}
