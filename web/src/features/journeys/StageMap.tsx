import { useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import { useFigureFrame } from "@/shared/figure/frame";
import { compact, count } from "@/shared/format/format";
import { onPress } from "@/shared/people/press";
import { usePeople } from "@/shared/people/usePeople";
import { type Band, layout, type Station } from "./layout";
import { type Behind, moved, standing, type Whom } from "./people";
import type { StagesAnswer } from "./queries";
import classes from "./StageMap.module.css";
import { describeMove, namer } from "./words";

/** The journeys that customers really took, drawn: stages as stations, moves as bands. */
export function StageMap({ answer, behind }: { answer: StagesAnswer; behind?: Behind }) {
  const openPeople = usePeople();
  const card = useFigureFrame();
  const phone = useMediaQuery("(max-width: 800px)") ?? false;
  const upright = phone || card?.narrow === true;
  const stages = answer.stages ?? [];
  const map = layout(stages, answer.transitions ?? [], upright);
  const name = namer(stages);
  const [chosen, setChosen] = useState<string | null>(null);
  const band = map.bands.find((b) => b.id === chosen);
  const station = map.stations.find((s) => s.key === chosen);
  const dimmed = (b: Band) => chosen !== null && b.id !== chosen && b.from !== chosen && b.to !== chosen;
  const choose = (id: string) => ({ onMouseEnter: () => setChosen(id), onMouseLeave: () => setChosen(null), onFocus: () => setChosen(id), onBlur: () => setChosen(null) });
  // Where nobody may look behind the numbers, the parts can still be read one by one.
  const opens = (whom: Whom) => {
    if (!behind) return { role: "img", tabIndex: 0 };
    const open = () => openPeople(behind(whom));
    return { role: "button", tabIndex: 0, onClick: open, onKeyDown: onPress(open) };
  };
  return (
    <div>
      <svg className={classes.map} viewBox={`0 0 ${map.width} ${map.height}`} style={{ maxWidth: map.upright ? 420 : undefined }}>
        <title>The stage map</title>
        <defs>
          {map.stations.map((s) => (
            <linearGradient key={s.key} id={`fade-${s.key}`} gradientUnits="userSpaceOnUse" x1={s.x} y1={s.y} x2={map.upright ? s.x - 60 : s.x} y2={map.upright ? s.y : s.y + 150}>
              <stop offset="0" stopColor={colour(s.place)} stopOpacity="0.55" />
              <stop offset="1" stopColor={colour(s.place)} stopOpacity="0" />
            </linearGradient>
          ))}
        </defs>
        <g role="group" aria-label="Moves between stages">
          {map.bands.map((b) => (
            <path key={b.id} aria-label={`${describeMove(b.move, name)}: see them`} {...opens(moved(b.move, name))} d={b.path} className={classes.band} data-kind={b.kind} data-dimmed={dimmed(b) || undefined}
              style={{ stroke: b.kind === "lapsed" ? `url(#fade-${b.from})` : b.kind === "start" ? "var(--stage-none)" : colour(b.place), strokeWidth: b.width }} {...choose(b.id)} />
          ))}
        </g>
        <g role="group" aria-label="Stages">
          {map.stations.map((s) => <StationMark key={s.key} station={s} upright={map.upright} dimmed={chosen !== null && chosen !== s.key && !(band && (band.from === s.key || band.to === s.key))} events={{ ...choose(s.key), ...opens(standing(s)) }} />)}
        </g>
      </svg>
      <p className={classes.detail} aria-live="polite">
        {band && describeMove(band.move, name)}
        {station && `${count(station.customers)} customers are in ${station.name}, ${count(station.lapsed)} of them silent for longer than its patience`}
        {!band && !station && <span className="soft">Point at a band or a station to read its numbers{behind ? ", click it to see its customers" : ""}. Bands above skip stages, bands below go back, and what falls away fell silent.</span>}
      </p>
    </div>
  );
}

function StationMark({ station, upright, dimmed, events }: { station: Station; upright: boolean; dimmed: boolean; events: object }) {
  const { x, y, radius } = station;
  const label = upright ? { x: 168, y: y - 3, anchor: "start" as const } : { x, y: 392, anchor: "middle" as const };
  return (
    <g aria-label={`${compact(station.customers)} ${station.name}: ${count(station.customers)} customers, ${count(station.lapsed)} of them silent: see them`} className={classes.station} data-dimmed={dimmed || undefined} {...events}>
      <circle cx={x} cy={y} r={radius} fill="var(--sheet)" stroke={colour(station.place)} strokeWidth={upright ? 5 : 7} />
      <text x={label.x} y={label.y} textAnchor={label.anchor} className={classes.number}>{compact(station.customers)}</text>{" "}
      <text x={label.x} y={label.y + 20} textAnchor={label.anchor} className={classes.name}>{station.name}</text>
    </g>
  );
}

function colour(place: number): string {
  return `var(--stage-${(place % 8) + 1})`;
}
