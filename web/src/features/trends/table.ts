import type { ReactNode } from "react";
import type { Column } from "@/shared/table/DataTable";
import { hasAny, type Line, type Picture } from "./lines";
import type { Interval } from "./question";
import { type Bucket, longLabel, partWords, plainTime } from "./time";

export type Row = { bucket: Bucket; at: number; label: string };

const heads: Record<Interval, string> = { hour: "Hour", day: "Day", week: "Week", month: "Month" };

/** Time × lines, all of them; lines of a split that have nothing are left out. */
export function tableOf(picture: Picture, interval: Interval, zone: string, show: (line: Line, row: Row) => ReactNode): { columns: Column<Row>[]; rows: Row[] } {
  const rows = picture.buckets.map((bucket, at) => {
    const part = partWords(bucket, at === picture.buckets.length - 1);
    return { bucket, at, label: `${longLabel(bucket.time, interval, zone)}${part && ` (${part})`}` };
  });
  const columns: Column<Row>[] = [
    { name: heads[interval], cell: (row) => row.label, text: (row) => plainTime(row.bucket.time, interval) },
    ...picture.lines.filter((line) => picture.shown.includes(line) || hasAny(line)).map((line): Column<Row> => ({ name: line.name, numeric: true, cell: (row) => show(line, row), text: (row) => line.values[row.at] })),
  ];
  return { columns, rows };
}
