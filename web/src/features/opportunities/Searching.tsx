import { Button, Progress } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Empty } from "@/shared/states/States";
import classes from "./Opportunities.module.css";
import { opportunitiesQuery, searchedQuery } from "@/shared/opportunities/queries";

/** The search under way: how far it is, what it looks at, and a way to stop it. */
export function Searching() {
  const client = useQueryClient();
  const { data: progress } = useQuery(searchedQuery);
  const percent = Math.round(100 * (progress?.done ?? 0));
  return (
    <div className={`sheet ${classes.searching}`}>
      <p className={classes.sentence}>Searching every step for every kind of customer</p>
      <Progress value={percent} aria-label="Share of the search that is done" color="var(--accent)" className={classes.bar} />
      <p role="status" className={`soft ${classes.doing}`}>{progress?.doing ?? "Asking"}…</p>
      <Button variant="default" size="sm" onClick={() => void client.cancelQueries({ queryKey: opportunitiesQuery.queryKey })}>Cancel</Button>
    </div>
  );
}

/** The search was stopped before it found anything. */
export function Stopped({ again }: { again: () => void }) {
  return (
    <div className="sheet">
      <Empty title="The search was stopped" action={<Button variant="default" size="sm" onClick={again}>Search again</Button>} height={432}>
        Nothing was kept of it, and nothing goes on behind it.
      </Empty>
    </div>
  );
}
