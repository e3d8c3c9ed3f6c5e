import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Schemas } from "@/shared/api/client";
import { order } from "@/shared/filters/useGoal";
import type { AnswerProps } from "@/shared/saved/answers";
import { Loading, ProblemNote } from "@/shared/states/States";
import { IdealAnswer } from "./IdealAnswer";
import { askIdeal, decodeIdeal } from "./ideal";
import { behindProfile } from "./people";
import { profileQuery } from "./queries";

/** The profile of the best customers on a card. */
export default function IdealCard({ question, bounds, given }: AnswerProps) {
  const definition = useMemo(() => askIdeal(decodeIdeal(question, order), bounds), [question, bounds]);
  const { data, error, refetch } = useQuery({ ...profileQuery(definition), enabled: !given });
  const answer = given ? (given.answer as Schemas["CompareProfile"]) : data;
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />;
  if (!answer) return <Loading label="Looking for the profile" height={260} />;
  return <IdealAnswer answer={answer} {...(given ? {} : { behind: behindProfile(definition) })} />;
}
