import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Schemas } from "@/shared/api/client";
import type { AnswerProps } from "@/shared/saved/answers";
import { Loading, ProblemNote } from "@/shared/states/States";
import { givenTrend, trendQuery } from "./queries";
import { decodeTrend, intervalOf } from "./question";
import { TrendsAnswer } from "./TrendsAnswer";

/** A trend on a card. */
export default function TrendCard({ question, bounds, given }: AnswerProps) {
  const asked = useMemo(() => decodeTrend(question, []), [question]);
  const interval = intervalOf(asked, bounds);
  const { data, error, refetch } = useQuery({ ...trendQuery(asked, interval, bounds), enabled: !given });
  const trend = useMemo(() => (given ? givenTrend(asked, interval, bounds, given.answer as Schemas["TrendAnswer"], given.now) : data), [given, data, asked, interval, bounds]);
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />;
  return trend ? <TrendsAnswer trend={trend} settled={!given} /> : <Loading label="Counting over time" height={260} />;
}
