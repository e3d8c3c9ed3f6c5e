import { ActionIcon, Menu, SegmentedControl } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { download, toCsv } from "@/shared/table/csv";
import { type Column, DataTable } from "@/shared/table/DataTable";
import classes from "./Figure.module.css";

type Props<Row> = {
  title: string;
  /** What the picture says, in one sentence. */
  sentence: ReactNode;
  /** The same rows feed the picture, the table and the download. */
  rows: Row[];
  columns: Column<Row>[];
  rowKey: (row: Row, index: number) => string;
  /** Makes a PNG of the picture, where it can be made. */
  toPng?: () => string;
  children: ReactNode;
};

/** A picture with its sentence, its table and its downloads. */
export function Figure<Row>({ title, sentence, rows, columns, rowKey, toPng, children }: Props<Row>) {
  const [view, setView] = useState("picture");
  const file = title.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  const savePng = () => {
    const url = toPng?.();
    if (url) void fetch(url).then((r) => r.blob()).then((blob) => download(`${file}.png`, blob));
  };
  return (
    <figure className={`sheet ${classes.figure}`}>
      <div className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        <div className={classes.tools}>
          <SegmentedControl size="xs" value={view} onChange={setView} aria-label={`Show ${title} as`} data={[{ value: "picture", label: "Picture" }, { value: "table", label: "Table" }]} />
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <ActionIcon variant="default" size="lg" aria-label={`Download or share ${title}`}>
                <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 2v8m0 0 3-3m-3 3L5 7M2.5 13.5h11" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" /></svg>
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => download(`${file}.csv`, new Blob([toCsv(columns, rows)], { type: "text/csv" }))}>Download CSV</Menu.Item>
              {toPng && <Menu.Item onClick={savePng}>Download PNG</Menu.Item>}
              <Menu.Item onClick={() => void navigator.clipboard?.writeText(window.location.href)}>Copy a link to this</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </div>
      </div>
      <figcaption className={classes.sentence}>{sentence}</figcaption>
      {view === "table" ? <DataTable caption={title} columns={columns} rows={rows} rowKey={rowKey} /> : children}
    </figure>
  );
}
