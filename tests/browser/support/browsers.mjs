/**
 * The browsers of people, one test after the other. Two fifths of what it costs to come into a room are a new process
 * and what it has to compile. So the browser of a person who has gone is kept for the next one with the same device, in
 * the same process and with nothing in it: no storage, no permission, no history, nothing that a test has put into its
 * pages or between them and the server. Only files that are named by their content are still in its cache.
 */

/** Free ones, for as many as a test has people; of those more, the one that was not taken for longest is closed. */
const MOST_FREE = 6;

/** Calls after which a browser is not kept, as they cannot be undone. */
const LASTING = {
  context: ["exposeBinding", "exposeFunction", "route", "routeFromHAR", "routeWebSocket", "setExtraHTTPHeaders", "setGeolocation"],
  page: ["exposeBinding", "exposeFunction", "routeFromHAR", "routeWebSocket", "setExtraHTTPHeaders"],
};

/** What tests listen to. */
const HEARD = {
  context: ["console", "dialog", "page", "request", "requestfailed", "requestfinished", "response", "serviceworker", "weberror"],
  page: [
    ...["console", "dialog", "domcontentloaded", "download", "framenavigated", "load", "pageerror", "popup", "request"],
    ...["requestfailed", "requestfinished", "response", "websocket", "worker"],
  ],
};

/** Where the page keeps things, besides cookies. */
const STORES = "local_storage,indexeddb,cache_storage,file_systems";

/** Of the server, so that it is in the process of a room; and nothing is done in it. */
const EMPTY = "/health";

/** The address of a room's socket. */
const ROOMS = /\/room\//;

const passOn = (socket) => void socket.connectToServer();

/** From the last that was given back to the first. */
let free = [];

/** What a browser is opened with; the rest of the options can change while it is open. */
export const lasting = ({ viewport: _, colorScheme: __, reducedMotion: ___, ...rest }) => rest;

/**
 * One in which nobody was, or of which nothing is left.
 * @param url The server's: what is kept is of one server.
 */
export async function takeBrowser(browser, options, url) {
  const key = JSON.stringify([url, lasting(options)]);
  const found = free.find((each) => each.key === key && each.browser === browser);
  free = free.filter((each) => each !== found);
  const kept = found ?? (await KeptBrowser.open(browser, key, options));
  await kept.looksLike(options);
  return kept;
}

/** For the next test, unless something would be left in it. */
export async function giveBackBrowser(kept, url) {
  if (!(await kept.isEmptied(url).catch(() => false))) return kept.context.close();
  free.unshift(kept);
  for (const each of free.splice(MOST_FREE)) await each.context.close();
}

class KeptBrowser {
  key;
  browser;
  /** Its sockets can be routed by one test after the other. */
  isRouted;
  context;
  page;
  #look;
  #session;
  /** It has a service worker, which would go on with what it has. */
  #hasWorker;
  /** Something was done that cannot be undone. */
  #isUsedUp = false;
  /** What its page was like in the first room, apart from that. */
  #room;
  /** What becomes of the sockets of a room, where they are routed; else they go to the server. */
  #onSocket;
  /** Promises of what has a `dispose`, and of sessions. */
  #toDispose = [];
  #sessions = [];
  #called = new Set();

