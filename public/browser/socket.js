const CONNECTING = 0;

/** A socket that, if it is left while it opens, is closed once it is open: browsers complain of any other. */
export class Socket extends WebSocket {
  /** @override @param {number} [code] */
  close(code) {
    if (this.readyState !== CONNECTING) return super.close(code);
    this.addEventListener("open", () => super.close(code));
  }
}
