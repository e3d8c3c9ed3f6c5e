import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useMay } from "@/shared/api/me";
import { Page } from "@/shared/figure/Page";
import { isRange, label } from "@/shared/range/range";
import { RangePicker } from "@/shared/range/RangePicker";
import { SegmentPicker } from "@/shared/segment/SegmentPicker";
import { useSegment } from "@/shared/segment/useSegment";
import { savedQueriesQuery } from "@/shared/saved/queries";
import { rangeOf, storedRange, whoseOf } from "@/shared/saved/question";
import { RenameDialog } from "@/shared/saved/RenameDialog";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { AddCard } from "./AddCard";
import { CardGrid } from "./CardGrid";
import { questionOf } from "./cards";
import classes from "./Dashboard.module.css";
import { ShareDialog } from "./ShareDialog";
import { useDashboard } from "./useDashboard";

type Open = "name" | "share" | "add" | null;

/** One dashboard: its answers, and in edit mode the way to arrange them. */
export default function DashboardPage() {
  const { id } = useParams({ strict: false });
  const search = useSearch({ strict: false });
  const whom = useSegment();
  const may = useMay("edit_analyses");
  const { dashboard, missing, error, refetch, change } = useDashboard(id ?? "");
  const queries = useQuery(savedQueriesQuery);
  const [editing, setEditing] = useState(false);
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const problem = error ?? queries.error;

  if (problem) return <Page title="Dashboard"><ProblemNote error={problem} retry={() => void Promise.all([refetch(), queries.refetch()])} /></Page>;
  if (missing) {
    return (
      <Page title="Dashboard">
        <div className="sheet"><Empty title="There is no such dashboard" height={320} action={<Link to="/dashboards" className="plain-link">All dashboards</Link>}>It was deleted, or the address is misspelt. What was deleted by mistake can be made again.</Empty></div>
      </Page>
    );
  }
  if (!dashboard || !queries.data) return <Page title="Dashboard"><Loading label="Opening the dashboard" height={480} /></Page>;

  const kept = rangeOf(dashboard);
  const range = isRange(search.range) ? search.range : kept;
  const keptSegment = dashboard.segment;
  const segment = whom.named ? whom.segment : keptSegment;
  const cards = dashboard.cards ?? [];
  const tools = (
    <>
      {may && cards.length > 0 && <Button variant={editing ? "filled" : "default"} aria-pressed={editing} onClick={() => setEditing(!editing)}>{editing ? "Done" : "Arrange"}</Button>}
      {may && <Button variant="default" onClick={() => setOpen("add")}>Add a card</Button>}
      {may && <Button variant="default" onClick={() => setOpen("share")}>Share</Button>}
      <SegmentPicker {...(keptSegment && { own: keptSegment })} unset={cards.some((card) => whoseOf(questionOf(card, queries.data)?.question).segment) ? "Each card's own customers" : "All customers"} />
      <RangePicker own={kept ? label(kept) : "Each card's own days"} />
    </>
  );
  return (
    <Page title={dashboard.name} lead={dashboard.description} tools={tools}>
      {editing && (
        <div className={classes.foot}>
          <p className={classes.hint}>Drag a card by its handle, or move it with the arrow keys on the handle. Every change is kept at once and can be undone.</p>
          <Button variant="default" size="xs" onClick={() => setOpen("name")}>Rename</Button>
          {range !== kept && range && <Button variant="default" size="xs" onClick={() => change(({ range: _range, from: _from, to: _to, ...rest }) => ({ ...rest, ...storedRange(range) }), `It now opens with: ${label(range).toLowerCase()}.`)}>Always open with these days</Button>}
          {whom.segment && <Button variant="default" size="xs" onClick={() => change((body) => ({ ...body, segment: whom.segment }), "It now opens with these customers.")}>Always open with these customers</Button>}
          {keptSegment && <Button variant="default" size="xs" onClick={() => change(({ segment: _segment, ...rest }) => rest, "Each card looks at its own customers.")}>Let each card keep its own customers</Button>}
          {kept && <Button variant="default" size="xs" onClick={() => change(({ range: _range, from: _from, to: _to, ...rest }) => rest, "Each card shows its own days.")}>Let each card keep its own days</Button>}
        </div>
      )}
      {cards.length === 0 ? (
        <div className="sheet">
          <Empty title="This dashboard is empty" height={340} action={may && <Button onClick={() => setOpen("add")}>Add a card</Button>}>
            A card shows one answer: a number, a picture or a table. Take a ready-made one, or a question that you saved under Understand or Journeys.
          </Empty>
        </div>
      ) : <CardGrid cards={cards} queries={queries.data} range={range} segment={segment} editing={editing && may} change={change} />}
      {open === "name" && <RenameDialog what={dashboard} onClose={close} rename={async (text) => change((body) => ({ ...body, ...text }), "Renamed.")} />}
      {open === "add" && <AddCard queries={queries.data} onClose={close} onAdd={(card, title) => change((body) => ({ ...body, cards: [...(body.cards ?? []), card] }), `“${title}” is on the dashboard.`)} />}
      {open === "share" && <ShareDialog dashboard={dashboard} range={range} segment={whom.segment} onClose={close} />}
    </Page>
  );
}
