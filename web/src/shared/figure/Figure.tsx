import { SegmentedControl } from "@mantine/core";
import { type ReactNode, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { Explain } from "@/shared/statistics/Explain";
import type { Statistic } from "@/shared/statistics/explanations";
import { type Column, DataTable } from "@/shared/table/DataTable";
import classes from "./Figure.module.css";
import { FigureMenu } from "./FigureMenu";
import { useFigureFrame } from "./frame";

type Props<Row> = {
  title: string;
  /** The statistics that it shows; each is explained where the title stands. */
  explain: readonly [Statistic, ...Statistic[]];
  /** What the picture says, in one sentence. */
  sentence: ReactNode;
  /** The same rows feed the picture, the table and the download. */
  rows: Row[];
  columns: Column<Row>[];
  rowKey: (row: Row, index: number) => string;
  /** Makes a PNG of the picture, where the picture itself can: what is on the page is drawn otherwise. */
  toPng?: () => string;
  /** The numbers that matter most, above the picture; a dashboard can show them alone. */
  headline?: ReactNode;
  /** Where no headline stands above the picture: the number that a dashboard shows alone. */
  number?: { value: string; words: string };
  /** What belongs to picture and table alike. */
  foot?: ReactNode;
  children: ReactNode;
};

/** A picture with its sentence, its table and its downloads. On a dashboard it stands in the card's frame. */
export function Figure<Row>({ title, explain, sentence, rows, columns, rowKey, toPng, headline, number, foot, children }: Props<Row>) {
  const frame = useFigureFrame();
  const [view, setView] = useState("picture");
  const picture = useRef<HTMLDivElement>(null);
  const name = frame?.title ?? title;
  const shown = frame?.show ?? (view === "table" ? "table" : "chart");
  const explained = <Explain about={name} of={explain} linked={!frame || frame.link !== undefined} />;
  const menu = <FigureMenu title={name} linked={!frame || frame.link !== undefined} link={frame?.link} columns={columns} rows={rows} toPng={shown === "chart" ? toPng : undefined} picture={shown === "table" ? undefined : picture} />;
  return (
    <figure className={frame ? classes.figure : `sheet ${classes.figure}`} data-card={frame ? true : undefined} aria-label={frame ? name : undefined}>
      {frame ? frame.menu && createPortal(<>{explained}{menu}</>, frame.menu) : (
        <div className={classes.head}>
          <div className={classes.named}><h2 className={classes.title}>{title}</h2>{explained}</div>
          <div className={classes.tools}>
            <SegmentedControl size="xs" value={view} onChange={setView} aria-label={`Show ${title} as`} data={[{ value: "picture", label: "Picture" }, { value: "table", label: "Table" }]} />
            {menu}
          </div>
        </div>
      )}
      {shown !== "number" && <figcaption className={frame && headline && shown === "chart" ? "visually-hidden" : classes.sentence}>{sentence}</figcaption>}
      {shown === "table" ? <DataTable caption={name} columns={columns} rows={rows} rowKey={rowKey} /> : (
        <div ref={picture} className={classes.picture}>
          {shown === "number" && !headline && number ? <p className={classes.number}><strong>{number.value}</strong> {number.words}</p> : headline}
          {shown !== "number" && children}
        </div>
      )}
      {shown !== "number" && foot}
    </figure>
  );
}
