import { ActionIcon, Button, NumberInput, Select, TextInput } from "@mantine/core";
import { EventPicker } from "@/shared/filters/EventPicker";
import { FilterBuilder } from "@/shared/filters/FilterBuilder";
import { plural } from "@/shared/format/format";
import { type Did, describeGroup, type Group, something } from "./group";
import classes from "./Compare.module.css";

type Props = { group: Group; name: string; letter: string; onChange: (group: Group) => void; onName: (name: string) => void };

/** Which customers are meant: what they did, and what they are. All of it must hold. */
export function GroupBuilder({ group, name, letter, onChange, onName }: Props) {
  const replace = (index: number, did: Did) => onChange({ ...group, did: group.did.map((old, i) => (i === index ? did : old)) });
  return (
    <div className={classes.group}>
      <TextInput label={`Name of group ${letter}`} placeholder={describeGroup(group)} maxLength={60} value={name} onChange={(e) => onName(e.currentTarget.value)} />
      {group.did.map((did, index) => (
        // Rows have no identity of their own: their place is what they are.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <DidRow key={index} did={did} label={`Condition ${index + 1} of group ${letter}`} onChange={(next) => replace(index, next)} onRemove={() => onChange({ ...group, did: group.did.filter((_, i) => i !== index) })} />
      ))}
      <div><Button variant="subtle" size="compact-sm" onClick={() => onChange({ ...group, did: [...group.did, something] })}>+ Add what they did</Button></div>
      <FilterBuilder filters={group.are} add="Add what they are" onChange={(are) => onChange({ ...group, are })} />
      {group.others.length > 0 && <p className="soft">And {plural(group.others.length, "condition")} that this form cannot show, which {group.others.length === 1 ? "stays as it is" : "stay as they are"}.</p>}
    </div>
  );
}

function DidRow({ did, label, onChange, onRemove }: { did: Did; label: string; onChange: (did: Did) => void; onRemove: () => void }) {
  return (
    <div role="group" aria-label={label} className={classes.condition}>
      <div className={classes.did}>
        <Select aria-label="Whether" data={[{ value: "did", label: "did" }, { value: "not", label: "did not do" }]} value={did.not ? "not" : "did"} allowDeselect={false} onChange={(value) => onChange({ ...did, not: value === "not", op: "gte", times: 1 })} comboboxProps={{ withinPortal: true }} />
        <EventPicker label="Event" hideLabel any="Anything" value={did.event} onChange={(event) => onChange({ ...did, event })} />
        {!did.not && (
          <>
            <Select aria-label="How often" data={[{ value: "gte", label: "at least" }, { value: "eq", label: "exactly" }, { value: "lte", label: "at most" }]} value={did.op} allowDeselect={false} onChange={(op) => onChange({ ...did, op: op === "eq" || op === "lte" ? op : "gte" })} comboboxProps={{ withinPortal: true }} />
            <NumberInput aria-label="Times" min={did.op === "gte" ? 1 : 0} max={9999} allowDecimal={false} suffix={did.times === 1 ? " time" : " times"} value={did.times} onChange={(times) => typeof times === "number" && onChange({ ...did, times })} />
          </>
        )}
        <ActionIcon variant="subtle" color="gray" aria-label={`Remove ${label.toLowerCase()}`} onClick={onRemove}>×</ActionIcon>
      </div>
      <FilterBuilder filters={did.where} add="where …" events={did.event && did.event !== "*" ? [did.event] : []} onChange={(where) => onChange({ ...did, where })} />
    </div>
  );
}
