/**
 * The service worker: it caches the page's own files, so that the page opens without a server, and opens the
 * right room when a notification is clicked, and shows what a push service brings. It keeps nothing that anyone wrote, and no room names: all rooms
 * are one page. Requests for anything else pass through untouched.
 *
 * A page comes from the server if that answers in time, so nobody who is online gets an old one. The newest
 * worker takes over at once; pages of older versions load files named by their content, which it keeps until
 * no such page is open.
 */

import { parseRoomName } from "../client/protocol.js";
import { PUSH_WORDS, SHELL_NAMES, shellName } from "./shell.js";

const worker = /** @type {ServiceWorkerScope} */ (/** @type {unknown} */ (globalThis));

const OWN = shellName(SHELL.version);
/** Below it, each file is named by its content: any copy of it is the right one. */
const ASSETS = "/assets/";
/** A server that takes longer to answer is as good as away. */
const PATIENCE_MS = 1_500;
/** What is in a file, by the end of its name. */
/** @type {Record<string, string>} */
const TYPES = { css: "css", html: "html", js: "javascript", json: "json", png: "image/png", svg: "svg" };
/** Answers vary by `Origin`, but only in what other sites may read. */
const ANY = { ignoreVary: true };

// ---- becoming the worker ----

worker.addEventListener("install", (event) => {
  event.waitUntil(keepShell().then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([worker.clients.claim(), tidy()]));
});

const keepShell = async () => {
  const cache = await caches.open(OWN);
  await Promise.all(SHELL.files.map(async (path) => cache.put(path, await freshFile(path))));
};

/** @param {string} path */
const freshFile = async (path) => {
  const isAsset = path.startsWith(ASSETS);
  const kept = isAsset ? await keptAsset(path) : undefined;
  const response = kept ?? (await fetch(path, { cache: isAsset ? "default" : "reload" }));
  const isRight =
    isWhatItShouldBe(path, response) && (!path.endsWith(".html") || (await isOwnPage(response)));
  // The server has changed meanwhile: its next worker will do it.
  if (!isRight) throw new Error(`${path} is not what belongs to ${SHELL.version}`);
  return response;
};

/**
 * A proxy or a hotel's network may answer in the server's place, with a page of its own.
 * @param {string} path
 * @param {Response} response
 */
const isWhatItShouldBe = (path, response) => {
  const type = TYPES[path.slice(path.lastIndexOf(".") + 1)] ?? "";
  return response.ok && (response.headers.get("content-type") ?? "").includes(type);
};

/** @param {string} path */
const keptAsset = async (path) => {
  const kept = await caches.match(path, ANY);
  return kept && isWhatItShouldBe(path, kept) ? kept : undefined;
};

/** @param {Response} response */
const isOwnPage = async (response) => (await response.clone().text()).includes(`"${SHELL.version}"`);

/**
 * Throws away the files of versions of which no page is open. The last one before this is spared: a
 * page that is only just loading does not hold its lock yet.
 */
const tidy = async () => {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  const inUse = held.map(({ name }) => name);
  const old = (await caches.keys()).filter((name) => name.startsWith(SHELL_NAMES) && name !== OWN);
  await Promise.all(
    old
      .slice(0, -1)
      .filter((name) => !inUse.includes(name))
      .map((name) => caches.delete(name)),
  );
};

// ---- serving ----

worker.addEventListener("fetch", (event) => {
  const { method, mode, destination, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin) return;
  if (mode === "navigate") {
    // Inside a frame, who may embed the page is for the server to say, each time.
    const page = destination === "document" ? pageAt(pathname) : undefined;
    if (page) event.respondWith(servePage(event, page));
  } else if (pathname.startsWith(ASSETS)) {
    event.respondWith(serveAsset(event));
  } else if (SHELL.files.includes(pathname)) {
    event.respondWith(serveFile(event.request));
  }
});

/** @param {string} path */
const pageAt = (path) => {
  if (path === "/") return "/index.html";
  return path.startsWith("/room/") && parseRoomName(path.slice("/room/".length)) ? "/room.html" : undefined;
};

/**
 * The server's page; the kept one if the server is away, broken or slow.
 * @param {FetchEvent} event
 * @param {string} page
 */
const servePage = async (event, page) => {
  const cache = await caches.open(OWN);
  const kept = await cache.match(page, ANY);
  const served = fetch(event.request);
  event.waitUntil(served.then((response) => renewPage(cache, page, response)).catch(() => {}));
  if (!kept) return served;
  const answer = await Promise.race([served.catch(() => undefined), patience()]);
  return answer && answer.status < 500 ? answer : kept;
};

