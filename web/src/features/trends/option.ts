import type { EChartsCoreOption } from "echarts/core";
import type { Ink } from "@/shared/chart/Chart";
import { compact } from "@/shared/format/format";
import { showNumber } from "./facts";
import type { Line, Picture } from "./lines";
import type { Interval, Series } from "./question";
import { axisLabel, longLabel } from "./time";

export type Panel = { title: string; lines: Line[] };
type Setting = { picture: Picture; panels: Panel[]; interval: Interval; zone: string; currency: string; narrow: boolean; each: number; notes: Mark[] };
/** A note on the picture: at which drawn time it stands, under which number, and whether somebody points at it. */
export type Mark = { place: number; label: string; text: string; pointed: boolean };

const wideApart = 12;

/** Lines that can be read on one scale stand together; money and numbers, or 10 and 10,000, do not. */
export function panelsOf(shown: Line[]): Panel[] {
  const panels: { unit: string; top: number; lines: Line[]; series: Set<number> }[] = [];
  for (const index of [...new Set(shown.map((line) => line.index))]) {
    const lines = shown.filter((line) => line.index === index);
    const first = lines[0];
    if (!first) continue;
    const unit = unitOf(first.series);
    const top = Math.max(0, ...lines.flatMap((line) => line.values.map((value) => value ?? 0)));
    const home = panels.find((panel) => panel.unit === unit && Math.max(panel.top, top) <= wideApart * Math.max(1, Math.min(panel.top, top)));
    if (home) {
      home.lines.push(...lines);
      home.top = Math.max(home.top, top);
    } else {
      panels.push({ unit, top, lines: [...lines], series: new Set() });
    }
  }
  return panels.map(({ unit, lines }) => ({ title: unit, lines }));
}

function unitOf({ kind, property }: Series): string {
  if (!property) return "number";
  return kind === "sum" ? `sum ${property}` : `level ${property}`;
}

const [top, bottom] = [14, 34];

/** How high each panel is: lower on a card, higher where it stands alone. */
export function panelHeight(panels: number, narrow: boolean, card: boolean): number {
  if (panels > 1) return card ? 180 : 250;
  return card ? 220 : narrow ? 300 : 360;
}

/** Whether so few times are shown that bars say more than lines. */
export function isBars(picture: Picture): boolean {
  return picture.drawn.length <= 3;
}

export function trendOption({ picture, panels, interval, zone, currency, narrow, each, notes }: Setting, ink: Ink): EChartsCoreOption {
  const bars = isBars(picture);
  const head = notes.length > 0 ? top + 14 : top; // the numbers of notes stand above the lines
  const widest = Math.max(0, ...picture.shown.map((line) => line.name.length));
  const label = Math.min(narrow ? 84 : 170, Math.max(48, widest * 7.4 + 4));
  const text = { fontSize: 13, color: ink.soft };
  const times = picture.drawn.map((i) => axisLabel(picture.buckets[i]?.time ?? "", interval, zone));
  return {
    grid: panels.map((_, i) => ({ left: narrow ? 42 : 52, right: bars ? 8 : label + 18, top: i * each + head, height: each - head - bottom })),
    axisPointer: { link: [{ xAxisIndex: "all" }] },
    tooltip: {
      trigger: "axis",
      confine: true,
      backgroundColor: ink.sheet,
      borderColor: ink.rule,
      textStyle: { color: ink.ink, fontSize: 13.5 },
      axisPointer: { type: bars ? "shadow" : "line", lineStyle: { color: ink.soft, width: 1, type: "solid" }, shadowStyle: { color: ink.rule, opacity: 0.5 } },
      formatter: (points: unknown) => tooltip(points, { picture, interval, zone, currency, notes }),
    },
    xAxis: panels.map((_, gridIndex) => ({
      gridIndex,
      type: "category",
      data: times,
      boundaryGap: bars,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: ink.rule } },
      axisLabel: { ...text, hideOverlap: true, margin: 12, ...(bars ? {} : { alignMinLabel: "left", alignMaxLabel: "right" }) },
    })),
    yAxis: panels.map((_, gridIndex) => ({
      gridIndex,
      type: "value",
      splitNumber: 4,
      min: 0,
      axisLabel: { ...text, formatter: compact },
      splitLine: { lineStyle: { color: ink.rule } },
    })),
    series: panels.flatMap((panel, at) => panel.lines.map((line, i) => ({
      id: line.key,
      name: line.name,
      xAxisIndex: at,
      yAxisIndex: at,
      color: colourOf(picture, line, ink),
      data: picture.drawn.map((place) => line.values[place] ?? null),
      ...(i === 0 && notes.length > 0 ? { markLine: noteLines(notes, ink) } : {}),
      ...(bars
        ? { type: "bar", barMaxWidth: 64, barGap: "12%", itemStyle: { borderRadius: [3, 3, 0, 0] }, label: { show: !narrow || picture.shown.length <= 3, position: "top", color: ink.ink, fontSize: 13, formatter: ({ value }: { value: number }) => compact(value) } }
        : {
            type: "line",
            lineStyle: { width: 2.25 },
            symbol: "circle",
            symbolSize: 6,
            showSymbol: picture.drawn.length <= 14,
            connectNulls: false,
            emphasis: { disabled: true },
            endLabel: { show: true, distance: 8, color: ink.ink, fontSize: 13, lineHeight: 15, width: label, overflow: "break", formatter: "{a}" },
            labelLayout: { moveOverlap: "shiftY" },
          }),
    }))),
  };
}

