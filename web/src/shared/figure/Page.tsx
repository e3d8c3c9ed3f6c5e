import { useLocation } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { RangePicker } from "@/shared/range/RangePicker";
import { Explain } from "@/shared/statistics/Explain";
import type { Statistic } from "@/shared/statistics/explanations";
import { CountingPicker } from "@/shared/range/CountingPicker";
import { SegmentPicker } from "@/shared/segment/SegmentPicker";
import { isNarrowable } from "@/shared/segment/whom";
import classes from "./Page.module.css";

type Props = {
  title: string;
  lead?: ReactNode;
  /** The statistics of the screen that stand in no figure of their own. */
  explain?: readonly Statistic[];
  tools?: ReactNode;
  range?: boolean;
  /** Whether what the screen counts can be accounts too; with a range it usually can. */
  accounts?: boolean;
  children: ReactNode;
};

/** A screen: its heading, what it is for, and the tools that always stand on the right. */
export function Page({ title, lead, explain, tools, range = false, accounts = range, children }: Props) {
  const narrowable = useLocation({ select: ({ pathname }) => isNarrowable(pathname) });
  return (
    <main id="main" className={classes.page} tabIndex={-1}>
      <header className={classes.head}>
        <div>
          <div className={classes.named}><h1 className={classes.title}>{title}</h1>{explain && <Explain about={title} of={explain} />}</div>
          {lead && <p className={classes.lead}>{lead}</p>}
        </div>
        <div className={classes.tools}>
          {tools}
          {accounts && <CountingPicker />}
          {range && narrowable && <SegmentPicker />}
          {range && <RangePicker />}
        </div>
      </header>
      {children}
    </main>
  );
}
