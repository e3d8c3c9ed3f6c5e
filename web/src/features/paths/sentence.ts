import { count, percent } from "@/shared/format/format";
import { fewest } from "@/shared/statistics/rate";
import { around, type Graph, isOther } from "./graph";
import { type PathsQuestion, unitName } from "./question";

/** What the drawing says: the most frequent way, and where most end. */
export function inOneSentence(graph: Graph, question: PathsQuestion): string {
  const way: string[] = [];
  let node = [...(graph.columns[0] ?? [])].filter((n) => !isOther(n)).sort((a, b) => b.count - a.count)[0];
  while (node && way.length < 4) {
    way.push(node.name);
    node = around(graph, node).after.find((link) => !isOther(link.target))?.target;
  }
  const units = `${count(graph.whole)} ${unitName(question.unit, graph.whole)}`;
  const parts = [way.length > 1 ? `Of ${units}, most go ${way.join(" → ")}.` : `${units} took these ways.`];
  const ends = graph.columns.flat().filter((n) => n.exits > 0 && !isOther(n)).sort((a, b) => b.exits - a.exits)[0];
  if (ends) parts.push(`${count(ends.exits)} ${graph.whole < fewest ? "" : `(${percent(ends.exits / graph.whole)}) `}ended at ${ends.name}, as step ${ends.column + 1}.`);
  return parts.join(" ");
}
