/**
 * A bad network between one client and the server: a TCP proxy that knows nothing about its contents, and
 * breaks the connection in the ways networks do.
 *
 * A fault waits for traffic, not for time. So frames whose echoes get lost did reach the server, and late
 * frames arrive after they have been sent again.
 */
import { once } from "node:events";
import { connect, createServer } from "node:net";

/** The upgrade, the hello and the first frame after it: the client is back and sending. */
const CHUNKS_UNTIL_BACK = 3;
/** How much still gets out on a line whose echoes are lost. */
const CHUNKS_UNHEARD = 2;

export class Wire {
  #targetPort;
  #listener = createServer((near) => this.#accept(near));
  /** @type {Line[]} Oldest first. */
  #lines = [];

  constructor(targetPort) {
    this.#targetPort = targetPort;
  }

  async open() {
    this.#listener.listen(0, "127.0.0.1");
    await once(this.#listener, "listening");
    return this;
  }

  /** Where the client has to call. */
  get port() {
    return this.#listener.address().port;
  }

  /** Nothing has gone wrong with the newest line yet. */
  get isSound() {
    return this.#lines.at(-1)?.state === "sound";
  }

  /** Both ends are told at once, rudely. */
  reset() {
    this.#lines.at(-1)?.reset();
  }

  /** What the client sends next arrives, what it would hear does not; then it is cut off. */
  lostEchoes() {
    this.#lines.at(-1)?.turn("deaf");
  }

  /** What the client sends next is still on its way when it is cut off, and arrives when it is back. */
  lateFrames() {
    this.#lines.at(-1)?.turn("late");
  }

  /** Nothing gets through any more, and nobody is told: half-open on both sides. */
  silence() {
    this.#lines.at(-1)?.turn("silent");
  }

  /** Lets go of everything that is held, and cuts what is not sound. */
  heal() {
    for (const line of this.#lines) if (line.state !== "sound") line.release();
  }

  close() {
    this.#listener.close();
    for (const line of this.#lines) line.reset();
  }

  #accept(near) {
    const far = connect(this.#targetPort, "127.0.0.1");
    const line = new Line(near, far, () => {
      if (line !== this.#lines.at(-1) || line.sent !== CHUNKS_UNTIL_BACK) return;
      for (const older of this.#lines.slice(0, -1)) older.release();
    });
    this.#lines = [...this.#lines.filter((other) => !other.isOver), line];
  }
}

/** One connection of the client, `near`, and its continuation to the server, `far`. */
class Line {
  /** @type {"sound" | "deaf" | "late" | "silent"} */
  state = "sound";
  /** Chunks that the client has sent, whether or not they got through. */
  sent = 0;

  #near;
  #far;
  /** What the client sent and the server has not got yet. */
  #held = [];
  #unheard = 0;

  constructor(near, far, onSent) {
    this.#near = near.setNoDelay();
    this.#far = far.setNoDelay();
    for (const socket of [near, far]) socket.on("error", () => {});
    near.on("data", (chunk) => {
      this.sent += 1;
      this.#up(chunk);
      onSent();
    });
    far.on("data", (chunk) => {
      if (this.state === "sound") near.write(chunk);
    });
    near.on("close", () => {
      if (this.#held.length === 0) far.end();
    });
    far.on("close", () => {
      if (this.state !== "silent") near.destroy();
    });
  }

  get isOver() {
    return this.#near.destroyed && this.#far.destroyed;
  }

  turn(state) {
    this.state = state;
  }

  reset() {
    this.state = "late";
    this.#held = [];
    this.#near.resetAndDestroy();
    this.#far.resetAndDestroy();
  }

  /** Hands on what is held, and ends both sides. */
  release() {
    this.state = "late";
    for (const chunk of this.#held.splice(0)) this.#far.write(chunk);
    this.#far.end();
    this.#near.resetAndDestroy();
  }

  #up(chunk) {
    switch (this.state) {
      case "sound":
        return this.#far.write(chunk);
      case "deaf":
        this.#far.write(chunk);
        this.#unheard += 1;
        // The server's side ends in peace, so that it takes in what was sent.
        if (this.#unheard === CHUNKS_UNHEARD) this.release();
        return;
      case "late":
        this.#held.push(chunk);
        return this.#near.resetAndDestroy();
      case "silent":
        return this.#held.push(chunk);
    }
  }
}
