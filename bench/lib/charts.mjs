// Charts as SVG files, for Markdown pages in a light or a dark theme.
//
// Drawn by ECharts without a browser. The same data always gives the same file:
// what the library names by counters is named anew. Nothing here measures,
// reads or writes.

import { init } from "echarts";

const WIDTH = 720;
const LINE_HEIGHT = 400;
const BAR_HEIGHT = 44;
const MARGIN = 24;
/** Width of a letter in a label, at most. */
const LETTER = 8;
const FONT = "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'Helvetica Neue', Arial, sans-serif";

/** As in public/styles/tokens.css: paper and ink. */
const PAPER = "#f9f6f2";
const GRID = "#e0deda";
const EDGE = "#cccac6";
const INK = "#212828";
const INK_SOFT = "#5d6565";

/**
 * One look per server, in every chart. Told apart by lightness and shape as well as by hue; the first
 * that a name contains, so that "Alcove, 2 rooms" is Alcove's.
 */
const LOOKS = [
  ["Alcove on workerd", { color: "#3f9c86", symbol: "emptyCircle", dash: [10, 4], width: 2.5 }],
  ["Alcove", { color: "#08745d", symbol: "circle", dash: "solid", width: 3.5 }],
  ["Socket.IO", { color: "#a35414", symbol: "rect", dash: [7, 4], width: 2 }],
  ["socketioxide", { color: "#7a4a2e", symbol: "emptyRect", dash: [2, 2], width: 2 }],
  ["Durable Object", { color: "#5a5fa8", symbol: "triangle", dash: [9, 3, 2, 3], width: 2 }],
  ["ws, gathering", { color: "#8a6d00", symbol: "pin", dash: [6, 3], width: 2 }],
  ["Bun", { color: "#a03a6e", symbol: "roundRect", dash: [1, 3], width: 2 }],
  ["ws", { color: "#66635e", symbol: "diamond", dash: [2, 3], width: 2 }],
];
const NAME = { color: INK_SOFT, fontSize: 13, fontFamily: FONT };
/** Where a label lies on another's line, it still reads. */
const HALO = { textBorderColor: PAPER, textBorderWidth: 4 };
const OTHER = { color: INK_SOFT, symbol: "emptyCircle", dash: "solid", width: 2 };

const lookOf = (name) => LOOKS.find(([server]) => name.includes(server))?.[1] ?? OTHER;

/**
 * Lines over a number. `series` are `{ name, points: [[x, y], …], note? }`, each named at its end, with
 * its note below; `goal` is `{ value, name }` on the y axis, or the value alone. No 0 on a log axis.
 */
export function lineChart({ title, subtitle, x, y, series, goal }) {
  const grid = { left: 64, right: 150, top: subtitle ? 106 : 84, bottom: 56 };
  const xSpan = extent(series, 0);
  const aim = typeof goal === "number" ? { value: goal, name: `goal: ${short(goal)}` } : goal;
  const values = extent(series, 1, aim && [aim.value]);
  const ySpan = y.log ? wholeDecades(values) : values;
  const toX = scale(x, xSpan, WIDTH - grid.left - grid.right);
  const toY = scale(y, ySpan, LINE_HEIGHT - grid.top - grid.bottom);
  const offsets = labelOffsets(series, toX, toY);
  return draw({
    title,
    subtitle,
    height: LINE_HEIGHT,
    option: {
      grid,
      xAxis: axis(x, { nameLocation: "middle", nameGap: 34, ...(x.log && xSpan) }),
      yAxis: axis(y, {
        nameLocation: "end",
        nameGap: 14,
        nameTextStyle: { ...NAME, align: "left", padding: [0, 0, 0, MARGIN - grid.left] },
        // Left to itself, an axis shows all points, but not a goal beyond them.
        ...((y.log || aim?.value === ySpan.max) && { max: ySpan.max }),
        ...(y.log && { min: ySpan.min }),
      }),
      series: series.map(({ name, points, note }, index) => ({
        ...line(lookOf(name), points),
        endLabel: {
          show: true,
          formatter: note ? `{name|${name}}\n{note|${note}}` : `{name|${name}}`,
          distance: 10,
          offset: [0, offsets[index]],
          rich: {
            name: { ...HALO, color: lookOf(name).color, fontSize: 13, fontWeight: 600, fontFamily: FONT },
            note: { ...HALO, color: INK_SOFT, fontSize: 12, lineHeight: 16, fontFamily: FONT },
          },
        },
        ...(index === 0 && aim && { markLine: goalLine(aim) }),
      })),
    },
  });
}

/** One bar per server, `{ name, value, label }`, from the top; the label says the value in words. */
export function barChart({ title, subtitle, x = {}, bars }) {
  const top = subtitle ? 72 : 52;
  return draw({
    title,
    subtitle,
    height: top + bars.length * BAR_HEIGHT + (x.name ? 60 : MARGIN),
    option: {
      grid: { left: 170, right: 130, top, bottom: x.name ? 60 : MARGIN },
      xAxis: axis(x, { nameLocation: "middle", nameGap: 32, show: Boolean(x.name) }),
      yAxis: {
        type: "category",
        inverse: true,
        data: bars.map(({ name }) => name),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { color: INK, fontSize: 14, fontFamily: FONT, margin: 12 },
      },
      series: [
        {
          type: "bar",
          silent: true,
          barWidth: 22,
          data: bars.map(({ name, value }) => ({ value, itemStyle: { color: lookOf(name).color, borderRadius: [0, 4, 4, 0] } })),
          label: {
            show: true,
            position: "right",
            formatter: ({ dataIndex }) => bars[dataIndex].label ?? short(bars[dataIndex].value),
            color: INK,
            fontSize: 14,
            fontWeight: 600,
            fontFamily: FONT,
          },
        },
      ],
    },
  });
}

