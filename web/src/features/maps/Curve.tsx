import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { count, plural } from "@/shared/format/format";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import { ProblemNote } from "@/shared/states/States";
import classes from "./Curve.module.css";
import { bend, fewestHeard, height, heightOf, mood } from "./mood";
import { emotionQuery } from "./queries";

type Stage = Schemas["EmotionStage"];
/** A column of the map, and what was heard there; nothing for a stage of the map's own. */
type Place = { key: string; name: string; stage: Stage | undefined };

/** How the persona's customers feel along the stages: one line that bends, its peak and its end, and the sentences behind it. */
export function Curve({ stages: columns, question }: { stages: Schemas["JourneyMapStage"][]; question: Schemas["EmotionDefinition"] }) {
  const { data, error, refetch } = useQuery(emotionQuery(question));
  const [chosen, setChosen] = useState<string>();
  const id = useId();
  if (error) return <ProblemNote error={error} retry={() => void refetch()} />;
  // The map may show its own stages, in its own order.
  const places = columns.map(({ key, name }): Place => {
    const stage = data?.stages?.find((one) => one.key === key);
    return { key, name, stage: stage && { ...stage, name } };
  });
  const points = places.flatMap(({ stage }, i) => (!stage || stage.mean === null ? [] : [{ x: ((i + 0.5) / places.length) * 100, y: heightOf(stage.mean), stage }]));
  const shown = places.find(({ key }) => key === (chosen ?? data?.peak ?? undefined))?.stage;
  const end = points.at(-1)?.stage.key;
  const marks = (key: string) => [key === data?.peak && "peak", key === end && "end"].filter(Boolean).join(" and ");
  return (
    <div className={classes.curve}>
      <div className={classes.drawing}>
        <svg viewBox={`0 0 100 ${height}`} preserveAspectRatio="none" className={classes.svg} aria-hidden="true">
          <line x1="0" x2="100" y1={heightOf(0)} y2={heightOf(0)} className={classes.zero} />
          {points.map(({ x, stage }) => stage.interval && <line key={stage.key} x1={x} x2={x} y1={heightOf(stage.interval.high)} y2={heightOf(stage.interval.low)} className={classes.interval} />)}
          {points.length > 1 && <path d={bend(points)} className={classes.line} />}
        </svg>
        <span className={classes.axis} data-end="top" aria-hidden="true">good</span>
        <span className={classes.axis} data-end="bottom" aria-hidden="true">bad</span>
        {points.map(({ x, y, stage }) => (
          <button
            key={stage.key}
            type="button"
            className={classes.point}
            style={{ left: `${x}%`, top: `${(100 * y) / height}%` }}
            data-mark={stage.key === data?.peak || stage.key === end || undefined}
            aria-label={[`${stage.name}: ${mood(stage.mean)}`, marks(stage.key), `from ${plural(stage.customers, "customer")} heard`].filter(Boolean).join(", ")}
            aria-describedby={shown?.key === stage.key ? id : undefined}
            onMouseEnter={() => setChosen(stage.key)}
            onFocus={() => setChosen(stage.key)}
          >
            <span className={classes.dot} aria-hidden="true" />
            <span className={classes.mark} aria-hidden="true">{marks(stage.key)}</span>
          </button>
        ))}
        {data && points.length === 0 && <p className={classes.nothing}>Too little to draw a curve: it needs {fewestHeard} customers at a stage who reviewed, answered, wrote to you, or struggled.</p>}
      </div>
      {!data && <div className={classes.waiting} />}
      {places.some(({ stage }) => stage && stage.customers > 0) && <Voices places={places} question={question} />}
      {shown && <Evidence stage={shown} id={id} question={question} unread={data?.unread ?? 0} />}
    </div>
  );
}

/** How many each point rests on; where there is none, what is missing. */
function Voices({ places, question }: { places: Place[]; question: Schemas["EmotionDefinition"] }) {
  return (
    <ol className={classes.voices} aria-label="Customers heard at each stage">
      {places.map(({ key, name, stage }) => (
        <li key={key}>
          <span className="visually-hidden">{name}: </span>
          {!stage ? "not counted" : stage.customers === 0 ? "nobody heard" : <>{stage.mean === null && "only "}<PeopleNumber people={behind(stage, question)} value={stage.customers}>{count(stage.customers)}</PeopleNumber> heard{stage.mean === null && `, ${fewestHeard} are needed`}</>}
        </li>
      ))}
    </ol>
  );
}

function Evidence({ stage, id, question, unread }: { stage: Stage; id: string; question: Schemas["EmotionDefinition"]; unread: number }) {
  const sources = [
    stage.reviews > 0 && plural(stage.reviews, "review"), stage.surveys > 0 && plural(stage.surveys, "survey answer"),
    stage.tickets > 0 && plural(stage.tickets, "ticket"), stage.friction > 0 && plural(stage.friction, "struggle"),
  ].filter(Boolean).join(", ");
  return (
    <div className={classes.evidence} id={id}>
      <p>
        <strong>{stage.name}: {mood(stage.mean)}</strong>{" "}
        {stage.interval && <span title="Mean of all evidence at the stage from −1 to 1, with the 95% interval over customers (ratio estimator, Student's t)">{signed(stage.mean)} ({signed(stage.interval.low)} to {signed(stage.interval.high)}{stage.spread !== null && `, spread ${stage.spread.toFixed(2)}`})</span>}
        {" "}from <PeopleNumber people={behind(stage, question)} value={stage.customers}>{count(stage.customers)}</PeopleNumber> {stage.customers === 1 ? "customer" : "customers"}: {sources}.{stage.friction > 0 && stage.reviews + stage.surveys + stage.tickets < 10 && " Struggles are nearly all that was counted here: where few speak, only what goes wrong is heard."}{unread > 0 && ` ${plural(unread, "text")} could not be read.`}
      </p>
      {((stage.best ?? []).length > 0 || (stage.worst ?? []).length > 0) && (
        <ul className={classes.quotes}>
          {(stage.best ?? []).slice(0, 2).map((q) => <li key={q.text} data-tone="good">“{q.text}”</li>)}
          {(stage.worst ?? []).slice(0, 2).map((q) => <li key={q.text} data-tone="bad">“{q.text}”</li>)}
        </ul>
      )}
    </div>
  );
}

const behind = ({ key, name }: Stage, question: Schemas["EmotionDefinition"]) => ({ analysis: "emotion" as const, question, of: { stage: key }, title: `Customers heard in ${name}` });
const scores = new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: "exceptZero" });
const signed = (n: number | null) => (n === null ? "–" : scores.format(n).replace("-", "−"));
