/**
 * What a browser that was never here loads before the room is there for its user: what comes later,
 * on demand or for the next time, does not count.
 */
import { gzipSync } from "node:zlib";
import { KEEPING_NOTHING, PHONE } from "./world.mjs";

/** Of script and style: `{ bytes, requests }`, gzipped; and the layout shift, in thousandths. */
export async function firstLoad(world) {
  const ana = await world.person("Ana", { ...PHONE, ...KEEPING_NOTHING });
  const loaded = [];
  ana.page.on("response", (response) => {
    if (["script", "stylesheet"].includes(response.request().resourceType())) loaded.push(response.body());
  });
  await ana.page.addInitScript(watchShifts);
  await ana.joins("first-load");
  const bodies = await Promise.all(loaded.slice());
  const shift = await ana.page.evaluate(() => window.shift);
  return {
    bytes: bodies.reduce((sum, body) => sum + gzipSync(body).length, 0),
    requests: bodies.length,
    shift: Math.round(shift * 1000),
  };
}

function watchShifts() {
  window.shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}
