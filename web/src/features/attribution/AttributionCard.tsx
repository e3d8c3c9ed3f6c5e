import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Schemas } from "@/shared/api/client";
import { order } from "@/shared/filters/useGoal";
import type { AnswerProps } from "@/shared/saved/answers";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { AttributionAnswer } from "./AttributionAnswer";
import { behind } from "./people";
import { askAttribution, decodeAttribution } from "./question";
import { attributionQuery } from "./queries";

/** Attribution on a card. */
export default function AttributionCard({ question, bounds, given }: AnswerProps) {
  const asked = useMemo(() => decodeAttribution(question, order), [question]);
  const definition = askAttribution(asked, bounds);
  const { data, error, refetch } = useQuery({ ...attributionQuery(definition), enabled: !given });
  const answer = given ? (given.answer as Schemas["AttributionAnswer"]) : data;
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />;
  if (!answer) return <Loading label="Dealing out the credit" height={260} />;
  if (answer.conversions === 0) return <Empty title="Nothing was converted in these days" height={200} />;
  return <AttributionAnswer answer={answer} question={asked} {...(given ? {} : { behind: behind(definition) })} />;
}
