/* Draws every [data-chart] element from the JSON that its data-chart names (the id of a json_script).

   { "type": "history", "shape": "points" | "bars",
     "labels": ["2009", ...],
     "achievement": ["12.35", null, ...],      numbers as plain decimals, only for drawing
     "target": [null, "12.6", ...], "target_upper": [...],          upper: only for range targets
     "status": ["", "below", ...],
     "achievement_text": ["12,35", ...], "target_text": [...],      the same as the page writes them
     "names": {"achievement": "Achievement", "target": "Target", "missing": "Not reported"},
     "status_names": {"below": "Below target", ...},
     "plans": ["Plan A", "Plan A", "Plan B", ...], "starts": [2, ...],      optional: where another plan begins, its own line does
     "open": [false, true, ...],       optional: a value that may still change has a hollow mark
     "possible": [null, {"lowest": "30", "highest": "46", "text": "30–46"}, ...] }      optional: between what a sum
       may end, drawn as a band; the line leaves it out, and the axis begins at 0

   { "type": "spark", the same without texts and names }      a small picture in a row of a table, without axes

   The page shows the numbers as text as well: the picture is an addition, never the only place. */

const SYMBOLS = { above: "triangle", below: "path://M0,0 L10,0 L5,8.6 Z", on: "circle" };
const STATUSES = ["below", "on", "above"];
const MANY = 6; // so many years leave no room beside the last of them
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const charts = new Map();
const PAPER = { width: 660, height: 136 }; // CSS pixels: the width of an A4 portrait page, unless data-paper says less

function readTheme(element) {
  const style = getComputedStyle(element);
  const read = (name) => style.getPropertyValue(name).trim();
  return {
    font: read("--font"), ink: read("--ink"), muted: read("--ink-2"), line: read("--line"),
    strong: read("--line-strong"), surface: read("--surface"), accent: read("--accent"),
    below: read("--below"), on: read("--on"), above: read("--above"), missing: read("--missing"),
  };
}

function toNumbers(values = []) {
  return values.map((value) => (value === null || value === "" ? null : Number(value)));
}

function lastKnown(values) {
  return values.reduce((found, value, index) => (value === null ? found : index), -1);
}

/* A point under its target carries its number below, where the line of the target is not. */
function isUnder(value, target) {
  return value !== null && target !== undefined && target !== null && value < target;
}

/* What is not judged yet, or may still change, is hollow. */
function markStyle(status, isOpen, theme) {
  const color = STATUSES.includes(status) ? theme[status] : theme.missing;
  return isOpen || status === "missing" ? { color: theme.surface, borderColor: color, borderWidth: 1.5 } : { color };
}

function marks(data, theme) {
  const targets = toNumbers(data.target);
  return toNumbers(data.achievement).map((value, index) => {
    const status = data.status?.[index] ?? "";
    return {
      value,
      label: { position: isUnder(value, targets[index]) ? "bottom" : "top" },
      symbol: SYMBOLS[status] ?? "circle",
      itemStyle: markStyle(status, data.open?.[index], theme),
    };
  });
}

/* What belongs to two plans is not one movement, and an incomplete sum is no fall. */
function startsAnew(data, index) {
  const isApart = data.possible?.[index] || data.possible?.[index - 1];
  return index > 0 && Boolean(isApart || data.starts?.includes(index));
}

function achievementLines(data, theme) {
  const whole = achievementSeries(data, theme);
  const parts = data.labels.map((_, index) => index).filter((index) => index === 0 || startsAnew(data, index));
  return parts.map((start, place) => ({
    ...whole,
    data: whole.data.map((point, index) => (index >= start && index < (parts[place + 1] ?? Infinity) ? point : null)),
  }));
}

/* Between which totals an incomplete year may still end: a broad band behind its mark. */
function possibleSeries(data, theme) {
  const ends = (end) => data.possible.map((each) => (each ? Number(each[end]) : null));
  const [lowest, highest] = [ends("lowest"), ends("highest")];
  const bands = data.labels.map((_, index) => index).filter((index) => lowest[index] !== null)
    .map((index) => [{ coord: [index, lowest[index]] }, { coord: [index, highest[index]] }]);
  const bare = { type: "line", symbol: "none", silent: true, lineStyle: { width: 0 }, z: 1 };
  return [
    { ...bare, data: lowest },
    {
      ...bare, data: highest,
      markLine: { z: 1, silent: true, symbol: "none", animation: false, label: { show: false }, lineStyle: { color: theme.line, width: 14, type: "solid", cap: "butt" }, data: bands },
    },
  ];
}

