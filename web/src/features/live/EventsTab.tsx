import { Select, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useZone } from "@/shared/api/me";
import { count, plural } from "@/shared/format/format";
import { LiveState } from "@/shared/live/LiveState";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { matching } from "./feed";
import { LiveRow } from "./LiveRow";
import classes from "./LivePage.module.css";
import { useLiveFeed } from "./stream";

/** Every event as it comes in: for trust, and for finding out what a website sends. */
export function EventsTab({ paused }: { paused: boolean }) {
  const { feed, error, loaded, pause, resume } = useLiveFeed();
  const [text, setText] = useState("");
  const [name, setName] = useState<string | null>(null);
  const zone = useZone();
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the wish to pause changes anything
  useEffect(() => (paused ? pause() : resume()), [paused]);
  const names = [...new Set(feed.shown.map((event) => event.event).filter(Boolean))].sort();
  const shown = matching(feed.shown, text, name);
  return (
    <>
      <div className={classes.tools}>
        <LiveState state={feed.state} paused={feed.paused}>
          {feed.waiting.length > 0 && <span className="soft">, {plural(feed.waiting.length, "event")} waiting</span>}
          {feed.missed > 0 && <span className="soft">, {plural(feed.missed, "event")} came too fast to be shown</span>}
        </LiveState>
        <TextInput className={classes.search} aria-label="Find in the events" placeholder="Find an event, a page, a customer" value={text} onChange={(e) => setText(e.currentTarget.value)} />
        <Select className={classes.names} aria-label="Only this event" placeholder="All events" clearable searchable data={names} value={name} onChange={setName} />
      </div>
      {error && <ProblemNote error={error} />}
      {!loaded && !error && <Loading label="Listening" />}
      {loaded && feed.shown.length === 0 && (
        <Empty title="Waiting for the first event" action={<Link to="/settings/sources" className="plain-link">Connect your website</Link>}>
          As soon as a website or shop that has your snippet is used, its events appear here.
        </Empty>
      )}
      {feed.shown.length > 0 && shown.length === 0 && <Empty title="Nothing here fits" height={160}>None of the latest {count(feed.shown.length)} events fits what you are looking for.</Empty>}
      {shown.length > 0 && (
        <ol className={`sheet ${classes.list}`} aria-label="Events, the newest first">
          {shown.map((event) => <LiveRow key={event.message_id} event={event} zone={zone} />)}
        </ol>
      )}
    </>
  );
}
