// The Content-Security-Policy and what else the browser is told to forbid, on every page.
import assert from "node:assert/strict";
import { test } from "@playwright/test";
import { useWorld } from "./support/world.mjs";

const world = useWorld();

test("every page has a strict policy, and complies with it", async () => {
  const ana = await world.person("Ana");
  ana.expectsToHear(/status of 404/);
  for (const path of ["/", "/room/safe", "/nowhere", "/favicon.svg", "/shell.json"]) {
    const headers = (await ana.visits(path)).headers();
    const policy = Object.fromEntries(
      headers["content-security-policy"].split(/;\s*/).map((rule) => [rule.split(" ")[0], rule.split(" ").slice(1).join(" ")]),
    );
    assert.equal(policy["default-src"], "'none'", path);
    assert.equal(policy["script-src"], "'self'", path);
    assert.equal(policy["frame-ancestors"], "'none'", path);
    assert.ok(!/unsafe|\*/.test(headers["content-security-policy"]), path);
    assert.equal(headers["x-content-type-options"], "nosniff", path);
    assert.match(headers["referrer-policy"], /^(same-origin|no-referrer|strict-origin)$/, path);
    assert.equal(headers["x-frame-options"], "DENY", path);
  }
});

test("code that got into the page would not run", async () => {
  const ana = await world.person("Ana");
  await ana.joins("injected");
  ana.expectsToHear(/Content.Security.Policy|CSP violation|TrustedHTML|TrustedScript/i);
  const ran = await ana.page.evaluate(async () => {
    const attempts = [
      () => document.body.append(Object.assign(document.createElement("script"), { textContent: "window.ran = 'inline'" })),
      () => { document.body.innerHTML += "<img src=x onerror=\"window.ran = 'handler'\">"; },
      () => setTimeout("window.ran = 'timer'", 0),
    ];
    for (const attempt of attempts) {
      try {
        attempt();
      } catch {}
    }
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return window.ran;
  });
  assert.equal(ran, undefined);
});

test("a page of another site cannot join in one's name", async () => {
  const ana = await world.person("Ana");
  ana.expectsToHear(/WebSocket connection|Content.Security.Policy|CSP violation/);
  await ana.joins("foreign");
  // The same server under another name is another site to the browser.
  const foreign = world.server.url.replace("127.0.0.1", "localhost");
  const outcome = await ana.page.context().newPage().then(async (page) => {
    await page.goto("about:blank");
    return page.evaluate(
      (url) =>
        new Promise((resolve) => {
          const socket = new WebSocket(url);
          socket.onopen = () => resolve("open");
          socket.onerror = () => resolve("refused");
        }),
      `${foreign.replace("http", "ws")}/room/foreign`,
    );
  });
  assert.equal(outcome, "refused");
});

test("nothing comes from another site", async () => {
  const ana = await world.person("Ana");
  const asked = [];
  ana.page.on("request", (request) => asked.push(new URL(request.url()).origin));
  await ana.visits();
  await ana.joins("own");
  assert.deepEqual([...new Set(asked)], [world.server.url]);
});
