import { TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import classes from "./CustomersPage.module.css";

/** What one types goes into the address a moment after the last key. */
export function SearchField({ search, label, placeholder }: { search: string; label: string; placeholder: string }) {
  const navigate = useNavigate();
  const [typed, setTyped] = useState(search);
  const write = useDebouncedCallback((text: string) => {
    void navigate({ to: ".", search: (before) => ({ ...before, search: text.trim() || undefined }), replace: true });
  }, 250);
  // The browser's back button and links change the address: the field follows.
  useEffect(() => setTyped((before) => (before.trim() === search ? before : search)), [search]);
  return (
    <TextInput
      type="search"
      size="md"
      className={classes.search}
      aria-label={label}
      placeholder={placeholder}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        write(event.currentTarget.value);
      }}
    />
  );
}
