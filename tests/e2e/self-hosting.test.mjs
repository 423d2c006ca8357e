// What the scripts guarantee when they run a server on someone's machine: no other user can read the rooms or
// the secrets, and it answers only to its own names.

import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { requireNativeData } from "../../scripts/lib/native-data.mjs";
import { dataOption, runtimeOption, serverOptions } from "../../scripts/lib/options.mjs";
import { privateFolder } from "../../scripts/lib/private-folder.mjs";
import { ServedServer } from "../faults/served.mjs";
import { isNative } from "../support/host.mjs";
import { request, upgrade } from "../support/http.mjs";
import { Visitor } from "../support/visitor.mjs";

const SECRET = "the-key-of-the-operator";

let home;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "alcove-self-hosting-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const mode = (path) => (lstatSync(path).mode & 0o7777).toString(8);

/** Folders end with a slash; each is as open as by default. */
function openFolder(...names) {
  const folder = join(home, "data");
  mkdirSync(folder);
  for (const name of ["", ...names]) {
    const path = join(folder, name);
    if (name.endsWith("/")) mkdirSync(path);
    else if (name !== "") writeFileSync(path, "");
    chmodSync(path, name === "" || name.endsWith("/") ? 0o755 : 0o644);
  }
  return folder;
}

describe("a private folder", () => {
  test("is made so", () => {
    const folder = join(home, "deep", "data");
    assert.equal(privateFolder(folder, ["rooms"]), undefined);
    assert.deepEqual([mode(folder), mode(join(home, "deep"))], ["700", "700"]);
  });

  test("is closed without a word if it is new and empty", () => {
    const folder = openFolder();
    assert.equal(privateFolder(folder, ["rooms"]), undefined);
    assert.equal(mode(folder), "700");
  });

  test("is closed with all that is in it, and that is told", () => {
    const folder = openFolder("rooms/", "rooms/a.sqlite", "workerd.capnp");
    assert.match(privateFolder(folder, ["rooms", "workerd.capnp"]), /^Closed .+data to other users/);
    const modes = ["", "rooms", "rooms/a.sqlite", "workerd.capnp"].map((name) => mode(join(folder, name)));
    assert.deepEqual(modes, ["700", "700", "600", "600"]);
    assert.equal(privateFolder(folder, ["rooms", "workerd.capnp"]), undefined);
  });

  test("that holds other things stays as it is; the rooms in it are closed", () => {
    const folder = openFolder("rooms/", "rooms/a.sqlite", "letter.txt");
    assert.match(privateFolder(folder, ["rooms"]), /left so/);
    const modes = ["", "rooms", "rooms/a.sqlite", "letter.txt"].map((name) => mode(join(folder, name)));
    assert.deepEqual(modes, ["755", "700", "600", "644"]);
  });

  test("is never one that all users share", () => {
    const folder = openFolder("rooms/");
    chmodSync(folder, 0o1777);
    assert.match(privateFolder(folder, ["rooms"]), /left so/);
    assert.deepEqual([mode(folder), mode(join(folder, "rooms"))], ["1777", "700"]);
  });

  test("closes nothing that a link in it leads to", () => {
    const folder = openFolder("rooms/");
    const elsewhere = join(home, "elsewhere");
    writeFileSync(elsewhere, "");
    chmodSync(elsewhere, 0o644);
    symlinkSync(elsewhere, join(folder, "rooms", "link"));
    privateFolder(folder, ["rooms"]);
    assert.equal(mode(elsewhere), "644");
  });

  test("that cannot be closed is told of", { skip: process.getuid() !== 0 && "needs another user's folder" }, () => {
    const folder = openFolder("rooms/");
    chmodSync(home, 0o755);
    // Nobody else may change the mode of a folder of root.
    process.seteuid(65_534);
    try {
      assert.match(privateFolder(folder, ["rooms"]), /^Other users of this machine can look into .+EPERM/);
    } finally {
      process.seteuid(0);
    }
  });
});

describe("the options of npm run serve", () => {
  test("are for the runtime that they name, and all but its name as they are", () => {
    assert.deepEqual(runtimeOption([]), { runtime: "native", args: [] });
    assert.deepEqual(runtimeOption(["--runtime", "workerd", "--port", "1"]), { runtime: "workerd", args: ["--port", "1"] });
    const args = ["--port", "1", "--tls-cert", "a", "--data", "x", "--help"];
    assert.deepEqual(runtimeOption([...args, "--runtime=native"]), { runtime: "native", args });
    assert.throws(() => runtimeOption(["--runtime", "moon"]), /native and workerd/);
    assert.deepEqual([args, ["--data=y"], []].map(dataOption), ["x", "y", "data"]);
  });
});

describe("the names of this machine", () => {
  const hosts = (...args) => serverOptions({}, ["--port", "9000", ...args]).hosts.split(",");

  test("are the local ones, and what it is told to listen on", () => {
    const local = ["localhost:9000", "127.0.0.1:9000", "[::1]:9000"];
    assert.deepEqual(hosts(), local);
    assert.deepEqual(hosts("--host", "localhost"), local);
    assert.deepEqual(hosts("--host", "192.0.2.7"), [...local, "192.0.2.7:9000"]);
    assert.deepEqual(hosts("--host", "2001:db8::7"), [...local, "[2001:db8::7]:9000"]);
  });

  test("are all of its own if it listens everywhere, and never the address that stands for all", () => {
    for (const everywhere of ["0.0.0.0", "::"]) {
      const names = hosts("--host", everywhere);
      assert.ok(names.includes("localhost:9000"));
      assert.ok(names.includes(`${hostname().toLowerCase()}:9000`), names.join());
      assert.ok(!names.includes("0.0.0.0:9000") && !names.includes("[::]:9000"));
    }
  });
});

