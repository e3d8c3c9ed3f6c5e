import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { customerName, identifiersInShort } from "@/shared/customer/customer";
import { plural } from "@/shared/format/format";
import { identifierText } from "./identity";
import type { Identifier, Profile } from "./queries";
import classes from "./SplitResult.module.css";

/** Who there is after a merge was undone, and what had held them together. */
export type Split = { sides: Profile[]; evidence: Identifier[] };

/** Says what became of one customer that was two, with a way to both. */
export function SplitResult({ split, onClose }: { split: Split; onClose: () => void }) {
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    box.current?.focus();
  }, []);
  const { sides, evidence } = split;
  const what = evidence.map(identifierText).join(" and ");
  return (
    <section ref={box} tabIndex={-1} className={classes.box} aria-labelledby="split-result">
      <div className={classes.head}>
        <h2 id="split-result" className={classes.title}>{sides.length > 1 ? "They are two people again" : "They are apart"}</h2>
        <Button size="compact-sm" variant="subtle" color="gray" c="var(--ink)" onClick={onClose}>Close</Button>
      </div>
      <p className={classes.text}>
        {sides.length > 1
          ? `${what} no longer belong together. Each side has its own events, details and stage, as if they had never been joined.`
          : `${what} no longer belong together. The other side has done nothing of its own, so there is no second customer to show.`}
      </p>
      <ul className={classes.sides}>
        {sides.map((side) => (
          <li key={side.id}>
            <Link to="/customers/$id" params={{ id: side.id }} className={`plain-link ${classes.name}`}>{customerName(side)}</Link>
            <span className={classes.short}>{identifiersInShort(side.identifiers, customerName(side))}</span>
            <span className={classes.short}>{plural(side.sessions, "session")}, {plural(side.touchpoints, "touchpoint")}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
