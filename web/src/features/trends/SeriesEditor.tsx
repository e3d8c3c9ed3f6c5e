import { ActionIcon, Select } from "@mantine/core";
import { EventPicker } from "@/shared/filters/EventPicker";
import { FilterBuilder } from "@/shared/filters/FilterBuilder";
import { PropertyPicker } from "@/shared/filters/PropertyPicker";
import { FieldProblem } from "@/shared/question/QuestionPanel";
import { type Kind, kinds, kindWords, type Series, takesProperty } from "./question";
import classes from "./TrendsBuilder.module.css";

type Props = { series: Series; number: number; of: number; problem?: string; onChange: (series: Series) => void; onRemove: () => void };

/** One line of the builder: of which event, and what about it. */
export function SeriesEditor({ series, number, of, problem, onChange, onRemove }: Props) {
  const events = series.event === "*" ? undefined : [series.event];
  const setKind = (kind: Kind) => {
    const { property, ...rest } = series;
    onChange({ ...rest, kind, ...(takesProperty(kind) ? { property: property ?? "value" } : {}) });
  };
  return (
    <li className={classes.series} aria-label={`Line ${number}`}>
      <div className={classes.fields}>
        <div className={classes.line} data-three={takesProperty(series.kind) || undefined}>
          <EventPicker label={`Event of line ${number}`} hideLabel any="Every touchpoint" value={series.event} onChange={(event) => event && onChange({ ...series, event })} />
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
