import { type ReactNode, useState } from "react";
import { Interval } from "./Interval";
import { count, duration, percent, plural } from "@/shared/format/format";
import type { People } from "@/shared/people/people";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import type { Schemas } from "@/shared/api/client";
import { fewest } from "@/shared/statistics/rate";
import { Lines } from "./Lines";
import classes from "./MapGrid.module.css";
import { type Cell, type LiveCell, type LiveMap, type Persona, rows, type Spot, type Touchpoint } from "./map";
import { TouchpointList } from "./TouchpointList";

type Props = {
  map: LiveMap;
  persona: Persona;
  question: Schemas["TouchpointsDefinition"];
  /** The workspace's last stage, from which nobody goes on. */
  last: string | undefined;
  /** A row that spans all stages, such as the emotional curve. */
  curve?: ReactNode;
  onChange?: (stage: string, alter: (cell: Cell) => Cell) => void;
  onMove?: (from: Spot, to: Spot) => void;
};

/** The map of one persona: a column for each stage, rows of words, and the live numbers on top. */
export function MapGrid({ map, persona, question, last, curve, onChange, onMove }: Props) {
  const [dragged, drag] = useState<Spot>();
  const stages = map.stages ?? [];
  const cells = stages.map(({ key, name }) => ({ name, cell: (map.cells ?? []).find((c) => c.persona === persona.key && c.stage === key) ?? { persona: persona.key, stage: key, numbers: null, mood: null, counts: [] } }));
  const touchpoints = onChange && onMove && { stages, dragged, drag, move: onMove, put: (stage: string, next: Touchpoint[]) => onChange(stage, (c) => ({ ...c, touchpoints: next })) };
  const row = (label: string, of: (cell: LiveCell, name: string) => ReactNode, key = label) => (
    <tr key={key}>
      <th scope="row" className={classes.rowName}>{label}</th>
      {cells.map(({ cell, name }) => <td key={cell.stage} className={classes.cell} data-label={label}>{of(cell, name)}</td>)}
    </tr>
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={`Journey map of ${persona.name}`}>
      <table className={classes.map} style={{ "--stages": stages.length } as React.CSSProperties}>
        <caption className="visually-hidden">{map.name}: {persona.name}</caption>
        <thead>
          <tr>
            <td className={classes.rowName} />
            {stages.map((stage, i) => <th key={stage.key} scope="col" className={classes.stage} style={{ borderTopColor: `var(--stage-${(i % 8) + 1})` }}>{stage.name}</th>)}
          </tr>
        </thead>
        <tbody>
          {row("Live numbers", (cell, name) => <Numbers cell={cell} name={name} counted={stages.some(({ key, counted }) => key === cell.stage && counted)} last={cell.stage === last} people={(of, title, note) => ({ analysis: "touchpoints", question, of, title: `${persona.name} ${title}`, ...(note && { note }) })} />)}
          {curve && (
            <tr>
              <th scope="row" className={classes.rowName}>Emotions</th>
              <td colSpan={stages.length} className={classes.curve}>{curve}</td>
            </tr>
          )}
          {rows.map(({ key, label, ask }) => row(label, (cell, name) => (
            <Lines label={`${label} in ${name}`} ask={ask} lines={cell[key] ?? []} onChange={onChange && ((lines) => onChange(cell.stage, (c) => ({ ...c, [key]: lines })))} />
          ), key))}
          {row("Touchpoints", (cell, name) => (
            <TouchpointList cell={cell} stage={name} question={{ ...question, touchpoints: [] }} may={touchpoints} />
          ))}
          {row("Owner", (cell, name) => (
            <Lines label={`Owner of ${name}`} ask="Who answers for it?" lines={cell.owner ? [cell.owner] : []} onChange={onChange && ((lines) => onChange(cell.stage, (c) => ({ ...c, owner: lines.join(", ").slice(0, 100) })))} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Numbers({ cell: { numbers, stage }, name, counted, last, people }: { cell: LiveCell; name: string; counted: boolean; last: boolean; people: (of: Schemas["TouchpointsWho"], title: string, note?: string) => People }) {
  if (!numbers) return <p className={`soft ${classes.uncounted}`}>{counted ? "–" : "Not counted: a stage of this map's own"}</p>;
  const { customers, events, went_on, rate, interval, median_seconds } = numbers;
  const here = (note?: string) => people({ stage }, `in ${name}`, note);
  const gone = people({ stage, went_on: true }, `who went on from ${name}`);
  return (
    <div className={classes.numbers}>
      <p className={classes.figure}><PeopleNumber people={here()} value={customers}>{count(customers)}</PeopleNumber> <span className="soft">{customers === 1 ? "customer" : "customers"}</span></p>
      <p className="soft"><PeopleNumber people={here(plural(events, "touchpoint"))} value={events}>{count(events)}</PeopleNumber> {events === 1 ? "touchpoint" : "touchpoints"}</p>
      {!last && customers > 0 && (
        <p>
          {rate !== null ? <><strong><PeopleNumber people={gone} value={went_on}>{percent(rate, 0)}</PeopleNumber></strong> go on <Interval interval={interval} /></> : <span className="soft"><PeopleNumber people={gone} value={went_on}>{count(went_on)}</PeopleNumber> of {count(customers)} went on: too few for a share, {fewest} are needed</span>}
          {median_seconds !== null && rate !== null && <span className="soft">, mostly after <span className={classes.time}>{duration(median_seconds)}</span></span>}
        </p>
      )}
    </div>
  );
}
