import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useMay, useZone } from "@/shared/api/me";
import { kindName } from "@/shared/customer/customer";
import { exact } from "@/shared/format/format";
import { ProblemNote } from "@/shared/states/States";
import { causeText, identifierText, lostIdentifiers } from "./identity";
import { findByIdentifier, type Identifier, type Merge, type Profile, splitCustomer } from "./queries";
import type { Split } from "./SplitResult";
import classes from "./WhyOnePerson.module.css";

/** One piece of evidence, and the way to say that it misleads. */
export function MergeItem({ profile, merge, onSplit }: { profile: Profile; merge: Merge; onSplit: (split: Split) => void }) {
  const zone = useZone();
  const client = useQueryClient();
  const [asked, setAsked] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const ends = merge.identifiers ?? [];
  const split = useMutation({
    mutationFn: async (): Promise<Split> => {
      const after = await splitCustomer(profile.id, merge.id);
      const lost = lostIdentifiers(profile, after, ends);
      const found = await Promise.all(lost.map(findByIdentifier));
      const sides = [after, ...found.filter((side) => side !== null)];
      return { sides: sides.filter((side, i) => sides.findIndex(({ id }) => id === side.id) === i), evidence: ends };
    },
    onSuccess: async (result) => {
      onSplit(result);
      await client.invalidateQueries({ queryKey: ["customers"] });
    },
  });
  const mayUndo = useMay("handle_identity");
  const leave = () => {
    setAsked(false);
    split.reset();
    // The button comes back where the question stood; so does the focus.
    requestAnimationFrame(() => opener.current?.focus());
  };
  return (
    <li className={classes.item}>
      <div className={classes.pair}>
        <svg viewBox="0 0 16 56" preserveAspectRatio="none" aria-hidden="true"><path d="M4 14C4 30 12 26 12 42" fill="none" stroke="var(--rule-strong)" strokeWidth="2" vectorEffect="non-scaling-stroke" /></svg>
        {ends.map((end) => <End key={`${end.kind} ${end.value}`} identifier={end} />)}
      </div>
      <p className={classes.cause}>
        {causeText(merge.cause)} <time dateTime={merge.time}>{exact(merge.time, zone)}</time>, call <code title={merge.message_id}>{merge.message_id.slice(0, 8)}</code>.
      </p>
      {asked ? (
        <div className={classes.ask} role="group" aria-label="Take them apart?">
          <p>
            {ends.map(identifierText).join(" and ")} become two customers again, each with their own events and details. What has brought them together will not do so again, and there is no way back.
          </p>
          <div className={classes.choices}>
            <Button size="xs" loading={split.isPending} onClick={() => split.mutate()} data-autofocus autoFocus>Take them apart</Button>
            <Button size="xs" variant="default" disabled={split.isPending} onClick={leave}>Leave as it is</Button>
          </div>
          {split.isError && <div className={classes.problem}><ProblemNote error={split.error} /></div>}
        </div>
      ) : mayUndo && (
        <Button ref={opener} className={classes.undo} size="xs" variant="default" aria-label={`These are two people: ${ends.map(identifierText).join(" and ")}`} onClick={() => setAsked(true)}>
          These are two people
        </Button>
      )}
    </li>
  );
}

function End({ identifier }: { identifier: Identifier }) {
  return (
    <span className={classes.end} title={identifier.value}>
      <span>{kindName(identifier.kind)}</span> {identifierText(identifier).slice(kindName(identifier.kind).length + 1)}
    </span>
  );
}
