/**
 * A person at a browser. They act as people do, with keyboard, mouse or touch; what they see is read from the
 * page as drawn. Every wait is for something to appear.
 */
import assert from "node:assert/strict";
import { within } from "../../support/waiting.mjs";

/** The parts of the page by what they are to a person. Selectors reach through open shadow roots. */
const PARTS = {
  texts: "alcove-timeline .text",
  rows: "alcove-timeline .row",
  notices: "alcove-timeline .notice",
  newLine: "alcove-timeline .new",
  toNew: "alcove-timeline .to-new",
  dayInView: "alcove-timeline .date",
  quotes: "alcove-timeline .quote",
  reactions: "alcove-timeline .reaction",
  undo: "alcove-timeline .undo",
  menu: "alcove-message-menu [role=menu]",
  typing: "alcove-typing-line p.on",
  toast: "alcove-toast p",
  scroller: "alcove-timeline .scroller",
  toEnd: "alcove-timeline .to-end",
  failure: "alcove-timeline .failure",
  composer: "alcove-composer textarea",
  sendButton: "alcove-composer button.primary",
  attachButton: "alcove-composer button.attach",
  hint: "alcove-composer #hint",
  mode: "alcove-composer #mode",
  emojiButton: "alcove-composer button.emoji",
  suggestions: "alcove-composer [role=option]",
  picker: "alcove-emoji-picker",
  emoji: "alcove-emoji-picker [role=gridcell]",
  prompt: "alcove-name-prompt dialog",
  nameField: "alcove-name-prompt input",
  landingName: "alcove-landing input >> nth=0",
  joinButton: "alcove-name-prompt button.primary",
  nameProblem: "alcove-name-prompt .problem",
  people: "alcove-top-bar .people",
  copy: "alcove-top-bar .copy",
  feedback: "alcove-top-bar .feedback",
  banner: "alcove-banner .banner",
  roster: "alcove-roster",
  rosterNames: "alcove-roster .name bdi",
  settingsButton: ":is(alcove-top-bar .settings, alcove-landing header button)",
  shareButton: "alcove-top-bar .invite",
  dialogCopy: "alcove-share-dialog .copy",
  dialog: ":is(alcove-share-dialog, alcove-settings-dialog, alcove-invite-dialog, alcove-owner-dialog) dialog",
  update: "alcove-update-notice .notice",
};

/** What a browser says about a server that does not answer is no fault of the page. */
const SERVER_AWAY = /net::ERR_(CONNECTION_\w+|SOCKET_NOT_CONNECTED|EMPTY_RESPONSE|NETWORK_CHANGED)|[Cc]losed before/;

/** What is said of a document that gave way to another. */
const LEAVES = /Execution context was destroyed|Cannot find context with specified id|navigating and changing the content/;

export class Person {
  name;
  context;
  page;
  device;
  faults = [];
  #server;
  #kept;
  #frame;
  #line;
  #forgiven = [];

