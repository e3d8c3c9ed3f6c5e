import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Schemas } from "@/shared/api/client";
import type { AnswerProps } from "@/shared/saved/answers";
import { Loading, ProblemNote } from "@/shared/states/States";
import { FunnelAnswer } from "./FunnelAnswer";
import { peopleOf } from "./people";
import { askFunnel, decodeFunnel, stepName } from "./question";
import { funnelQuery } from "./queries";

/** A funnel on a card. */
export default function FunnelCard({ question, bounds, given }: AnswerProps) {
  const asked = useMemo(() => decodeFunnel(question, []), [question]);
  const definition = askFunnel(asked, bounds);
  const { data, error, refetch } = useQuery({ ...funnelQuery(definition), enabled: !given });
  const answer = given ? (given.answer as Schemas["FunnelAnswer"]) : data;
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />;
  return answer ? <FunnelAnswer answer={answer} question={asked} behind={given ? undefined : (who) => peopleOf(definition, asked.steps.map(stepName), who)} /> : <Loading label="Counting who took each step" height={260} />;
}
