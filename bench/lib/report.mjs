// Reports the results: tables on the terminal, results.json, and the tables in the docs.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { styleText } from "node:util";
import { inProject } from "../../scripts/lib/paths.mjs";
import { say } from "../../scripts/lib/say.mjs";
import { barChart, lineChart } from "./charts.mjs";
import { COLUMNS, goals, thousands } from "./goals.mjs";
import { at, figure } from "./numbers.mjs";
import { SERVERS } from "./servers.mjs";

const RESULTS = inProject("bench", "results.json");
const DOCS = inProject("docs");
const CHARTS = join(DOCS, "performance");

export function printScenario(id, results) {
  printTable(scenarioRows(id, results));
  for (const [server, rounds] of Object.entries(results)) {
    for (const fault of rounds.flatMap(faults)) say(styleText("yellow", `  ${SERVERS[server].name}: ${fault}`));
  }
}

/** What a round must not show. */
function faults({ lost = 0, unexpected = 0, outOfOrder = 0, oneOrder = true, errors = {} }) {
  return [
    lost && `${lost} deliveries lost`,
    unexpected && `${unexpected} unexpected`,
    outOfOrder && `${outOfOrder} out of order`,
    !oneOrder && "not one order for all",
    ...Object.entries(errors).map(([code, count]) => `${count} × ${code}`),
  ].filter(Boolean);
}

export function printGoals(results) {
  printTable(goalRows(results));
}

/** What was measured before, if anything. */
export const readResults = () => (existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, "utf8")) : {});

/** Writes bench/results.json, the charts, and the tables of docs/performance.md. */
export function writeResults(results) {
  writeFileSync(RESULTS, `${JSON.stringify({ ...results, goals: goals(results) }, undefined, 1)}\n`);
  mkdirSync(CHARTS, { recursive: true });
  for (const [name, svg] of Object.entries(charts(results))) writeFileSync(join(CHARTS, `${name}.svg`), svg);
  const page = join(DOCS, "performance.md");
  const tables = { goals: goalRows(results), machine: machineRows(results) };
  for (const [id, runs] of Object.entries(results.sideBySide)) tables[id] = scenarioRows(id, runs);
  const filled = (text, [name, rows]) => text.replace(slot(name), (_, begin, end) => `${begin}\n${markdown(rows)}\n${end}`);
  writeFileSync(page, Object.entries(tables).reduce(filled, readFileSync(page, "utf8")));
}

/** Where the docs have a table that the benchmark writes. */
const slot = (name) => new RegExp(`(<!-- bench: ${name} -->)[^]*?(<!-- end -->)`);

const markdown = ([head, ...rows]) => [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

function scenarioRows(id, results) {
  const columns = Object.entries(COLUMNS[id]);
  const rows = Object.entries(results).map(([server, rounds]) => [
    SERVERS[server].name,
    ...columns.map(([, [path, format]]) => cell(figure(rounds, path), format)),
  ]);
  return [["", ...columns.map(([name]) => name)], ...rows];
}

/** Nothing where nothing was measured. */
const cell = (value, format) => (Number.isFinite(value) ? format(value) : "");

function goalRows(results) {
  const rows = goals(results).map(({ scenario, figure: name, goal, value, met }) => [met ? "✓" : "✗", scenario, name, value, goal]);
  return [["", "scenario", "figure", "measured", "goal"], ...rows];
}

function machineRows({ date, machine, fsyncMs, rounds }) {
  const { cpu, cores, memoryGiB, kernel, node, workerd } = machine;
  return [
    ["measured on", ""],
    ["date", date],
    ["processor", `${cpu}, ${cores} cores, shared with others; ${memoryGiB} GiB`],
    ["software", `${kernel}, Node ${node}, workerd ${workerd}`],
    ["one fsync", `${fsyncMs.toFixed(2)} ms`],
    ["rounds", String(rounds)],
  ];
}

/** The charts of whatever was measured. */
function charts({ sideBySide, growth, longLog }) {
  const bars = (runs, path, label) =>
    Object.entries(runs).map(([id, rounds]) => ({ name: SERVERS[id].name, value: figure(rounds, path), label: label(figure(rounds, path)) }));
  const curve = (id, path) =>
    Object.entries(growth[id].points).map(([server, points]) => ({
      name: SERVERS[server].name,
      points: points.map((point) => [point.x, at(point, path)]),
    }));
  const log = (name, path) => ({ name, points: longLog.points.map((point) => [point.x, point[path]]) });
  const rate = { name: "messages a second", log: true };
  return {
    ...(sideBySide.saturation && {
      saturation: barChart({
        title: "Deliveries a second that one room sustains",
        subtitle: "100 members, 10 of them speak; nothing lost, 99 of 100 within a second",
        bars: bars(sideBySide.saturation, "deliveriesPerSecond", thousands),
      }),
    }),
    ...(sideBySide.storm && {
      storm: barChart({
        title: "CPU seconds for 1,000 who join at once",
        subtitle: "until everyone knows how many are there",
        bars: bars(sideBySide.storm, "cpuSeconds", (value) => `${value.toFixed(2)} s`),
      }),
    }),
    ...(growth && {
      members: lineChart({
        title: "How long a message takes to the last member",
        subtitle: "2 messages a second, median",
        x: { name: "members", log: true },
        y: { name: "ms", log: true },
        series: curve("members", "toLastMs.p50"),
      }),
      "rate-latency": lineChart({
        title: "How long 99 of 100 deliveries take at most",
        subtitle: "100 members, 10 of them speak",
        x: rate,
        y: { name: "ms", log: true },
        series: curve("rate", "latencyMs.p99"),
      }),
      "rate-cpu": lineChart({
        title: "CPU time of the server for one delivery",
        subtitle: "100 members, 10 of them speak",
        x: rate,
        y: { name: "µs", log: true },
        series: curve("rate", "cpuMicrosPerDelivery"),
      }),
      rooms: lineChart({
        title: "How long a delivery takes, over many rooms",
        subtitle: "rooms of 2, 200 messages a second in all, median",
        x: { name: "rooms", log: true },
        y: { name: "ms", log: true },
        series: curve("rooms", "latencyMs.p50"),
      }),
    }),
    ...(longLog && {
      log: lineChart({
        title: "What a long history costs",
        subtitle: "Alcove, median",
        x: { name: "messages in the log", log: true },
        y: { name: "ms", log: true },
        series: [log("newest page", "newestMs"), log("middle page", "middleMs"), log("resume of 5,000", "resumeMs")],
      }),
    }),
  };
}

function printTable(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  say("");
  for (const row of rows) say(`  ${row.map((cell, column) => cell.padEnd(widths[column])).join("  ")}`.trimEnd());
  say("");
}
