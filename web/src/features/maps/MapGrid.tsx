import type { ReactNode } from "react";
import { Interval } from "./Interval";
import { count, duration, percent, plural } from "@/shared/format/format";
import type { People } from "@/shared/people/people";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import type { Schemas } from "@/shared/api/client";
import { Lines } from "./Lines";
import classes from "./MapGrid.module.css";
import { type Cell, type LiveCell, type LiveMap, type Persona, rows } from "./map";
import { TouchpointList } from "./TouchpointList";

type Props = {
  map: LiveMap;
  persona: Persona;
  question: Schemas["TouchpointsDefinition"];
  /** A row that spans all stages, such as the emotional curve. */
  curve?: ReactNode;
  onChange?: (stage: string, alter: (cell: Cell) => Cell) => void;
};

/** The map of one persona: a column for each stage, rows of words, and the live numbers on top. */
export function MapGrid({ map, persona, question, curve, onChange }: Props) {
  const stages = map.stages ?? [];
  const cells = stages.map(({ key, name }) => ({ name, cell: (map.cells ?? []).find((c) => c.persona === persona.key && c.stage === key) ?? { persona: persona.key, stage: key, numbers: null, mood: null, counts: [] } }));
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
          {row("Live numbers", (cell, name) => <Numbers cell={cell} last={cell.stage === stages.at(-1)?.key} people={{ analysis: "touchpoints", question, of: { stage: cell.stage }, title: `${persona.name} in ${name}` }} />)}
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
            <TouchpointList stage={name} touchpoints={cell.touchpoints ?? []} counts={cell.counts ?? []} question={{ ...question, touchpoints: [] }} at={cell.stage} onChange={onChange && ((touchpoints) => onChange(cell.stage, (c) => ({ ...c, touchpoints })))} />
          ))}
          {row("Owner", (cell, name) => (
            <Lines label={`Owner of ${name}`} ask="Who answers for it?" lines={cell.owner ? [cell.owner] : []} onChange={onChange && ((lines) => onChange(cell.stage, (c) => ({ ...c, owner: lines.join(", ").slice(0, 100) })))} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Numbers({ cell: { numbers }, last, people }: { cell: LiveCell; last: boolean; people: People }) {
  if (!numbers) return <span className="soft">–</span>;
  return (
    <div className={classes.numbers}>
      <p className={classes.figure}><PeopleNumber people={people} value={numbers.customers}>{count(numbers.customers)}</PeopleNumber> <span className="soft">{numbers.customers === 1 ? "customer" : "customers"}</span></p>
      <p className="soft">{plural(numbers.events, "touchpoint")}</p>
      {!last && (
        <p>
          {numbers.rate !== null ? <><strong>{percent(numbers.rate, 0)}</strong> go on <Interval interval={numbers.interval} /></> : <span className="soft">Too few to say who goes on</span>}
          {numbers.median_seconds !== null && numbers.rate !== null && <span className="soft">, mostly after {duration(numbers.median_seconds)}</span>}
        </p>
      )}
    </div>
  );
}
