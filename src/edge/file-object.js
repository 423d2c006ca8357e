// One file: its bytes, in rows of at most a MiB. Whose it is, and whether anybody still has it, its room knows.

export class FileObject {
  #storage;
  #sql;

  constructor(ctx) {
    this.#storage = ctx.storage;
    this.#sql = ctx.storage.sql;
  }

  async fetch(request) {
    const query = new URL(request.url).searchParams;
    const [at, length, total] = ["at", "length", "total"].map((name) => Number(query.get(name)));
    switch (request.method) {
      case "PUT":
        return this.#put(request, at, length, total);
      case "DELETE":
        await this.#storage.deleteAll();
        return new Response(null, { status: 204 });
      default:
        return query.has("length") ? this.#get(at, length) : this.#state(total, false);
    }
  }

  async #put(request, at, length, total) {
    const bytes = await request.arrayBuffer().catch(() => undefined);
    if (bytes?.byteLength !== length) return new Response(null, { status: 400 });
    // Nothing comes between this and what is written: there is no wait.
    if (at !== this.#next()) return this.#state(total, false);
    this.#sql.exec("CREATE TABLE IF NOT EXISTS part (at INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT");
    this.#sql.exec("INSERT INTO part (at, bytes) VALUES (?, ?)", at, bytes);
    return this.#state(total, true);
  }

  /** How much is stored; of all of it, what it sums up to and how it begins. */
  async #state(total, isTaken) {
    const next = this.#next();
    const whole = next === total ? await this.#whole() : {};
    return Response.json({ next, isTaken, ...whole });
  }

  async #whole() {
    const digest = new crypto.DigestStream("SHA-256");
    const writer = digest.getWriter();
    for (let row = this.#row(0); row; row = this.#row(row.at + 1)) await writer.write(row.bytes);
    await writer.close();
    const sum = new Uint8Array(await digest.digest);
    const sha256 = Array.from(sum, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return { sha256, head: this.#head() };
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
    const [table] = this.#sql.exec("SELECT 1 FROM sqlite_master WHERE name = 'part'");
    if (!table) return 0;
    const [last] = this.#sql.exec("SELECT at + length(bytes) AS next FROM part ORDER BY at DESC LIMIT 1");
    return last?.next ?? 0;
  }
}