/* The points are named where they begin: there is seldom a target yet, whose name they could meet. */
function achievementSeries(data, theme) {
  const first = toNumbers(data.achievement).findIndex((value) => value !== null);
  return {
    name: data.names.achievement, type: data.shape === "bars" ? "bar" : "line", data: marks(data, theme),
    barMaxWidth: 34, symbolSize: 11, z: 3,
    lineStyle: { color: theme.strong, width: 1.5 }, labelLayout: { hideOverlap: true },
    label: {
      show: true, position: "top", distance: 7, color: theme.ink, fontWeight: 600, fontSize: data.labels.length > MANY ? 11 : 12, lineHeight: 15, fontFamily: theme.font,
      formatter: ({ dataIndex }) => {
        const text = data.achievement_text[dataIndex] ?? "";
        return dataIndex === first ? `${data.names.achievement}\n${text}` : text;
      },
    },
  };
}

/* The name of a line that has been reached stands below it, where the achievement's number is not. The longer
   the row of years, the further the name reaches back. */
function targetSeries(values, data, theme, named) {
  const numbers = toNumbers(values);
  const last = lastKnown(numbers);
  const achievements = toNumbers(data.achievement);
  const nearest = lastKnown(achievements);
  const isNear = last - nearest <= (data.labels.length > MANY ? 2 : 0);
  const side = isNear && achievements[nearest] !== undefined && !isUnder(achievements[nearest], numbers[nearest]) ? "bottom" : "top";
  return {
    name: data.names.target, type: "line", step: "middle", data: numbers, symbol: "circle", symbolSize: 0.1, z: 2, silent: true, emphasis: { disabled: true },
    lineStyle: { color: theme.accent, width: 2, type: [6, 4] },
    itemStyle: { color: theme.accent },
    label: {
      show: named, position: side, distance: 6, align: data.labels.length > MANY ? "right" : "center", textBorderColor: theme.surface, textBorderWidth: 3, color: theme.accent, fontSize: 12, fontWeight: 600, fontFamily: theme.font,
      formatter: ({ dataIndex }) => (dataIndex === last ? `${data.names.target} ${data.target_text?.[dataIndex] ?? ""}` : ""),
    },
  };
}

/* A number below the lowest point needs room above the years. */
function roomBelow(data) {
  const [points, targets] = [toNumbers(data.achievement), toNumbers(data.target)];
  const lowest = Math.min(...points.filter((value) => value !== null));
  return points.some((value, index) => value === lowest && isUnder(value, targets[index])) ? "35%" : 0;
}

function tooltipText(data) {
  return (points) => {
    const index = points[0].dataIndex;
    const isKnown = data.achievement[index] !== null;
    const status = isKnown && data.status_names?.[data.status?.[index]];
    const lines = [
      [data.labels[index], data.plans?.[index]].filter(Boolean).join(" · "),
      `${data.names.achievement}: ${data.achievement_text[index] || data.names.missing}${isKnown && data.open?.[index] ? ` ${data.names.open}` : ""}`,
    ];
    if (data.possible?.[index]) {
      lines.push(`${data.names.possible}: ${data.possible[index].text}`);
    }
    if (data.target_text?.[index]) {
      lines.push(`${data.names.target}: ${data.target_text[index]}`);
    }
    return status ? [...lines, status].join("\n") : lines.join("\n");
  };
}

