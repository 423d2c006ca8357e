// The states of rooms that somebody owns, of private conversations, of the list of one's rooms and of a second
// device, as in states.mjs.

import { keyLink, makesRoom, mints } from "../browser/support/keys.mjs";

const button = ({ page }, name) => page.getByRole("button", { name });
/** Those of a part that is loaded when it is opened. */
const dialog = ({ page }, name) => page.getByRole("dialog", { name });

export const OWN_STATES = {
  // ---- rooms with an owner ----
  owned: { looks: ["rtl"], come: (stage) => owns(stage) },
  "owned-links": {
    looks: ["forced", "rtl"],
    come: async (stage) => {
      const olga = await owns(stage);
      await olga.opensDialog("Invite");
      await olga.page.getByLabel("Who is this link for?").selectOption("member");
      await olga.page.getByLabel("Label (optional)").fill("Book club");
      await button(olga, "Create link").click();
      await olga.page.getByText("this link can’t be shown again").waitFor();
      return olga;
    },
  },
  "room-settings": {
    looks: ["forced", "rtl"],
    come: async (stage) => {
      const olga = await owns(stage);
      await olga.opensDialog("Settings");
      await button(olga, "Room settings").click();
      await dialog(olga, "Room settings").waitFor();
      return olga;
    },
  },
  desk: {
    looks: ["rtl"],
    come: async (stage) => {
      const olga = await owns(stage, { access: "ask" });
      await knocks(stage, "Emil", "I am Ben’s brother");
      await knocks(stage, "Fay");
      await olga.page.getByRole("button", { name: /^Look after this room/ }).click();
      await dialog(olga, "Look after this room").getByText("Emil").first().waitFor();
      return olga;
    },
  },
  "member-card": {
    come: async (stage) => {
      const olga = await owns(stage);
      await stage.world.visitor(stage.room, "Ben");
      if (stage.device.isMobile) await olga.page.locator("alcove-top-bar .people").tap();
      await button(olga, "About Ben…").click();
      await dialog(olga, "Ben").getByText("Here now").waitFor();
      return olga;
    },
  },
  waiting: {
    looks: ["rtl"],
    come: async (stage) => {
      await makesRoom(stage.world, stage.room, { title: "Tea at four", topic: "Bring a cup", access: "ask" });
      const ana = await stage.someone("Ana");
      await ana.opens(stage.room);
      await ana.givesName("Ana");
      await ana.page.locator("alcove-waiting dialog", { hasText: "Your place in line: 1" }).waitFor();
      return ana;
    },
  },
  "key-needed": {
    come: async (stage) => {
      await makesRoom(stage.world, stage.room, { title: "Tea at four", access: "closed" });
      const ana = await stage.someone("Ana");
      await ana.opens(stage.room);
      await ana.givesName("Ana");
      await ana.readsIn("banner", "You need an invitation link to enter.");
      return ana;
    },
  },
  reader: {
    come: async (stage) => {
      const olga = await makesRoom(stage.world, stage.room, { title: "News", post: "members" });
      const key = await mints(olga, "reader");
      await olga.says("The coast is clear");
      const ana = await stage.someone("Ana");
      await ana.page.goto(`${stage.world.server.url}${keyLink(stage.room, key)}`);
      await ana.givesName("Ana");
      await ana.reads("The coast is clear");
      return ana;
    },
  },

  // ---- private conversations ----
  "direct-ask": {
    looks: ["forced", "rtl"],
    come: async (stage) => {
      const { ana } = await withBo(stage);
      await asks(ana);
      return ana;
    },
  },
  "direct-asked": {
    come: async (stage) => {
      const { ana } = await withBo(stage);
      await asks(ana);
      await button(ana, "Send request").click();
      await ana.page.getByText(/Waiting for .?Bo/).waitFor();
      return ana;
    },
  },
  "direct-request": {
    looks: ["forced", "rtl"],
    come: async (stage) => {
      const { ana, bo } = await withBo(stage);
      const me = (await bo.members()).members.find(({ name }) => name === "Ana").id;
      bo.send({ type: "direct", cid: "d", to: me });
      await button(ana, "Accept").first().waitFor();
      return ana;
    },
  },
  direct: { looks: ["contrast", "forced", "rtl"], come: async (stage) => (await inPrivate(stage)).ana },
  "direct-away": {
    come: async (stage) => {
      const { ana, there } = await inPrivate(stage);
      await there.vanishes();
      await ana.page.locator(".private-away", { hasText: "isn’t here right now" }).waitFor();
      return ana;
    },
  },
  "direct-about": {
    come: async (stage) => {
      const { ana } = await inPrivate(stage);
      await button(ana, "About this conversation").click();
      await dialog(ana, "About this conversation").waitFor();
      return ana;
    },
  },
  "direct-no-way-in": {
    come: async ({ someone }) => {
      const ana = await someone("Ana");
      await ana.visits(`/room/~${"b".repeat(26)}`);
      await ana.page.locator("alcove-no-token").waitFor();
      return ana;
    },
  },

  // ---- one's rooms ----
  "my-rooms": { looks: ["contrast", "forced", "rtl"], come: (stage) => withRooms(stage) },
  "my-rooms-start": {
    looks: ["forced", "rtl"],
    come: async (stage) => {
      const ana = await withRooms(stage);
      await ana.visits();
      await ana.page.locator("alcove-room-list li").nth(3).waitFor();
      return ana;
    },
  },
  "my-rooms-menu": {
    come: async (stage) => {
      const ana = await withRooms(stage);
      await ana.visits();
      await ana.page.locator("alcove-room-list li").nth(2).click({ button: "right" });
      await ana.page.getByRole("menuitem", { name: "Pin" }).waitFor();
      return ana;
    },
  },
  palette: {
    looks: ["forced", "rtl"],
    come: async (stage) => {
      const ana = await withRooms(stage);
      await ana.page.keyboard.press("Control+k");
      await ana.page.getByRole("combobox").waitFor();
      return ana;
    },
  },

  // ---- a second device ----
  "device-code": {
    looks: ["forced", "rtl"],
    come: async (stage) => {
      const ana = await stage.joined("Ana", stage.room);
      await givesRooms(ana);
      return ana;
    },
  },
  "device-words": {
    come: async (stage) => {
      const ana = await stage.joined("Ana", stage.room);
      await givesRooms(ana);
      await button(ana, "No camera? Use six words").click();
      await ana.page.locator(".words li").nth(5).waitFor();
      return ana;
    },
  },
  "device-take": {
    come: async ({ someone }) => {
      const ana = await someone("Ana");
      await ana.visits();
      await button(ana, "I have a code").or(ana.page.getByRole("link", { name: "I have a code" })).click();
      await ana.page.locator("alcove-take-dialog dialog").waitFor();
      return ana;
    },
  },
};

