import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import classes from "./Imports.module.css";

const what = [
  { name: "events", title: "Events", text: "Everything that happened, with customer, session and channel. Can be imported into another Wend." },
  { name: "customers", title: "Customers", text: "Everybody as they are now: identifiers, traits, consent, stage, value. Can be imported into another Wend." },
  { name: "orders", title: "Orders", text: "One line an order: number, time, customer, value, products." },
  { name: "costs", title: "Costs", text: "What advertising cost, by day and campaign." },
];

/** Everything that Wend holds, to take away. */
export function Exports() {
  const [format, setFormat] = useState("csv");
  return (
    <section aria-labelledby="exports" className={classes.section}>
      <div className={classes.exportHead}>
        <h2 id="exports" className={classes.heading}>Take your data out</h2>
        <SegmentedControl size="xs" aria-label="Format of the download" value={format} onChange={setFormat} data={[{ value: "csv", label: "CSV" }, { value: "ndjson", label: "NDJSON" }, { value: "parquet", label: "Parquet" }]} />
      </div>
      <ul className={classes.exports}>
        {what.map((item) => (
          <li key={item.name} className="sheet">
            <h3>{item.title}</h3>
            <p className="soft">{item.text}</p>
            <a className="plain-link" href={`/api/v1/export/${item.name}?format=${format}`} download={`${item.name}.${format}`}>Download {item.title.toLowerCase()}</a>
          </li>
        ))}
      </ul>
      {format === "csv" && <p className="soft">A text that a spreadsheet would take for a formula (it begins with =, +, - or @) gets an apostrophe before it; importing takes it off again.</p>}
    </section>
  );
}
