import { Button, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { Page } from "@/shared/figure/Page";
import { plural } from "@/shared/format/format";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { CustomerList } from "./CustomerList";
import classes from "./CustomersPage.module.css";
import { customersQuery } from "./queries";

/** Everybody who was ever seen; one types a part of a name or address to find one. */
export default function CustomersPage() {
  const { search = "" } = useSearch({ strict: false });
  const customers = useInfiniteQuery({ ...customersQuery(search.trim()), placeholderData: keepPreviousData });
  const found = customers.data?.pages.flatMap((page) => page.items ?? []) ?? [];
  return (
    <Page title="Customers" lead="Everybody who came by, those seen last first. Open one to see their whole journey.">
      <SearchField search={search} />
      {customers.isPending ? (
        <Loading label="Looking up customers" height={420} />
      ) : customers.isError ? (
        <ProblemNote error={customers.error} retry={() => void customers.refetch()} />
      ) : found.length === 0 ? (
        <NobodyFound search={search} />
      ) : (
        <section className={`sheet ${classes.list}`} data-stale={customers.isPlaceholderData || undefined} aria-label="Customers found">
          <CustomerList customers={found} />
          <p className={classes.more}>
            <span className="soft" aria-live="polite">
              {customers.hasNextPage ? `The ${plural(found.length, "customer")} seen last${search ? ` with “${search}”` : ""}.` : `${plural(found.length, "customer")}${search ? ` with “${search}”` : " in all"}.`}
            </span>
            {customers.hasNextPage && (
              <Button variant="default" size="sm" loading={customers.isFetchingNextPage} onClick={() => void customers.fetchNextPage()}>Show more</Button>
            )}
          </p>
        </section>
      )}
    </Page>
  );
}

function NobodyFound({ search }: { search: string }) {
  if (search.trim()) {
    return (
      <div className="sheet">
        <Empty title={`Nobody with “${search.trim()}”`} action={<Link to="/customers" search={(before) => ({ ...before, search: undefined })} className="plain-link">Show everybody</Link>}>
          The search looks through names, mail addresses, phone numbers, account numbers and everything else that is known about people. A shorter piece of it finds more.
        </Empty>
      </div>
    );
  }
  return (
    <div className="sheet">
      <Empty title="Nobody has come by yet" action={<Link to="/settings/sources" className="plain-link">Connect your shop</Link>}>
        As soon as your website or shop sends its first event, the customer whose it is stands here.
      </Empty>
    </div>
  );
}

/** What one types goes into the address a moment after the last key. */
function SearchField({ search }: { search: string }) {
  const navigate = useNavigate();
  const [typed, setTyped] = useState(search);
  const write = useDebouncedCallback((text: string) => {
    void navigate({ to: ".", search: (before) => ({ ...before, search: text.trim() || undefined }), replace: true });
  }, 250);
  // The browser's back button and links change the address: the field follows.
  useEffect(() => setTyped((before) => (before.trim() === search ? before : search)), [search]);
  return (
    <TextInput
      type="search"
      size="md"
      className={classes.search}
      aria-label="Search customers"
      placeholder="Name, mail address, phone, account number …"
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        write(event.currentTarget.value);
      }}
    />
  );
}