  static async open(browser, key, { isRouted = false, ...options }) {
    const kept = new KeptBrowser();
    Object.assign(kept, { browser, key, isRouted, context: await browser.newContext(options) });
    kept.context.setDefaultTimeout(20_000);
    await kept.context.addInitScript(watchForViolations);
    kept.page = await kept.context.newPage();
    if (isRouted) await kept.page.routeWebSocket(ROOMS, (socket) => (kept.#onSocket ?? passOn)(socket));
    kept.#hasWorker = options.serviceWorkers !== "block";
    if (!kept.#hasWorker) kept.#session = await kept.context.newCDPSession(kept.page);
    kept.#notesCalls();
    return kept;
  }

  /** From the next opening of the page on, sockets of rooms are for `onSocket`. */
  async routesSockets(page, onSocket) {
    if (this.isRouted && page === this.page) this.#onSocket = onSocket;
    else await page.routeWebSocket(ROOMS, onSocket);
  }

  /** How it looks, in all its tabs. */
  async looksLike({ viewport, colorScheme = "light", reducedMotion = "no-preference" }) {
    this.#look = { viewport, media: { media: null, colorScheme, reducedMotion, forcedColors: "none", contrast: "no-preference" } };
    await this.#dresses(this.page);
  }

  async anotherPage() {
    const page = await this.context.newPage();
    await this.#dresses(page);
    return page;
  }

  async #dresses(page) {
    const { viewport, media } = this.#look;
    const { width, height } = page.viewportSize();
    if (width !== viewport.width || height !== viewport.height) await page.setViewportSize(viewport);
    await page.emulateMedia(media);
  }

  #notesCalls() {
    const { context, page } = this;
    const notes = (object, methods, note) => {
      for (const method of methods) {
        const call = object[method].bind(object);
        object[method] = (...args) => {
          const result = call(...args);
          note(result, method);
          return result;
        };
      }
    };
    const usesUp = () => {
      this.#isUsedUp = true;
    };
    notes(context, LASTING.context, usesUp);
    notes(page, LASTING.page, usesUp);
    for (const each of [context, page]) {
      const { clock } = each;
      Object.defineProperty(each, "clock", { get: () => usesUp() ?? clock });
      notes(each, ["addInitScript"], (result) => this.#toDispose.push(result));
    }
    notes(context, ["newCDPSession"], (result) => this.#sessions.push(result));
    notes(context, ["grantPermissions", "setOffline"], (_, method) => this.#called.add(method));
    notes(page, ["route"], (_, method) => this.#called.add(method));
  }

  /** Its page is in a room, and is to stay in this one and those that follow. */
  async remembersRoom() {
    // Beside the room there would be the ones before.
    await this.page.evaluate(() => localStorage.setItem("alcove:sidebar", "closed"));
    this.#room = await this.page.evaluate(likeness);
  }

  /** Whether that page is as it was, in whichever room. */
  async isInRoom() {
    if (this.#isUsedUp || this.page.isClosed()) return false;
    return (await this.page.evaluate(likeness).catch(() => undefined)) === this.#room;
  }

  /** Whether what the test has put round its page is gone. */
  async isLeftAlone() {
    const { context, page } = this;
    if (this.#isUsedUp || page.isClosed()) return false;
    for (const each of HEARD.context) context.removeAllListeners(each);
    for (const each of HEARD.page) page.removeAllListeners(each);
    for (const each of context.pages()) if (each !== page) await each.close();
    for (const each of this.#sessions.splice(0)) await (await each).detach();
    for (const each of this.#toDispose.splice(0)) await (await each).dispose();
    if (this.#called.has("route")) await page.unrouteAll({ behavior: "ignoreErrors" });
    if (this.#called.has("grantPermissions")) await context.clearPermissions();
    if (this.#called.has("setOffline")) await context.setOffline(false);
    this.#called.clear();
    this.#onSocket = undefined;
    // Over nothing, until it is moved.
    await page.mouse.move(-1, -1);
    return true;
  }

  /** Whether it is as if nobody had been there. */
  async isEmptied(url) {
    if (this.#hasWorker || !this.page.url().startsWith(url) || !(await this.isLeftAlone())) return false;
    await this.page.goto(`${url}${EMPTY}`);
    await this.page.evaluate(forgets);
    await this.#session.send("Storage.clearDataForOrigin", { origin: url, storageTypes: STORES });
    await this.context.clearCookies();
    await this.#session.send("Page.resetNavigationHistory");
    return true;
  }
}

// ---- run in the page ----

function watchForViolations() {
  document.addEventListener("securitypolicyviolation", (event) => {
    console.error(`CSP violation: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
  });
}

function forgets() {
  sessionStorage.clear();
  window.name = "";
}

/** What a room's page is like, whatever the room. */
function likeness() {
  if (!document.querySelector("alcove-app > alcove-room:not([inert])")) return undefined;
  const kept = Object.entries(localStorage).filter(([key]) => key.split(":").length === 2);
  const attributes = [...document.documentElement.attributes].map(({ name, value }) => `${name}=${value}`);
  const hasUnread = document.title.startsWith("(");
  return JSON.stringify([kept.sort(), attributes.sort(), document.hidden, document.hasFocus(), hasUnread]);
}
