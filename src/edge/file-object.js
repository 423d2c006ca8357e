// One file: its bytes, in rows of at most a MiB. Whose it is, and whether anybody still has it, its room knows.
//
// Where a bucket is bound (FILES), larger parts go there, each as an object of its own by a key that no other part ever
// had: `<file>/<random>`. A row says where it is. It is written once the part is in the bucket, so what a crash leaves
// without a row is nobody's part, and goes with the file: by its prefix. Whether there is a bucket may change at any
// time, as each part is where its row says.
//
// And, by the SHA-256 of some bytes, of which rooms files have these: for the operator who has to remove them.

/**
 * How long a file waits until it asks its room whether it is still somebody's; each time twice as long, up to a year.
 * A room tells its files when they end; what it cannot is that it has ended itself, where the machine died right then.
 */
const DAY_MS = 24 * 3_600_000;
const MOST_DAYS = 365;

/** Bytes of a part that is worth an object in the bucket: a file sent in tiny pieces is not one of thousands. */
const BUCKET_LEAST = 64 * 1024;

/** A part is in its row, or in the bucket by this key. */
const PARTS = `CREATE TABLE IF NOT EXISTS part (
    at INTEGER PRIMARY KEY, length INTEGER NOT NULL, bytes BLOB, key TEXT,
    CHECK ((bytes IS NULL) <> (key IS NULL))
  ) STRICT`;

export class FileObject {
  #ctx;
  #env;
  /** What comes next waits for this: a bucket has to be waited for, and the parts of a file come one by one. */
  #last = Promise.resolve();
  #storage;
  #sql;

  constructor(ctx, env) {
    this.#ctx = ctx;
    this.#env = env;
    this.#storage = ctx.storage;
    this.#sql = ctx.storage.sql;
  }

  async fetch(request) {
    const url = new URL(request.url);
    const query = url.searchParams;
    if (url.pathname === "/sum") return this.#sum(request.method, query.get("id"), query.get("room"), query.get("most"));
    const [at, length, total] = ["at", "length", "total"].map((name) => Number(query.get(name)));
    switch (request.method) {
      case "PUT":
        return this.#put(request, at, length, total, query.get("room"));
      case "DELETE":
        return this.#delete();
      default:
        return query.has("length") ? this.#get(at, length) : this.#state(total, false);
    }
  }

