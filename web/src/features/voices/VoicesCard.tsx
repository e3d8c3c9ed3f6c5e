import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { AnswerProps } from "@/shared/saved/answers";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { behind } from "./people";
import { askVoices, decodeVoices } from "./question";
import { voicesQuery } from "./queries";
import { VoicesAnswer } from "./VoicesAnswer";
import type { Answer } from "./words";

/** What customers write, on a card. */
export default function VoicesCard({ question, bounds, given }: AnswerProps) {
  const asked = useMemo(() => decodeVoices(question), [question]);
  const definition = askVoices(asked, bounds);
  const { data, error, refetch } = useQuery({ ...voicesQuery(definition), enabled: !given });
  const answer = given ? (given.answer as Answer) : data;
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />;
  if (!answer) return <Loading label="Reading what they wrote" height={260} />;
  if (answer.overall.texts === 0) return <Empty title="Nobody wrote anything in these days" height={200} />;
  return <VoicesAnswer answer={answer} question={asked} {...(!given && { behind: behind(definition) })} />;
}
