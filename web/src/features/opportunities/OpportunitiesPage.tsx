import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { Page } from "@/shared/figure/Page";
import { Empty, ProblemNote } from "@/shared/states/States";
import classes from "./Opportunities.module.css";
import { OpportunityCard } from "./OpportunityCard";
import { opportunitiesQuery, type State } from "@/shared/opportunities/queries";
import { Searching, Stopped } from "./Searching";
import { states } from "@/shared/opportunities/words";

/** Where customers are lost, for whom, and what it is worth to change that: one queue, the best first. */
export default function OpportunitiesPage() {
  const { data, error, refetch, fetchStatus } = useQuery(opportunitiesQuery);
  const { tab } = useSearch({ strict: false });
  const navigate = useNavigate();
  const state: State = states.find(({ value }) => value === tab)?.value ?? "open";
  const shown = (data ?? []).filter((found) => found.state === state);
  const many = (value: State) => (data ?? []).filter((found) => found.state === value).length;
  return (
    <Page title="Opportunities" explain={["lost", "sure", "queue"]} lead="Where customers are lost, for whom, and what it is worth to change that. The first is worth most for the effort that it takes.">
      <SegmentedControl
        className={classes.states}
        aria-label="Which opportunities"
        value={state}
        data={states.map(({ value, label }) => ({ value, label: data ? `${label} (${many(value)})` : label }))}
        onChange={(next) => void navigate({ to: ".", search: (before) => ({ ...before, tab: next === "open" ? undefined : next }), replace: true })}
      />
      {error ? <ProblemNote error={error} retry={() => void refetch()} />
        : !data ? fetchStatus === "idle" ? <Stopped again={() => void refetch()} /> : <Searching />
        : shown.length === 0 ? <Nothing state={state} />
        : <div className={classes.queue}>{shown.map((found, i) => <OpportunityCard key={found.id} found={found} rank={i + 1} />)}</div>}
      <p className={classes.method}>
        First comes what is worth most for its effort: what is lost, times how sure that is, divided by 1 for a small change, 3 for some days' work and 8 for a large one. Every step to your goals is compared for every kind of customer, and for every pair of two such traits, with everybody else. Only differences are shown that chance alone would bring in fewer than one of
        twenty searches; between people of different traits, or who came by different roads, only where their visits show an obstacle too. What is lost is what they would have brought at the others' rate.
      </p>
    </Page>
  );
}

function Nothing({ state }: { state: State }) {
  if (state !== "open") return <div className="sheet"><Empty title="None">{states.find(({ value }) => value === state)?.title}: nothing is in this state.</Empty></div>;
  return (
    <div className="sheet">
      <Empty title="Nothing stands out" action={<Link to="/understand/funnel" className="plain-link">Look at the funnel</Link>} height={320}>
        No kind of customer is held up at a step more than others beyond chance. That is good news, or there are too few customers yet: some hundred a step are needed to tell.
      </Empty>
    </div>
  );
}
