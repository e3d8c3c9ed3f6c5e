import type { ReactNode } from "react";
import classes from "./PeopleNumber.module.css";
import type { People } from "./people";
import { usePeople } from "./usePeople";

/** A number that opens the customers behind it. Zero opens nothing, and nobody is behind what strangers are shown. */
export function PeopleNumber({ people, value, children }: { people: People | undefined; value: number | null | undefined; children: ReactNode }) {
  const open = usePeople();
  if (!value || !people) return children;
  return (
    <button type="button" className={classes.number} aria-haspopup="dialog" onClick={() => open(people)}>
      {children}
      <span className="visually-hidden">: see the customers</span>
    </button>
  );
}
