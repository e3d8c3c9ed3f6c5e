import { NumberInput, Select } from "@mantine/core";
import { EventPicker } from "@/shared/filters/EventPicker";
import { FilterBuilder } from "@/shared/filters/FilterBuilder";
import { PropertyPicker } from "@/shared/filters/PropertyPicker";
import { comparisons } from "./describe";
import classes from "./SegmentBuilder.module.css";
import type { EventRule } from "./rule";
import { WithinField } from "./WithinField";

type Props = { rule: EventRule; /** Whether they did not do it: then how often is not asked by itself. */ not: boolean; onChange: (rule: EventRule) => void };
type Measure = "count" | "sum" | "avg" | "distinct";

/** What somebody did: the event, how often or how much, when, and which ones count. */
export function EventFields({ rule, not, onChange }: Props) {
  const { event, where, within, first: _first, last: _last, ...measure } = rule;
  const rest = { ...(where && { where }), ...(within && { within }) };
  return (
    <>
      <div className={classes.event}>
        <EventPicker label="Event" hideLabel any="anything" value={event || null} onChange={(next) => onChange({ ...rule, event: next ?? "" })} />
      </div>
      {!(not && Object.keys(measure).length === 0) && <MeasureFields measure={measure} event={event} onChange={(next) => onChange({ event, ...next, ...rest })} />}
      <WithinField within={within} onChange={(next) => onChange({ event, ...measure, ...(where && { where }), ...(next && { within: next }) })} />
      <div className={classes.where}>
        <FilterBuilder filters={where ?? []} events={event && event !== "*" ? [event] : undefined} add="Only where …" onChange={(next) => onChange({ event, ...measure, ...(next.length > 0 && { where: next }), ...(within && { within }) })} />
      </div>
    </>
  );
}

type Measured = Omit<EventRule, "event" | "where" | "within" | "first" | "last">;

const measures: { value: Measure; label: string }[] = [
  { value: "count", label: "times" },
  { value: "sum", label: "in total of" },
  { value: "avg", label: "on average of" },
  { value: "distinct", label: "different values of" },
];

function MeasureFields({ measure, event, onChange }: { measure: Measured; event: string; onChange: (measure: Measured) => void }) {
  const of: Measure = measure.sum !== undefined ? "sum" : measure.avg !== undefined ? "avg" : measure.distinct !== undefined ? "distinct" : "count";
  const op = (of === "count" ? measure.count?.op : measure.op) ?? "gte";
  const value = of === "count" ? (measure.count ? measure.count.value : 1) : measure.value;
  const property = measure[of === "count" ? "sum" : of] ?? "";
  const say = (next: { of?: Measure; op?: string; value?: unknown; property?: string }) => {
    const all = { of, op, value, property, ...next };
    // Once or more is what an event means by itself.
    if (all.of === "count") onChange(all.op === "gte" && all.value === 1 ? {} : { count: { op: all.op, value: all.value } });
    else onChange({ [all.of]: all.property, op: all.op, value: all.value });
  };
  const turn = (next: string | null) => {
    if (!next) return;
    const [low = 1, high = 10] = Array.isArray(value) ? value : [value];
    say({ op: next, value: next === "between" ? [low, high] : low });
  };
  return (
    <>
      <Select className={classes.comparison} aria-label="How the number is compared" data={comparisons} value={op} allowDeselect={false} onChange={turn} />
      {op === "between" && Array.isArray(value) ? (
        <>
          <Amount label="Lowest number" value={value[0]} onChange={(low) => say({ value: [low, value[1]] })} />
          <Amount label="Highest number" value={value[1]} onChange={(high) => say({ value: [value[0], high] })} />
        </>
      ) : <Amount label="Number" value={value} onChange={(next) => say({ value: next })} />}
      <Select className={classes.measure} aria-label="What is counted" data={value === 1 ? [{ value: "count" as const, label: "time" }, ...measures.slice(1)] : measures} value={of} allowDeselect={false} onChange={(next) => { const found = measures.find((m) => m.value === next); if (found) say({ of: found.value, property: found.value === "distinct" ? "" : property || "value" }); }} />
      {of !== "count" && <div className={classes.property}><PropertyPicker label="Property that is measured" hideLabel traits={false} numeric={of !== "distinct"} events={event && event !== "*" ? [event] : undefined} value={property || null} onChange={(next) => say({ property: next ?? "" })} /></div>}
    </>
  );
}

function Amount({ label, value, onChange }: { label: string; value: unknown; onChange: (value: unknown) => void }) {
  return <NumberInput className={classes.amount} aria-label={label} hideControls min={0} value={typeof value === "number" || typeof value === "string" ? value : ""} onChange={(next) => onChange(typeof next === "number" ? next : next === "" ? "" : Number(next))} />;
}
