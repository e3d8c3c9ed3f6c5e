import type { Schemas } from "@/shared/api/client";
import { percent } from "@/shared/format/format";

/** Where a share lies with 95 % confidence. */
export function Interval({ interval }: { interval: Schemas["Interval"] | null | undefined }) {
  if (!interval) return null;
  return <small className="soft" title="With 95% confidence the share lies here (Wilson's interval)">({percent(interval.low, 0)} to {percent(interval.high, 0)})</small>;
}
