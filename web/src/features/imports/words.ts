import { count, plural } from "@/shared/format/format";
import { asKind, type Kind, kinds } from "./meanings";
import type { Run } from "./queries";

/** What is counted of a kind: "3 orders". */
export function counted(n: number, kind: Kind): string {
  const one = kinds.find((k) => k.value === kind)?.one ?? "row";
  return plural(n, one);
}

/** What a run came to, as a sentence. */
export function outcome(run: Run): string {
  const kind = asKind(run.kind);
  const parts = [`${counted(run.stored, kind)} stored`];
  if (run.changes > 0) parts.push(plural(run.changes, "refund or cancellation", "refunds and cancellations"));
  if (run.duplicates > 0) parts.push(`${count(run.duplicates)} there already`);
  if (run.rejected > 0) parts.push(`${plural(run.rejected, "row")} left out`);
  return `${parts.join(", ")}.`;
}

/** What undoing takes away, plainly. */
export function undoing(run: Run): string {
  const kind = asKind(run.kind);
  if (kind === "costs") return `Takes out the ${counted(run.stored, kind)} that this file brought. What an earlier file said of the same days counts again.`;
  const changes = run.changes > 0 ? ` and ${plural(run.changes, "refund or cancellation", "refunds and cancellations")}` : "";
  return `Takes out the ${counted(run.stored, kind)}${changes} that this file brought, and what they say about customers, as if the file had never come. Wend pauses for a moment. You can import the file again.`;
}

/** How far a run is, from 0 to 100. */
export function progressOf(run: Run): number {
  if (run.bytes_total === 0) return 0;
  return Math.min(100, Math.round((run.bytes_read / run.bytes_total) * 100));
}

/** A size of a file. */
export function size(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1000))} kB`;
  return `${(bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 1 : 0)} MB`;
}
