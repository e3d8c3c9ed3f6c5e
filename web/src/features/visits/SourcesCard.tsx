import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Schemas } from "@/shared/api/client";
import { order } from "@/shared/filters/useGoal";
import type { AnswerProps } from "@/shared/saved/answers";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { noSource } from "./names";
import { behindSources } from "./people";
import { askSources, decodeSources } from "./question";
import { sourcesQuery } from "./queries";
import { VisitsAnswer } from "./VisitsAnswer";

/** Traffic sources on a card. */
export default function SourcesCard({ question, bounds, given }: AnswerProps) {
  const definition = useMemo(() => askSources(decodeSources(question, order), bounds), [question, bounds]);
  const { data, error, refetch } = useQuery({ ...sourcesQuery(definition), enabled: !given });
  const answer = given ? (given.answer as Schemas["VisitsAnswer"]) : data;
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />;
  if (!answer) return <Loading label="Going through the visits" height={260} />;
  if (answer.site.sessions === 0) return <Empty title="There were no visits in these days" height={200} />;
  return <VisitsAnswer title="Traffic sources" what="Source" none={noSource} answer={answer} {...(given ? {} : { behind: behindSources(definition, answer.site, noSource) })} />;
}