function historyOptions(data, theme) {
  const text = { color: theme.muted, fontFamily: theme.font, fontSize: 12 };
  const series = achievementLines(data, theme);
  if (data.target) {
    series.push(targetSeries(data.target, data, theme, true));
  }
  if (data.target_upper) {
    series.push(targetSeries(data.target_upper, data, theme, false));
  }
  if (data.possible) {
    series.push(...possibleSeries(data, theme));
  }
  return {
    animation: false, // a page printed right after it was opened has all of its marks
    textStyle: { fontFamily: theme.font },
    grid: { left: 8, right: 16, top: 40, bottom: 4, containLabel: true },
    xAxis: {
      type: "category", data: data.labels, axisLabel: text, axisTick: { show: false }, axisLine: { lineStyle: { color: theme.strong } },
      splitLine: { show: data.starts?.length > 0, interval: (index) => data.starts.includes(index), lineStyle: { color: theme.strong } },
    },
    yAxis: {
      type: "value", scale: data.shape !== "bars", min: data.possible ? 0 : undefined, boundaryGap: [roomBelow(data), 0], splitNumber: 3, axisLabel: { ...text, formatter: numberWriter() },
      splitLine: { lineStyle: { color: theme.line } },
    },
    tooltip: {
      trigger: "axis", renderMode: "richText", confine: true, position: ([x]) => [x + 18, 4], formatter: tooltipText(data),
      backgroundColor: theme.surface, borderColor: theme.strong, borderWidth: 1, padding: [8, 12],
      textStyle: { color: theme.ink, fontFamily: theme.font, fontSize: 13, lineHeight: 20 },
      axisPointer: { type: "line", lineStyle: { color: theme.strong } },
    },
    series,
  };
}

/* The same marks and target as in the large picture; the numbers stand beside it in the row. */
function sparkOptions(data, theme) {
  const { label: _label, ...series } = achievementSeries({ ...data, names: {}, achievement_text: [] }, theme);
  const target = (values) => ({
    type: "line", step: "middle", data: toNumbers(values), symbol: "none", silent: true, z: 2,
    lineStyle: { color: theme.accent, width: 1.5, type: [3, 2] },
  });
  return {
    animation: false,
    grid: { left: 2, right: 2, top: 7, bottom: 7 },
    xAxis: { type: "category", data: data.labels, show: false },
    yAxis: { type: "value", scale: true, show: false },
    series: [
      { ...series, data: series.data.map(({ label: _point, ...mark }) => mark), symbolSize: 8, silent: true },
      target(data.target),
      ...(data.target_upper ? [target(data.target_upper)] : []),
    ],
  };
}

function numberWriter() {
  const format = new Intl.NumberFormat(document.documentElement.lang || "en", { maximumFractionDigits: 6 });
  return (value) => format.format(value);
}

const OPTIONS = { history: historyOptions, spark: sparkOptions };

const watcher = new ResizeObserver((entries) => {
  entries.forEach((entry) => charts.get(entry.target)?.resize());
});

/* With a view box the picture shrinks with its frame as a whole; nothing of it is cut off. */
function start(element) {
  const chart = window.echarts.init(element, null, { renderer: "svg" });
  chart.on("rendered", () => {
    element.querySelector("svg").setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
  });
  charts.set(element, chart);
  watcher.observe(element);
  return chart;
}

function draw(element) {
  const data = JSON.parse(document.getElementById(element.dataset.chart).textContent);
  const chart = charts.get(element) ?? start(element);
  chart.setOption(OPTIONS[data.type](data, readTheme(element)), { notMerge: true });
}

function drawAll() {
  document.querySelectorAll("[data-chart]").forEach(draw);
}

/* The many small pictures of a long table wait until they are about to be seen. */
const comingUp = new IntersectionObserver((entries) => {
  entries.filter((entry) => entry.isIntersecting).forEach((entry) => {
    comingUp.unobserve(entry.target);
    draw(entry.target);
  });
}, { rootMargin: "400px" });

function drawSoon() {
  document.querySelectorAll("[data-chart]").forEach((element) => {
    if (element.classList.contains("spark") && !charts.has(element)) {
      comingUp.observe(element);
    } else {
      draw(element);
    }
  });
}

document.fonts.ready.then(drawSoon);
dark.addEventListener("change", drawSoon);

function paperOf(element) {
  const [width, height] = (element.dataset.paper ?? "").split("x").map(Number);
  return width && height ? { width, height } : {};
}

/* Paper has its own width and no dark scheme, and takes what is drawn at this moment. */
window.addEventListener("beforeprint", () => {
  document.documentElement.classList.add("is-for-paper");
  drawAll();
  charts.forEach((chart, element) => {
    chart.resize({ ...PAPER, ...paperOf(element) });
    chart.getZr().flush();
  });
});
window.addEventListener("afterprint", () => {
  document.documentElement.classList.remove("is-for-paper");
  drawAll();
  charts.forEach((chart) => chart.resize({ width: "auto", height: "auto" }));
});
document.addEventListener("htmx:afterSettle", drawSoon);
