import { Button } from "@mantine/core";
import { type DragEvent, useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { count } from "@/shared/format/format";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import { AddTouchpoint } from "./AddTouchpoint";
import classes from "./MapGrid.module.css";
import { type LiveCell, mostTouchpoints, type Spot, type Touchpoint } from "./map";
import { TouchpointMenu } from "./TouchpointMenu";

/** What can be done with the touchpoints of a map. */
export type Touchpoints = {
  stages: { key: string; name: string }[];
  /** Which one is being dragged. */
  dragged: Spot | undefined;
  drag: (spot: Spot | undefined) => void;
  move: (from: Spot, to: Spot) => void;
  put: (stage: string, touchpoints: Touchpoint[]) => void;
};

type Props = { cell: LiveCell; stage: string; question: Schemas["TouchpointsDefinition"]; may?: Touchpoints };

/** Where customers meet the business at a stage; what has an event is counted. */
export function TouchpointList({ cell, stage, question, may }: Props) {
  const [adding, setAdding] = useState(false);
  const [over, setOver] = useState<number>(); // where it would stand if it were let go now
  const at = cell.stage;
  const touchpoints = cell.touchpoints ?? [];
  const keys = keysOf(touchpoints);
  const last = may?.dragged?.stage === at ? touchpoints.length - 1 : touchpoints.length;
  const side = (i: number) => (may?.dragged === undefined || i !== over ? undefined : may.dragged.stage === at && may.dragged.index < i ? "below" : "above");
  const dropOn = (index: number) => may?.dragged && {
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      event.stopPropagation();
      setOver(index);
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      event.stopPropagation();
      if (may.dragged) may.move(may.dragged, { stage: at, index });
      may.drag(undefined);
      setOver(undefined);
    },
  };
  const cellDrop = {
    ...dropOn(last),
    onDragLeave: ({ currentTarget, relatedTarget }: DragEvent) => {
      if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setOver(undefined);
    },
  };
  return (
    <div className={classes.touchpoints} data-over={(may?.dragged && over !== undefined) || undefined} {...cellDrop}>
      <ul>
        {touchpoints.map((touchpoint, i) => (
          <li
            key={keys[i]}
            draggable={may !== undefined}
            data-over={side(i)}
            data-dragged={(may?.dragged?.stage === at && may.dragged.index === i) || undefined}
            onDragStart={(event) => { event.dataTransfer.effectAllowed = "move"; event.dataTransfer.setData("text/plain", touchpoint.name); may?.drag({ stage: at, index: i }); }}
            onDragEnd={() => { may?.drag(undefined); setOver(undefined); }}
            {...dropOn(i)}
          >
            <span>{touchpoint.name}</span>
            {cell.numbers && (touchpoint.event || touchpoint.events?.length) && <Counted touchpoint={touchpoint} known={cell.counts?.[i]} at={at} stage={stage} question={question} />}
            {may && <TouchpointMenu name={touchpoint.name} spot={{ stage: at, index: i }} of={touchpoints.length} may={may} onRemove={() => may.put(at, touchpoints.filter((_, k) => k !== i))} />}
          </li>
        ))}
      </ul>
      {may && touchpoints.length < mostTouchpoints && (adding ? (
        <AddTouchpoint stage={stage} onCancel={() => setAdding(false)} onAdd={(touchpoint) => { setAdding(false); may.put(at, [...touchpoints, touchpoint]); }} />
      ) : (
        <Button variant="subtle" size="compact-sm" className={classes.add} aria-label={`Add a touchpoint to ${stage}`} onClick={() => setAdding(true)}>+ Add</Button>
      ))}
    </div>
  );
}

/** How many customers had it; nothing until it is counted. */
function Counted({ touchpoint: { name, ...selector }, known, at, stage, question }: { touchpoint: Touchpoint; known: Schemas["TouchpointsCount"] | null | undefined; at: string; stage: string; question: Schemas["TouchpointsDefinition"] }) {
  if (!known) return null;
  return <PeopleNumber value={known.customers} people={{ analysis: "touchpoints", question: { ...question, touchpoints: [{ stage: at, ...selector }] }, of: { touchpoint: 0 }, title: `${name} in ${stage}` }}>{count(known.customers)}</PeopleNumber>;
}

/** A key for each that stays with it when it moves; those that are alike are told apart by their order. */
function keysOf(touchpoints: Touchpoint[]): string[] {
  const seen = new Map<string, number>();
  return touchpoints.map((touchpoint) => {
    const text = JSON.stringify(touchpoint);
    const nth = (seen.get(text) ?? 0) + 1;
    seen.set(text, nth);
    return `${text} ${nth}`;
  });
}
