import { Button } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { Page } from "@/shared/figure/Page";
import { plural } from "@/shared/format/format";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { CustomerList } from "./CustomerList";
import classes from "./CustomersPage.module.css";
import { customersQuery } from "./queries";
import { SearchField } from "./SearchField";

/** Everybody who was ever seen; one types a part of a name or address to find one. */
export default function CustomersPage() {
  const { search = "" } = useSearch({ strict: false });
  const customers = useInfiniteQuery({ ...customersQuery(search.trim()), placeholderData: keepPreviousData });
  const found = customers.data?.pages.flatMap((page) => page.items ?? []) ?? [];
  return (
    <Page title="Customers" explain={["customer_value", "visits"]} lead="Everybody who came by, those seen last first. Open one to see their whole journey.">
      <SearchField search={search} label="Search customers" placeholder="Name, mail address, phone, account number …" />
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
