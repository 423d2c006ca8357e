// The states of accounts, as in states.mjs: their page, and where one meets them elsewhere.

import { authenticator } from "../browser/support/authenticator.mjs";

const account = ({ page }) => page.locator("alcove-account");

export const ACCOUNT_STATES = {
  "account-out": { looks: ["contrast", "forced", "rtl"], come: (stage) => atAccount(stage) },
  "account-problem": {
    come: async (stage) => {
      const ana = await atAccount(stage);
      await account(ana).locator("summary").click();
      await account(ana).getByLabel("Recovery code").fill("AAAAA-BBBBB");
      await ana.page.keyboard.press("Enter");
      await account(ana).locator(".recover .problem:not(:empty)").waitFor();
      return ana;
    },
  },
  "account-code": { looks: ["forced", "rtl"], come: (stage) => signsUp(stage) },
  "account-in": { looks: ["contrast", "forced", "rtl"], come: (stage) => isIn(stage) },
  "account-devices": {
    come: async (stage) => {
      const ana = await isIn(stage);
      await account(ana).locator('[data-asks="sign-out"]').click();
      await account(ana).locator(".question").waitFor();
      return ana;
    },
  },
  "account-passkey": {
    come: async (stage) => {
      const ana = await isIn(stage);
      await account(ana).locator('[data-asks^="remove "]').click();
      await account(ana).locator(".question").waitFor();
      return ana;
    },
  },
  "account-delete": {
    looks: ["rtl"],
    come: async (stage) => {
      const ana = await isIn(stage);
      await account(ana).locator('[data-asks="delete"]').click();
      await account(ana).locator(".question").waitFor();
      return ana;
    },
  },
  "account-settings": {
    come: async (stage) => {
      const ana = await stage.joined("Ana", stage.room);
      await ana.opensDialog("Settings");
      await ana.part("dialog").locator(".to-account").scrollIntoViewIfNeeded();
      return ana;
    },
  },
};

async function atAccount({ someone }) {
  const ana = await someone("Ana");
  ana.keys = await authenticator(ana, { isTouched: true });
  await ana.visits("/account");
  await account(ana).locator("#name").waitFor();
  return ana;
}

/** The recovery code is shown. */
async function signsUp(stage) {
  const ana = await atAccount(stage);
  await account(ana).locator("#name").fill("Ana");
  await ana.page.keyboard.press("Enter");
  await account(ana).locator(".shown").waitFor();
  return ana;
}

async function isIn(stage) {
  const ana = await signsUp(stage);
  await account(ana).locator(".tick input").check();
  await account(ana).locator(".primary").click();
  await account(ana).getByText("the same on all your devices").waitFor();
  return ana;
}
