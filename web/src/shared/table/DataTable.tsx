import { type ReactNode, useEffect, useRef, useState } from "react";
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
};

/** The one table. Rows that open something can be opened with the keyboard through the link or button in their first cell. */
export function DataTable<Row>({ caption, showCaption = false, columns, rows, rowKey, onOpen }: Props<Row>) {
  const [frame, scrolls] = useScrolls();
  return (
    // What scrolls must be reachable by keyboard.
    <div ref={frame} className={classes.scroll} {...(scrolls && { tabIndex: 0, role: "region", "aria-label": caption })}>
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

/** Whether an element is wider inside than outside. */
function useScrolls() {
  const ref = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const look = () => setScrolls(element.scrollWidth > element.clientWidth + 1);
    const observer = new ResizeObserver(look);
    observer.observe(element);
    if (element.firstElementChild) observer.observe(element.firstElementChild);
    look();
    return () => observer.disconnect();
  }, []);
  return [ref, scrolls] as const;
}
