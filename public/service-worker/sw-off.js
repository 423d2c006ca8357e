/**
 * What the server sends instead of the service worker while that is switched off: it replaces the old worker,
 * deletes its caches, and unregisters itself. Pages that the old worker served are reloaded once; from then on
 * they come from the server, and register no worker.
 */

const worker = /** @type {ServiceWorkerScope} */ (/** @type {unknown} */ (globalThis));

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));

worker.addEventListener("activate", (event) => event.waitUntil(end()));

const end = async () => {
  await worker.clients.claim();
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  const pages = await worker.clients.matchAll({ type: "window", includeUncontrolled: false });
  await worker.registration.unregister();
  // A page that is going away anyway need not.
  await Promise.all(pages.map((page) => page.navigate(page.url).catch(() => {})));
};
