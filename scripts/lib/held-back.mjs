// What is printed by programs that run side by side, one after the other.

/** Keeps what is written until `opens`, and passes on what is written after that. */
export class HeldBack {
  #kept = [];
  #onward;

  write(data) {
    if (this.#onward) this.#onward.write(data);
    else this.#kept.push(data);
  }

  opens(onward = process.stdout) {
    this.#onward = onward;
    for (const data of this.#kept.splice(0)) onward.write(data);
  }
}
