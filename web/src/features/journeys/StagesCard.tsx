import { useQuery } from "@tanstack/react-query";
import type { AnswerProps } from "@/shared/saved/answers";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { behind } from "./people";
import { type StagesAnswer, stagesQuery } from "./queries";
import { StagesFigure, totalOf } from "./StagesFigure";

/** The stage map on a card. */
export default function StagesCard({ bounds, given }: AnswerProps) {
  const { data, error, refetch } = useQuery({ ...stagesQuery(bounds), enabled: !given });
  const answer = given ? (given.answer as StagesAnswer) : data;
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />;
  if (!answer) return <Loading label="Following the journeys" height={260} />;
  return totalOf(answer) > 0 ? <StagesFigure answer={answer} behind={given ? undefined : behind(bounds)} /> : <Empty title="No journey in these days" height={200} />;
}
