import { ActionIcon, Button, Select } from "@mantine/core";
import { useRef, useState } from "react";
import { ConditionRow } from "./ConditionRow";
import classes from "./SegmentBuilder.module.css";
import { type Condition, type Group, isGroup, newId, type Part } from "./rule";

const deepest = 4;

const joins = [
  { value: "all", label: "all of these hold" },
  { value: "any", label: "one of these holds" },
  { value: "not all", label: "not all of these hold" },
  { value: "not any", label: "none of these holds" },
];

type Props = { group: Group; onChange: (group: Group) => void; depth?: number; onRemove?: () => void };

/** Conditions that hold together, or of which one has to. Groups lie within groups. */
export function RuleGroup({ group, onChange, depth = 1, onRemove }: Props) {
  const [fresh, setFresh] = useState<number>();
  const add = useRef<HTMLButtonElement>(null);
  const replace = (id: number, part: Part) => onChange({ ...group, parts: group.parts.map((old) => (old.id === id ? part : old)) });
  const remove = (id: number) => {
    onChange({ ...group, parts: group.parts.filter((part) => part.id !== id) });
    add.current?.focus();
  };
  const append = (part: Part, focus: number) => {
    setFresh(focus);
    onChange({ ...group, parts: [...group.parts, part] });
  };
  const condition = (): Condition => ({ id: newId(), not: false, leaf: { event: "" } });
  const joined = `${group.not ? "not " : ""}${group.join}`;
  const between = group.join === "all" ? "and" : "or";
  return (
    <div className={classes.group} role="group" aria-label={depth === 1 ? "Which customers" : "Group of conditions"} data-inner={depth > 1 || undefined}>
      {(group.parts.length > 1 || group.not || depth > 1) && (
        <div className={classes.join}>
          <span>{depth === 1 ? "Customers for whom" : "for whom"}</span>
          <Select
            aria-label="How the conditions hold together" className={classes.joinField} data={joins} value={joined} allowDeselect={false}
            onChange={(value) => value && onChange({ ...group, not: value.startsWith("not"), join: value.endsWith("all") ? "all" : "any" })}
          />
          {onRemove && <ActionIcon variant="subtle" color="gray" aria-label="Remove the group" onClick={onRemove}>×</ActionIcon>}
        </div>
      )}
      {group.parts.length > 0 && (
        <ol className={classes.parts}>
          {group.parts.map((part, i) => (
            <li key={part.id} className={classes.part}>
              <span className={classes.word}>{i > 0 ? between : group.parts.length === 1 && depth === 1 && !group.not ? "Customers" : ""}</span>
              {isGroup(part)
                ? <RuleGroup group={part} depth={depth + 1} onChange={(next) => replace(part.id, next)} onRemove={() => remove(part.id)} />
                : <ConditionRow condition={part} place={i + 1} autoFocus={part.id === fresh} onChange={(next) => replace(part.id, next)} onRemove={() => remove(part.id)} />}
            </li>
          ))}
        </ol>
      )}
      <div className={classes.add}>
        <Button ref={add} variant="subtle" size="compact-sm" onClick={() => { const next = condition(); append(next, next.id); }}>+ Add a condition</Button>
        {depth < deepest && group.parts.length > 0 && (
          <Button variant="subtle" size="compact-sm" onClick={() => append({ id: newId(), not: false, join: group.join === "all" ? "any" : "all", parts: [condition()] }, -1)}>+ Add a group</Button>
        )}
      </div>
    </div>
  );
}
