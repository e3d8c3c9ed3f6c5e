import { ActionIcon, Button, Select } from "@mantine/core";
import classes from "./FilterBuilder.module.css";
import { type Filter, operators } from "./filters";
import { PropertyPicker } from "./PropertyPicker";
import { ValueField } from "./ValueField";

type Props = { filters: Filter[]; onChange: (filters: Filter[]) => void; events?: string[]; add?: string };

/** The one filter builder: rows of property, operator and value, all of which must hold. */
export function FilterBuilder({ filters, onChange, events, add = "Add a filter" }: Props) {
  const replace = (index: number, filter: Filter) => onChange(filters.map((old, i) => (i === index ? filter : old)));
  return (
    <div className={classes.builder}>
      {filters.map((filter, index) => (
        // Rows have no identity of their own: their place is what they are.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <div key={index} className={classes.row} role="group" aria-label={`Filter ${index + 1}`}>
          <PropertyPicker label="Property" hideLabel events={events} value={filter.property || null} onChange={(property) => replace(index, { ...filter, property: property ?? "" })} />
          <Select
            aria-label="Comparison"
            data={operators.map(({ value, label }) => ({ value, label }))}
            value={filter.op}
            allowDeselect={false}
            onChange={(op) => replace(index, { property: filter.property, op: op ?? "eq" })}
            comboboxProps={{ withinPortal: true }}
          />
          <ValueField filter={filter} onChange={(value) => replace(index, { ...filter, value })} />
          <ActionIcon variant="subtle" color="gray" aria-label={`Remove filter ${index + 1}`} onClick={() => onChange(filters.filter((_, i) => i !== index))}>×</ActionIcon>
        </div>
      ))}
      <div>
        <Button variant="subtle" size="compact-sm" onClick={() => onChange([...filters, { property: "", op: "eq" }])}>+ {add}</Button>
      </div>
    </div>
  );
}
