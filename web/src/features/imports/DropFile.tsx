import { Button } from "@mantine/core";
import { useRef, useState } from "react";
import classes from "./Imports.module.css";

const known = ["Shopify", "WooCommerce", "Stripe", "Square", "Lightspeed", "HubSpot", "Mailchimp", "Klaviyo", "Google Analytics 4", "Google Ads", "Meta Ads"];

/** Where a file is dropped, or chosen with a button. */
export function DropFile({ take }: { take: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const first = (list: FileList | null) => {
    const file = list?.[0];
    if (file) take(file);
  };
  return (
    <section
      className={classes.drop}
      data-over={over || undefined}
      aria-labelledby="drop"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        first(event.dataTransfer.files);
      }}
    >
      <h2 id="drop" className={classes.dropTitle}>Drop a file here</h2>
      <p className="soft">Orders, customers, events or advertising costs, as CSV, NDJSON or Parquet. You see what Wend makes of it before anything is stored.</p>
      <Button onClick={() => input.current?.click()}>Choose a file</Button>
      <input ref={input} type="file" hidden accept=".csv,.tsv,.txt,.ndjson,.jsonl,.json,.parquet,.gz" onChange={(event) => first(event.currentTarget.files)} />
      <p className={classes.known}><span className="soft">Recognised at sight: </span>{known.join(" · ")}</p>
    </section>
  );
}
