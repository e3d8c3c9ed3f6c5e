/** Answers of the API → the key figures and their cards. All functions are pure. */
import type { Schemas } from "@/shared/api/client";
import { count, money, percent, plural } from "@/shared/format/format";
import type { People } from "@/shared/people/people";
import type { Bounds } from "@/shared/range/range";
import { type Change, changeOf, isCovered, orderedClause, shareChange, strayOf } from "./compare";

export type Interval = NonNullable<Schemas["TrendDefinition"]["interval"]>;
export const order = "Order Completed";
export const newcomers: Schemas["Filter"][] = [{ property: "new_or_returning", op: "eq", value: "new" }];

export type Figures = {
  times: string[];
  byTime: { visitors: number[]; newcomers: number[]; orders: number[]; revenue: number[] };
  visitors: number;
  newcomers: number;
  orders: number;
  buyers: number;
  repeated: number;
  revenue: number;
};

export function figuresOf(trend: Schemas["TrendAnswer"], visitors: Schemas["FunnelAnswer"], fresh: Schemas["FunnelAnswer"], buyers: Schemas["FunnelAnswer"]): Figures {
  const line = (index: number) => (trend.series?.[index]?.values ?? []).map((value) => value ?? 0);
  const step = (answer: Schemas["FunnelAnswer"], index: number) => answer.steps?.[index]?.count ?? 0;
  const byTime = { visitors: line(0), newcomers: line(1), orders: line(2), revenue: line(3) };
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  return {
    times: trend.times ?? [],
    byTime,
    visitors: step(visitors, 0),
    newcomers: step(fresh, 0),
    orders: sum(byTime.orders),
    buyers: step(buyers, 0),
    repeated: step(buyers, 1),
    revenue: sum(byTime.revenue),
  };
}

export type TrendQuestion = { series: { event?: string; measure: string; where?: Schemas["Filter"][] }[]; interval?: Interval; breakdown?: string };
export type FunnelQuestion = { steps: { event: string }[]; window?: string };
export type Opening = { to: "/understand/trends"; q: TrendQuestion } | { to: "/understand/funnel"; q: FunnelQuestion };

export type KeyFigure = {
  key: "visitors" | "newcomers" | "orders" | "repeat" | "revenue";
  label: string;
  value: string;
  /** What the number says, where the label alone does not. */
  aside: string;
  change: Change;
  line?: { now: number[]; before: number[] };
  share?: number;
  opening: Opening;
  /** Who stands behind the number. */
  people: People;
  /** How many they are. */
  some: number;
};

/** Only spans that lie wholly within the range and in the past: half a day is no dip. */
export function wholeSpans(values: number[], times: string[], from: string, now: number): number[] {
  const kept = values.filter((_, i) => {
    const end = times[i + 1] ?? null;
    const begins = Date.parse(times[i] ?? "") >= Date.parse(from);
    const ended = end !== null || Date.parse(times[i] ?? "") + lengthOf(times) <= now;
    return begins && ended;
  });
  return kept.length >= 2 ? kept : values;
}

function lengthOf(times: string[]): number {
  const [a, b] = [times.at(-2), times.at(-1)];
  return a && b ? Date.parse(b) - Date.parse(a) : 0;
}

type Asked = { bounds: Bounds; now: number; currency: string; interval: Interval };

/** The five cards. Without a range before that is covered by records nothing is compared. */
export function keyFigures(now: Figures, before: Figures | undefined, asked: Asked): KeyFigure[] {
  const covered = before && isCovered(before.byTime.visitors) ? before : undefined;
  const unknown: Change = { sign: "none", words: before ? "nothing before to compare with" : "comparing" };
  const against = (key: keyof Figures["byTime"], total: number, past: number | undefined, words?: { more: string; less: string }) =>
    covered && past !== undefined
      ? changeOf({ total, variance: varianceOf(now.byTime[key], total) }, { total: past, variance: varianceOf(covered.byTime[key], past) }, words)
      : unknown;
  const line = (key: keyof Figures["byTime"]) => ({
    now: wholeSpans(now.byTime[key], now.times, asked.bounds.from, asked.now),
    before: covered ? covered.byTime[key] : [],
  });
  const somebody = { more: "more customers", less: "fewer customers" };
  const rate = now.buyers === 0 ? null : now.repeated / now.buyers;
  const people = (title: string, steps: Schemas["FunnelStep"][], note?: string): People => ({ analysis: "funnel", question: { ...asked.bounds, steps }, of: { step: steps.length }, title, ...(note && { note }) });
  const buyers = { event: order };
  const trends = (series: TrendQuestion["series"][number]): Opening => ({ to: "/understand/trends", q: { series: [series], interval: asked.interval } });
  return [
    { key: "visitors", label: "Visitors", value: count(now.visitors), aside: "customers who came by", change: against("visitors", now.visitors, covered?.visitors, brief(somebody)), line: line("visitors"), opening: trends({ measure: "customers" }), people: people("Customers who came by", [{ event: "*" }]), some: now.visitors },
    { key: "newcomers", label: "New customers", value: count(now.newcomers), aside: "came for the first time", change: against("newcomers", now.newcomers, covered?.newcomers, brief(somebody)), line: line("newcomers"), opening: trends({ measure: "customers", where: newcomers }), people: people("Customers who came for the first time", [{ event: "*", where: newcomers }]), some: now.newcomers },
    { key: "orders", label: "Orders", value: count(now.orders), aside: `by ${plural(now.buyers, "customer")}`, change: against("orders", now.orders, covered?.orders, brief({ more: "more orders", less: "fewer orders" })), line: line("orders"), opening: trends({ event: order, measure: "count" }), people: people("Customers who ordered", [buyers], plural(now.orders, "order")), some: now.buyers },
    {
      key: "repeat", label: "Repeat rate", value: rate === null ? "–" : percent(rate), aside: `${count(now.repeated)} of ${plural(now.buyers, "buyer")} came back to buy`,
      change: covered ? shareChange({ part: now.repeated, whole: now.buyers }, { part: covered.repeated, whole: covered.buyers }) : unknown,
      share: rate ?? 0, opening: { to: "/understand/funnel", q: { steps: [buyers, buyers] } },
      people: people("Customers who ordered again", [buyers, buyers]), some: now.repeated,
    },
    { key: "revenue", label: "Revenue", value: money(now.revenue, asked.currency), aside: now.orders > 0 ? `${money(now.revenue / now.orders, asked.currency)} an order` : "no orders", change: against("revenue", now.revenue, covered?.revenue), line: line("revenue"), opening: trends({ event: order, measure: "sum:value" }), people: people("Customers who ordered", [buyers], money(now.revenue, asked.currency)), some: now.buyers },
  ];
}

/** Cards are narrow: the noun stands in the label already. */
function brief(words: { more: string; less: string }): { more: string; less: string } {
  return { more: "more ", less: words.less.split(" ")[0] ?? "fewer" };
}

/** Customers counted once come less often than days add up to; their variance shrinks with them. */
function varianceOf(values: number[], total: number): number {
  const sum = values.reduce((all, value) => all + value, 0);
  return sum === 0 ? 0 : strayOf(values) * (total / sum) ** 2;
}

/** The range in a sentence. */
export function summary(now: Figures, range: string, currency: string): string {
  if (now.visitors === 0) return `Nobody came by in ${range}.`;
  const came = `${plural(now.visitors, "customer")} came by in ${range}; ${orderedClause(now.buyers)}`;
  return now.orders === 0 ? `${came}.` : `${came}, for ${money(now.revenue, currency)} in ${plural(now.orders, "order")}.`;
}
