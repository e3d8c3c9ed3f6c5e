import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Page } from "@/shared/figure/Page";
import { dashboardsQuery, savedQueriesQuery } from "@/shared/saved/queries";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { found } from "./found";
import { SavedItem } from "./SavedItem";
import classes from "./SavedPage.module.css";

/** Every question that was given a name. */
export default function SavedPage() {
  const { data, error, refetch } = useQuery(savedQueriesQuery);
  const dashboards = useQuery(dashboardsQuery).data ?? [];
  const [search, setSearch] = useState("");
  const shown = found(data ?? [], search);
  return (
    <Page title="Saved" lead="Questions that you want to see again. They are asked anew each time, over the days that you saved with them.">
      {error ? <ProblemNote error={error} retry={() => void refetch()} /> : !data ? <Loading label="Looking for what was saved" height={320} /> : data.length === 0 ? <NothingYet /> : (
        <>
          <TextInput className={classes.search} type="search" aria-label="Search what is saved" placeholder="Search by name" value={search} onChange={(e) => setSearch(e.currentTarget.value)} />
          {shown.length === 0 ? (
            <div className="sheet"><Empty title="Nothing saved is called that">Try a part of the name, or the kind: trend, funnel, paths.</Empty></div>
          ) : (
            <ul className={classes.list} aria-label="Saved">
              {shown.map((query) => <SavedItem key={query.id} query={query} on={dashboards.filter(({ cards }) => cards?.some((card) => card.query === query.id))} />)}
            </ul>
          )}
        </>
      )}
    </Page>
  );
}

function NothingYet() {
  return (
    <div className="sheet">
      <Empty title="Nothing is saved yet" height={360} action={<Link to="/understand/trends" className="plain-link">Look at a trend</Link>}>
        Ask something under Understand or Journeys, and press Save above the answer. It then stands here under the name that you give it, and can be put on a dashboard.
      </Empty>
    </div>
  );
}
