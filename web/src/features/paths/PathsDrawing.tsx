import { useState } from "react";
import { count, duration, percent } from "@/shared/format/format";
import { usePeople } from "@/shared/people/usePeople";
import { around, type Graph, type PathNode, waysThrough } from "./graph";
import { layOut, shorten } from "./layout";
import { onPress } from "@/shared/people/press";
import { range, wilson } from "@/shared/statistics/rate";
import classes from "./Paths.module.css";
import { type Behind, exitOf, linkOf, nodeOf } from "./people";
import { type PathsQuestion, unitName } from "./question";

/** The ways, drawn: a box for each step, ribbons between them, and what ends bends down. */
export function PathsDrawing({ graph, question, width, behind }: { graph: Graph; question: PathsQuestion; width: number; behind?: Behind }) {
  const openPeople = usePeople();
  const open = (whom: Parameters<Behind>[0]) => behind && openPeople(behind(whom));
  const [chosen, setChosen] = useState<PathNode | null>(null);
  const drawing = layOut(graph, width, 520);
  const strength = chosen ? waysThrough(graph, chosen) : undefined;
  const dim = (part: object, rest: number) => (strength ? Math.max(0.08, (strength.get(part as PathNode) ?? 0) * rest) : rest);
  const step = width / Math.max(1, graph.columns.length);
  const colour = (node: PathNode) => `var(--stage-${(node.column % 8) + 1})`;
  return (
    <>
      <svg className={classes.drawing} width={width} height={drawing.height} viewBox={`0 0 ${width} ${drawing.height}`}>
        <title>The ways people take</title>
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group cannot be focused */}
        <g aria-hidden="true">
          {graph.columns.map((_, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
            <text key={i} x={i * step} y={13} className={classes.column}>{graph.backwards && i === graph.columns.length - 1 ? "End" : `Step ${i + 1}`}</text>
          ))}
          {/* biome-ignore-start lint/a11y/noStaticElementInteractions: for the pointer; the table has the same for the keyboard, a row for each */}
          {drawing.ribbons.map(({ link, path }) => <path key={`${link.source.id}>${link.target.id}`} d={path} fill={colour(link.source)} fillOpacity={dim(link, 0.34)} className={classes.way} onClick={() => open(linkOf(link))} />)}
          {drawing.exits.map(({ node, path }) => <path key={node.id} d={path} fill="var(--stage-none)" fillOpacity={dim(node, 0.45)} className={classes.way} onClick={() => open(exitOf(node))} />)}
          {/* biome-ignore-end lint/a11y/noStaticElementInteractions: see above */}
        </g>
        <g role="group" aria-label="Steps">
          {drawing.boxes.map(({ node, x, y, height }) => (
            <g key={node.id} role="button" tabIndex={0} aria-label={`${asShown(node, step)}${inWords(graph, node, question)}: see the customers`} className={classes.box} opacity={dim(node, 1) < 0.3 ? 0.4 : 1}
              onMouseEnter={() => setChosen(node)} onMouseLeave={() => setChosen(null)} onFocus={() => setChosen(node)} onBlur={() => setChosen(null)}
              onClick={() => open(nodeOf(node))} onKeyDown={onPress(() => open(nodeOf(node)))}>
              <rect x={x} y={y} width={10} height={height} rx={2} fill={colour(node)} />
              <text x={x + 15} y={y - 5} className={classes.name}>{shorten(node.name, step - 52)} <tspan className={classes.count}>{count(node.count)}</tspan></text>
            </g>
          ))}
        </g>
      </svg>
      <p className={classes.detail} aria-live="polite">{chosen ? inWords(graph, chosen, question) : <span className="soft">Point at a step to follow the ways through it. What bends down ended there. Click a step or a way to see its customers.</span>}</p>
    </>
  );
}

/** A name that had to be cut as it is seen, first: whoever speaks to the screen says what they read. */
function asShown(node: PathNode, step: number): string {
  const shown = shorten(node.name, step - 52);
  return shown === node.name ? "" : `${shown} ${count(node.count)}, `;
}

/** A share with where it lies, or how many of how many where that is too few. */
function inBrackets(part: number, whole: number): string {
  const lies = wilson(part, whole);
  return lies ? ` (${percent(part / whole)}, ${range(lies)})` : ` (${count(part)} of ${count(whole)})`;
}

/** One step in words: how many, where from, where to. */
function inWords(graph: Graph, node: PathNode, question: PathsQuestion): string {
  const { after } = around(graph, node);
  const parts = [`${node.name}: ${count(node.count)} ${unitName(question.unit, node.count)}${inBrackets(node.count, graph.whole)}`];
  const next = after[0];
  if (next) parts.push(`most go on to ${next.target.name}${inBrackets(next.count, node.count)}${next.seconds === null ? "" : `, typically after ${duration(next.seconds)}`}`);
  if (node.exits > 0) parts.push(`${count(node.exits)} ended here`);
  return parts.join(", ");
}
