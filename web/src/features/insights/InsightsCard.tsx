import { useQuery } from "@tanstack/react-query";
import { Figure } from "@/shared/figure/Figure";
import { count } from "@/shared/format/format";
import { changesOf, dayInWords, type Insight, type Insights } from "@/shared/insights/insights";
import { insightsQuery } from "@/shared/insights/queries";
import type { AnswerProps } from "@/shared/saved/answers";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import type { Column } from "@/shared/table/DataTable";
import classes from "./Insights.module.css";

const columns: Column<Insight>[] = [
  { name: "Day", cell: ({ day, kind }) => (kind === "shift" ? `since ${dayInWords(day)}` : dayInWords(day)), text: ({ day }) => day },
  { name: "Metric", cell: ({ metric }) => metric, text: ({ metric }) => metric },
  { name: "Actual", cell: ({ value }) => count(value), text: ({ value }) => value, numeric: true },
  { name: "At least expected", cell: ({ expected }) => count(expected?.[0] ?? 0), text: ({ expected }) => expected?.[0], numeric: true },
  { name: "At most", cell: ({ expected }) => count(expected?.[1] ?? 0), text: ({ expected }) => expected?.[1], numeric: true },
];

/** What changed, on a card: one sentence each. */
export default function InsightsCard({ bounds, given }: AnswerProps) {
  const { data, error, refetch } = useQuery({ ...insightsQuery(bounds), enabled: !given });
  const answer = given ? (given.answer as Insights) : data;
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />;
  if (!answer) return <Loading label="Comparing every day with what was to be expected" height={260} />;
  if (!answer.enough) return <Empty title="It is too early to expect anything" height={200}>{answer.reason}</Empty>;
  const changes = changesOf(answer.insights ?? []);
  return (
    <Figure title="What changed" explain={["expected"]} sentence={changes.length === 0 ? "Nothing unusual: every key metric stayed where it was expected." : `${changes.length === 1 ? "One thing" : `${changes.length} things`} changed beyond what was to be expected.`}
      rows={answer.insights ?? []} columns={columns} rowKey={({ metric, day, kind }) => `${metric} ${day} ${kind}`}>
      <ul className={classes.sentences}>
        {changes.map(({ key, lead }) => <li key={key}>{lead.text}</li>)}
      </ul>
    </Figure>
  );
}
