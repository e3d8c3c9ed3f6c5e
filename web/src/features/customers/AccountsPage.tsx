import { Button } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useCurrency } from "@/shared/api/me";
import { Page } from "@/shared/figure/Page";
import { ago, count, money, plural } from "@/shared/format/format";
import { StageChip } from "@/shared/stage/StageChip";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { type Column, DataTable } from "@/shared/table/DataTable";
import classes from "./CustomersPage.module.css";
import { type Account, accountsQuery } from "./queries";
import { SearchField } from "./SearchField";

/** The firms, households and teams that customers belong to. */
export default function AccountsPage() {
  const { search = "" } = useSearch({ strict: false });
  const accounts = useInfiniteQuery({ ...accountsQuery(search.trim()), placeholderData: keepPreviousData });
  const found = accounts.data?.pages.flatMap((page) => page.items ?? []) ?? [];
  return (
    <Page title="Accounts" explain={["customer_value", "visits"]} lead="The firms that your customers belong to, those seen last first. Open one to see what its people did, in one line.">
      <SearchField search={search} label="Search accounts" placeholder="Name, industry, city …" />
      {accounts.isPending ? (
        <Loading label="Looking up accounts" height={420} />
      ) : accounts.isError ? (
        <ProblemNote error={accounts.error} retry={() => void accounts.refetch()} />
      ) : found.length === 0 ? (
        <NoAccounts search={search.trim()} />
      ) : (
        <section className={`sheet ${classes.list}`} data-stale={accounts.isPlaceholderData || undefined} aria-label="Accounts found">
          <AccountTable accounts={found} />
          <p className={classes.more}>
            <span className="soft" aria-live="polite">{accounts.hasNextPage ? `The ${plural(found.length, "account")} seen last.` : `${plural(found.length, "account")}${search ? ` with “${search}”` : " in all"}.`}</span>
            {accounts.hasNextPage && <Button variant="default" size="sm" loading={accounts.isFetchingNextPage} onClick={() => void accounts.fetchNextPage()}>Show more</Button>}
          </p>
        </section>
      )}
    </Page>
  );
}

function AccountTable({ accounts }: { accounts: Account[] }) {
  const currency = useCurrency();
  const navigate = useNavigate();
  const columns: Column<Account>[] = [
    { name: "Account", cell: (account) => <Link to="/accounts/$id" params={{ id: account.id }} className="plain-link" onClick={(event) => event.stopPropagation()}>{account.name}</Link> },
    { name: "Stage", cell: (account) => <StageChip stage={account.stage} /> },
    { name: "People", numeric: true, cell: (account) => count(account.members) },
    { name: "Value", numeric: true, cell: (account) => (account.value === 0 ? <span className="soft">–<span className="visually-hidden"> nothing yet</span></span> : money(account.value, currency)) },
    { name: "Last seen", numeric: true, cell: (account) => (account.last_seen ? <time dateTime={account.last_seen}>{ago(account.last_seen)}</time> : <span className="soft">never</span>) },
  ];
  return <DataTable caption="Accounts, those seen last first" columns={columns} rows={accounts} rowKey={(account) => account.id} onOpen={(account) => void navigate({ to: "/accounts/$id", params: { id: account.id } })} />;
}

function NoAccounts({ search }: { search: string }) {
  return (
    <div className="sheet">
      {search ? (
        <Empty title={`No account with “${search}”`} action={<Link to="/accounts" search={(before) => ({ ...before, search: undefined })} className="plain-link">Show all</Link>}>
          The search looks through ids, names and everything else that is known about accounts.
        </Empty>
      ) : (
        <Empty title="No accounts yet" action={<Link to="/settings/sources" className="plain-link">Connect your site</Link>}>
          If you sell to firms, tell Wend who works where: one call, wend.group(“the firm’s id”, {"{"} name: “Acme Ltd” {"}"}), when somebody signs in. Everything that colleagues do then becomes one journey.
        </Empty>
      )}
    </div>
  );
}