describe("a served data folder", () => {
  const everything = (folder) => (existsSync(folder) ? readdirSync(folder, { recursive: true }) : []).map((name) => join(folder, name));

  async function served(data, vars, work) {
    const server = new ServedServer(vars, data);
    try {
      await server.start();
      await work(server);
    } finally {
      await server.stop();
    }
  }

  async function talk(server) {
    const ana = await new Visitor(`${server.url.replace("http", "ws")}/room/tea`).opens();
    await ana.greets("Ana");
    await ana.says("between us");
  }

  test("is for its own user alone, with what the server writes, also if it was open", async () => {
    // What workerd begins with, and the native host.
    const config = "workerd.capnp";
    const data = openFolder("rooms/", ...(isNative() ? ["lock"] : [config]));
    await served(data, { ADMIN_KEY: SECRET }, async (server) => {
      await talk(server);
      assert.ok(
        server.said.some((line) => line.startsWith("Closed ")),
        server.said.join("\n"),
      );
      assert.equal(mode(data), "700");
      const paths = everything(data);
      assert.ok(paths.some((path) => path.endsWith("-wal")));
      for (const path of paths) assert.equal(mode(path), statSync(path).isDirectory() ? "700" : "600", path);
      const made = Object.values(JSON.parse(readFileSync(join(data, "secrets.json"), "utf8")));
      assert.ok(made.length > 0);
      for (const secret of [SECRET, ...made]) {
        assert.ok(!commandLines().includes(secret), "a secret is on no command line");
        if (!isNative()) assert.ok(!readFileSync(join(data, config), "utf8").includes(secret), "and stays in the environment");
      }
    });
  });

  test("gets no file from reading, nor from sockets that a network may not have", async () => {
    const data = join(home, "data");
    const isRoom = (path) => path.endsWith(".sqlite") && !path.endsWith("metadata.sqlite");
    const rooms = () => everything(join(data, "rooms")).filter(isRoom);
    const vars = { NETWORK_ROOMS_PER_MINUTE: "1", NETWORK_READS_PER_MINUTE: "0" };
    await served(data, vars, async (server) => {
      for (let number = 0; number < 100; number += 1) {
        const { status, json } = await request(server, `/room/nobody-${number}/messages`);
        assert.deepEqual([status, json.seq, json.events, json.more], [200, 0, [], false]);
        assert.match(json.epoch, /^[0-9a-f]{16}$/);
      }
      assert.deepEqual(rooms(), []);
      const visits = Array.from({ length: 100 }, (_, number) => upgrade(server, `/room/new-${number}`));
      const statuses = (await Promise.all(visits)).map(({ status }) => status);
      const opened = statuses.filter((status) => status === 101).length;
      assert.equal(statuses.filter((status) => status === 429).length, 100 - opened);
      assert.ok(opened >= 50 && opened < 60, `${opened} opened`);
      // workerd makes a file for each object that is asked anything.
      assert.equal(rooms().length, isNative() ? 0 : opened);
    });
  });

  test("is let go by the server when the script that started it is killed", async () => {
    const data = join(home, "data");
    await served(data, {}, async (server) => {
      await talk(server);
      await server.killScript();
      await assert.rejects(fetch(`${server.url}/health`));
      await server.start();
      const { json } = await request(server, "/room/tea/messages");
      assert.deepEqual(json.events.map(({ text }) => text), ["between us"]);
    });
  });

  test("answers by local names alone, unless HOSTS says otherwise", async () => {
    const status = async (server, host) => (await request(server, "/room/tea", { headers: { host } })).status;
    await served(join(home, "a"), {}, async (server) => {
      assert.equal(await status(server, `localhost:${server.port}`), 200);
      assert.equal(await status(server, `127.0.0.1:${server.port}`), 200);
      for (const host of ["evil.example", `evil.example:${server.port}`, "localhost"]) {
        assert.equal(await status(server, host), 421, host);
      }
      assert.equal((await upgrade(server, "/room/tea", { host: "evil.example", origin: "http://evil.example" })).status, 421);
    });
    await served(join(home, "b"), { HOSTS: "chat.example" }, async (server) => {
      assert.equal(await status(server, "chat.example"), 200);
      assert.equal(await status(server, `127.0.0.1:${server.port}`), 421);
    });
    await served(join(home, "c"), { HOSTS: "" }, async (server) => {
      assert.equal(await status(server, "any.example"), 200);
    });
  });
});

describe("a data folder of workerd", () => {
  test("is not one for the native host to begin with, which says how to go on", () => {
    const data = join(home, "data");
    const rooms = join(data, "rooms", "alcove-RoomObject");
    mkdirSync(rooms, { recursive: true });
    requireNativeData(data);
    writeFileSync(join(rooms, "metadata.sqlite"), "");
    assert.throws(() => requireNativeData(data), (error) => /--adopt .*data.* --runtime workerd/.test(error.message));
    requireNativeData(join(home, "another"));
  });
});

/** Of every process, where the system shows them. */
function commandLines() {
  if (process.platform !== "linux") return "";
  const processes = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return processes
    .map((id) => {
      try {
        return readFileSync(`/proc/${id}/cmdline`, "latin1");
      } catch {
        return "";
      }
    })
    .join("\n");
}
