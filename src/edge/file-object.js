// One file: its bytes, in rows of at most a MiB. Whose it is, and whether anybody still has it, its room knows.
//
// And, by the SHA-256 of some bytes, of which rooms files have these: for the operator who has to remove them.

export class FileObject {
  #ctx;
  #env;
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
    // Nothing comes between this and what is written: there is no wait.
    if (at !== this.#next()) return this.#state(total, false, room);
    this.#sql.exec("CREATE TABLE IF NOT EXISTS part (at INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT");
    this.#sql.exec("INSERT INTO part (at, bytes) VALUES (?, ?)", at, bytes);
    return this.#state(total, true, room);
  }

  async #delete() {
    const sha256 = this.#known();
    await this.#storage.deleteAll();
    // A note that stays does no harm: nothing is found by it.
    if (sha256) await this.#tell("DELETE", sha256).catch(() => {});
    return new Response(null, { status: 204 });
  }

  /** How much is stored; of all of it, what it sums up to and how it begins. */
  async #state(total, isTaken, room) {
    const next = this.#next();
    if (next !== total) return Response.json({ next, isTaken });
    const sha256 = this.#known() ?? (await this.#digest());
    // Before the room hears of it: no message has a file that could not be found by its sum.
    if (room) await this.#tell("PUT", sha256, room);
    return Response.json({ next, isTaken, sha256, head: this.#head() });
  }

  /** Tells the object of a sum that this file has it, or will not any more. */
  async #tell(method, sha256, room) {
    const query = new URLSearchParams({ id: this.#ctx.id.name, ...(room && { room }) });
    const answer = await this.#env.FILE_OBJECTS.getByName(sha256).fetch(`http://file/sum?${query}`, { method });
    if (!answer.ok) throw new Error(`the object of a sum has answered ${answer.status}`);
  }

  async #digest() {
    const digest = new crypto.DigestStream("SHA-256");
    const writer = digest.getWriter();
    for (let row = this.#row(0); row; row = this.#row(row.at + 1)) await writer.write(row.bytes);
    await writer.close();
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
  #head() {
    const most = 4_096;
    let head = "";
    for (let row = this.#row(0); row && head.length < most; row = this.#row(row.at + 1)) {
      const bytes = new Uint8Array(row.bytes).subarray(0, most - head.length);
      head += String.fromCharCode(...bytes);
    }
    return btoa(head);
  }

  #get(at, length) {
    if (this.#next() < at + length) return new Response(null, { status: 404 });
    const { readable, writable } = new FixedLengthStream(length);
    // Whoever reads knows by the length that something is missing.
    this.#send(writable.getWriter(), at, length).catch(() => {});
    return new Response(readable);
  }

  /** Each row is read once the one before it was taken. */
  async #send(writer, at, length) {
    const end = at + length;
    try {
      while (at < end) {
        const [row] = this.#sql.exec("SELECT at, bytes FROM part WHERE at <= ? ORDER BY at DESC LIMIT 1", at);
        const bytes = new Uint8Array(row.bytes).subarray(at - row.at, end - row.at);
        await writer.write(bytes);
        at += bytes.length;
      }
      await writer.close();
    } catch (error) {
      await writer.abort(error);
    }
  }

  #row(from) {
    const [row] = this.#sql.exec("SELECT at, bytes FROM part WHERE at >= ? ORDER BY at LIMIT 1", from);
    return row;
  }

  #next() {
    if (!this.#has("part")) return 0;
    const [last] = this.#sql.exec("SELECT at + length(bytes) AS next FROM part ORDER BY at DESC LIMIT 1");
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
      return Response.json(this.#sql.exec("SELECT room, id FROM known ORDER BY rowid LIMIT ?", Number(most)).toArray());
    }
    this.#sql.exec("DELETE FROM known WHERE id = ?", id);
    const [left] = this.#sql.exec("SELECT 1 FROM known LIMIT 1");
    if (!left) await this.#storage.deleteAll();
    return new Response();
  }
}