  /** At this browser, with its first tab. */
  static at(server, kept, name, device) {
    const person = new Person(server, kept, name, device);
    if (device?.serviceWorkers === "block") person.expectsToHear(/registration blocked by Playwright/);
    person.page = kept.page;
    person.#watch(kept.page);
    kept.context.on("page", (page) => person.#watch(page));
    return person;
  }

  constructor(server, kept, name, device) {
    this.#server = server;
    this.#kept = kept;
    this.context = kept.context;
    this.name = name;
    this.device = device;
  }

  /** Another tab of the same browser. */
  async anotherTab() {
    const tab = new Person(this.#server, this.#kept, this.name, this.device);
    tab.faults = this.faults;
    tab.#forgiven = this.#forgiven;
    tab.page = await this.#kept.anotherPage();
    return tab;
  }

  /** From now on the server may be away, and the browser may say so. */
  expectsTheServerToGo() {
    this.expectsToHear(SERVER_AWAY);
  }

  expectsToHear(pattern) {
    this.#forgiven.push(pattern);
  }

  part(name) {
    return this.place.locator(PARTS[name]);
  }

  /** Where the room is: the page, or a frame in the page of a host. */
  get place() {
    return this.#frame ?? this.page;
  }

  get isOnPhone() {
    return this.device.hasTouch === true;
  }

  // ---- coming and going ----

  /** Opens a room's link. */
  opens(room) {
    return this.page.goto(this.#server.link(room));
  }

  /** Opens the landing page, or another path. */
  visits(path = "/") {
    return this.page.goto(`${this.#server.url}${path}`);
  }

  /** Opens a page of another site, with a room in a frame. */
  async comesUpon(url) {
    await this.page.goto(url);
    await this.staysOnThePage();
  }

  /** Where the room's frame is a new one. */
  async staysOnThePage() {
    const frame = this.page.locator("alcove-room iframe");
    await frame.scrollIntoViewIfNeeded();
    this.#frame = await (await frame.elementHandle()).contentFrame();
  }

  /** Opens the link, gives the name, and is in. */
  async joins(room, name = this.name) {
    await this.opens(room);
    await this.givesName(name);
    await this.isIn();
  }

  /** Opens the link of a room where one never was, and comes in under the name that one has elsewhere. */
  async comesInto(room) {
    await this.opens(room);
    await this.takesTheName();
    await this.isIn();
  }

  /** From one room to another where one never was, in the same page. */
  async goesOnTo(room) {
    await this.sees(hasFollowed, [`/room/${room}`, room], `the way to ${room}`);
    await this.takesTheName();
    await this.isIn();
  }

  /** Joins under the name that is filled in. */
  takesTheName() {
    return this.isOnPhone ? this.part("joinButton").tap() : this.part("nameField").press("Enter");
  }

  async givesName(name) {
    await this.part("nameField").fill(name);
    await this.takesTheName();
  }

  /** The room is here, with its messages and people. */
  async isIn() {
    await this.sees(inRoom, undefined, "the room");
  }

  async reloads() {
    await this.page.reload();
    await this.isIn();
  }

  /** The browser has the page of the server's present version, for when there is no server. */
  async keepsThePage() {
    const { version } = await (await fetch(`${this.#server.url}/shell.json`)).json();
    const isKept = await this.page.evaluate(keepsShell, `alcove:shell:${version}`);
    assert.ok(isKept, `${this.name} waited for the page ${version} to be kept`);
  }

  /** From the next opening of the page on, its socket goes through a line that the test can cut. */
  async isOnALine(change = (event) => event) {
    this.#line = { isCut: false, sockets: new Set(), change };
    await this.routesSockets((socket) => connect(socket, this.#line));
    // Else the page finds out that only sockets do not get through, and says that instead.
    await this.page.route(/\/(health|messages)(\?|$)/, (route) => (this.#line.isCut ? route.abort("connectionrefused") : route.fallback()));
  }

  /** From the next opening of the page on, the sockets of rooms are the test's. */
  routesSockets(onSocket) {
    return this.#kept.routesSockets(this.page, onSocket);
  }

  /**
   * The line is cut, and stays so; the server goes on with the others. As with a server that is away, the
   * browser may say so: of a try that was under way when the network came back, and was given up for a new one.
   */
  async isCutOff() {
    this.expectsTheServerToGo();
    this.#line.isCut = true;
    for (const socket of this.#line.sockets) await socket.close({ code: 1006 }).catch(() => socket.close());
    this.#line.sockets.clear();
  }

  /** On a line: what the server sends from now on waits, until `getsAtOnce`. */
  getsNothing() {
    this.#line.held = [];
  }

  /** All that has waited comes in one frame, once this message is among it. */
  async getsAtOnce(text) {
    const line = this.#line;
    while (!line.held.some((event) => event.text === text)) {
      await new Promise((resolve) => {
        line.onHeld = resolve;
      });
    }
    for (const socket of line.sockets) socket.send(JSON.stringify(line.held));
    line.held = undefined;
  }

  async isOnTheLineAgain() {
    this.#line.isCut = false;
    await this.isOnlineAgain();
  }

  /** The browser says that there is a network again, so nobody has to wait for the next try. */
  isOnlineAgain() {
    return this.page.evaluate(() => window.dispatchEvent(new Event("online")));
  }

  // ---- writing ----

  /** Puts a text into the composer. */
  writes(text) {
    return this.part("composer").fill(text);
  }

  /** Waits until the composer holds exactly this. */
  hasWritten(text) {
    const has = (wanted) => {
      const composer = document.querySelector("alcove-room")?.shadowRoot?.querySelector("alcove-composer");
      return composer?.shadowRoot?.querySelector("textarea")?.value === wanted;
    };
    return this.sees(has, text, `the composer to hold ${JSON.stringify(text)}`, () => this.part("composer").inputValue());
  }

  /** Sends what was just written: by Enter, or on a phone by the button. */
  async sends() {
    if (this.isOnPhone) await this.part("sendButton").tap();
    else await this.page.keyboard.press("Enter");
  }

  async says(...texts) {
    for (const text of texts) {
      await this.writes(text);
      await this.sends();
    }
  }

  /** What the field would not let through, as a page of an older version did: for the server to refuse. */
  async saysUnchecked(text) {
    const send = (composer, detail) => composer.dispatchEvent(new CustomEvent("send", { detail }));
    await this.place.locator("alcove-composer").evaluate(send, text);
  }

  // ---- doing something with a message ----

  /** The row of the message with exactly this text. */
  row(text) {
    return this.part("rows").filter({ has: this.page.locator(".text").getByText(text, { exact: true }) });
  }

  /** Opens the menu of a message: by its button, or on a phone by a long press; `meanwhile` the finger is still down. */
  async opensMenuOf(text, meanwhile = () => {}) {
    const row = this.row(text);
    // Only what the server has acknowledged can be acted on.
    await row.and(this.page.locator(":not(.pending)")).waitFor();
    if (this.isOnPhone) await this.#pressesLong(row.locator(".text"), meanwhile);
    else {
      await row.hover();
      await row.getByRole("button", { name: "Message actions" }).click();
    }
    await this.part("menu").waitFor();
  }

  async picks(name) {
    await this.page.getByRole("menuitem", { name, exact: true }).click();
    await this.part("menu").waitFor({ state: "detached" });
  }

  async replies(to, text) {
    await this.opensMenuOf(to);
    await this.picks("Reply");
    await this.says(text);
  }

  async reacts(text, emoji) {
    await this.opensMenuOf(text);
    await this.page.getByRole("menuitemcheckbox", { name: `React with ${emoji}` }).click();
  }

  async deletes(text) {
    await this.opensMenuOf(text);
    await this.picks("Delete");
  }

  /** Waits until a message has exactly these reactions, such as "👍 2". */
  async seesReactions(text, ...reactions) {
    const wanted = [text, reactions.join(", ")];
    await this.sees(hasReactions, wanted, `the reactions ${reactions}`, () => this.part("reactions").allTextContents());
  }

  async #pressesLong(target, meanwhile) {
    await target.scrollIntoViewIfNeeded();
    const { x, y, width, height } = await target.boundingBox();
    const touch = await this.context.newCDPSession(this.page);
    const touchPoints = [{ x: x + width / 2, y: y + height / 2 }];
    await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
    await this.part("menu").waitFor();
    await meanwhile();
    await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  }

  // ---- sharing and settings ----

  /** Presses the button that opens a dialog of the top bar. */
  async opensDialog(opener) {
    await this.page.getByRole("button", { name: opener, exact: true }).click();
    await this.part("dialog").waitFor();
  }

  /** One of a few, in the settings. */
  radio(group, words) {
    return this.part("dialog").getByRole("group", { name: group }).getByRole("radio", { name: words });
  }

  chooses(group, words) {
    return this.radio(group, words).check();
  }

  switches(name, isOn) {
    return this.part("dialog").getByRole("switch", { name }).setChecked(isOn);
  }

  /** Turns to another window, as far as the page can tell. */
  looksAway(isAway = true) {
    return this.page.evaluate((hidden) => {
      Object.defineProperty(document, "hidden", { configurable: true, value: hidden });
      document.dispatchEvent(new Event("visibilitychange"));
    }, isAway);
  }

  looksBack() {
    return this.looksAway(false);
  }

  /** Another window has the focus, and the page is still in sight. */
  turnsToAnotherWindow(isThere = true) {
    return this.page.evaluate((isElsewhere) => {
      document.hasFocus = () => !isElsewhere;
      window.dispatchEvent(new Event(isElsewhere ? "blur" : "focus"));
    }, isThere);
  }

  turnsBack() {
    return this.turnsToAnotherWindow(false);
  }

  // ---- seeing ----

  /** Every text that is drawn, from top to bottom, exactly as it is in the document. */
  texts() {
    return this.part("texts").evaluateAll((all) => all.map(({ textContent }) => textContent));
  }

  /** Waits for a message with exactly this text. */
  reads(text) {
    return this.sees(hasText, text, `the message ${JSON.stringify(text)}`, () => this.texts());
  }

  /** Waits until all that is drawn is exactly these texts, none on its way. */
  async readsExactly(texts) {
    const settled = ([wanted]) => {
      const rows = [...document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline").shadowRoot.querySelectorAll(".row")];
      if (rows.some((row) => row.matches(".pending"))) return false;
      const drawn = rows.map((row) => row.querySelector(".text")?.textContent);
      return JSON.stringify(drawn) === wanted;
    };
    await this.sees(settled, [JSON.stringify(texts)], "exactly the texts", () => this.texts()).catch(async (error) => {
      assert.deepEqual(await this.texts(), texts);
      throw error;
    });
  }

  /** Waits until the line of notices, such as "Ben joined", is there. */
  async notices(words) {
    await this.sees(hasNotice, words, `the notice ${JSON.stringify(words)}`, () => this.allNotices());
  }

  allNotices() {
    return this.part("notices").evaluateAll((all) => all.map(({ textContent }) => textContent.replace(/[\u2068\u2069]/g, "")));
  }

  /** Waits until so many people are counted. */
  async counts(number) {
    await this.place.getByRole("button", { name: `People, ${number}`, exact: true }).waitFor();
  }

  /** Names in the roster, oneself first. */
  rosterNames() {
    return this.part("rosterNames").allTextContents();
  }

  /** Waits until `look`, run in the page with `arg`, is true. A page that is being loaded may have no part yet. */
  async sees(look, arg, what, instead) {
    try {
      await within(this.#isTrue(look, arg), () => "it is not");
    } catch (error) {
      const seen = instead ? `; seen instead: ${JSON.stringify(await instead()).slice(0, 2_000)}` : "";
      throw new Error(`${this.name} waited for ${what}${seen} (${error.message.split("\n")[0]})`);
    }
  }

  /**
   * By one call, in each document that is loaded meanwhile. `waitForFunction` would first bring all that it knows of
   * selectors into each, and ask at each frame that is drawn for it alone: a sixteenth of what a room costs to open.
   */
  async #isTrue(look, arg) {
    const wanted = arg === undefined ? "undefined" : JSON.stringify(arg);
    const waits = `(${waitsUntil})(${look}, ${wanted})`;
    for (;;) {
      try {
        return await this.place.evaluate(waits);
      } catch (error) {
        if (!LEAVES.test(error.message)) throw error;
      }
    }
  }

  /** Waits for these words in a part of the page. */
  async readsIn(part, words, how) {
    await this.part(part).filter({ hasText: words }).first().waitFor(how);
  }

  /** What has the focus: its accessible name or tag, through all shadow roots; "" if nothing has. */
  focus() {
    return this.place.evaluate(() => {
      let focused = document.activeElement;
      while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
      if (!focused || focused === document.body) return "";
      return focused.getAttribute("aria-label") ?? focused.labels?.[0]?.textContent.trim() ?? focused.textContent.trim();
    });
  }

  /** Waits until the focus is on what is called so. */
  async hasFocusOn(name) {
    await this.sees(isFocused, name, `the focus on ${name}`, () => this.focus());
  }

  /** As after a press on the bare page. */
  losesFocus() {
    return this.place.evaluate(() => {
      let focused = document.activeElement;
      while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
      focused?.blur();
    });
  }

  #watch(page) {
    page.on("dialog", (dialog) => {
      this.faults.push(`a dialog: ${dialog.message()}`);
      dialog.dismiss();
    });
    const notes = (said) => {
      if (!this.#forgiven.some((pattern) => pattern.test(said))) this.faults.push(said);
    };
    page.on("pageerror", (error) => notes(`an exception: ${error.stack}`));
    page.on("console", (message) => {
      if (!["error", "warning"].includes(message.type())) return;
      notes(`${message.text()} (${message.location().url})`);
    });
    page.on("popup", (popup) => this.faults.push(`a window: ${popup.url()}`));
  }
}

/** Passes everything on, what comes from the server perhaps changed. */
function connect(socket, line) {
  if (line.isCut) return void socket.close();
  const server = socket.connectToServer();
  line.sockets.add(socket);
  socket.onClose(() => server.close());
  server.onMessage((data) => {
    if (data === "pong") return socket.send(data);
    const events = JSON.parse(data).map(line.change);
    if (!line.held) return socket.send(JSON.stringify(events));
    line.held.push(...events);
    line.onHeld?.();
  });
}

// ---- run in the page ----

/** By a timer that no test sets. */
async function waitsUntil(look, arg) {
  while (!(await look(arg))) await scheduler.postTask(() => {}, { delay: 20 });
}

/** The service worker is the active one when it has everything. */
async function keepsShell(name) {
  const deadline = performance.now() + 20_000;
  while (performance.now() < deadline) {
    const { active, installing, waiting } = await navigator.serviceWorker.ready;
    if (!installing && !waiting && active.state === "activated" && (await caches.has(name))) return true;
    await scheduler.postTask(() => {}, { delay: 50 });
  }
  return false;
}

function isFocused(name) {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused?.getAttribute("aria-label") === name;
}

/** Follows a link to a room, once rooms can be switched: the part by which they are comes soon after the room. */
function hasFollowed([href, room]) {
  const shown = document.querySelector("alcove-room");
  if (shown?.name === room) return true;
  const isReady = shown?.shadowRoot?.querySelector("alcove-announcer")?.shadowRoot?.querySelector("p");
  if (!isReady || shown.inert) return false;
  const link = document.body.appendChild(Object.assign(document.createElement("a"), { href }));
  link.click();
  link.remove();
  return false;
}

/** With what comes soon after it. */
function inRoom() {
  if (!customElements.get("alcove-banner")) return false;
  const room = document.querySelector("alcove-room")?.shadowRoot;
  const timeline = room?.querySelector("alcove-timeline")?.shadowRoot;
  const count = room?.querySelector("alcove-top-bar")?.shadowRoot?.querySelector(".people span")?.textContent;
  return !!count && !!timeline?.querySelector(".empty, .row") && !room.querySelector("alcove-name-prompt");
}

function hasText(text) {
  const timeline = document.querySelector("alcove-room")?.shadowRoot?.querySelector("alcove-timeline");
  return [...(timeline?.shadowRoot?.querySelectorAll(".text") ?? [])].some(({ textContent }) => textContent === text);
}

function hasReactions([text, wanted]) {
  const timeline = document.querySelector("alcove-room").shadowRoot.querySelector("alcove-timeline");
  const row = [...timeline.shadowRoot.querySelectorAll(".row")].find((each) => each.querySelector(".text")?.textContent === text);
  const drawn = [...(row?.querySelectorAll(".reaction") ?? [])].map((each) => each.textContent.replace(/(\d+)$/, " $1"));
  return row && drawn.join(", ") === wanted;
}

function hasNotice(words) {
  const timeline = document.querySelector("alcove-room")?.shadowRoot?.querySelector("alcove-timeline");
  return [...(timeline?.shadowRoot?.querySelectorAll(".notice") ?? [])].some(
    ({ textContent }) => textContent.replace(/[\u2068\u2069]/g, "") === words,
  );
}
