import type { Column } from "./DataTable";

/** The rows as CSV. A cell that a spreadsheet would take for a formula gets an apostrophe. */
export function toCsv<Row>(columns: Column<Row>[], rows: Row[]): string {
  const line = (cells: (string | number | null | undefined)[]) => cells.map(quote).join(",");
  const usable = columns.filter((column) => column.text);
  return [line(usable.map((column) => column.name)), ...rows.map((row) => line(usable.map((column) => column.text?.(row))))].join("\r\n");
}

function quote(cell: string | number | null | undefined): string {
  if (cell === null || cell === undefined) return "";
  if (typeof cell === "number") return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Hands a file to the browser. */
export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