async function owns({ world, someone, room }, settings = {}) {
  const olga = await makesRoom(world, room, { title: "Tea at four", topic: "Bring a cup, and somebody who likes cake", ...settings });
  const key = await mints(olga, "owner");
  const mia = await someone("Mia");
  await mia.page.goto(`${world.server.url}${keyLink(room, key)}`);
  await mia.givesName("Mia");
  await mia.isIn();
  await olga.says("Welcome, everybody");
  await mia.reads("Welcome, everybody");
  return mia;
}

async function knocks({ world, room }, name, text) {
  const visitor = await world.visitor(room);
  visitor.hello(name);
  await visitor.sees({ type: "knocking" });
  if (text) visitor.send({ type: "knock", text });
}

/** Ana with a page, Bo without. */
async function withBo({ world, joined, room }) {
  const ana = await joined("Ana", room);
  const bo = await world.visitor(room, "Bo");
  await bo.says("Nice room");
  await ana.reads("Nice room");
  return { ana, bo };
}

async function asks(ana) {
  await ana.opensMenuOf("Nice room");
  await ana.picks(/privately/);
  await button(ana, "Send request").waitFor();
}

async function inPrivate(stage) {
  const { ana, bo } = await withBo(stage);
  await asks(ana);
  await button(ana, "Send request").click();
  const { pair } = await bo.sees({ type: "direct", state: "request" });
  bo.send({ type: "direct", cid: "a", pair, answer: "accept" });
  const { room, token } = await bo.sees({ type: "direct", state: "open" });
  const there = await stage.world.visitor(room, "Bo", { token });
  await there.says("Between you and me: the cake was bought");
  await button(ana, /Write to .?Bo/).click();
  await ana.reads("Between you and me: the cake was bought");
  await ana.says("I thought so!");
  await there.sees({ type: "message", text: "I thought so!" });
  return { ana, there };
}

/** Ana was in four rooms and is in the last; something waits in two of them. */
async function withRooms({ world, joined, room }) {
  const rooms = ["garden", "book-club", "lisbon-weekend", "tea"].map((name) => `${name}-${room}`);
  const [first, ...others] = rooms;
  const ana = await joined("Ana", first);
  for (const other of others) await ana.comesInto(other);
  const ben = await world.visitor(first, "Ben");
  await ben.says("Who waters the tomatoes this week?");
  await ben.says("@Ana you?");
  const cleo = await world.visitor(rooms[1], "Cleo");
  await cleo.says("Chapter nine by Friday");
  await ana.sees(() => /^\(/.test(document.title), undefined, "what waits elsewhere");
  return ana;
}

async function givesRooms(ana) {
  await ana.opensDialog("Settings");
  await button(ana, "Use on another device").first().click();
  await ana.page.getByText("Valid for").waitFor();
}
