import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Page } from "@/shared/figure/Page";
import { RightNow } from "@/shared/live/RightNow";
import { SaveButton } from "@/shared/saved/SaveButton";
import { storedRange } from "@/shared/saved/question";
import { useRange } from "@/shared/range/useRange";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { type Behind, behind } from "./people";
import { type StagesAnswer, stagesQuery } from "./queries";
import { StageCards } from "./StageCards";
import { StagesFigure, totalOf } from "./StagesFigure";

/** The stage map: the journeys that customers really take. */
export default function JourneysPage() {
  const { range, bounds } = useRange();
  const { data, error, refetch } = useQuery(stagesQuery(bounds));
  const total = data ? totalOf(data) : 0;
  return (
    <Page title="Journeys" range lead="Where customers stand, how they move on, where they turn back and where they fall silent." tools={<><Link to="/settings/stages" className="plain-link">Edit the stages</Link><SaveButton question={{ analysis: "stages", question: {}, ...storedRange(range) }} name="The stage map" normal={() => ({})} /></>}>
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading label="Following the journeys" height={420} />}
      {data && total === 0 && (
        <div className="sheet">
          <Empty title="No journey in this range" height={360} action={<Link to="/settings/sources" className="plain-link">Connect a source</Link>}>
            Choose a longer range or other customers above, or connect your website: the first visitor draws the first line.
          </Empty>
        </div>
      )}
      {data && total > 0 && <Answer answer={data} behind={behind(bounds)} />}
    </Page>
  );
}

function Answer({ answer, behind }: { answer: StagesAnswer; behind: Behind }) {
  return (
    <>
      <StagesFigure answer={answer} behind={behind} />
      <StageCards stages={answer.stages ?? []} behind={behind} />
      <RightNow />
    </>
  );
}