/**
 * So that a kept page has the headers that the server sends today.
 * @param {Cache} cache
 * @param {string} page
 * @param {Response} response
 */
const renewPage = async (cache, page, response) => {
  const copy = response.clone();
  if (copy.ok && (await isOwnPage(copy))) await cache.put(page, copy);
};

/** @param {FetchEvent} event */
const serveAsset = async (event) => {
  const { pathname } = new URL(event.request.url);
  const kept = await keptAsset(pathname);
  if (kept) return kept;
  let response = await fetch(event.request);
  if (!response.ok) return response;
  // The browser may have kept it as well.
  if (!isWhatItShouldBe(pathname, response)) response = await fetch(pathname, { cache: "reload" });
  if (!isWhatItShouldBe(pathname, response)) return Response.error();
  event.waitUntil(keepAsset(event.request, response.clone()));
  return response;
};

/**
 * A part that was too large to be kept beforehand.
 * @param {Request} request
 * @param {Response} response
 */
const keepAsset = async (request, response) => {
  try {
    const cache = await caches.open(OWN);
    await cache.put(request, response);
  } catch {
    // Full, or broken off: it is asked for again when it is used again.
  }
};

/** @param {Request} request */
const serveFile = async (request) => {
  const cache = await caches.open(OWN);
  return (await cache.match(request, ANY)) ?? fetch(request);
};

/** @returns {Promise<undefined>} */
const patience = () => new Promise((resolve) => setTimeout(() => resolve(undefined), PATIENCE_MS));

// ---- notifications ----

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(show(event.notification.data?.url ?? "/"));
});

/**
 * Turns to the window that is at this address, or opens one.
 * @param {string} address
 */
const show = async (address) => {
  const { origin, pathname, href } = new URL(address, location.origin);
  if (origin !== location.origin) return;
  const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  // The names of rooms are the same in any case of letters.
  const isThere = (/** @type {WindowClient} */ { url }) =>
    new URL(url).pathname.toLowerCase() === pathname.toLowerCase();
  const there = windows.find(isThere);
  if (!there) return void (await worker.clients.openWindow(href));
  await there.focus();
  // A window that is there already goes to the message.
  if (href.includes("#")) await there.navigate(href).catch(() => {});
};

/**
 * @typedef {object} Pushed What a room's server has a push service bring.
 * @property {{ title: string, body?: string, navigate: string }} notification
 * @property {string} room
 * @property {number} [count] How many messages there are, if more than this one.
 * @property {boolean} [again] It takes the place of what was told.
 * @property {boolean} [closed] Nothing is left of that.
 */

worker.addEventListener("push", (event) => {
  event.waitUntil(tellPushed(event.data));
});

/** @param {PushEvent["data"]} data */
const tellPushed = async (data) => {
  const told = /** @type {Pushed} */ (data?.json() ?? {});
  const { notification, room, count = 1, again = false, closed = false } = told;
  if (!parseRoomName(room) || (await isInSight(room))) return;
  const tag = `alcove:${room}`;
  const shown = await worker.registration.getNotifications({ tag });
  if (closed) for (const each of shown) each.close();
  // Whoever has put it away does not want it back.
  if (closed || (again && shown.length === 0)) return;
  const kept = await caches.match(PUSH_WORDS, { cacheName: PUSH_WORDS });
  const { lang = "", message = "" } = (await kept?.json()) ?? {};
  const body = notification.body || message;
  const options = {
    // Isolated, so that the number is where it belongs whatever the text is written in.
    body: count > 1 ? `\u2068${body}\u2069 (+${count - 1})` : body,
    tag,
    renotify: !again,
    icon: "/icon-192.png",
    lang,
    data: { url: notification.navigate },
  };
  await worker.registration.showNotification(notification.title, options);
};

/**
 * Whether somebody looks at a room.
 * @param {string} room
 */
const isInSight = async (room) => {
  const windows = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  return windows.some(
    ({ url, visibilityState }) =>
      visibilityState === "visible" && new URL(url).pathname.toLowerCase() === `/room/${room}`,
  );
};

// Rooms are told of the new one by their pages, each when it is opened.
worker.addEventListener("pushsubscriptionchange", (event) => {
  const options = event.oldSubscription?.options;
  if (options) event.waitUntil(worker.registration.pushManager.subscribe(options));
});
