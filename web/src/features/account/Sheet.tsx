import type { ReactNode } from "react";
import { BentPath } from "@/shared/motif/BentPath";
import { Logo } from "@/shared/motif/Logo";
import classes from "./Sheet.module.css";

/** A sheet of paper in the middle of the page, for what stands outside the frame. */
export function Sheet({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <main className={classes.page}>
      <div className={classes.sheet}>
        <Logo />
        <h1 className={classes.title}>{title}</h1>
        {lead && <p className={classes.lead}>{lead}</p>}
        {children}
      </div>
      <BentPath width={240} />
    </main>
  );
}
