/** The account as its server keeps it: fields in the order in which they were last changed. */
export class Account {
  version = 0;
  fields = new Map();
  requests = [];
  page = 500;
  /** What becomes of the next answers: "lost" arrives, and is not answered. */
  fate = [];

  sync({ since, changes }) {
    const fate = this.fate.shift();
    this.requests.push({ since, changes });
    if (fate === "refused") throw new Error("no connection");
    for (const { field, value } of changes) {
      this.version += 1;
      this.fields.set(field, { field, value: structuredClone(value), version: this.version });
    }
    if (fate === "lost") throw new Error("the answer is lost");
    const after = [...this.fields.values()]
      .filter((each) => each.version > since)
      .sort((a, b) => a.version - b.version);
    const fields = structuredClone(after.slice(0, this.page));
    return { version: this.version, fields, more: after.length > this.page };
  }

  /** What there is of it. */
  get values() {
    return Object.fromEntries(
      [...this.fields.values()].flatMap(({ field, value }) => (value === null ? [] : [[field, value]])),
    );
  }
}
