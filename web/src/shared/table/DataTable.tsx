import type { ReactNode } from "react";
import classes from "./DataTable.module.css";

/** One column: `cell` for eyes, `text` for sorting out and the download. */
export type Column<Row> = {
  name: string;
  cell: (row: Row) => ReactNode;
  text?: (row: Row) => string | number | null | undefined;
  numeric?: boolean;
};

type Props<Row> = {
  caption: string;
  showCaption?: boolean;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row, index: number) => string;
  onOpen?: (row: Row) => void;
  /** Whether nothing in the table takes the focus: then the table itself does, so that the keyboard can scroll it. */
  still?: boolean;
};

/** The one table. Rows that open something can be opened with the keyboard through the link or button in their first cell. */
export function DataTable<Row>({ caption, showCaption = false, columns, rows, rowKey, onOpen, still = false }: Props<Row>) {
  return (
    <div className={classes.scroll} {...(still && { tabIndex: 0, role: "region", "aria-label": caption })}>
      <table className={classes.table}>
        <caption className={showCaption ? classes.caption : "visually-hidden"}>{caption}</caption>
        <thead>
          <tr>{columns.map((column) => <th key={column.name} scope="col" data-numeric={column.numeric}>{column.name}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={rowKey(row, index)} data-opens={onOpen ? true : undefined} onClick={onOpen && (() => onOpen(row))}>
              {columns.map((column, i) =>
                i === 0 ? (
                  <th key={column.name} scope="row" data-numeric={column.numeric}>{column.cell(row)}</th>
                ) : (
                  <td key={column.name} data-numeric={column.numeric}>{column.cell(row)}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
