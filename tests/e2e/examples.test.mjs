// The bots in examples/, each run as its readers run it: it answers whoever mentions it, as the same member
// after a crash, and answers each mention once.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { inProject } from "../../scripts/lib/paths.mjs";
import { PYTHON_ENV, pythonPackages } from "../../scripts/lib/python.mjs";
import { startRoomServer } from "../support/server.mjs";
import { within } from "../support/waiting.mjs";

const BOTS = {
  JavaScript: { program: process.execPath, script: "bot.mjs", env: {} },
  Python: { program: "python3", script: "bot.py", env: PYTHON_ENV },
};

let server;
const folder = mkdtempSync(join(tmpdir(), "alcove-bots-"));
before(async () => {
  await pythonPackages();
  server = await startRoomServer();
});
after(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

for (const [language, { program, script, env }] of Object.entries(BOTS)) {
  const room = `bots-${language.toLowerCase()}`;
  const file = join(folder, `${script}.json`);
  const cwd = join(folder, language);
  mkdirSync(cwd);

  const starts = (kept = file, { name = "Echo", at = room } = {}) => {
    const args = [inProject("examples", "bots", script), server.socketUrl(at), name, ...(kept ? [kept] : [])];
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "inherit", "pipe"] });
    after(() => child.kill("SIGKILL"));
    let said = "";
    child.stderr.on("data", (data) => (said += data));
    const closed = new Promise((resolve) => child.once("close", (code) => resolve({ code, said })));
    const ends = () => within(closed, () => `the bot goes on: ${said}`);
    const dies = () => {
      child.kill("SIGKILL");
      return ends();
    };
    return { ends, dies };
  };

  test(`${language}: answers mentions, comes back as who it was, and misses none`, async () => {
    const ana = await server.join(room, "Ana");
    ana.asks({ type: "say", text: "@Echo, from before you came" });
    const bot = starts();
    const { member } = await ana.sees({ type: "join", member: { name: "Echo" } });

    ana.asks({ type: "say", text: "good morning" });
    ana.asks({ type: "say", text: "hello @ECHO" });
    const asked = await ana.sees({ type: "message", text: "hello @ECHO" });
    await ana.sees({ type: "message", from: member, text: "You said: hello @ECHO", reply_to: asked.seq });

    await bot.dies();
    ana.asks({ type: "say", text: "@Echo, are you there?" });
    await ana.sees({ text: "@Echo, are you there?" });
    const again = starts();
    await ana.sees({ type: "message", from: member, text: "You said: @Echo, are you there?" });
    assert.deepEqual(
      ana.log.filter(({ from }) => from.id === member.id).map(({ text }) => text),
      ["You said: hello @ECHO", "You said: @Echo, are you there?"],
    );
    assert.equal(JSON.parse(readFileSync(file, "utf8")).id, member.id);
    await again.dies();
  });

  test(`${language}: is asked faster than it may speak, and answers each once`, async () => {
    const crowd = await server.joinAll(room, "Ben", "Cy", "Dan");
    const bot = starts();
    const EACH = 6;
    for (const member of crowd) for (let n = 0; n < EACH; n += 1) member.asks({ type: "say", text: `@Echo ${n} of ${member.name}` });
    const [ben] = crowd;
    const answers = () => ben.log.filter(({ from, reply_to }) => from.name === "Echo" && reply_to).map(({ text }) => text);
    while (answers().length < EACH * crowd.length) await ben.sees({ type: "message", from: { name: "Echo" } });
    assert.equal(new Set(answers()).size, EACH * crowd.length);
    await bot.dies();
  });

  test(`${language}: answers a long text of any script`, async () => {
    const at = `${room}-long`;
    const ana = await server.join(at, "Ana");
    const bot = starts(join(folder, `${script}-long.json`), { at });
    await ana.sees({ type: "join", member: { name: "Echo" } });
    for (const character of ["茶", "🍵", '"']) {
      const text = `@Echo ${character.repeat(3_900)}`;
      ana.asks({ type: "say", text });
      await ana.sees({ type: "message", from: { name: "Echo" }, text: `You said: ${text}` });
    }
    await bot.dies();
  });

  test(`${language}: two of them are both asked, and do not answer each other`, async () => {
    const at = `${room}-two`;
    const ana = await server.join(at, "Ana");
    const bots = [];
    for (const name of ["Echo", "Parrot"]) {
      bots.push(starts(null, { name, at }));
      await ana.sees({ type: "join", member: { name } });
    }
    // What they go on saying would come before what they are asked next.
    for (const text of ["@Echo and @Parrot", "again, @Echo and @Parrot"]) {
      ana.asks({ type: "say", text });
      for (const _ of bots) await ana.sees({ type: "message", text: `You said: ${text}` });
    }
    const answers = ana.log.flatMap(({ from, text }) => (from.name === "Ana" ? [] : [`${from.name}: ${text}`]));
    assert.equal(answers.length, 4, answers.join("\n"));
    assert.equal(new Set(answers).size, 4, "each answers each");
    for (const bot of bots) await bot.dies();
  });

  test(`${language}: another without the token is told why it cannot come`, async () => {
    const { code, said } = await starts(join(folder, `${script}-other.json`)).ends();
    assert.equal(code, 1);
    assert.match(said, /name/i);
  });
}
