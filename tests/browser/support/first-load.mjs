/**
 * Measures what a new browser loads until the room is ready for its user: what comes later, on demand or for
 * the next time, does not count.
 */
import { gzipSync } from "node:zlib";
import { KEEPING_NOTHING, PHONE } from "./world.mjs";

let loads = 0;

/** What is fetched once the room is there for its user begins with this. */
const LATER = /\/assets\/later/;

/**
 * Of script and style: `{ bytes, requests }`, gzipped; the layout shift, in thousandths; and `wire`: what
 * came over it for all files, with heads. `scripts`: how many came in all, with what each room loads soon after.
 */
export async function firstLoad(world, locale = "en-GB") {
  const ana = await world.person("Ana", { ...PHONE, ...KEEPING_NOTHING, locale });
  const loaded = [];
  let scripts = 0;
  const later = new Set();
  ana.page.on("response", (response) => {
    if (response.request().resourceType() === "script") scripts += 1;
    if (["script", "stylesheet"].includes(response.request().resourceType())) loaded.push(response);
  });
  let wire = 0;
  const network = await ana.context.newCDPSession(ana.page);
  const asked = new Set();
  network.on("Network.requestWillBeSent", ({ requestId, type, request }) => {
    if (later.size > 0 || LATER.test(request.url)) later.add(request.url);
    else if (type !== "Fetch") asked.add(requestId);
  });
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (asked.has(requestId)) wire += encodedDataLength;
  });
  await network.send("Network.enable");
  await ana.page.addInitScript(watchShifts);
  await ana.joins(`first-load-${(loads += 1)}`);
  // Only now: a request and its answer are told by two connections, in any order.
  const first = loaded.filter((response) => !later.has(response.url()));
  const bodies = await Promise.all(first.map((response) => response.body()));
  const shift = await ana.page.evaluate(() => window.shift);
  return {
    bytes: bodies.reduce((sum, body) => sum + gzipSync(body).length, 0),
    requests: bodies.length,
    scripts,
    wire,
    shift: Math.round(shift * 1000),
  };
}

function watchShifts() {
  window.shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}
