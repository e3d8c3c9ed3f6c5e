import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { schemaQuery } from "@/shared/api/schema";

type Props = { label: string; value: string | null; onChange: (event: string | null) => void; hideLabel?: boolean; clearable?: boolean; placeholder?: string; /** What "every event" is called, where it may be chosen. */ any?: string };

/** Chooses an event among those seen, the most frequent first. */
export function EventPicker({ label, value, onChange, hideLabel = false, clearable = false, placeholder = "Choose an event", any }: Props) {
  const { data } = useQuery(schemaQuery);
  const options = useMemo(() => {
    const names = (data?.events ?? []).map((event) => event.name).filter((name) => name !== "(other)");
    const all = any && !names.includes("*") ? ["*", ...names] : names;
    return (value && !all.includes(value) ? [value, ...all] : all).map((name) => ({ value: name, label: name === "*" ? (any ?? "Any event") : name }));
  }, [data, value, any]);
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
      nothingFoundMessage="No such event was seen"
      comboboxProps={{ withinPortal: true }}
      maxDropdownHeight={320}
    />
  );
}