function draw({ title, subtitle, height, option }) {
  const chart = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height });
  chart.setOption({
    animation: false,
    textStyle: { fontFamily: FONT },
    title: {
      text: title,
      subtext: subtitle,
      left: MARGIN,
      top: MARGIN,
      padding: 0,
      itemGap: 6,
      textStyle: { color: INK, fontSize: 18, fontWeight: 650, fontFamily: FONT },
      subtextStyle: { color: INK_SOFT, fontSize: 13, fontFamily: FONT },
    },
    ...option,
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return onCard(withTextsOnTop(withStableNames(svg)), title, subtitle, height);
}

/** A card of its own ground, which reads on a dark page too, and words for those who do not see it. */
function onCard(svg, title, subtitle, height) {
  const words = subtitle ? `${title}. ${subtitle}` : title;
  const card = `<rect x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="12" fill="${PAPER}" stroke="${EDGE}"/>`;
  return `${svg
    .replace(/^<svg /, `<svg role="img" aria-label="${escaped(words)}" `)
    .replace(/^(<svg [^>]*>)/, `$1\n<title>${escaped(title)}</title>\n${card}`)
    .trimEnd()}\n`;
}

/** ECharts counts its charts, and names clips and styles after the count; its marks for scripts are for none here. */
function withStableNames(svg) {
  const names = new Map();
  return svg.replace(/ ecmeta_\w+="[^"]*"/g, "").replace(/\bzr\d+-[\w-]+/g, (name) => {
    if (!names.has(name)) names.set(name, `c${names.size}`);
    return names.get(name);
  });
}

/** A later line would run through the label of an earlier one. */
function withTextsOnTop(svg) {
  const texts = [];
  const rest = svg.replace(/<text[\s>].*?<\/text>\n?/gs, (text) => {
    texts.push(text);
    return "";
  });
  return rest.replace(/<\/svg>\s*$/, `${texts.join("")}</svg>`);
}

function line({ color, symbol, dash, width }, points) {
  return {
    type: "line",
    silent: true,
    data: points,
    symbol,
    symbolSize: width > 2 ? 9 : 8,
    clip: false,
    itemStyle: { color },
    lineStyle: { color, width, type: dash },
    // Ours is above the others where they cross.
    z: width,
  };
}

function goalLine({ value, name }) {
  return {
    silent: true,
    symbol: "none",
    lineStyle: { color: INK, width: 1, type: [3, 3] },
    label: { formatter: name, position: "insideEndTop", color: INK, fontSize: 12, fontFamily: FONT },
    data: [{ yAxis: value }],
  };
}

function axis({ name, log }, more) {
  return {
    type: log ? "log" : "value",
    name,
    nameTextStyle: NAME,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: INK_SOFT, fontSize: 12, fontFamily: FONT, formatter: short },
    splitLine: { lineStyle: { color: GRID } },
    ...more,
  };
}

/** 1200 -> 1.2k: short enough for an axis. */
function short(value) {
  for (const [size, unit] of [
    [1e9, "G"],
    [1e6, "M"],
    [1e3, "k"],
  ]) {
    if (Math.abs(value) >= size) return `${Number((value / size).toPrecision(3))}${unit}`;
  }
  return String(Number(value.toPrecision(3)));
}

/** How far each end label moves down from its line's end, so that no two lie on each other. */
function labelOffsets(series, toX, toY) {
  const labels = series.map(({ name, points, note }, index) => {
    const [endX, endY] = points.at(-1);
    const longest = Math.max(name.length, note?.length ?? 0);
    return { index, left: toX(endX), right: toX(endX) + longest * LETTER, at: -toY(endY), room: note ? 36 : 18 };
  });
  const placed = [];
  for (const label of labels.toSorted((a, b) => a.at - b.at)) {
    let place = label.at;
    for (const other of placed) {
      const isBeside = other.right < label.left || label.right < other.left;
      const apart = (other.room + label.room) / 2;
      if (!isBeside && Math.abs(place - other.place) < apart) place = other.place + apart;
    }
    placed.push({ ...label, place });
  }
  return placed.toSorted((a, b) => a.index - b.index).map(({ at, place }) => place - at);
}

/** Roughly as the axis will do it: near enough to see which labels meet. */
function scale({ log }, { min, max }, size) {
  const of = log ? Math.log10 : Number;
  const [from, to] = [log ? of(min) : Math.min(0, min), of(max)];
  return (value) => (size * (of(value) - from)) / (to - from || 1);
}

function wholeDecades({ min, max }) {
  return { min: 10 ** Math.floor(Math.log10(min)), max: 10 ** Math.ceil(Math.log10(max)) };
}

function extent(series, dimension, more = []) {
  const values = [...series.flatMap(({ points }) => points.map((point) => point[dimension])), ...more];
  return { min: Math.min(...values), max: Math.max(...values) };
}

function escaped(words) {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
