import type { Schemas } from "@/shared/api/client";
import { useCurrency, useZone } from "@/shared/api/me";
import { day, moment, money } from "@/shared/format/format";
import { type Column, DataTable } from "@/shared/table/DataTable";
import classes from "./Imports.module.css";
import type { Kind } from "./meanings";

type Row = Schemas["PreviewRow"];

/** The first rows as Wend understands them. */
export function RowList({ rows, kind }: { rows: Row[]; kind: Kind }) {
  const zone = useZone();
  const currency = useCurrency();
  const columns: Column<Row>[] = [
    { name: "When", cell: (row) => <span className={classes.when}>{row.time ? (kind === "costs" ? day(row.time, "UTC") : moment(row.time, zone)) : "–"}</span> },
    { name: kind === "costs" ? "Campaign" : "What", cell: (row) => row.problem ? <span className={classes.left}>Left out: {row.problem}</span> : what(row, kind) },
  ];
  if (kind !== "costs") columns.push({ name: "Who", cell: (row) => row.customer?.map((id) => id.value).join(", ") || "–" });
  if (kind !== "customers") columns.push({ name: kind === "costs" ? "Spent" : "Value", numeric: true, cell: (row) => (row.value === null ? "–" : money(row.value, text(row.properties, "currency") ?? currency)) });
  if (rows.some(({ consents }) => Object.keys(consents).length > 0)) columns.push({ name: "Agreed to", cell: (row) => consentsInWords(row.consents) });
  columns.push({ name: "Besides", cell: (row) => <span className={classes.besides}>{besides(row.properties)}</span> });
  return (
    <div>
      <h3 className={classes.partTitle}>The first rows, as Wend understands them</h3>
      {rows.length === 0 ? <p className="soft">Not one row can be read this way yet: choose what the columns are below.</p> : <DataTable caption="The first rows of the file" columns={columns} rows={rows} rowKey={(row, index) => `${row.row}-${index}`} />}
    </div>
  );
}

function what(row: Row, kind: Kind): string {
  if (kind === "costs") return [text(row.properties, "campaign"), text(row.properties, "source"), text(row.properties, "medium")].filter(Boolean).join(" · ");
  return row.event === "identify" ? "Customer" : row.event;
}

function text(properties: unknown, name: string): string | undefined {
  if (typeof properties !== "object" || properties === null) return undefined;
  const value: unknown = Reflect.get(properties, name);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** "email marketing", "not to email marketing", or a dash where nothing is said. */
export function consentsInWords(consents: Record<string, boolean>): string {
  return Object.entries(consents).map(([purpose, given]) => `${given ? "" : "not to "}${purpose.replaceAll("_", " ")}`).join(", ") || "–";
}

const shown = new Set(["value", "currency", "day", "cost", "campaign", "source", "medium"]);

/** The other things that the row says, in one line. */
function besides(properties: unknown): string {
  if (typeof properties !== "object" || properties === null) return "";
  const products: unknown = Reflect.get(properties, "products");
  const bought = Array.isArray(products) ? [products.map((product) => text(product, "name") ?? text(product, "sku") ?? "product").join(", ")] : [];
  const rest = Object.entries(properties).flatMap(([name, value]) => (shown.has(name) || typeof value === "object" || value === 0 ? [] : [`${name.replaceAll("_", " ")} ${String(value)}`]));
  return [...bought, ...rest].slice(0, 6).join(" · ");
}
