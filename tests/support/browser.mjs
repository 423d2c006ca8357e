/** A browser as far as accounts go: it keeps cookies, and its page asks from an origin of its own. */
export class Browser {
  cookies = new Map();
  #server;
  #url;
  #headers;

  /** By the name `localhost`, as passkeys are for no address. */
  constructor(server, { userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0" } = {}) {
    this.#server = server;
    const url = new URL(server.url);
    url.hostname = "localhost";
    this.#url = url.origin;
    this.#headers = { "user-agent": userAgent };
  }

  get origin() {
    return this.#url;
  }

  get cookie() {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  }

  /** Another browser with the same cookies, as a thief's. */
  copy() {
    const copy = new Browser(this.#server);
    copy.cookies = new Map(this.cookies);
    return copy;
  }

  async ask(method, path, body, headers = {}) {
    const isSafe = method === "GET";
    const answer = await fetch(this.#url + path, {
      method,
      redirect: "manual",
      headers: {
        ...this.#headers,
        ...(this.cookies.size > 0 ? { cookie: this.cookie } : {}),
        ...(isSafe ? {} : { origin: this.#url }),
        ...headers,
      },
      body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (/Max-Age=0/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
      this.setCookie = line;
    }
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, body: text === "" ? undefined : JSON.parse(text) };
  }

  get(path, headers) {
    return this.ask("GET", path, undefined, headers);
  }

  post(path, body, headers) {
    return this.ask("POST", path, body, headers);
  }

  delete(path) {
    return this.ask("DELETE", path);
  }

  // ---- passkeys ----

  async options(wanted) {
    const { status, body } = await this.post("/account/passkey/options", wanted);
    if (status !== 200) throw new Error(`options: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  /** A new account, or one more passkey of one's own. */
  async register(authenticator, change = {}, besides = {}) {
    const options = await this.options({ for: "create" });
    return this.post("/account/passkey/register", { ...authenticator.create(options, this.#url, change), ...besides });
  }

  async assert(authenticator, change = {}) {
    const options = await this.options({ for: "get" });
    return this.post("/account/passkey/assert", authenticator.get(options, this.#url, change));
  }
}
