import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { schemaQuery, type SeenEvent } from "@/shared/api/schema";
import { dimensions, showProperty } from "./filters";

type Props = {
  label: string;
  value: string | null;
  onChange: (property: string | null) => void;
  /** Offer the properties of these events only; none: of all. */
  events?: string[];
  traits?: boolean;
  /** Whether the customer's traits are offered before what events carry. */
  traitsFirst?: boolean;
  numeric?: boolean;
  clearable?: boolean;
  hideLabel?: boolean;
  placeholder?: string;
};

/** Chooses a property: a dimension, one seen on events, or a customer's trait. */
export function PropertyPicker({ label, value, onChange, events, traits = true, traitsFirst = false, numeric = false, clearable = false, hideLabel = false, placeholder = "Choose" }: Props) {
  const { data } = useQuery(schemaQuery);
  const options = useMemo(() => {
    const groups = propertyGroups(data?.events ?? [], traits ? (data?.traits ?? []).map((t) => t.name) : [], events, numeric);
    if (traitsFirst) groups.sort((a, b) => Number(b.group === "Customer") - Number(a.group === "Customer"));
    const known = groups.some((group) => group.items.some((item) => item.value === value));
    return value && !known ? [...groups, { group: "Other", items: [{ value, label: showProperty(value) }] }] : groups;
  }, [data, events, traits, traitsFirst, numeric, value]);
  return (
    <Select
      label={hideLabel ? undefined : label}
      aria-label={label}
      placeholder={placeholder}
      searchable
      clearable={clearable}
      data={options}
      value={value}
      onChange={onChange}
      nothingFoundMessage="No such property was seen"
      comboboxProps={{ withinPortal: true }}
      maxDropdownHeight={320}
    />
  );
}

type Group = { group: string; items: { value: string; label: string }[] };

/** The properties to offer, in groups. */
export function propertyGroups(seen: SeenEvent[], traits: string[], events: string[] | undefined, numeric: boolean): Group[] {
  const names = new Map<string, number>();
  for (const event of seen) {
    if (events && events.length > 0 && !events.includes(event.name)) continue;
    for (const property of event.properties ?? []) {
      if (numeric && property.types?.[0] !== "number") continue;
      if (property.types?.[0] === "list" || property.types?.[0] === "object" || property.name === "(other)") continue;
      names.set(property.name, (names.get(property.name) ?? 0) + property.count);
    }
  }
  const properties = [...names].sort((a, b) => b[1] - a[1]).map(([name]) => ({ value: `properties.${name}`, label: name }));
  const groups: Group[] = numeric
    ? [{ group: "Event", items: [{ value: "value", label: "Value" }, ...properties] }]
    : [{ group: "Visit", items: dimensions }, { group: "Event", items: properties }];
  if (!numeric && traits.length > 0) groups.push({ group: "Customer", items: traits.map((name) => ({ value: `traits.${name}`, label: name })) });
  return groups.filter((group) => group.items.length > 0);
}
