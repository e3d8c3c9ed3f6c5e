import type { ReactNode } from "react";
import { RangePicker } from "@/shared/range/RangePicker";
import { CountingPicker } from "@/shared/range/CountingPicker";
import classes from "./Page.module.css";

/** A screen: its heading, what it is for, and the tools that always stand on the right. */
export function Page({ title, lead, tools, range = false, children }: { title: string; lead?: ReactNode; tools?: ReactNode; range?: boolean; children: ReactNode }) {
  return (
    <main id="main" className={classes.page} tabIndex={-1}>
      <header className={classes.head}>
        <div>
          <h1 className={classes.title}>{title}</h1>
          {lead && <p className={classes.lead}>{lead}</p>}
        </div>
        <div className={classes.tools}>
          {tools}
          {range && <CountingPicker />}
          {range && <RangePicker />}
        </div>
      </header>
      {children}
    </main>
  );
}
