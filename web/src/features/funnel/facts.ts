import type { Schemas } from "@/shared/api/client";
import { count, percent } from "@/shared/format/format";
import { fewest } from "@/shared/statistics/rate";

export type StepAnswer = Schemas["FunnelStepAnswer"];

/** One step with those who left behind it. */
export type Row = StepAnswer & {
  number: number;
  /** How many came this far and no further; null at the last step. */
  left: number | null;
  /** Their share of those who came this far. */
  leftRate: number | null;
  biggest: boolean;
};

export function toRows(steps: StepAnswer[]): Row[] {
  const rows = steps.map((step, i): Row => {
    const next = steps[i + 1];
    const left = next ? step.count - next.count : null;
    return { ...step, number: i + 1, left, leftRate: left === null ? null : step.count > 0 ? left / step.count : 0, biggest: false };
  });
  const most = Math.max(0, ...rows.map((row) => row.left ?? 0));
  const loss = rows.find((row) => most > 0 && row.left === most);
  return rows.map((row) => (row === loss ? { ...row, biggest: true } : row));
}

/** What is counted, as people say it. */
export function people(n: number, unit: "customer" | "session"): string {
  const word = unit === "session" ? "visit" : "customer";
  return `${count(n)} ${word}${n === 1 ? "" : "s"}`;
}

/** The funnel in a sentence. */
export function sentence(rows: Row[], unit: "customer" | "session", within: string): string {
  const first = rows[0];
  const last = rows[rows.length - 1];
  if (!first || !last) return "";
  if (first.count === 0) return `Nobody came to ${first.name} in these days.`;
  if (rows.length === 1) return `${people(first.count, unit)} came to ${first.name}.`;
  const loss = rows.find((row) => row.biggest);
  const whole = `Of ${people(first.count, unit)}, ${last.interval ? percent(last.rate) : count(last.count)} came to ${last.name}${within ? ` within ${within}` : ""}`;
  return loss ? `${whole}; most leave after ${loss.name}: ${count(loss.left ?? 0)} of the ${count(loss.count)} who came that far.` : `${whole}; nobody left on the way.`;
}

export type Card = {
  value: unknown;
  label: string;
  rows: Row[];
  /** Share of all who arrive, less that of everybody else; nothing where too few stand behind it. */
  difference: Schemas["FunnelGroup"]["difference"];
  /** The step at which this group differs most from the others, where that is more than chance. */
  notable?: { number: number; rate: number; others: number };
};

/** The groups of a breakdown, each compared with everybody else. */
export function toCards(all: StepAnswer[], groups: Schemas["FunnelGroup"][]): Card[] {
  return groups.map((group) => {
    const steps = group.steps ?? [];
    return { value: group.value, label: showGroup(group.value), rows: toRows(steps), difference: group.difference, ...notable(all, steps) };
  });
}

function notable(all: StepAnswer[], steps: StepAnswer[]): Pick<Card, "notable"> {
  let best: Card["notable"];
  // 2.6 rather than 2, since several steps of several groups are looked at.
  let strongest = 2.6;
  for (let i = 1; i < steps.length; i++) {
    const [n, k] = [steps[i - 1]?.count ?? 0, steps[i]?.count ?? 0];
    const [others, otherK] = [(all[i - 1]?.count ?? 0) - n, (all[i]?.count ?? 0) - k];
    if (n < fewest || others < fewest) continue;
    const z = Math.abs(score(k, n, otherK, others));
    if (z > strongest) {
      strongest = z;
      best = { number: i + 1, rate: k / n, others: otherK / others };
    }
  }
  return best ? { notable: best } : {};
}

/** Difference of two shares in standard errors. */
export function score(k1: number, n1: number, k2: number, n2: number): number {
  const pooled = (k1 + k2) / (n1 + n2);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2));
  return error === 0 ? 0 : (k1 / n1 - k2 / n2) / error;
}

export function showGroup(value: unknown): string {
  if (value === null || value === undefined || value === "") return "Not known";
  if (value === "(other)") return "All others";
  return String(value);
}

/** What the split shows, in a sentence. */
export function splitSentence(cards: Card[], names: string[]): string {
  const told = cards
    .filter((card) => card.notable && card.value !== null)
    .sort((a, b) => gap(b) - gap(a))[0];
  if (!told?.notable) return "No group differs from the others by more than chance would explain.";
  const { number, rate, others } = told.notable;
  return `The clearest difference: ${told.label}. From ${names[number - 2]} to ${names[number - 1]}, ${percent(rate)} of them go on, against ${percent(others)} of everybody else.`;
}

function gap(card: Card): number {
  return card.notable ? Math.abs(card.notable.rate - card.notable.others) * Math.sqrt(card.rows[card.notable.number - 2]?.count ?? 0) : 0;
}

/** A difference in percentage points: "+0.5 points". */
export function points(difference: number): string {
  const rounded = Math.round(difference * 1000) / 10;
  const text = new Intl.NumberFormat(undefined, { signDisplay: "exceptZero", maximumFractionDigits: 1 }).format(rounded);
  return `${text} points`;
}
