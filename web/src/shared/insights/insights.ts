import type { Schemas } from "@/shared/api/client";
import type { People } from "@/shared/people/people";
import { addDays, startOfDay } from "@/shared/range/range";

export type Insights = Schemas["InsightsAnswer"];
export type Insight = Schemas["InsightsInsight"];
export type Point = Schemas["InsightsPoint"];

/** What happened on one day, in one direction: the clearest metric, and the others that say the same. */
export type Change = { key: string; lead: Insight; also: Insight[] };

/** Several metrics tell of one event: those of the same day and direction stand together, in the order given. */
export function changesOf(insights: Insight[]): Change[] {
  const changes: Change[] = [];
  for (const insight of insights) {
    const key = `${insight.day} ${insight.kind === "shift" ? "for good" : "once"} ${rose(insight) ? "up" : "down"}`;
    const known = changes.find((change) => change.key === key);
    if (known) known.also.push(insight);
    else changes.push({ key, lead: insight, also: [] });
  }
  return changes;
}

export function rose({ value, expected }: Insight): boolean {
  return value > (expected?.[1] ?? 0);
}

/** The sentence without what its neighbour says already: the other metrics of one change. */
export function alsoInWords(also: Insight[]): string {
  return also.map(({ text }) => text).join(" ");
}

/** The customers behind the day or days, only those of the driver where there were more than expected because of it. */
export function peopleOf(insight: Insight, zone: string): People {
  const { series, driver, day, last } = insight;
  const driven = driver && driver.value !== null && rose(insight) ? [{ property: driver.property, op: "eq", value: driver.value }] : [];
  const asked = { event: series.event, ...(series.events && { events: series.events, event: undefined }), where: [...(series.where ?? []), ...driven], measure: series.measure };
  return {
    analysis: "trend",
    question: { series: [asked], interval: "day", from: startOfDay(day, zone).toISOString(), to: startOfDay(addDays(last, 1), zone).toISOString() },
    of: { series: 0 },
    title: `${insight.metric}, ${dayInWords(day)}${last === day ? "" : ` to ${dayInWords(last)}`}`,
  };
}

/** The trend that shows the metric around the day, split by what drove it. */
export function trendOf({ series, driver, day, last }: Insight, today: string) {
  const end = addDays(last, 7);
  return {
    range: `${addDays(day, -35)}..${end < today ? end : today}`,
    q: {
      series: [{ ...(series.events ? { events: series.events } : series.event !== "*" && { event: series.event }), ...(series.where && { where: series.where }), measure: series.measure }],
      interval: "day",
      ...(driver && { breakdown: driver.property }),
    },
  };
}

/** A calendar day, which lies in no time zone. */
export function dayInWords(day: string): string {
  return new Date(`${day}T12:00:00Z`).toLocaleDateString(undefined, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
}

/** "page views, visits and orders" */
export function listed(words: string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
