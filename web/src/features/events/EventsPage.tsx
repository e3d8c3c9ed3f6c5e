import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { schemaQuery } from "@/shared/api/schema";
import { Page } from "@/shared/figure/Page";
import { count, plural } from "@/shared/format/format";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { EventSheet } from "./EventSheet";
import { PropertyTable } from "./PropertyTable";
import { find } from "./search";

/** Everything that ever came in, by name: for those who send events and those who ask about them. */
export default function EventsPage() {
  const { data, error, refetch } = useQuery(schemaQuery);
  const text = useSearch({ strict: false }).search ?? "";
  const navigate = useNavigate();
  const setText = (search: string) => void navigate({ to: ".", search: ({ search: _, ...rest }) => (search ? { ...rest, search } : rest), replace: true, resetScroll: false });
  const found = useMemo(() => data && find(data, text), [data, text]);
  return (
    <Page title="Events & properties" lead="Every event that ever came in, with its properties as they were sent, and what is known of customers.">
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading label="Looking up what came in" height={480} />}
      {data && (data.events ?? []).length === 0 && (
        <div className="sheet">
          <Empty title="No event has come in yet" height={320} action={<Link to="/settings/sources" className="plain-link">Connect your site</Link>}>
            Each event that a website, shop or program sends is listed here by its name, with its properties and how often they came.
          </Empty>
        </div>
      )}
      {data && found && (data.events ?? []).length > 0 && (
        <>
          <TextInput label="Find an event or a property" placeholder="Order, price, plan…" value={text} onChange={(e) => setText(e.currentTarget.value)} maw={420} />
          <p className="soft" role="status" style={{ margin: 0 }}>{plural(found.events.length, "event")}, {count(found.events.reduce((sum, event) => sum + event.count, 0))} times in all{text && `, of ${plural((data.events ?? []).length, "event")}`}</p>
          {found.events.length === 0 && found.traits.length === 0 && <Empty title="Nothing is called like that" height={180}>Names are as the senders wrote them; try a part of the name.</Empty>}
          {found.events.map((event) => <EventSheet key={`${event.type} ${event.name}`} event={event} open={text !== "" && found.events.length <= 3} />)}
          {found.traits.length > 0 && (
            <section className="sheet" aria-labelledby="traits">
              <h2 id="traits" style={{ margin: "0 0 0.2rem", fontSize: "1.2rem" }}>What is known of customers</h2>
              <p className="soft" style={{ marginTop: 0 }}>Traits that identify calls brought. In questions they are called traits.name.</p>
              <PropertyTable caption="Traits" properties={found.traits} root="traits" />
            </section>
          )}
        </>
      )}
    </Page>
  );
}
