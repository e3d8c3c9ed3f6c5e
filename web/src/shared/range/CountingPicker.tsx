import { SegmentedControl } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMe } from "@/shared/api/me";

/** Whether the screen counts people or firms. It is there where firms are known. */
export function CountingPicker() {
  const { accounts } = useMe().workspace;
  const { counting } = useSearch({ strict: false });
  const navigate = useNavigate();
  if (accounts === 0 && !counting) return null;
  return (
    <SegmentedControl
      size="sm"
      aria-label="Whose journeys are counted"
      value={counting ?? "customers"}
      data={[{ value: "customers", label: "Customers" }, { value: "accounts", label: "Accounts" }]}
      onChange={(next) => void navigate({ to: ".", search: (before) => ({ ...before, counting: next === "accounts" ? "accounts" : undefined }), resetScroll: false })}
    />
  );
}
