import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Schemas } from "@/shared/api/client";
import { order } from "@/shared/filters/useGoal";
import type { AnswerProps } from "@/shared/saved/answers";
import { Loading, ProblemNote } from "@/shared/states/States";
import { CompareAnswer } from "./CompareAnswer";
import { behind } from "./people";
import { askCompare, decodeCompare } from "./question";
import { compareQuery } from "./queries";

/** Two groups side by side on a card. */
export default function CompareCard({ question, bounds, given }: AnswerProps) {
  const definition = useMemo(() => askCompare(decodeCompare(question, order), bounds), [question, bounds]);
  const { data, error, refetch } = useQuery({ ...compareQuery(definition), enabled: !given });
  const answer = given ? (given.answer as Schemas["CompareAnswer"]) : data;
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />;
  if (!answer) return <Loading label="Comparing" height={260} />;
  return <CompareAnswer answer={answer} {...(given ? {} : { behind: behind(definition) })} />;
}
