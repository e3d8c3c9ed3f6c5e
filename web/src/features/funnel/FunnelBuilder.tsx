import { Button, SegmentedControl, Select } from "@mantine/core";
import type { Schemas } from "@/shared/api/client";
import { FilterBuilder } from "@/shared/filters/FilterBuilder";
import { PropertyPicker } from "@/shared/filters/PropertyPicker";
import { saidAbout } from "@/shared/question/fields";
import { FieldProblem, QuestionPart } from "@/shared/question/QuestionPanel";
import { ExclusionEditor } from "./ExclusionEditor";
import classes from "./FunnelBuilder.module.css";
import { moveStep, removeStep } from "./edit";
import { type FunnelQuestion, type Order, stepName, type Unit } from "./question";
import { StepEditor } from "./StepEditor";
import { WindowField } from "./WindowField";

type Props = { question: FunnelQuestion; problems: Schemas["Field"][]; onChange: (question: FunnelQuestion) => void };

/** Puts a funnel's question together. */
export function FunnelBuilder({ question, problems, onChange }: Props) {
  const set = (part: Partial<FunnelQuestion>) => onChange({ ...question, ...part });
  const { steps, exclude, breakdown } = question;
  const said = (pointer: string) => saidAbout(problems, pointer);
  return (
    <>
      <QuestionPart title="Steps">
        <ol className={classes.steps}>
          {steps.map((step, i) => (
            <StepEditor
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
              key={i}
              step={step}
              number={i + 1}
              of={steps.length}
              problem={said(`/steps/${i}`)}
              onChange={(next) => set({ steps: steps.map((old, at) => (at === i ? next : old)) })}
              onMove={(by) => onChange(moveStep(question, i, by))}
              onRemove={() => onChange(removeStep(question, i))}
            />
          ))}
        </ol>
        <div><Button variant="default" size="sm" disabled={steps.length >= 20} onClick={() => set({ steps: [...steps, { events: [], where: [], name: "" }] })}>Add a step</Button></div>
      </QuestionPart>

      <QuestionPart title="What counts">
        <div className={classes.choices}>
          <WindowField value={question.window} required={question.order === "unordered"} problem={said("/window")} onChange={(window) => set({ window })} />
          <div>
            <Select
              label="The steps happen"
              data={[{ value: "ordered", label: "in this order" }, { value: "strict", label: "directly one after the other" }, { value: "unordered", label: "in any order" }]}
              value={question.order}
              allowDeselect={false}
              error={said("/order")}
              onChange={(order) => set({ order: order as Order, window: question.window ?? (order === "unordered" ? "7d" : undefined) })}
            />
          </div>
          <div>
            <span className={classes.label} id="funnel-unit">Count</span>
            <SegmentedControl aria-labelledby="funnel-unit" fullWidth value={question.unit} onChange={(unit) => set({ unit: unit as Unit })} data={[{ value: "customer", label: "Customers" }, { value: "session", label: "Visits" }]} />
          </div>
        </div>
      </QuestionPart>

      <QuestionPart title="Split by">
        <div className={classes.choices}>
          <div>
            <PropertyPicker label="Split by" hideLabel clearable placeholder="Nothing" value={breakdown?.property ?? null} onChange={(property) => set({ breakdown: property ? { property, at: breakdown?.at ?? "first" } : undefined })} />
            <FieldProblem>{said("/breakdown")}</FieldProblem>
          </div>
          {breakdown && (
            <Select
              aria-label="Its value is taken at"
              allowDeselect={false}
              value={breakdown.at}
              data={[{ value: "first", label: "as it was at the first step" }, { value: "last", label: "as it was at the last step reached" }, ...steps.map((step, i) => ({ value: `step:${i + 1}`, label: `as it was at ${i + 1} ${stepName(step) || "…"}` })).slice(1)]}
              onChange={(at) => set({ breakdown: { ...breakdown, at: at ?? "first" } })}
            />
          )}
        </div>
      </QuestionPart>

      {question.order === "ordered" && steps.length > 1 && (
        <QuestionPart title="Leave out" hint="Whoever does this on the way is counted as far as they had come.">
          {exclude.map((exclusion, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an exclusion is its place
            <ExclusionEditor key={i} number={i + 1} exclusion={exclusion} steps={steps} problem={said(`/exclude/${i}`)} onChange={(next) => set({ exclude: exclude.map((old, at) => (at === i ? next : old)) })} onRemove={() => set({ exclude: exclude.filter((_, at) => at !== i) })} />
          ))}
          <div><Button variant="subtle" size="compact-sm" onClick={() => set({ exclude: [...exclude, { events: [], where: [] }] })}>+ Leave out an event</Button></div>
        </QuestionPart>
      )}

      <QuestionPart title="Look only at events where">
        <FilterBuilder filters={question.where} add="Add a condition for the whole analysis" onChange={(where) => set({ where })} />
        <FieldProblem>{said("/where")}</FieldProblem>
      </QuestionPart>
    </>
  );
}
