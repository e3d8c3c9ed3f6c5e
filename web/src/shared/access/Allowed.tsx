import type { ReactNode } from "react";
import { useMay } from "@/shared/api/me";
import { Empty } from "@/shared/states/States";
import classes from "./Allowed.module.css";
import { whyNot } from "./roles";

/** What only some roles may open; the others read why not. */
export function Allowed({ to, children }: { to: string; children: ReactNode }) {
  return useMay(to) ? children : <Empty title="Not for your role">{whyNot(to)}</Empty>;
}

/** A form that everybody may look at and only some may change. */
export function Changeable({ by, children }: { by: string; children: ReactNode }) {
  const may = useMay(by);
  return (
    <fieldset disabled={!may} className={classes.plain}>
      {!may && <p className={classes.note}>You can look at this and not change it. {whyNot(by)}</p>}
      {children}
    </fieldset>
  );
}
