import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useMay } from "@/shared/api/me";
import { Page } from "@/shared/figure/Page";
import { KitDialog } from "@/shared/kit/KitDialog";
import { kitsQuery } from "@/shared/kit/queries";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { notify } from "@/shared/states/notices";
import { NewEvent } from "./NewEvent";
import classes from "./PlanPage.module.css";
import { PlanRow } from "./PlanRow";
import { type Plan, type PlannedEvent, planQuery, usePutPlan } from "./queries";
import { planned, summary } from "./words";

/** What the business should send, and what of it arrives. */
export default function PlanPage() {
  const plan = useQuery(planQuery);
  const kits = useQuery(kitsQuery).data?.items ?? [];
  const [choosing, setChoosing] = useState(false);
  const may = useMay("edit_settings");
  const kit = kits.find(({ current }) => current);
  return (
    <Page
      title="Event plan"
      lead={<>What your website and systems should send, and whether it arrives. The list looks again by itself. <Link to="/glossary" className="plain-link">Words explained</Link></>}
      tools={may && <Button variant="default" onClick={() => setChoosing(true)}>{kit ? `Starter kit: ${kit.name}` : "Choose a starter kit"}</Button>}
    >
      {plan.error && <ProblemNote error={plan.error} retry={() => void plan.refetch()} />}
      {!plan.data && !plan.error && <Loading label="Comparing the plan with what came" height={480} />}
      {plan.data && (plan.data.items ?? []).length === 0 && (
        <div className="sheet">
          <Empty title="No plan yet" action={may && <Button onClick={() => setChoosing(true)}>Choose a starter kit</Button>}>
            A starter kit brings the list of events that a business like yours should send, each with the code to paste.
          </Empty>
        </div>
      )}
      {plan.data && (plan.data.items ?? []).length > 0 && <Checklist plan={plan.data} may={may} />}
      {plan.data && may && <OwnChanges plan={plan.data} />}
      <KitDialog opened={choosing} current={kit?.key ?? null} onClose={() => setChoosing(false)} />
    </Page>
  );
}

function Checklist({ plan, may }: { plan: Plan; may: boolean }) {
  const put = usePutPlan();
  const rows = plan.items ?? [];
  const remove = (event: string, own: boolean) => {
    const added = rows.filter((row) => row.own && row.event !== event).map(planned);
    const removed = plan.removed ?? [];
    const before = { added: rows.filter((row) => row.own).map(planned), removed };
    put.mutate(own ? { added } : { removed: [...removed, event] }, { onSuccess: () => notify(`“${event}” is out of the plan.`, () => put.mutateAsync(before)) });
  };
  return (
    <section className="sheet" aria-labelledby="checklist">
      <h2 id="checklist" className={classes.summary} aria-live="polite">{summary(rows)}</h2>
      {put.error && <ProblemNote error={put.error} />}
      <ol className={classes.rows}>
        {rows.map((row) => <PlanRow key={row.event} row={row} onRemove={may ? () => remove(row.event, row.own) : undefined} />)}
      </ol>
    </section>
  );
}

/** What the owner adds to the plan, and what they took out of it. */
function OwnChanges({ plan }: { plan: Plan }) {
  const put = usePutPlan();
  const [adding, setAdding] = useState(false);
  const own = (plan.items ?? []).filter((row) => row.own).map(planned);
  const removed = plan.removed ?? [];
  const add = (event: PlannedEvent) => put.mutate({ added: [...own.filter((e) => e.event !== event.event), event] }, { onSuccess: () => setAdding(false) });
  return (
    <>
      {adding ? (
        <NewEvent onAdd={add} onCancel={() => setAdding(false)} error={put.error} busy={put.isPending} />
      ) : (
        <div><Button variant="default" onClick={() => setAdding(true)}>Add an event of your own</Button></div>
      )}
      {removed.length > 0 && (
        <section className={classes.removed} aria-labelledby="removed">
          <h2 id="removed" className={classes.removedTitle}>Taken out of the plan</h2>
          <ul className={classes.removedList}>
            {removed.map((event) => (
              <li key={event}>
                {event} <Button size="compact-sm" variant="subtle" aria-label={`Put ${event} back`} onClick={() => put.mutate({ removed: removed.filter((name) => name !== event) })}>Put back</Button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