  async #put(request, at, length, total, room) {
    const bytes = await request.arrayBuffer().catch(() => undefined);
    if (bytes?.byteLength !== length) return new Response(null, { status: 400 });
    return this.#alone(async () => {
      if (at !== this.#next()) return this.#state(total, false, room);
      const key = length >= BUCKET_LEAST && this.#env.FILES ? `${this.#prefix}${crypto.randomUUID()}` : null;
      if (key) await this.#env.FILES.put(key, bytes);
      if (at === 0) await this.#isOf(room);
      this.#sql.exec(PARTS);
      this.#sql.exec("INSERT INTO part (at, length, bytes, key) VALUES (?, ?, ?, ?)", at, length, key ? null : bytes, key);
      return this.#state(total, true, room);
    });
  }

  /** Whose it is, and when it asks next. */
  async #isOf(room) {
    this.#sql.exec("CREATE TABLE IF NOT EXISTS owner (id TEXT PRIMARY KEY, room TEXT NOT NULL, days INTEGER NOT NULL) STRICT");
    this.#sql.exec("INSERT OR REPLACE INTO owner (id, room, days) VALUES (?, ?, 1)", this.#id, room);
    await this.#storage.setAlarm(Date.now() + DAY_MS);
  }

  /** Asks the room, and goes if it knows nothing of this file. Who is not answered asks again. */
  async alarm() {
    const [owner] = this.#has("owner") ? this.#sql.exec("SELECT id, room, days FROM owner") : [];
    if (!owner) return;
    const { id, room, days } = owner;
    const address = `http://room/room/${room}/files/${id}`;
    const answer = await this.#env.ROOMS.getByName(room)
      .fetch(address, { headers: { "x-alcove-keeps": "1" } })
      .catch(() => new Response(null, { status: 503 }));
    if (answer.status === 404) {
      // What could not be removed is tried again.
      const isGone = await this.#delete().then(
        () => true,
        () => false,
      );
      if (isGone) return;
    }
    const next = answer.status === 204 ? Math.min(2 * days, MOST_DAYS) : days;
    this.#sql.exec("UPDATE owner SET days = ?", next);
    await this.#storage.setAlarm(Date.now() + next * DAY_MS);
  }

  #delete() {
    return this.#alone(() => this.#drop());
  }

  async #drop() {
    const sha256 = this.#known();
    // First what is elsewhere: as long as anything is left of it, there are rows that say so.
    await this.#emptyBucket();
    await this.#storage.deleteAlarm();
    await this.#storage.deleteAll();
    // A note that stays does no harm: nothing is found by it.
    if (sha256) await this.#tell("DELETE", sha256).catch(() => {});
    return new Response(null, { status: 204 });
  }

  /** Removes all that is of this file in the bucket, also what no row knows of. */
  async #emptyBucket() {
    const bucket = this.#env.FILES;
    if (!bucket) {
      const [away] = this.#has("part") ? this.#sql.exec("SELECT 1 FROM part WHERE key IS NOT NULL LIMIT 1") : [];
      if (away) throw new Error("a file has parts in a bucket that is not bound any more");
      return;
    }
    for (;;) {
      const { objects, truncated } = await bucket.list({ prefix: this.#prefix });
      if (objects.length > 0) await bucket.delete(objects.map(({ key }) => key));
      if (!truncated) return;
    }
  }

  /** Does something once all else is done. */
  #alone(work) {
    const done = this.#last.then(work);
    this.#last = done.catch(() => {});
    return done;
  }

  /** Its name; an alarm does not tell it. */
  get #id() {
    if (this.#ctx.id.name) return this.#ctx.id.name;
    const [owner] = this.#sql.exec("SELECT id FROM owner");
    return owner.id;
  }

  get #prefix() {
    return `${this.#id}/`;
  }

  /** How much is stored; of all of it, what it sums up to and how it begins. */
  async #state(total, isTaken, room) {
    const next = this.#next();
    if (next !== total) return Response.json({ next, isTaken });
    const sha256 = this.#known() ?? (await this.#digest());
    // Before the room hears of it: no message has a file that could not be found by its sum.
    if (room) await this.#tell("PUT", sha256, room);
    return Response.json({ next, isTaken, sha256, head: await this.#head() });
  }

  /** Tells the object of a sum that this file has it, or will not any more. */
  async #tell(method, sha256, room) {
    const query = new URLSearchParams({ id: this.#id, ...(room && { room }) });
    const answer = await this.#env.FILE_OBJECTS.getByName(sha256).fetch(`http://file/sum?${query}`, { method });
    if (!answer.ok) throw new Error(`the object of a sum has answered ${answer.status}`);
  }

  async #digest() {
    const digest = new crypto.DigestStream("SHA-256");
    await this.#send(digest, 0, this.#next(), await this.#open(0, this.#next()));
    const sum = new Uint8Array(await digest.digest);
    const sha256 = Array.from(sum, (byte) => byte.toString(16).padStart(2, "0")).join("");
    this.#sql.exec("CREATE TABLE IF NOT EXISTS sum (sha256 TEXT PRIMARY KEY) STRICT, WITHOUT ROWID");
    this.#sql.exec("INSERT OR REPLACE INTO sum (sha256) VALUES (?)", sha256);
    return sha256;
  }

  /** What all of it sums up to, if that was found out. */
  #known() {
    if (!this.#has("sum")) return undefined;
    const [row] = this.#sql.exec("SELECT sha256 FROM sum");
    return row?.sha256;
  }

  /** The first 4,096 bytes, in base64. */
  async #head() {
    const length = Math.min(4_096, this.#next());
    const head = new Uint8Array(await new Response(await this.#stream(0, length)).arrayBuffer());
    if (head.length !== length) throw new Error("a part of a file is not there");
    return btoa(String.fromCharCode(...head));
  }

  async #get(at, length) {
    if (this.#next() < at + length) return new Response(null, { status: 404 });
    return new Response(await this.#stream(at, length));
  }

  /** Fails where nothing of it can be read; what is missing later, whoever reads knows by the length. */
  async #stream(at, length) {
    const { readable, writable } = new FixedLengthStream(length);
    const first = await this.#open(at, at + length);
    this.#send(writable, at, at + length, first).catch((error) => writable.abort(error).catch(() => {}));
    return readable;
  }

  /** Each part is opened once the one before it was taken. */
  async #send(writable, at, end, part) {
    for (;;) {
      await part.body.pipeTo(writable, { preventClose: true });
      at += part.length;
      if (at >= end) break;
      part = await this.#open(at, end);
    }
    await writable.close();
  }

  /** What of a part is within these bounds, from wherever it is. */
  async #open(from, to) {
    const [row] = this.#sql.exec("SELECT at, length, bytes, key FROM part WHERE at <= ? ORDER BY at DESC LIMIT 1", from);
    const offset = from - row.at;
    const length = Math.min(row.length - offset, to - from);
    if (!row.key) return { length, body: new Blob([new Uint8Array(row.bytes).subarray(offset, offset + length)]).stream() };
    const part = await this.#env.FILES?.get(row.key, { range: { offset, length } });
    if (!part) throw new Error("a part of a file is not in the bucket");
    return { length, body: part.body };
  }

  #next() {
    if (!this.#has("part")) return 0;
    const [last] = this.#sql.exec("SELECT at + length AS next FROM part ORDER BY at DESC LIMIT 1");
    return last?.next ?? 0;
  }

  #has(table) {
    const [found] = this.#sql.exec("SELECT 1 FROM sqlite_master WHERE name = ?", table);
    return found !== undefined;
  }

  /** As the object of a sum: notes a file that has it, forgets one, or tells some of them. */
  async #sum(method, id, room, most) {
    if (method === "PUT") {
      this.#sql.exec("CREATE TABLE IF NOT EXISTS known (id TEXT PRIMARY KEY, room TEXT NOT NULL) STRICT");
      this.#sql.exec("INSERT OR REPLACE INTO known (id, room) VALUES (?, ?)", id, room);
      return new Response();
    }
    if (!this.#has("known")) return Response.json([]);
    if (method === "GET") {
      return Response.json(this.#sql.exec("SELECT room, id FROM known WHERE id > ? ORDER BY id LIMIT ?", id, Number(most)).toArray());
    }
    this.#sql.exec("DELETE FROM known WHERE id = ?", id);
    const [left] = this.#sql.exec("SELECT 1 FROM known LIMIT 1");
    if (!left) await this.#storage.deleteAll();
    return new Response();
  }
}
