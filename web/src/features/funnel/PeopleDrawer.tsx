import { Button, Drawer } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { useCurrency } from "@/shared/api/me";
import { customerName, identifiersInShort } from "@/shared/customer/customer";
import { ago, count, money, plural } from "@/shared/format/format";
import { StageChip } from "@/shared/stage/StageChip";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import classes from "./PeopleDrawer.module.css";
import { peopleQuery } from "./queries";

/** Which of the people behind a funnel's numbers are meant. */
export type Who = { step: number; left: boolean; count: number; group?: { value: unknown; label: string } };

type Props = { who: Who | null; question: Schemas["FunnelDefinition"]; names: string[]; onClose: () => void };

/** The customers behind one number. */
export function PeopleDrawer({ who, question, names, onClose }: Props) {
  return (
    <Drawer opened={who !== null} onClose={onClose} position="right" size={480} padding="lg" title={who && <span className={classes.title}>{title(who, names)}</span>} closeButtonProps={{ "aria-label": "Close the list" }}>
      {who && <People key={JSON.stringify(who)} who={who} question={question} />}
    </Drawer>
  );
}

function title(who: Who, names: string[]): string {
  const name = names[who.step - 1] ?? `step ${who.step}`;
  const group = who.group ? `${who.group.label}: ` : "";
  return who.left ? `${group}people who left after ${name}` : `${group}people who came to ${name}`;
}

const page = 50;

function People({ who, question }: { who: Who; question: Schemas["FunnelDefinition"] }) {
  const [shown, setShown] = useState(page);
  const currency = useCurrency();
  const group = who.group ? { grouped: true, value: who.group.value } : {};
  const { data, error, refetch } = useQuery(peopleQuery({ ...question, step: who.step, left: who.left, ...group }));
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />;
  if (!data) return <Loading label="Looking up the customers" />;
  const items = data.items ?? [];
  if (items.length === 0) return <Empty title="Nobody">The list is empty: they may have been erased or have gone on in the meantime.</Empty>;
  const visits = question.unit === "session";
  return (
    <>
      <p className={classes.lead}>
        <strong>{visits ? count(items.length) : count(Math.max(who.count, items.length))}</strong> {!visits && items.length < who.count ? `customers, of whom the first ${count(items.length)} are listed.` : items.length === 1 ? "customer." : "customers."}
        {visits && ` They made the ${plural(who.count, "visit")} behind this number.`}
      </p>
      <ul className={classes.list}>
        {items.slice(0, shown).map((customer) => (
          <li key={customer.id} className={classes.person}>
            <div className={classes.who}>
              <Link to="/customers/$id" params={{ id: customer.id }} search={(before) => (before.range ? { range: before.range } : {})} className="plain-link">{customerName(customer)}</Link>
              <span className={classes.detail}>{identifiersInShort(customer.identifiers, customerName(customer))}</span>
            </div>
            <div className={classes.state}>
              <StageChip stage={customer.stage} />
              <span className={classes.detail}>{customer.value > 0 ? `${money(customer.value, currency)} · ` : ""}seen {ago(customer.last_seen)}</span>
            </div>
          </li>
        ))}
      </ul>
      {shown < items.length && <Button variant="default" fullWidth mt="md" onClick={() => setShown(shown + page)}>Show {count(Math.min(page, items.length - shown))} more</Button>}
    </>
  );
}
