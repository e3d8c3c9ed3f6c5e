import { Button, Stack, Tabs } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { Page } from "@/shared/figure/Page";
import { EventsTab } from "./EventsTab";
import { StagesTab } from "./StagesTab";

/** What customers are doing this moment: on their way through the stages, and event by event. */
export default function LivePage() {
  const tab = useSearch({ strict: false }).tab === "events" ? "events" : "stages";
  const navigate = useNavigate();
  const [paused, setPaused] = useState(false);
  const choose = (next: string | null) => void navigate({ to: ".", search: ({ tab: _, ...rest }) => (next === "events" ? { ...rest, tab: next } : rest), replace: true });
  return (
    <Page
      title="Live"
      explain={["live_now"]}
      lead={tab === "events" ? "Every event as it comes in. Open a line to see the message as it came." : "Your customers on their way, this moment."}
      tools={<Button variant="default" onClick={() => setPaused(!paused)} aria-pressed={paused}>{paused ? "Resume" : "Pause"}</Button>}
    >
      <Tabs value={tab} onChange={choose} keepMounted={false}>
        <Tabs.List mb="lg">
          <Tabs.Tab value="stages">Customers on the way</Tabs.Tab>
          <Tabs.Tab value="events">Events</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="stages"><Stack gap="lg"><StagesTab paused={paused} /></Stack></Tabs.Panel>
        <Tabs.Panel value="events"><Stack gap="lg"><EventsTab paused={paused} /></Stack></Tabs.Panel>
      </Tabs>
    </Page>
  );
}
