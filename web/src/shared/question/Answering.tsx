import type { ReactNode } from "react";
import classes from "./Answering.module.css";

/** Keeps the last answer in place, faded, while a changed question is being counted. */
export function Answering({ busy, children }: { busy: boolean; children: ReactNode }) {
  return (
    <div className={classes.answer} aria-busy={busy} data-busy={busy || undefined}>
      {busy && <p role="status" className={classes.note}>Counting again…</p>}
      {children}
    </div>
  );
}
