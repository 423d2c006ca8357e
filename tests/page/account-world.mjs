/** An account as its server keeps it (src/account/sync.rs): fields in the order in which they were last changed. */
export class Account {
  version = 0;
  fields = new Map();
  requests = [];
  page = 500;
  /** What becomes of the next answers: "lost" arrives, and is not answered. */
  fate = [];
  /** Up to which version it is not known any more what was removed. */
  #forgotten = 0;

  sync({ since, changes }) {
    const fate = this.fate.shift();
    this.requests.push({ since, changes });
    if (fate === "refused") throw new Error("no connection");
    for (const { field, value } of changes) {
      const before = this.fields.get(field)?.value ?? null;
      if (JSON.stringify(before) === JSON.stringify(value)) continue;
      this.version += 1;
      this.fields.set(field, { field, value: structuredClone(value), version: this.version });
    }
    if (fate === "lost") throw new Error("the answer is lost");
    const isLost = since > this.version || (since > 0 && since < this.#forgotten);
    const from = isLost ? 0 : since;
    const after = [...this.fields.values()]
      .filter(({ version, value }) => version > from && (value !== null || from > 0))
      .sort((a, b) => a.version - b.version);
    const most = isLost ? after.length : this.page;
    const more = after.length > most;
    const fields = structuredClone(after.slice(0, most));
    const version = more ? fields.at(-1).version : this.version;
    return { version, fields, more, ...(isLost && { full: true }) };
  }

  /** As after 90 days. */
  forgetsRemoved() {
    for (const { field, value, version } of [...this.fields.values()]) {
      if (value !== null) continue;
      this.#forgotten = Math.max(this.#forgotten, version);
      this.fields.delete(field);
    }
  }

  /** What there is of it. */
  get values() {
    return Object.fromEntries(
      [...this.fields.values()].flatMap(({ field, value }) => (value === null ? [] : [[field, value]])),
    );
  }
}