/** The line that passes nearest to a value at a time: whom a click means. */
export function nearestLine(lines: Line[], at: number, value: number): Line | undefined {
  const away = (line: Line) => Math.abs((line.values[at] ?? 0) - value);
  return lines.filter((line) => line.values[at]).sort((a, b) => away(a) - away(b))[0];
}

/** Notes as thin lines over the picture, each with its number; one that is pointed at shows what it says. */
function noteLines(notes: Mark[], ink: Ink) {
  return {
    silent: true,
    animation: false,
    symbol: "none",
    data: notes.map(({ place, label, text, pointed }) => ({
      xAxis: place,
      lineStyle: { color: pointed ? ink.accent : ink.soft, width: pointed ? 1.75 : 1, type: pointed ? "solid" : [3, 4] },
      label: { show: true, position: "end", distance: 2, fontSize: 12.5, fontWeight: pointed ? 620 : 400, color: pointed ? ink.accent : ink.soft, formatter: pointed ? shortened(text) : label },
    })),
  };
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** Each line keeps its colour in the picture and above it. */
export function colourOf(picture: Picture, line: Line, { series }: Pick<Ink, "series">): string {
  return series[picture.shown.indexOf(line) % series.length] ?? "";
}

function tooltip(points: unknown, { picture, interval, zone, currency, notes }: Pick<Setting, "picture" | "interval" | "zone" | "currency" | "notes">): string {
  const list = (Array.isArray(points) ? points : [points]) as { dataIndex: number; seriesId: string; marker: string }[];
  const place = list[0]?.dataIndex ?? 0;
  const at = picture.drawn[place] ?? 0;
  const said = notes.filter((note) => note.place === place).map((note) => `<div style="max-width:260px;white-space:normal;margin-top:4px">${escapeHtml(note.text)}</div>`);
  const rows = picture.shown.map((line) => {
    const marker = list.find((point) => point.seriesId === line.key)?.marker ?? "";
    return `<tr><td style="padding-right:1rem;white-space:normal">${marker}${escapeHtml(line.name)}</td><td style="text-align:right;font-weight:620">${escapeHtml(showNumber(line.values[at], line.series, currency))}</td></tr>`;
  });
  return `<div>${escapeHtml(longLabel(picture.buckets[at]?.time ?? "", interval, zone))}</div><table style="border-spacing:0;max-width:260px">${rows.join("")}</table>${said.join("")}`;
}

/** Names come from events that anybody may send; the tooltip is HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
