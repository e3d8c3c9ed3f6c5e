import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Schemas } from "@/shared/api/client";
import { order } from "@/shared/filters/useGoal";
import type { AnswerProps } from "@/shared/saved/answers";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { behind } from "./people";
import { askRfm, decodeRfm } from "./question";
import { rfmQuery } from "./queries";
import { RfmAnswer } from "./RfmAnswer";

/** RFM on a card. */
export default function RfmCard({ question, bounds, given }: AnswerProps) {
  const definition = useMemo(() => askRfm(decodeRfm(question, order), bounds), [question, bounds]);
  const { data, error, refetch } = useQuery({ ...rfmQuery(definition), enabled: !given });
  const answer = given ? (given.answer as Schemas["RfmAnswer"]) : data;
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />;
  if (!answer) return <Loading label="Scoring the customers" height={260} />;
  if (answer.customers === 0) return <Empty title="Nobody ordered in these days" height={200} />;
  return <RfmAnswer answer={answer} {...(given ? {} : { behind: behind(definition) })} />;
}
