import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Figure } from "@/shared/figure/Figure";
import { Page } from "@/shared/figure/Page";
import { count, duration, percent } from "@/shared/format/format";
import { useRange } from "@/shared/range/useRange";
import { Empty, Loading, ProblemNote, TooLittle } from "@/shared/states/States";
import { type StagesAnswer, stagesQuery } from "./queries";
import { StageCards } from "./StageCards";
import { StageMap } from "./StageMap";
import { inShort, namer } from "./words";

/** Below this many customers a picture of their moves says little. */
const few = 30;

/** The stage map: the journeys that customers really take. */
export default function JourneysPage() {
  const { bounds } = useRange();
  const { data, error, refetch } = useQuery(stagesQuery(bounds));
  const total = (data?.stages ?? []).reduce((sum, stage) => sum + stage.customers, 0);
  return (
    <Page title="Journeys" range lead="Where customers stand, how they move on, where they turn back and where they fall silent." tools={<Link to="/settings/stages" className="plain-link">Edit the stages</Link>}>
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading label="Following the journeys" height={420} />}
      {data && total === 0 && (
        <Empty title="No journey in this range" height={360} action={<Link to="/settings/sources" className="plain-link">Connect a source</Link>}>
          Choose a longer range above, or connect your website: the first visitor draws the first line.
        </Empty>
      )}
      {data && total > 0 && <Answer answer={data} total={total} />}
    </Page>
  );
}

function Answer({ answer, total }: { answer: StagesAnswer; total: number }) {
  const name = namer(answer.stages ?? []);
  return (
    <>
      <Figure
        title="The stage map"
        sentence={inShort(answer)}
        rows={answer.transitions ?? []}
        rowKey={(move) => `${move.from}>${move.to}`}
        columns={[
          { name: "From", cell: (m) => (m.from === "start" ? "Start" : name(m.from)), text: (m) => m.from },
          { name: "To", cell: (m) => (m.to === "lapsed" ? "Silence" : name(m.to)), text: (m) => m.to },
          { name: "Customers", cell: (m) => count(m.customers), text: (m) => m.customers, numeric: true },
          { name: "Share", cell: (m) => percent(m.rate), text: (m) => m.rate, numeric: true },
          { name: "Typical time", cell: (m) => duration(m.median_seconds), text: (m) => m.median_seconds, numeric: true },
        ]}
      >
        <StageMap answer={answer} />
      </Figure>
      {total < few && <TooLittle>These are the moves of only {count(total)} customers: read them as stories, not as shares.</TooLittle>}
      <StageCards stages={answer.stages ?? []} />
    </>
  );
}
