import { Button, Tabs } from "@mantine/core";
import type { ReactNode } from "react";
import type { Schemas } from "@/shared/api/client";
import { useMe } from "@/shared/api/me";
import { Code } from "@/shared/figure/Code";
import { ProblemNote } from "@/shared/states/States";
import classes from "./GuidePage.module.css";
import { useAddWebsite } from "./queries";
import { letter } from "./steps";

type Website = Schemas["Source"] | undefined;

/** The line for the website, in the way that fits how the website is made. */
export function Connect({ website, onDone }: { website: Website; onDone: () => void }) {
  const add = useAddWebsite();
  return (
    <section aria-labelledby="connect">
      <h1 id="connect" className={classes.title}>Connect your website</h1>
      <p className={classes.lead}>One line in the head of your pages is enough to see journeys. It loads from this server, sets no cookie without need, and calls nobody but you.</p>
      {website ? (
        <Ways website={website} />
      ) : (
        <>
          {add.error && <ProblemNote error={add.error} />}
          <Button loading={add.isPending} onClick={() => add.mutate()}>Make the line for my website</Button>
        </>
      )}
      <div className={classes.buttons}>
        <Button size="md" onClick={onDone}>It is in, go on</Button>
      </div>
    </section>
  );
}

/** The address under which websites reach this server. */
export function useBase(): string {
  const me = useMe();
  return me.base_url.startsWith("http://127.0.0.1") ? window.location.origin : me.base_url;
}

export function useSnippet({ write_key }: { write_key: string }): string {
  return `<script async src="${useBase()}/sdk/wend.js" data-write-key="${write_key}"></script>`;
}

function Ways({ website }: { website: Schemas["Source"] }) {
  const me = useMe();
  const base = useBase();
  const snippet = useSnippet(website);
  const text = letter(me.workspace.name, snippet);
  const segment = `AnalyticsBrowser.load({\n  writeKey: "${website.write_key}",\n  cdnURL: "${base}",\n}, {\n  integrations: { "Segment.io": { apiHost: "${base.replace(/^https?:\/\//, "")}/v1", protocol: "${base.startsWith("https") ? "https" : "http"}" } },\n})`;
  const ways: { key: string; label: string; body: ReactNode }[] = [
    { key: "site", label: "My website", body: <><p>Paste this into every page, before <code>{"</head>"}</code>:</p><Code label="the snippet">{snippet}</Code></> },
    { key: "shopify", label: "Shopify", body: <><p>In Online Store, Themes, choose Edit code, open <code>theme.liquid</code>, and paste this before <code>{"</head>"}</code>:</p><Code label="the snippet for Shopify">{snippet}</Code><p>The checkout is Shopify's own page and does not show it. Bring orders in as <a className="plain-link" href="/settings/imports">an export of your orders</a>.</p></> },
    { key: "woocommerce", label: "WooCommerce", body: <><p>In Appearance, Theme File Editor, open <code>header.php</code>, or use a plugin that adds code to the head, and paste this before <code>{"</head>"}</code>:</p><Code label="the snippet for WooCommerce">{snippet}</Code></> },
    { key: "segment", label: "Segment or RudderStack", body: <><p>Keep your library and change its host. With <code>@segment/analytics-next</code>:</p><Code label="the code for Segment's library">{segment}</Code><p>Server libraries take the same host; their keys are made under <a className="plain-link" href="/settings/sources">Sources</a>.</p></> },
    { key: "file", label: "A file", body: <p>Orders, customers or events that you have already can be <a className="plain-link" href="/settings/imports">dropped in as a file</a>. Their journeys appear at once; the website can follow later.</p> },
    { key: "other", label: "Someone else installs it", body: <><p>Send them this:</p><Code label="the text for whoever installs it">{text}</Code><p><a className="plain-link" href={`mailto:?subject=${encodeURIComponent("A line for our website")}&body=${encodeURIComponent(text)}`}>Open it as a mail</a></p></> },
  ];
  return (
    <Tabs defaultValue="site" keepMounted={false} className={`sheet ${classes.ways}`}>
      <Tabs.List aria-label="How your website is made">
        {ways.map(({ key, label }) => <Tabs.Tab key={key} value={key}>{label}</Tabs.Tab>)}
      </Tabs.List>
      {ways.map(({ key, body }) => <Tabs.Panel key={key} value={key} pt="md" className={classes.way}>{body}</Tabs.Panel>)}
    </Tabs>
  );
}
