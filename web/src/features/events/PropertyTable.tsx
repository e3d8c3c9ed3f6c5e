import { Link } from "@tanstack/react-router";
import type { Schemas } from "@/shared/api/client";
import { count, percent } from "@/shared/format/format";
import { DataTable } from "@/shared/table/DataTable";

type Property = Schemas["SchemaProperty"];
type Props = { caption: string; properties: Property[]; root: "properties" | "traits"; /** The event whose properties they are. */ of?: Schemas["SchemaEvent"] };

/** Properties with their types and how often they were there. */
export function PropertyTable({ caption, properties, root, of }: Props) {
  return (
    <DataTable
      caption={caption}
      rows={properties}
      rowKey={(property) => property.name}
      columns={[
        { name: "Name", cell: ({ name }) => <code>{name}</code> },
        { name: "Type", cell: ({ types }) => (types ?? []).join(" or ") || "–" },
        { name: "Came", cell: (property) => <>{count(property.count)}{of && <span className="soft"> · {percent(Math.min(1, property.count / Math.max(1, of.count)), 0)}</span>}</>, numeric: true },
        {
          name: "In questions",
          cell: ({ name }) => (name === "(other)" ? "–" : <Link to="/understand/trends" search={(before) => ({ ...(before.range && { range: before.range }), q: { series: [of ? { event: of.name } : { measure: "customers" }], breakdown: `${root}.${name}` } })} className="plain-link">{root}.{name}</Link>),
        },
      ]}
    />
  );
}
