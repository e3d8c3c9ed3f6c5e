import { useElementSize, useMediaQuery } from "@mantine/hooks";
import { useRef } from "react";
import { count } from "@/shared/format/format";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import type { Mark } from "./board";
import { MarkCard } from "./MarkCard";
import { countByLane, head, heightOf, laneAt, placeMarks, type Shape } from "./places";
import type { Now, StageNow } from "./queries";
import classes from "./StageBoard.module.css";

type Props = { now: Now; marks: Mark[]; /** The moment that the board shows. */ at: number; compact?: boolean };

/**
 * The stages as lanes. Customers appear where an event finds them and glide to
 * the next lane when one moves them on. Every mark is one element that is only
 * ever moved, so that the picture stays small and calm.
 */
export function StageBoard({ now, marks, at, compact = false }: Props) {
  const { ref, width } = useElementSize();
  const wide = !(useMediaQuery("(max-width: 800px)") ?? false);
  const most = wide ? (compact ? 3 : 8) : compact ? 2 : 4;
  const keys = now.stages.map((stage) => stage.key);
  // Lanes grow with who comes and never shrink: nothing jumps about.
  const grown = useRef<number[]>([]);
  grown.current = countByLane(marks, keys).map((n, lane) => Math.min(most, Math.max(grown.current[lane] ?? 0, n)));
  const fullest = Math.max(compact ? 2 : 4, ...grown.current);
  const shape: Shape = { wide, width, lanes: keys.length, slots: wide ? Math.min(most, fullest) : most, room: grown.current };
  const { placed, more } = placeMarks(marks, keys, shape);
  return (
    <div ref={ref} className={classes.board} data-wide={wide || undefined} style={{ height: heightOf(shape) }}>
      {width > 0 && (
        <>
          <Way shape={shape} />
          <ul className={classes.lanes} aria-label="Stages">
            {now.stages.map((stage, i) => {
              const { x, y, width: room } = laneAt(shape, i);
              return (
                <li key={stage.key} className={classes.lane} style={{ transform: `translate(${x}px, ${y}px)`, width: room, "--stage": colour(i) } as React.CSSProperties}>
                  <LaneHead stage={stage} now={now} more={more[i] ?? 0} wide={wide} />
                </li>
              );
            })}
          </ul>
          <ul className={classes.marks} aria-label="Customers who did something in the last minutes">
            {placed.map(({ mark, lane, place }) => <MarkCard key={mark.id} mark={mark} place={place} at={at} colour={colour(lane)} stage={now.stages[lane]?.name ?? ""} />)}
          </ul>
        </>
      )}
    </div>
  );
}

function LaneHead({ stage, now, more, wide }: { stage: StageNow; now: Now; more: number; wide: boolean }) {
  const moved = (did: "enter" | "leave", title: string) => ({ analysis: "moves" as const, question: now.hour, of: { stage: stage.key, did }, title });
  const today = { analysis: "moves" as const, question: now.today, of: { stage: stage.key }, title: `Here today, in ${stage.name}` };
  return (
    <>
      <h3 className={classes.name}>{stage.name}</h3>
      <p className={classes.number}><PeopleNumber people={today} value={stage.today}>{count(stage.today)}</PeopleNumber><span className={classes.unit}>{wide ? "today" : " today"}</span></p>
      <p className={classes.flow}>
        <span><PeopleNumber people={moved("enter", `Came into ${stage.name} within the last hour`)} value={stage.entered}>{count(stage.entered)}</PeopleNumber> in</span>
        <span><PeopleNumber people={moved("leave", `Went on from ${stage.name} within the last hour`)} value={stage.left}>{count(stage.left)}</PeopleNumber> on</span>
        <span className="visually-hidden">within the last hour.</span>
        {more > 0 && <span>+{count(more)} more here</span>}
      </p>
    </>
  );
}

/** The path from stage to stage: a line that bends, and a station where each lane begins. Decoration. */
function Way({ shape }: { shape: Shape }) {
  const points = Array.from({ length: shape.lanes }, (_, i) => {
    const { x, y } = laneAt(shape, i);
    return shape.wide ? { x: x + 9, y: 12 + (i % 2) * 6 } : { x: 9 + (i % 2) * 4, y: y + 14 };
  });
  const d = points.map(({ x, y }, i) => {
    const before = points[i - 1];
    if (!before) return `M${x} ${y}`;
    return shape.wide ? `C${(before.x + x) / 2} ${before.y} ${(before.x + x) / 2} ${y} ${x} ${y}` : `C${before.x} ${(before.y + y) / 2} ${x} ${(before.y + y) / 2} ${x} ${y}`;
  });
  const height = shape.wide ? head.wide : heightOf(shape);
  return (
    <svg className={classes.way} width={shape.width} height={height} aria-hidden="true">
      <path d={d.join("")} className={classes.line} />
      {points.map(({ x, y }, i) => <circle key={`${x} ${y}`} cx={x} cy={y} r={7} fill="var(--sheet)" stroke={colour(i)} strokeWidth={4} />)}
    </svg>
  );
}

function colour(place: number): string {
  return `var(--stage-${(place % 8) + 1})`;
}
