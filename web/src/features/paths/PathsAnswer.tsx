import { useElementSize, useMediaQuery } from "@mantine/hooks";
import { useMemo } from "react";
import type { Schemas } from "@/shared/api/client";
import { Figure } from "@/shared/figure/Figure";
import { useFigureFrame } from "@/shared/figure/frame";
import { count, duration, percent } from "@/shared/format/format";
import { TooLittle } from "@/shared/states/States";
import { toGraph } from "./graph";
import classes from "./Paths.module.css";
import { PathsDrawing } from "./PathsDrawing";
import { type PathsQuestion, unitName } from "./question";
import { inOneSentence } from "./sentence";

/** Below this many visits or customers a way is a story, not a share. */
const few = 30;
/** Narrower than this the drawing scrolls within its frame. */
const narrowest = 132;

export function PathsAnswer({ answer, question }: { answer: Schemas["PathsAnswer"]; question: PathsQuestion }) {
  const graph = useMemo(() => toGraph(answer), [answer]);
  const { ref, width } = useElementSize();
  const card = useFigureFrame();
  const small = useMediaQuery("(max-width: 800px)") ?? false;
  const phone = small || card?.narrow === true;
  const room = Math.max(width, graph.columns.length * (phone ? narrowest : 150));
  return (
    <Figure
      title="The ways people take"
      sentence={inOneSentence(graph, question)}
      rows={graph.links}
      rowKey={(link) => `${link.source.id}>${link.target.id}`}
      columns={[
        { name: "Step", cell: (l) => l.source.column + 1, text: (l) => l.source.column + 1 },
        { name: "From", cell: (l) => l.source.name, text: (l) => l.source.name },
        { name: "To", cell: (l) => l.target.name, text: (l) => l.target.name },
        { name: question.unit === "session" ? "Visits" : "Customers", cell: (l) => count(l.count), text: (l) => l.count, numeric: true },
        { name: "Share", cell: (l) => percent(l.count / Math.max(1, l.source.count)), text: (l) => l.count / Math.max(1, l.source.count), numeric: true },
        { name: "Typical time", cell: (l) => duration(l.seconds), text: (l) => l.seconds, numeric: true },
      ]}
      number={{ value: count(graph.whole), words: unitName(question.unit, graph.whole) }}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section ref={ref} className={classes.scroll} aria-label="The drawing of the ways" tabIndex={0}>
        {width > 0 && <PathsDrawing graph={graph} question={question} width={room} />}
      </section>
      {graph.whole < few && <TooLittle>These are the ways of only {count(graph.whole)} {unitName(question.unit, graph.whole)}: read them as stories, not as shares.</TooLittle>}
    </Figure>
  );
}
