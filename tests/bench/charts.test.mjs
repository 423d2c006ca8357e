/**
 * The charts as files: well-formed, the same for the same data, and with text for people who can't see them.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { barChart, lineChart } from "../../bench/lib/charts.mjs";

const line = () =>
  lineChart({
    title: "Latency <p95> & rate",
    subtitle: "lower is better",
    x: { name: "messages per second", log: true },
    y: { name: "ms", log: true },
    goal: { value: 50, name: "goal: 50 ms" },
    series: [
      { name: "Alcove", points: [[10, 4], [1_000, 9]], note: "keeps up" },
      { name: "Socket.IO", points: [[10, 3], [300, 900]] },
    ],
  });

const bars = () =>
  barChart({ title: "Memory", x: { name: "KiB", log: true }, bars: [{ name: "Alcove", value: 11, label: "11 KiB" }, { name: "ws", value: 160 }] });

test("the same data gives the same file, whatever was drawn before", () => {
  assert.equal(line(), line());
  assert.equal(bars(), bars());
});

test("a chart tells what it shows, also without being seen", () => {
  const svg = line();
  assert.match(svg, /^<svg role="img" aria-label="Latency &lt;p95&gt; &amp; rate\. lower is better" /);
  assert.match(svg, /<title>Latency &lt;p95&gt; &amp; rate<\/title>/);
  for (const words of ["Alcove", "keeps up", "Socket.IO", "goal: 50 ms", "messages per second"]) assert.ok(svg.includes(`>${words}<`), words);
  for (const words of ["11 KiB", "160"]) assert.ok(bars().includes(`>${words}<`), words);
});

test("a chart needs nothing from elsewhere", () => {
  for (const svg of [line(), bars()]) {
    assert.doesNotMatch(svg.replace(/xmlns(:xlink)?="[^"]*"/g, ""), /https?:|href=|<script|@import/);
    assert.doesNotMatch(svg, /NaN|Infinity|undefined/);
  }
});
