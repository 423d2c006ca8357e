// Every state of the page worth a look, by name: how to get there, and in which further themes it is drawn. A
// state is given the stage (the world, the talks, a device, a room of its own) and returns the person whose
// screen it is.

import { isInScriptedRoom, refusal, says, turnsAway } from "../browser/support/scripted.mjs";
import { ACCOUNT_STATES } from "./account-states.mjs";
import { FILE_STATES } from "./file-states.mjs";
import { OWN_STATES } from "./own-states.mjs";
import { HARD, WEEKEND } from "./talk.mjs";

/** As long as a room's name may be. */
const longName = (room) => `${room}-and-a-very-long-name-that-goes-on-until-it-may-not-any-longer`.slice(0, 64);

/** All further looks: for what has most to show. */
const ALL = ["contrast", "forced", "rtl"];

export const STATES = {
  landing: { looks: ALL, come: (stage) => lands(stage) },
  "landing-problems": {
    looks: ["forced"],
    come: async (stage) => {
      const ana = await lands(stage);
      await ana.page.getByRole("button", { name: "Create a room" }).click();
      await ana.page.getByRole("button", { name: "Join" }).click();
      await ana.page.getByText("Enter a room name or link").waitFor();
      return ana;
    },
  },
  "landing-guessable": {
    come: async (stage) => {
      const ana = await lands(stage);
      await ana.page.getByLabel("Room name or link").fill("tea");
      await ana.page.getByText("Anyone can guess").waitFor();
      return ana;
    },
  },
  "not-found": {
    come: async ({ someone }) => {
      const ana = await someone("Ana");
      await ana.visits("/nowhere");
      return ana;
    },
  },
  prompt: {
    looks: ALL,
    come: async ({ someone, room }) => {
      const ana = await someone("Ana");
      await ana.opens(room);
      await ana.part("prompt").waitFor();
      return ana;
    },
  },
  "prompt-taken": {
    come: async ({ world, someone, room }) => {
      await world.visitor(longName(room), "Ana");
      const ana = await someone("Ana");
      await ana.opens(longName(room));
      await ana.givesName("Ana");
      await ana.page.getByRole("button", { name: /^Use/ }).waitFor();
      return ana;
    },
  },
  empty: { looks: ["rtl", "forced"], come: ({ joined, room }) => joined("Ana", room) },
  "long-room-name": { come: ({ joined, room }) => joined("Ana", longName(room)) },
  loading: {
    come: async ({ someone, room }) => {
      const ana = await someone("Ana");
      await ana.page.addInitScript(() => localStorage.setItem("alcove:name", "Ana"));
      await ana.page.routeWebSocket(/\/room\//, () => {});
      await ana.opens(room);
      await ana.page.locator("alcove-timeline .bone").first().waitFor();
      return ana;
    },
  },
  busy: { looks: ALL, come: (stage) => busy({ ...stage, room: "lisbon-weekend" }) },
  hard: { looks: ALL, come: (stage) => hard(stage) },
  "hard-top": {
    looks: ["rtl"],
    come: async (stage) => {
      const ana = await hard(stage);
      await ana.part("scroller").evaluate((log) => log.scrollTo(0, 0));
      await ana.part("toEnd").waitFor();
      return ana;
    },
  },
  unsent: {
    looks: ["forced", "rtl"],
    come: async (stage) => {
      const ana = await busy(stage);
      await ana.says("I had a second thought");
      await ana.says("A bell \u0007 rings");
      await ana.part("failure").waitFor();
      await opensMenuOf(ana, "I had a second thought");
      await ana.picks("Delete");
      await ana.part("undo").waitFor();
      await ana.says("This is still on its way");
      await ana.reads("This is still on its way");
      return ana;
    },
  },
  notices: {
    come: async (stage) => {
      const ana = await busy(stage);
      await stage.world.visitor(stage.room, "Emil");
      await stage.world.visitor(stage.room, "Fay");
      await ana.notices("Emil and Fay joined");
      return ana;
    },
  },
  search: {
    looks: ALL,
    come: async (stage) => {
      const ana = await busy(stage);
      await ana.page.locator("alcove-search-button button").click();
      await ana.page.locator("alcove-search-panel input").fill("the");
      await ana.page.locator("alcove-search-panel a.result").first().waitFor();
      return ana;
    },
  },
  menu: {
    looks: ALL,
    come: async (stage) => {
      const ana = await busy(stage);
      await opensMenuOf(ana, "The coast! Then I take the long lens");
      return ana;
    },
  },
  "menu-of-other": {
    come: async (stage) => {
      const ana = await busy(stage);
      await opensMenuOf(ana, "See you all at the platform");
      return ana;
    },
  },
  tools: {
    looks: ["forced", "rtl"],
    pointer: "mouse",
    come: async (stage) => {
      const ana = await busy(stage);
      await ana.row("I’ll drive").locator(".bubble").hover();
      await ana.row("I’ll drive").locator(".tools .menu").waitFor();
      return ana;
    },
  },
  "tools-of-own": {
    pointer: "mouse",
    come: async (stage) => {
      const ana = await busy(stage);
      await ana.row("The coast! Then I take the long lens").locator(".bubble").hover();
      return ana;
    },
  },
  picker: {
    looks: ALL,
    come: async (stage) => {
      const ana = await busy(stage);
      await ana.part("emojiButton").click();
      await ana.part("emoji").first().waitFor();
      return ana;
    },
  },
  "complete-emoji": {
    looks: ["rtl", "forced"],
    come: async (stage) => {
      const ana = await busy(stage);
      await writesSlowly(ana, "Is there :cake");
      await ana.part("suggestions").first().waitFor();
      return ana;
    },
  },
  "complete-member": {
    come: async (stage) => {
      const ana = await busy(stage);
      await writesSlowly(ana, "What does @");
      await ana.part("suggestions").first().waitFor();
      return ana;
    },
  },
  reply: {
    looks: ["rtl", "forced"],
    come: async (stage) => {
      const ana = await busy(stage);
      await opensMenuOf(ana, "See you all at the platform");
      await ana.picks("Reply");
      await ana.readsIn("mode", "Replying to");
      await ana.writes("Thank you! I pay for the petrol");
      return ana;
    },
  },
  edit: {
    come: async (stage) => {
      const ana = await busy(stage);
      await opensMenuOf(ana, "The coast! Then I take the long lens");
      await ana.picks("Edit");
      await ana.readsIn("mode", "Editing");
      return ana;
    },
  },
  "eight-lines": {
    come: async (stage) => {
      const ana = await busy(stage);
      await ana.writes("one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten");
      return ana;
    },
  },
  "near-limit": {
    come: async (stage) => {
      const ana = await busy(stage);
      await ana.writes("so ".repeat(1_320));
      await ana.readsIn("hint", "left");
      return ana;
    },
  },
  "over-limit": {
    come: async (stage) => {
      const ana = await busy(stage);
      await ana.writes("so ".repeat(1_340));
      await ana.readsIn("hint", "over the limit");
      return ana;
    },
  },
  "too-fast": {
    come: async ({ joined, room }) => {
      const ana = await joined("Ana", room);
      for (let i = 1; !(await ana.part("hint").textContent()).includes("fast"); i += 1) await ana.says(`Quick ${i}`);
      return ana;
    },
  },
  roster: {
    looks: ALL,
    come: async ({ world, joined, room }) => {
      for (let i = 2; i <= 200; i += 1) await world.visitor(room, i === 9 ? "Aaron von und zu Tannenbaum-Wald" : `Guest ${i}`);
      const ana = await joined("Ana", room);
      await ana.counts(200);
      if (!(await ana.part("rosterNames").count())) await ana.part("people").click();
      await ana.part("rosterNames").nth(5).waitFor();
      return ana;
    },
  },
  typing: {
    come: async (stage) => {
      const ana = await busy(stage);
      const emil = await stage.world.visitor(stage.room, "Emil");
      emil.send({ type: "typing" });
      await ana.part("typing").waitFor();
      return ana;
    },
  },
  "to-end": {
    looks: ["rtl"],
    come: async (stage) => {
      const ana = await busy(stage);
      const emil = await stage.world.visitor(stage.room, "Emil");
      await ana.part("scroller").evaluate((log) => log.scrollTo(0, 0));
      await ana.part("toEnd").waitFor();
      await emil.says("Who is bringing the map?");
      await emil.does({ type: "delete", seq: emil.after });
      await ana.readsIn("toEnd", " new");
      return ana;
    },
  },
  toast: {
    looks: ["forced"],
    come: async (stage) => {
      const ana = await busy(stage);
      await ana.context.grantPermissions(["clipboard-read", "clipboard-write"]);
      await opensMenuOf(ana, "See you all at the platform");
      await ana.picks("Copy text");
      await ana.readsIn("toast", "Text copied");
      return ana;
    },
  },
  share: { looks: ALL, come: (stage) => withDialog(stage, "Invite") },
  forget: {
    looks: ["forced", "rtl"],
    come: async (stage) => {
      const ana = await withDialog(stage, "Settings");
      await ana.page.getByRole("button", { name: "Forget me on this device" }).click();
      await ana.page.getByRole("button", { name: "Forget me in this room" }).waitFor();
      return ana;
    },
  },
  settings: { looks: ALL, come: (stage) => withDialog(stage, "Settings") },
  rename: {
    come: async (stage) => {
      const ana = await busy(stage);
      if (!(await ana.part("rosterNames").count())) await ana.part("people").click();
      await ana.page.getByRole("button", { name: "Change name" }).click();
      await ana.part("prompt").waitFor();
      return ana;
    },
  },
  embedded: {
    come: async ({ world, someone, hostPage, room }) => {
      const ben = await world.visitor(room, "Ben");
      await ben.says("Hello from the workshop");
      const ana = await someone("Ana");
      await ana.comesUpon(hostPage(room));
      await ana.isIn();
      await ana.reads("Hello from the workshop");
      return ana;
    },
  },
  update: {
    come: async (stage) => {
      const ana = await busy(stage);
      await ana.keepsThePage();
      stage.deploysAnother();
      await ana.isOnlineAgain();
      await ana.part("update").waitFor();
      return ana;
    },
  },
  alike: {
    looks: ALL,
    come: async (stage) => {
      const ana = await isWith(stage, { history: ALIKE });
      await ana.readsIn("rows", "On whose");
      await ana.page.locator("alcove-timeline .alike").first().waitFor();
      if (await ana.part("rosterNames").count()) return ana;
      await ana.part("people").click();
      await ana.part("rosterNames").first().waitFor();
      return ana;
    },
  },
  "alike-messages": {
    come: async (stage) => {
      const ana = await isWith(stage, { history: ALIKE });
      await ana.page.locator("alcove-timeline .alike").first().waitFor();
      return ana;
    },
  },
  trimmed: {
    come: async (stage) => {
      const ana = await isWith(stage, { history: ALIKE.map(([seq, ...rest]) => [seq + 6_000, ...rest]), welcome: { first: 6_001 } });
      await ana.notices("Older messages are no longer available.");
      return ana;
    },
  },
  piles: {
    come: async (stage) => {
      const ana = await isWith(stage, { history: PILES });
      await ana.page.locator("alcove-timeline .reaction").first().waitFor();
      return ana;
    },
  },
  "many-joining": {
    looks: ["rtl"],
    come: async (stage) => {
      const refuses = (socket) => {
        says(socket, refusal("rate_limited", { retry_after_ms: 60_000 }));
        socket.close({ code: 4429 });
      };
      const ana = await isWith(stage, { refuses });
      await ana.readsIn("banner", "A lot of people");
      return ana;
    },
  },
  maintenance: {
    come: async (stage) => {
      const error = { error: { code: "maintenance", message: "" } };
      const isDown = ({ page }) =>
        page.route(/\/messages/, (route) => route.fulfill({ status: 503, headers: { "Retry-After": "120" }, json: error }));
      const ana = await isWith(stage, { refuses: (socket) => socket.close({ code: 1011 }) }, isDown);
      ana.expectsToHear(/503/);
      await ana.readsIn("banner", "maintenance");
      return ana;
    },
  },
  "room-closed": { looks: ["rtl"], come: (stage) => isTurnedAway(stage, 4403, "room_closed", "closed") },
  removed: { come: (stage) => isTurnedAway(stage, 4403, "removed", "removed") },
  "room-gone": { looks: ["forced", "rtl"], come: (stage) => isTurnedAway(stage, 4410, undefined, "gone") },
  "room-gone-empty": {
    come: async (stage) => {
      const ana = await isWith(stage, { refuses: (socket) => turnsAway(socket, 4410) });
      await ana.readsIn("banner", "gone");
      return ana;
    },
  },
  offline: {
    looks: ["forced", "rtl"],
    come: async (stage) => {
      const ana = await busy(stage);
      await stage.world.server.isKilled();
      await ana.says("See you!");
      await ana.readsIn("banner", "No connection.");
      return ana;
    },
    leave: ({ world }) => world.server.start(),
  },
  ...OWN_STATES,
  ...FILE_STATES,
  ...ACCOUNT_STATES,
};

/** Of two Ians one is an l; the others are nobody else. */
const ALIKE = [
  [1, "7f3a000000000001", "Ian", "The key is under the pot"],
  [2, "09bc000000000002", "lan", "Who has the key? Give it to me", { reply_to: 1 }],
  [3, "5d20000000000003", "Ben", "On whose word?", { reply_to: 2 }],
  [4, "33aa000000000004", "Cléo", "Not mine"],
  [5, "41aa000000000005", "Dara", "Nor mine"],
  [6, "52aa000000000006", "Emil", "I never had one"],
];

const PILE = "\u0301\u0323".repeat(100);
const PILES = [
  [1, "7f3a000000000001", "Ana", "One above"],
  [2, "09bc000000000002", `Z${PILE}oe`, "Named in marks", { reactions: { [`👍${PILE}`]: ["7f3a000000000001"], "🎉": ["09bc000000000002"] } }],
  [3, "5d20000000000003", "Ben", "An answer to that", { reply_to: 2 }],
];

/** Someone in a room that says what is wanted; who was there before. */
async function isWith({ someone, room }, script, prepare = () => {}) {
  const ana = await someone("Ana");
  await ana.page.addInitScript(() => localStorage.setItem("alcove:name", "Ana"));
  await prepare(ana);
  ana.sockets = await isInScriptedRoom(ana, script);
  await ana.opens(room);
  return ana;
}

async function isTurnedAway(stage, code, reason, words) {
  const ana = await isWith(stage, { history: ALIKE });
  await ana.reads("On whose word?");
  await ana.says("I have it, and it stays with me until the landlord is back");
  turnsAway(ana.sockets.at(-1), code, reason);
  await ana.readsIn("banner", words);
  return ana;
}

async function lands({ someone }) {
  const ana = await someone("Ana");
  await ana.visits();
  await ana.page.getByRole("button", { name: "Create a room" }).waitFor();
  return ana;
}

/** The conversation of the README, to its end. */
async function busy({ talk, device, room }) {
  const ana = await (await talk(room, WEEKEND)).person("Ana", device, { unreadFrom: "@Ana keep" });
  await ana.reads("See you all at the platform");
  await ana.part("newLine").waitFor();
  return ana;
}

async function hard({ talk, device, room }) {
  const ana = await (await talk(room, HARD)).person("Ana", device);
  await ana.reads("Short answer");
  return ana;
}

async function withDialog(stage, opener) {
  const ana = await busy(stage);
  await ana.opensDialog(opener);
  return ana;
}

/** A finger finds only what is in view. */
async function opensMenuOf(person, text) {
  await person.row(text).evaluate((row) => row.scrollIntoView({ block: "center" }));
  await person.opensMenuOf(text);
}

/** Key by key, as completion wants it. */
async function writesSlowly(person, text) {
  await person.part("composer").focus();
  await person.page.keyboard.type(text);
}
