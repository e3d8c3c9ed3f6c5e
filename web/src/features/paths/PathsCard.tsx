import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Schemas } from "@/shared/api/client";
import type { AnswerProps } from "@/shared/saved/answers";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { PathsAnswer } from "./PathsAnswer";
import { behind } from "./people";
import { askPaths, decodePaths } from "./question";
import { pathsQuery } from "./queries";

/** Paths on a card. */
export default function PathsCard({ question, bounds, given }: AnswerProps) {
  const asked = useMemo(() => decodePaths(question), [question]);
  const { data, error, refetch } = useQuery({ ...pathsQuery(askPaths(asked, bounds)), enabled: !given });
  const answer = given ? (given.answer as Schemas["PathsAnswer"]) : data;
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />;
  if (!answer) return <Loading label="Following the ways" height={260} />;
  return (answer.nodes ?? []).length > 0 ? <PathsAnswer answer={answer} question={asked} behind={given ? undefined : behind(askPaths(asked, bounds))} /> : <Empty title="Nobody took such a way in these days" height={200} />;
}
