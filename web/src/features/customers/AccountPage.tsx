import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useMemo } from "react";
import { ProblemError } from "@/shared/api/client";
import { customerName, sentence } from "@/shared/customer/customer";
import { Page } from "@/shared/figure/Page";
import { plural } from "@/shared/format/format";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { CustomerList } from "./CustomerList";
import classes from "./CustomerPage.module.css";
import { AccountJourney } from "./Journey";
import { propertyRows } from "./journey";
import { KeyFacts } from "./KeyFacts";
import known from "./Known.module.css";
import { type AccountProfile, accountQuery } from "./queries";

/** One account: what it is worth, who belongs to it, and what its people did, in one line. */
export default function AccountPage() {
  const { id = "" } = useParams({ strict: false });
  const account = useQuery(accountQuery(id));
  if (account.isPending) return <Page title="Account" lead={<BackLink />}><Loading label="Opening the account" height={480} /></Page>;
  if (account.isError) {
    const unknown = account.error instanceof ProblemError && account.error.status === 404;
    return (
      <Page title={unknown ? "No such account" : "Account"} lead={<BackLink />}>
        {unknown ? <div className="sheet"><Empty title="No account goes by this id" action={<Link to="/accounts" className="plain-link">All accounts</Link>}>The address may be mistyped.</Empty></div> : <ProblemNote error={account.error} retry={() => void account.refetch()} />}
      </Page>
    );
  }
  return <Shown account={account.data} />;
}

function Shown({ account }: { account: AccountProfile }) {
  const people = account.people ?? [];
  const names = useMemo(() => new Map(people.map((person) => [person.id, customerName(person)])), [people]);
  return (
    <Page title={account.name} lead={<BackLink />}>
      <KeyFacts customer={account} />
      <div className={classes.columns}>
        <AccountJourney account={account} people={names} />
        <div className={classes.about}>
          <Told account={account} />
          <section className="sheet" aria-labelledby="people-title">
            <h2 id="people-title" className={known.title}>Its people</h2>
            <p className="soft">{plural(account.members, "person", "people")}{people.length < account.members ? `; the ${people.length} seen last stand here` : ""}.</p>
            <CustomerList customers={people} compact />
          </section>
        </div>
      </div>
    </Page>
  );
}

function Told({ account }: { account: AccountProfile }) {
  const traits = propertyRows(account.traits);
  return (
    <section className={`sheet ${known.known}`} aria-label="What is known">
      <div>
        <h2 className={known.title}>What is known</h2>
        <dl className={known.rows}>
          <div><dt className={known.key}>Id</dt><dd className={known.value}><code>{account.id}</code></dd></div>
          {traits.map(({ name, value }) => <div key={name}><dt className={known.key}>{sentence(name)}</dt><dd className={known.value}>{value}</dd></div>)}
        </dl>
      </div>
    </section>
  );
}

function BackLink() {
  return <Link to="/accounts" className="plain-link">All accounts</Link>;
}
