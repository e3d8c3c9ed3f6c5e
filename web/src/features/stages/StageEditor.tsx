import { ActionIcon, Button, NumberInput, Select, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import { EventPicker } from "@/shared/filters/EventPicker";
import { FilterBuilder } from "@/shared/filters/FilterBuilder";
import { describeRule, type Rule, type Stage } from "./model";
import classes from "./StagesPage.module.css";

type Props = {
  stage: Stage;
  place: number;
  last: boolean;
  fault?: string;
  onChange: (stage: Stage) => void;
  onMove: (by: number) => void;
  onRemove?: () => void;
};

/** One stage: its name, how long before a silent customer counts as lapsed, and its rules. */
export function StageEditor({ stage, place, last, fault, onChange, onMove, onRemove }: Props) {
  const [open, setOpen] = useState(false);
  const rules = stage.rules ?? [];
  const setRule = (index: number, rule: Rule) => onChange({ ...stage, rules: rules.map((old, i) => (i === index ? rule : old)) });
  return (
    <section className="sheet" aria-label={stage.name}>
      <div className={classes.head}>
        <span className={classes.station} style={{ borderColor: `var(--stage-${(place % 8) + 1})` }} aria-hidden="true" />
        <div className={classes.words}>
          <h2 className={classes.name}>{stage.name}</h2>
          <p className="soft" style={{ margin: 0 }}>{rules.map(describeRule).join(" · ") || "No rule yet"}</p>
          {fault && <p role="alert" className={classes.fault}>{fault}</p>}
        </div>
        <div className={classes.tools}>
          <ActionIcon variant="subtle" color="gray" disabled={place === 0} aria-label={`Move ${stage.name} up`} onClick={() => onMove(-1)}>↑</ActionIcon>
          <ActionIcon variant="subtle" color="gray" disabled={last} aria-label={`Move ${stage.name} down`} onClick={() => onMove(1)}>↓</ActionIcon>
          <Button size="xs" variant="default" aria-expanded={open} aria-label={`${open ? "Close" : "Edit"} ${stage.name}`} onClick={() => setOpen(!open)}>{open ? "Close" : "Edit"}</Button>
        </div>
      </div>
      {open && (
        <div className={classes.form}>
          <div className={classes.fields}>
            <TextInput label="Name" value={stage.name} maxLength={100} onChange={(e) => onChange({ ...stage, name: e.currentTarget.value })} />
            <Patience value={stage.patience ?? "30d"} onChange={(patience) => onChange({ ...stage, patience })} />
          </div>
          {rules.map((rule, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a rule is known by its place
            <fieldset key={index} className={classes.rule}>
              <legend>{index === 0 ? "A customer is here after" : "or after"}</legend>
              <RuleEditor rule={rule} onChange={(next) => setRule(index, next)} />
              <Button size="compact-sm" variant="subtle" onClick={() => onChange({ ...stage, rules: rules.filter((_, i) => i !== index) })}>Remove this rule</Button>
            </fieldset>
          ))}
          <div className={classes.tools}>
            <Button size="xs" variant="light" onClick={() => onChange({ ...stage, rules: [...rules, { event: "" }] })}>Add a rule</Button>
            {onRemove && <Button size="xs" variant="subtle" color="gray" c="var(--ink-soft)" onClick={onRemove}>Remove the stage</Button>}
          </div>
        </div>
      )}
    </section>
  );
}

function RuleEditor({ rule, onChange }: { rule: Rule; onChange: (rule: Rule) => void }) {
  const count = rule.count;
  return (
    <div className={classes.ruleBody}>
      <EventPicker label="Event" placeholder="Any touchpoint" clearable value={rule.event || null} onChange={(event) => onChange({ ...rule, event: event ?? "" })} />
      <FilterBuilder filters={rule.where ?? []} events={rule.event ? [rule.event] : undefined} add="Only where…" onChange={(where) => onChange({ ...rule, where: where.length > 0 ? where : undefined })} />
      <Switch label="Only from a certain time on" checked={count !== undefined} onChange={(e) => onChange({ ...rule, count: e.currentTarget.checked ? { op: "gte", value: 2 } : undefined })} />
      {count && (
        <div className={classes.fields}>
          <Select aria-label="How many times" allowDeselect={false} data={[{ value: "gte", label: "at least" }, { value: "eq", label: "exactly" }, { value: "lte", label: "at most" }]} value={count.op} onChange={(op) => onChange({ ...rule, count: { ...count, op: op ?? "gte" } })} />
          <NumberInput aria-label="Times" suffix=" times" min={1} value={count.value} onChange={(value) => onChange({ ...rule, count: { ...count, value: Number(value) || 1 } })} />
        </div>
      )}
    </div>
  );
}

/** Days of silence after which a customer counts as lapsed. */
function Patience({ value, onChange }: { value: string; onChange: (patience: string) => void }) {
  const days = /^(\d+)([dw])$/.exec(value);
  const number = days ? Number(days[1]) * (days[2] === "w" ? 7 : 1) : 30;
  return <NumberInput label="Lapsed after" suffix=" days without a touchpoint" min={1} max={3650} value={number} onChange={(n) => onChange(`${Number(n) || 30}d`)} />;
}
