/**
 * What a room has of accounts, each part loaded when there is a use for it: where one is asked for a name one can sign in;
 * who is signed in has rooms, drafts and settings from other devices; and who was signed out elsewhere is told so.
 *
 * @import { RoomContext } from "./later.js"
 */

import { loadPart } from "../browser/load-part.js";
import { storage } from "../browser/preferences.js";
import { signedInAs, signInMode } from "../browser/sign-in.js";
import { loadAccountWords, t } from "../i18n/strings.js";

/** @param {RoomContext} room */
export const bringAccount = (room) => {
  if (!signInMode()) return;
  const { signal, store } = room;
  const look = () => offerAtPrompt(room);
  store.addEventListener("change", look, { signal });
  look();
  void keepTheSame(room);
  window.addEventListener("storage", (event) => takeDraft(room, event), { signal });
};

/** @param {RoomContext} room */
const offerAtPrompt = ({ around, root, store, signal }) =>
  around.drawn().then(async () => {
    const prompt = root.querySelector("alcove-name-prompt");
    if (!prompt || prompt.isRename || signal.aborted) return;
    if (signedInAs()) return void checkOnce(prompt);
    const part = await loadPart(() => import("../account/at-prompt.js")).catch(() => undefined);
    if (prompt.isConnected) part?.signInAt(prompt, () => store.connection.knownName);
  });

/** Those for which the account was asked. @type {WeakSet<Element>} */
const checked = new WeakSet();

/** Who is asked for a name though signed in may have been signed out elsewhere, which a sync finds out. @param {Element} prompt */
const checkOnce = async (prompt) => {
  if (checked.has(prompt)) return;
  checked.add(prompt);
  const part = await loadPart(() => import("../account/syncing.js")).catch(() => undefined);
  // What it finds is told by "ended"; all else is tried again by itself.
  await part
    ?.syncing()
    .now()
    .catch(() => {});
};

/** While one is signed in, also from another tab. @param {RoomContext} room */
const keepTheSame = async (room) => {
  const { around, signal } = room;
  let isBegun = false;
  const begin = async () => {
    if (isBegun || !signedInAs() || signal.aborted) return;
    isBegun = true;
    const part = await loadPart(() => import("../account/syncing.js")).catch(() => undefined);
    isBegun = part !== undefined;
    part?.syncing().addEventListener("ended", () => tellEnded(), { signal });
  };
  const tellEnded = async () => {
    await loadAccountWords().catch(() => {});
    around.tell(t.accountEnded ?? t.notLoaded);
    await offerAtPrompt(room);
  };
  window.addEventListener("storage", begin, { signal });
  await begin();
};

/**
 * What was written on another device, where nothing else was meanwhile.
 * @param {RoomContext} room
 * @param {StorageEvent} event
 */
const takeDraft = ({ name, root }, { key, oldValue, newValue }) => {
  if (key !== `alcove:draft:${name}` || !signedInAs()) return;
  const composer = root.querySelector("alcove-composer");
  const text = storage.getItem(key) ?? "";
  // What is more than a text is about a message, and is taken when one comes.
  if (!composer || composer.mode || text.startsWith("\0") || text !== (newValue ?? "")) return;
  if (composer.text === (oldValue ?? "") && composer.text !== text) composer.restore({ text }, undefined);
};
