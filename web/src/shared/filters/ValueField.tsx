import { TagsInput, TextInput } from "@mantine/core";
import classes from "./FilterBuilder.module.css";
import { type Filter, operators, readValue, showValue } from "./filters";

/** What a property is compared with: one value, two, several or none, as the comparison takes it. */
export function ValueField({ filter, onChange }: { filter: Filter; onChange: (value: unknown) => void }) {
  const takes = operators.find((o) => o.value === filter.op)?.takes ?? "one";
  if (takes === "none") return <span />;
  if (takes === "list") {
    const values = Array.isArray(filter.value) ? filter.value.map(showValue) : [];
    return <TagsInput aria-label="Values" placeholder={values.length === 0 ? "Values" : undefined} value={values} onChange={(list) => onChange(list.map(readValue))} />;
  }
  if (takes === "two") {
    const [low = "", high = ""] = Array.isArray(filter.value) ? filter.value.map(showValue) : [];
    return (
      <span className={classes.two}>
        <TextInput aria-label="Lowest value" value={low} onChange={(e) => onChange([readValue(e.currentTarget.value), readValue(high)])} />
        <TextInput aria-label="Highest value" value={high} onChange={(e) => onChange([readValue(low), readValue(e.currentTarget.value)])} />
      </span>
    );
  }
  return <TextInput aria-label="Value" placeholder="Value" value={showValue(filter.value)} onChange={(e) => onChange(e.currentTarget.value === "" ? "" : readValue(e.currentTarget.value))} />;
}
