import { useMediaQuery } from "@mantine/hooks";
import { Link, useNavigate } from "@tanstack/react-router";
import { useCurrency, useZone } from "@/shared/api/me";
import { customerName, identifiersInShort, isNamed } from "@/shared/customer/customer";
import { ago, count, moment, money, plural } from "@/shared/format/format";
import { StageChip } from "@/shared/stage/StageChip";
import { type Column, DataTable } from "@/shared/table/DataTable";
import classes from "./CustomerList.module.css";
import type { Customer } from "./queries";

/** Customers as a table, on a phone as cards. */
export function CustomerList({ customers, compact = false }: { customers: Customer[]; compact?: boolean }) {
  const narrow = useMediaQuery("(max-width: 700px)", undefined, { getInitialValueInEffect: false });
  return narrow || compact ? <Cards customers={customers} /> : <Table customers={customers} />;
}

function Table({ customers }: { customers: Customer[] }) {
  const currency = useCurrency();
  const navigate = useNavigate();
  const columns: Column<Customer>[] = [
    { name: "Customer", cell: (customer) => <Who customer={customer} /> },
    { name: "Stage", cell: (customer) => <StageChip stage={customer.stage} /> },
    { name: "Value", numeric: true, cell: (customer) => <Worth value={customer.value} currency={currency} /> },
    { name: "Sessions", numeric: true, cell: (customer) => count(customer.sessions) },
    { name: "Last seen", numeric: true, cell: (customer) => <LastSeen time={customer.last_seen} /> },
  ];
  return (
    <div className={classes.table}>
      <DataTable
        caption="Customers, those seen last first"
        columns={columns}
        rows={customers}
        rowKey={(customer) => customer.id}
        onOpen={(customer) => {
          // A text that somebody is selecting is no click on the row.
          if (!window.getSelection()?.toString()) void navigate({ to: "/customers/$id", params: { id: customer.id } });
        }}
      />
    </div>
  );
}

function Cards({ customers }: { customers: Customer[] }) {
  const currency = useCurrency();
  return (
    <ul className={classes.cards}>
      {customers.map((customer) => (
        <li key={customer.id} className={classes.card}>
          <Who customer={customer} />
          <span className={classes.worth}><Worth value={customer.value} currency={currency} /></span>
          <StageChip stage={customer.stage} />
          <span className={classes.seen}>{plural(customer.sessions, "session")}, <LastSeen time={customer.last_seen} /></span>
        </li>
      ))}
    </ul>
  );
}

function Who({ customer }: { customer: Customer }) {
  const name = customerName(customer);
  return (
    <span className={classes.who}>
      <Link to="/customers/$id" params={{ id: customer.id }} className={classes.name} data-known={isNamed(customer) || undefined} onClick={(event) => event.stopPropagation()}>{name}</Link>
      <span className={classes.identifiers}>{identifiersInShort(customer.identifiers, name)}</span>
    </span>
  );
}

function Worth({ value, currency }: { value: number; currency: string }) {
  return value === 0 ? <span className="soft">–<span className="visually-hidden"> nothing bought</span></span> : <>{money(value, currency)}</>;
}

function LastSeen({ time }: { time: string }) {
  const zone = useZone();
  return <time dateTime={time} title={moment(time, zone)}>{ago(time)}</time>;
}
