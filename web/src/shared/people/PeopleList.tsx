import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Schemas } from "@/shared/api/client";
import { useCurrency } from "@/shared/api/me";
import { customerName, identifiersInShort } from "@/shared/customer/customer";
import { ago, count, money } from "@/shared/format/format";
import { StageChip } from "@/shared/stage/StageChip";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import classes from "./PeopleDrawer.module.css";
import { PeopleTools } from "./PeopleTools";
import type { People } from "./people";
import { peopleQuery } from "./queries";

/** How many they are, and who: the ones who came last first. */
export function PeopleList({ people }: { people: People }) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(peopleQuery(people));
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />;
  if (!data) return <Loading label="Looking up the customers" />;
  const items = data.pages.flatMap((page) => page.items ?? []);
  const total = data.pages.at(-1)?.total ?? items.length;
  if (items.length === 0) return <Empty title="Nobody">The list is empty: they may have been erased or have gone on in the meantime.</Empty>;
  return (
    <>
      <p className={classes.lead} role="status">
        <strong>{count(total)}</strong> {people.question.counting === "accounts" ? (total === 1 ? "account" : "accounts") : total === 1 ? "customer" : "customers"}{people.note ? `, who stand behind ${people.note}.` : "."}
      </p>
      <PeopleTools people={people} total={total} />
      <ul className={classes.list}>
        {items.map((customer) => <Person key={customer.id} customer={customer} />)}
      </ul>
      {hasNextPage && <Button variant="default" fullWidth mt="md" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>Show {count(Math.min(50, total - items.length))} more</Button>}
    </>
  );
}

function Person({ customer }: { customer: Schemas["Customer"] }) {
  const currency = useCurrency();
  const name = customerName(customer);
  const isAccount = customer.identifiers?.[0]?.kind === "account";
  return (
    <li className={classes.person}>
      <div className={classes.who}>
        <Link to={isAccount ? "/accounts/$id" : "/customers/$id"} params={{ id: customer.id }} search={(before) => (before.range ? { range: before.range } : {})} className="plain-link">{name}</Link>
        <span className={classes.detail}>{identifiersInShort(customer.identifiers, name)}</span>
      </div>
      <div className={classes.state}>
        <StageChip stage={customer.stage} />
        <span className={classes.detail}>{customer.value > 0 ? `${money(customer.value, currency)} · ` : ""}seen {ago(customer.last_seen)}</span>
      </div>
    </li>
  );
}
