import { ActionIcon, Select } from "@mantine/core";
import { EventsField } from "@/shared/filters/EventsField";
import { FilterBuilder } from "@/shared/filters/FilterBuilder";
import { PropertyPicker } from "@/shared/filters/PropertyPicker";
import { FieldProblem } from "@/shared/question/QuestionPanel";
import { isEverything, type Kind, kinds, kindWords, type Series, takesProperty } from "./question";
import classes from "./TrendsBuilder.module.css";

type Props = { series: Series; number: number; of: number; problem?: string; onChange: (series: Series) => void; onRemove: () => void };

/** One line of the builder: of which event, and what about it. */
export function SeriesEditor({ series: { name: _, ...series }, number, of, problem, onChange, onRemove }: Props) {
  // A line that is changed is no longer what its name says.
  const events = isEverything(series) ? undefined : series.events.filter(Boolean);
  const setKind = (kind: Kind) => {
    const { property, ...rest } = series;
    onChange({ ...rest, kind, ...(takesProperty(kind) ? { property: property ?? "value" } : {}) });
  };
  return (
    <li className={classes.series} aria-label={`Line ${number}`}>
      <div className={classes.fields}>
        <div className={classes.line} data-three={takesProperty(series.kind) || undefined}>
          <EventsField label={`Event of line ${number}`} any="Every touchpoint" events={series.events} onChange={(next) => onChange({ ...series, events: next })} />
          <Select
            aria-label={`Measure of line ${number}`}
            data={kinds.map((value) => ({ value, label: kindWords[value] }))}
            value={series.kind}
            allowDeselect={false}
            onChange={(kind) => kind && setKind(kind as Kind)}
            comboboxProps={{ withinPortal: true }}
          />
          {takesProperty(series.kind) && (
            <PropertyPicker label={`Number of line ${number}`} hideLabel numeric events={events} placeholder="Choose a number" value={series.property ?? null} onChange={(property) => property && onChange({ ...series, property })} />
          )}
        </div>
        <FilterBuilder filters={series.where} events={events} add={series.where.length > 0 ? "Add another condition" : "Only where…"} onChange={(where) => onChange({ ...series, where })} />
        <FieldProblem>{problem}</FieldProblem>
      </div>
      <ActionIcon variant="subtle" color="gray" mt={4} disabled={of === 1} aria-label={`Remove line ${number}`} onClick={onRemove}>×</ActionIcon>
    </li>
  );
}
