import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Page } from "@/shared/figure/Page";
import { Answering } from "@/shared/question/Answering";
import { QuestionPanel } from "@/shared/question/QuestionPanel";
import { useQuestion } from "@/shared/question/useQuestion";
import { SaveButton } from "@/shared/saved/SaveButton";
import { storedRange } from "@/shared/saved/question";
import { useRange } from "@/shared/range/useRange";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { PathsAnswer } from "./PathsAnswer";
import { PathsBuilder } from "./PathsBuilder";
import { behind } from "./people";
import { askPaths, decodePaths, encodePaths, inWords } from "./question";
import { pathsQuery } from "./queries";

/** Which ways customers really take. */
export default function PathsPage() {
  const { asked, draft, change } = useQuestion({ decode: decodePaths, encode: encodePaths });
  const { range, bounds } = useRange();
  const definition = askPaths(asked, bounds);
  const { data, error, isPlaceholderData, refetch } = useQuery(pathsQuery(definition));
  const words = inWords(asked);
  return (
    <Page title="Paths" lead="Which ways people really take, step by step, and where they end." range>
      <QuestionPanel open={Boolean(error)} tools={<SaveButton question={{ analysis: "paths", question: encodePaths(asked), ...storedRange(range) }} name={words.what} normal={(raw) => encodePaths(decodePaths(raw))} />} summary={<><strong>{words.what}</strong> <span className="soft">{words.conditions}</span></>}>
        <PathsBuilder question={draft} onChange={change} />
      </QuestionPanel>
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading label="Following the ways" height={520} />}
      {data && (data.nodes ?? []).length === 0 && (
        <div className="sheet">
          <Empty title="Nobody took such a way in this range" height={300} action={<Link to="/settings/sources" className="plain-link">Connect a source</Link>}>
            Choose a longer range, or ask without a start and an end.
          </Empty>
        </div>
      )}
      {data && (data.nodes ?? []).length > 0 && <Answering busy={isPlaceholderData}><PathsAnswer answer={data} question={asked} behind={isPlaceholderData ? undefined : behind(definition)} /></Answering>}
    </Page>
  );
}
