import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Schemas } from "@/shared/api/client";
import { order } from "@/shared/filters/useGoal";
import type { AnswerProps } from "@/shared/saved/answers";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { behind } from "./people";
import { askRetention, decodeRetention } from "./question";
import { retentionQuery } from "./queries";
import { RetentionAnswer } from "./RetentionAnswer";

/** Retention on a card. */
export default function RetentionCard({ question, bounds, given }: AnswerProps) {
  const asked = useMemo(() => decodeRetention(question, order), [question]);
  const definition = askRetention(asked, bounds);
  const { data, error, refetch } = useQuery({ ...retentionQuery(definition), enabled: !given });
  const answer = given ? (given.answer as Schemas["RetentionAnswer"]) : data;
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />;
  if (!answer) return <Loading label="Following the cohorts" height={260} />;
  if (!(answer.cohorts ?? []).some(({ size }) => size > 0)) return <Empty title="Nobody began in these days" height={200} />;
  return <RetentionAnswer answer={answer} question={asked} {...(given ? {} : { behind: behind(definition) })} />;
}
