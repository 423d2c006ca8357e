/**
 * As much of a browser as following links takes: it keeps cookies by host (as browsers do: for all ports), goes where
 * it is redirected, and says of which site's page each request is.
 */
import { within } from "./waiting.mjs";

const REDIRECTS = 10;

export class WebClient {
  /** Where it is. */
  url = undefined;
  /** The addresses that it went by, the last one included. */
  visited = [];

  #cookies = new Map();

  /** The cookies that it would send to this address. */
  cookies(url) {
    return new Map([...(this.#cookies.get(new URL(url).hostname) ?? [])].map(([name, { value }]) => [name, value]));
  }

  /** How a cookie was set. */
  attributes(url, name) {
    return this.#cookies.get(new URL(url).hostname)?.get(name)?.attributes;
  }

  setCookie(url, name, value) {
    this.#keep(new URL(url), [`${name}=${value}`]);
  }

  /** Goes to an address by a link on a page of the same site, and on to where it is led. */
  async goes(url, options) {
    this.visited = [];
    let site = "same-origin";
    for (let hop = 0; hop < REDIRECTS; hop += 1) {
      this.visited.push(url);
      this.url = url;
      const headers = { accept: "text/html", "sec-fetch-site": site, "sec-fetch-mode": "navigate" };
      const response = await this.request(url, { headers, ...options });
      const location = response.headers.get("location");
      if (response.status < 300 || response.status > 399 || location === null) return response;
      const next = new URL(location, url);
      if (next.origin !== new URL(url).origin) site = "cross-site";
      url = next.href;
    }
    throw new Error(`redirected more than ${REDIRECTS} times: ${this.visited.join(" ")}`);
  }

  /** One request, and no further. */
  async request(url, { headers = {}, ...init } = {}) {
    const cookie = [...this.cookies(url)].map((pair) => pair.join("=")).join("; ");
    const all = { ...(cookie && { cookie }), ...headers };
    const answered = fetch(url, { redirect: "manual", ...init, headers: all });
    const response = await within(answered, () => `no answer of ${url}`, 20_000);
    this.#keep(new URL(url), response.headers.getSetCookie());
    return response;
  }

  #keep({ hostname }, lines) {
    const jar = this.#cookies.get(hostname) ?? new Map();
    this.#cookies.set(hostname, jar);
    for (const line of lines) {
      const [pair, ...attributes] = line.split(";").map((part) => part.trim());
      const [name, value] = [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
      const age = attributes.find((each) => /^max-age=/i.test(each));
      const expires = attributes.find((each) => /^expires=/i.test(each));
      const isOver = age ? Number(age.slice(8)) <= 0 : expires && Date.parse(expires.slice(8)) <= Date.now();
      if (isOver) jar.delete(name);
      else jar.set(name, { value, attributes });
    }
  }
}
