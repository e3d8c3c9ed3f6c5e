import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Schemas } from "@/shared/api/client";
import type { AnswerProps } from "@/shared/saved/answers";
import { Loading, ProblemNote } from "@/shared/states/States";
import { FunnelAnswer } from "./FunnelAnswer";
import { askFunnel, decodeFunnel } from "./question";
import { funnelQuery } from "./queries";

/** A funnel on a card. */
export default function FunnelCard({ question, bounds, given }: AnswerProps) {
  const asked = useMemo(() => decodeFunnel(question, []), [question]);
  const { data, error, refetch } = useQuery({ ...funnelQuery(askFunnel(asked, bounds)), enabled: !given });
  const answer = given ? (given.answer as Schemas["FunnelAnswer"]) : data;
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />;
  return answer ? <FunnelAnswer answer={answer} question={asked} /> : <Loading label="Counting who took each step" height={260} />;
}
