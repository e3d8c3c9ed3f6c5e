import { Button, Select } from "@mantine/core";
import type { Schemas } from "@/shared/api/client";
import { FilterBuilder } from "@/shared/filters/FilterBuilder";
import { PropertyPicker } from "@/shared/filters/PropertyPicker";
import { saidAbout } from "@/shared/question/fields";
import { FieldProblem, QuestionPart } from "@/shared/question/QuestionPanel";
import { keep } from "@/shared/question/read";
import { type Bounds, intervalFor } from "@/shared/range/range";
import { type Interval, intervals, isTooFine, mostSeries, type TrendQuestion } from "./question";
import { SeriesEditor } from "./SeriesEditor";
import classes from "./TrendsBuilder.module.css";

type Props = { question: TrendQuestion; bounds: Bounds; problems: Schemas["Field"][]; onChange: (question: TrendQuestion) => void };

const auto = "auto";

/** Puts a question about trends together. */
export function TrendsBuilder({ question, bounds, problems, onChange }: Props) {
  const { series, interval, breakdown, ...rest } = question;
  const said = (pointer: string) => saidAbout(problems, pointer);
  return (
    <>
      <QuestionPart title="Lines">
        <ol className={classes.list}>
          {series.map((one, i) => (
            <SeriesEditor
              // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
              key={i}
              series={one}
              number={i + 1}
              of={series.length}
              problem={said(`/series/${i}`)}
              onChange={(next) => onChange({ ...question, series: series.map((old, at) => (at === i ? next : old)) })}
              onRemove={() => onChange({ ...question, series: series.filter((_, at) => at !== i) })}
            />
          ))}
        </ol>
        <div>
          <Button variant="default" size="sm" disabled={series.length >= mostSeries} onClick={() => onChange({ ...question, series: [...series, { events: ["*"], kind: "count", where: [] }] })}>Add a line</Button>
        </div>
      </QuestionPart>

      <div className={classes.choices}>
        <QuestionPart title="One point for each">
          <Select
            aria-label="One point for each"
            allowDeselect={false}
            value={interval ?? auto}
            error={said("/interval")}
            data={[{ value: auto, label: `Whatever suits the range (${intervalFor(bounds)})` }, ...intervals.map((value) => ({ value, label: value.charAt(0).toUpperCase() + value.slice(1), disabled: isTooFine(value, bounds) }))]}
            onChange={(next) => onChange({ ...rest, series, ...keep("breakdown", breakdown), ...keep("interval", next === null || next === auto ? undefined : (next as Interval)) })}
            comboboxProps={{ withinPortal: true }}
          />
        </QuestionPart>
        <QuestionPart title="Split by">
          <PropertyPicker label="Split by" hideLabel clearable placeholder="Nothing" value={breakdown ?? null} onChange={(property) => onChange({ ...rest, series, ...keep("interval", interval), ...keep("breakdown", property ?? undefined) })} />
          <FieldProblem>{said("/breakdown")}</FieldProblem>
        </QuestionPart>
      </div>

      <QuestionPart title="Look only at events where">
        <FilterBuilder filters={question.where} add="Add a condition for the whole analysis" onChange={(where) => onChange({ ...question, where })} />
        <FieldProblem>{said("/where")}</FieldProblem>
      </QuestionPart>
    </>
  );
}
