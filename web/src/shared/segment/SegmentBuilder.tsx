import { Button } from "@mantine/core";
import { useState } from "react";
import classes from "./SegmentBuilder.module.css";
import { RuleGroup } from "./RuleGroup";
import { fromGroup, type Group, incomplete, type SegmentRule, toGroup } from "./rule";
import { SegmentCount } from "./SegmentCount";

type Props = {
  /** The rule; null means all customers. */
  value: SegmentRule | null;
  /** Hears every change that makes another rule; parts that still miss something are left out of it. */
  onChange: (rule: SegmentRule | null) => void;
  /** Whether a rule is needed: all customers are no answer then. */
  required?: boolean;
};

/**
 * The one builder of rules that say which customers are meant. It reads like a
 * sentence, and says how many customers it means by now.
 */
export function SegmentBuilder({ value, onChange, required = false }: Props) {
  const [group, setGroup] = useState(() => toGroup(value));
  // What was said last: another rule from outside takes the place of what is being made.
  const [said, setSaid] = useState(value);
  if (JSON.stringify(said) !== JSON.stringify(value)) {
    setSaid(value);
    setGroup(toGroup(value));
  }
  const change = (next: Group) => {
    setGroup(next);
    const rule = fromGroup(next);
    if (JSON.stringify(rule) === JSON.stringify(said)) return;
    setSaid(rule);
    onChange(rule);
  };
  const missing = incomplete(group);
  return (
    <div className={classes.builder}>
      <RuleGroup group={group} onChange={change} />
      <div className={classes.foot}>
        <SegmentCount rule={said} missing={missing} required={required} />
        {group.parts.length > 0 && !required && <Button variant="subtle" color="gray" size="compact-sm" onClick={() => change(toGroup(null))}>All customers</Button>}
      </div>
    </div>
  );
}
