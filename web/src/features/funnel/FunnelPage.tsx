import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useCallback } from "react";
import type { Schemas } from "@/shared/api/client";
import { schemaQuery } from "@/shared/api/schema";
import { Page } from "@/shared/figure/Page";
import { Answering } from "@/shared/question/Answering";
import { blamed } from "@/shared/question/fields";
import { QuestionPanel } from "@/shared/question/QuestionPanel";
import { useQuestion } from "@/shared/question/useQuestion";
import { SaveButton } from "@/shared/saved/SaveButton";
import { storedRange } from "@/shared/saved/question";
import { useRange } from "@/shared/range/useRange";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { FunnelAnswer } from "./FunnelAnswer";
import { FunnelBuilder } from "./FunnelBuilder";
import classes from "./FunnelPage.module.css";
import { peopleOf } from "./people";
import { askFunnel, conditionsInWords, decodeFunnel, encodeFunnel, funnelName, stepName } from "./question";
import { funnelQuery } from "./queries";

/** How many customers take each step of a way, and where they leave it. */
export default function FunnelPage() {
  const schema = useQuery(schemaQuery);
  return (
    <Page title="Funnel" lead="How many customers take each step on the way to what you want, and where they leave." range>
      {schema.error ? <ProblemNote error={schema.error} retry={() => void schema.refetch()} /> : !schema.data ? <Loading label="Looking at what was recorded" height={480} /> : (
        <Analysis seen={schema.data.events ?? []} />
      )}
    </Page>
  );
}

function Analysis({ seen }: { seen: Schemas["SchemaEvent"][] }) {
  const decode = useCallback((raw: unknown) => decodeFunnel(raw, seen), [seen]);
  const { asked, draft, change } = useQuestion({ decode, encode: encodeFunnel });
  const { range, bounds } = useRange();
  const definition = askFunnel(asked, bounds);
  const { data, error, isPlaceholderData, refetch } = useQuery(funnelQuery(definition));
  if (asked.steps.length === 0 && draft.steps.length === 0) return <NothingYet />;
  return (
    <>
      <QuestionPanel open={asked.steps.length === 0 || Boolean(error)} tools={<SaveButton question={{ analysis: "funnel", question: encodeFunnel(asked) ?? {}, ...storedRange(range) }} name={funnelName(asked)} normal={(raw) => encodeFunnel(decode(raw))} />} summary={<><strong className={classes.steps}>{asked.steps.map(stepName).join(" → ")}</strong> <span className="soft">{conditionsInWords(asked)}</span></>}>
        <FunnelBuilder question={draft} problems={blamed(error)} onChange={change} />
      </QuestionPanel>
      {error ? <ProblemNote error={error} retry={() => void refetch()} /> : !data ? <Loading label="Counting who took each step" height={620} /> : (
        <Answering busy={isPlaceholderData}>
          <FunnelAnswer answer={data} question={asked} behind={isPlaceholderData ? undefined : (who) => peopleOf(definition, asked.steps.map(stepName), who)} />
        </Answering>
      )}
    </>
  );
}

function NothingYet() {
  return (
    <div className="sheet">
      <Empty title="No events have come in yet" action={<Link to="/settings/sources" className="plain-link">Connect your site</Link>} height={360}>
        A funnel counts customers from step to step, for example from seeing a product to ordering it. It needs events: connect a source, and the steps appear here by themselves.
      </Empty>
    </div>
  );
}
