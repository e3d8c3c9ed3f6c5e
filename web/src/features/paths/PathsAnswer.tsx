import { useElementSize, useMediaQuery } from "@mantine/hooks";
import { useMemo } from "react";
import type { Schemas } from "@/shared/api/client";
import { Figure } from "@/shared/figure/Figure";
import { useFigureFrame } from "@/shared/figure/frame";
import { count, duration } from "@/shared/format/format";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import { Rate } from "@/shared/statistics/Rate";
import { fewest, wilson } from "@/shared/statistics/rate";
import { TooLittle } from "@/shared/states/States";
import { type Graph, type PathNode, toGraph } from "./graph";
import classes from "./Paths.module.css";
import { PathsDrawing } from "./PathsDrawing";
import { type Behind, exitOf, linkOf, type Whom } from "./people";
import { type PathsQuestion, unitName } from "./question";
import { inOneSentence } from "./sentence";

/** Narrower than this the drawing scrolls within its frame. */
const narrowest = 132;

/** A row of the table: a step from one node to the next, or what ended at a node. */
type Row = { key: string; from: PathNode; to?: PathNode; count: number; seconds: number | null; whom: Whom };

function rowsOf(graph: Graph): Row[] {
  const links = graph.links.map((link): Row => ({ key: `${link.source.id}>${link.target.id}`, from: link.source, to: link.target, count: link.count, seconds: link.seconds, whom: linkOf(link) }));
  const exits = graph.columns.flat().filter((node) => node.exits > 0).map((node): Row => ({ key: `${node.id}>`, from: node, count: node.exits, seconds: null, whom: exitOf(node) }));
  return [...links, ...exits].sort((a, b) => a.from.column - b.from.column || b.count - a.count);
}

export function PathsAnswer({ answer, question, behind }: { answer: Schemas["PathsAnswer"]; question: PathsQuestion; behind?: Behind }) {
  const graph = useMemo(() => toGraph(answer), [answer]);
  const { ref, width } = useElementSize();
  const card = useFigureFrame();
  const small = useMediaQuery("(max-width: 800px)") ?? false;
  const phone = small || card?.narrow === true;
  const room = Math.max(width, graph.columns.length * (phone ? narrowest : 150));
  return (
    <Figure
      title="The ways people take"
      explain={["path_share", "path_time"]}
      sentence={inOneSentence(graph, question)}
      rows={rowsOf(graph)}
      rowKey={(row) => row.key}
      columns={[
        { name: "Step", cell: (row) => row.from.column + 1, text: (row) => row.from.column + 1 },
        { name: "From", cell: (row) => row.from.name, text: (row) => row.from.name },
        { name: "To", cell: (row) => row.to?.name ?? <span className="soft">ended here</span>, text: (row) => row.to?.name ?? "(ended)" },
        { name: question.unit === "session" ? "Visits" : "Customers", cell: (row) => <PeopleNumber people={behind?.(row.whom)} value={row.count}>{count(row.count)}</PeopleNumber>, text: (row) => row.count, numeric: true },
        { name: "Share", cell: (row) => <Rate rate={row.count / Math.max(1, row.from.count)} interval={wilson(row.count, row.from.count)} />, text: (row) => (row.from.count < fewest ? null : row.count / row.from.count), numeric: true },
        { name: "Typical time", cell: (row) => duration(row.seconds), text: (row) => row.seconds, numeric: true },
      ]}
      number={{ value: count(graph.whole), words: unitName(question.unit, graph.whole) }}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section ref={ref} className={classes.scroll} aria-label="The drawing of the ways" tabIndex={0}>
        {width > 0 && <PathsDrawing graph={graph} question={question} width={room} behind={behind} />}
      </section>
      {graph.whole < fewest && <TooLittle>These are the ways of only {count(graph.whole)} {unitName(question.unit, graph.whole)}: read them as stories, not as shares.</TooLittle>}
    </Figure>
  );
}
