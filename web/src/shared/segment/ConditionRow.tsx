import { ActionIcon, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { settingsQuery } from "@/shared/api/settings";
import { describeRule } from "./describe";
import { EventFields } from "./EventFields";
import { KeysField, PropertyFields, TextField } from "./LeafFields";
import classes from "./SegmentBuilder.module.css";
import type { Condition, Leaf } from "./rule";
import { verbOf, verbs } from "./verbs";

type Props = { condition: Condition; place: number; autoFocus: boolean; onChange: (condition: Condition) => void; onRemove: () => void };

/** One condition, as a part of a sentence: who did what, how often, and when. */
export function ConditionRow({ condition, place, autoFocus, onChange, onRemove }: Props) {
  const { leaf } = condition;
  const verb = verbOf(condition);
  const set = (next: Leaf) => onChange({ ...condition, leaf: next });
  const choose = (value: string | null) => {
    const chosen = verbs.find((v) => v.value === value);
    if (!chosen || chosen.value === verb) return;
    const same = chosen.kind in leaf && chosen.kind !== "lapsed";
    onChange({ ...condition, not: chosen.not, leaf: same ? leaf : chosen.make() });
  };
  return (
    <div className={classes.row} role="group" aria-label={`Condition ${place}`}>
      {verb === undefined ? <Said condition={condition} /> : (
        <>
          <Select className={classes.verb} aria-label="What is said of the customers" data={verbs.map(({ value, label }) => ({ value, label }))} value={verb} allowDeselect={false} autoFocus={autoFocus} onChange={choose} maxDropdownHeight={360} />
          <Fields condition={condition} onChange={set} />
        </>
      )}
      <ActionIcon className={classes.remove} variant="subtle" color="gray" aria-label={`Remove condition ${place}`} onClick={onRemove}>×</ActionIcon>
    </div>
  );
}

/** A part that no field can change is said, and can be taken out. */
function Said({ condition: { leaf, not } }: { condition: Condition }) {
  const stages = useQuery(settingsQuery).data?.stages ?? null;
  return <span className={classes.said}>{describeRule(not ? { not: leaf } : leaf, stages).replace(/^Customers /, "")}</span>;
}

function Fields({ condition: { leaf, not }, onChange }: { condition: Condition; onChange: (leaf: Leaf) => void }) {
  if ("event" in leaf) return <EventFields rule={leaf} not={not} onChange={onChange} />;
  if ("property" in leaf) return <PropertyFields rule={leaf} onChange={onChange} />;
  if ("stage" in leaf) return <KeysField of="stage" keys={leaf.stage} onChange={(stage) => onChange({ stage })} />;
  if ("rfm" in leaf) return <KeysField of="rfm" keys={leaf.rfm} onChange={(rfm) => onChange({ rfm })} />;
  if ("engagement" in leaf) return <KeysField of="engagement" keys={leaf.engagement} onChange={(engagement) => onChange({ engagement })} />;
  if ("prefers_channel" in leaf) return <TextField of="channel" text={leaf.prefers_channel} onChange={(channel) => onChange({ prefers_channel: channel })} />;
  if ("consents_to" in leaf) return <TextField of="consent" text={leaf.consents_to} onChange={(consent) => onChange({ consents_to: consent })} />;
  return null;
}
