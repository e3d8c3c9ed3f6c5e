import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Schemas } from "@/shared/api/client";
import { order } from "@/shared/filters/useGoal";
import type { AnswerProps } from "@/shared/saved/answers";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { noPage } from "./names";
import { behindLanding } from "./people";
import { askLanding, decodeLanding } from "./question";
import { landingQuery } from "./queries";
import { VisitsAnswer } from "./VisitsAnswer";

/** Landing pages on a card. */
export default function LandingCard({ question, bounds, given }: AnswerProps) {
  const definition = useMemo(() => askLanding(decodeLanding(question, order), bounds), [question, bounds]);
  const { data, error, refetch } = useQuery({ ...landingQuery(definition), enabled: !given });
  const answer = given ? (given.answer as Schemas["VisitsAnswer"]) : data;
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />;
  if (!answer) return <Loading label="Going through the visits" height={260} />;
  if (answer.site.sessions === 0) return <Empty title="There were no visits in these days" height={200} />;
  return <VisitsAnswer title="Landing pages" what="Landing page" none={noPage} answer={answer} {...(given ? {} : { behind: behindLanding(definition, answer.site, noPage) })} />;
}
