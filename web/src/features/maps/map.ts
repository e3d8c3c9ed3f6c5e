import type { Schemas } from "@/shared/api/client";

export type LiveMap = Omit<Schemas["JourneyMapLive"], "cells"> & { cells: LiveCell[] | null };
/** A cell with its numbers; what was changed a moment ago may not be counted yet. */
export type LiveCell = Omit<Schemas["JourneyMapLiveCell"], "counts"> & { counts: (Schemas["TouchpointsCount"] | null)[] | null };
export type MapBody = Schemas["JourneyMapBody"];
export type Cell = Schemas["JourneyMapCell"];
export type Persona = Schemas["JourneyMapPersona"];
export type Touchpoint = Schemas["JourneyMapTouchpoint"];
export type Ideal = Schemas["ConformanceIdeal"];

/** The rows of words, in their order. */
export const rows = [
  { key: "actions", label: "Actions", ask: "What do they do?" },
  { key: "thoughts", label: "Thoughts", ask: "What do they think and ask?" },
  { key: "feelings", label: "Feelings", ask: "How do they feel?" },
  { key: "pains", label: "Pains", ask: "What hurts?" },
  { key: "delights", label: "Delights", ask: "What pleases?" },
] as const;
export type Row = (typeof rows)[number]["key"];

/** What people wrote, without what the server counted. */
export function bodyOf({ name, note, personas, columns, cells, ideal }: LiveMap): MapBody {
  const written = (cells ?? []).map(({ numbers: _numbers, mood: _mood, counts: _counts, ...cell }) => cell).filter(isWritten);
  return { name, ...(note && { note }), personas: personas ?? [], ...(columns?.length && { columns }), cells: written, ...(ideal && { ideal }) };
}

function isWritten(cell: Cell): boolean {
  return Boolean(cell.owner) || (cell.touchpoints ?? []).length > 0 || rows.some(({ key }) => (cell[key] ?? []).length > 0);
}

/** The map as it will look once a body is stored; the numbers stay until new ones come. */
export function shownWith({ ideal: _ideal, note: _note, columns: _columns, ...old }: LiveMap, body: MapBody): LiveMap {
  const before = new Map((old.cells ?? []).map((cell) => [`${cell.persona} ${cell.stage}`, cell]));
  const written = new Map((body.cells ?? []).map((cell) => [`${cell.persona} ${cell.stage}`, cell]));
  const named = new Map((old.stages ?? []).map((stage) => [stage.key, stage]));
  const stages = body.columns?.map(({ stage: key, name }) => ({ key, name: name || (named.get(key)?.name ?? key), counted: named.get(key)?.counted ?? !name })) ?? old.stages ?? [];
  const cells = (body.personas ?? []).flatMap((persona) => stages.map(({ key: stage }): LiveCell => {
    const place = `${persona.key} ${stage}`;
    const cell = written.get(place) ?? { persona: persona.key, stage };
    written.delete(place);
    const known = before.get(place);
    return { ...cell, numbers: known?.numbers ?? null, mood: known?.mood ?? null, counts: countsOf(cell, known) };
  }));
  const gone = [...written.values()].map((cell): LiveCell => ({ ...cell, numbers: null, mood: null, counts: [] }));
  return { ...old, ...body, stages, cells: [...cells, ...gone] };
}

/** The counts of a cell's touchpoints, as far as the same were counted before, wherever in the cell they stood. */
function countsOf({ touchpoints }: Cell, before: LiveCell | undefined): LiveCell["counts"] {
  const known = new Map((before?.touchpoints ?? []).map((touchpoint, i) => [counted(touchpoint), before?.counts?.[i] ?? null]));
  return (touchpoints ?? []).map((touchpoint) => known.get(counted(touchpoint)) ?? null);
}

const counted = ({ name: _, ...selector }: Touchpoint) => JSON.stringify(selector);

/** A body with one cell changed. */
export function withCell(body: MapBody, persona: string, stage: string, alter: (cell: Cell) => Cell): MapBody {
  const cells = body.cells ?? [];
  const there = cells.find((cell) => cell.persona === persona && cell.stage === stage);
  const next = alter(there ?? { persona, stage });
  return { ...body, cells: there ? cells.map((cell) => (cell === there ? next : cell)) : [...cells, next] };
}

/** A place in the row of touchpoints: the stage, and how many stand above it there. */
export type Spot = { stage: string; index: number };

/** So many touchpoints a cell can have, as the server has it. */
export const mostTouchpoints = 12;

/** A body with a persona's touchpoint moved to another place, of the same stage or another; the same body where it cannot stand there. */
export function withMoved(body: MapBody, persona: string, from: Spot, to: Spot): MapBody {
  const touchpointsAt = (stage: string) => body.cells?.find((cell) => cell.persona === persona && cell.stage === stage)?.touchpoints ?? [];
  const moved = touchpointsAt(from.stage)[from.index];
  const same = to.stage === from.stage && to.index === from.index;
  const full = to.stage !== from.stage && touchpointsAt(to.stage).length >= mostTouchpoints;
  if (!moved || same || full) return body;
  const without = withCell(body, persona, from.stage, (cell) => ({ ...cell, touchpoints: (cell.touchpoints ?? []).filter((_, i) => i !== from.index) }));
  return withCell(without, persona, to.stage, (cell) => ({ ...cell, touchpoints: (cell.touchpoints ?? []).toSpliced(to.index, 0, moved) }));
}

/** A stage as a map shows it. */
export type Shown = { key: string; name: string };

/** So many stages a map can have, as the server has it. */
export const mostColumns = 30;

/** The columns that show these stages; none where they are the workspace's as they are. */
export function columnsOf(shown: Shown[], model: Shown[]): NonNullable<MapBody["columns"]> {
  const names = new Map(model.map(({ key, name }) => [key, name]));
  if (shown.length === model.length && shown.every(({ key, name }, i) => key === model[i]?.key && name.trim() === model[i].name)) return [];
  return shown.map(({ key, name }) => ({ stage: key, ...(name.trim() !== names.get(key) && { name: name.trim() }) }));
}

/** A key for a name that no other has. */
export function keyFor(name: string, taken: string[]): string {
  const plain = name.toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 50) || "persona";
  let key = plain;
  for (let n = 2; taken.includes(key); n++) key = `${plain}-${n}`;
  return key;
}

/** A first map: the workspace's stages with their own events as touchpoints, and the way to its goal as the ideal. */
export function firstMap({ stages, key_events }: Pick<Schemas["Settings"], "stages" | "key_events">): MapBody {
  const key = "everybody";
  const cells = (stages ?? []).map((stage): Cell => {
    const names = [...new Set((stage.rules ?? []).flatMap(({ event }) => (event && event !== "*" ? [event] : [])))];
    return { persona: key, stage: stage.key, touchpoints: names.slice(0, 3).map((event) => ({ name: event, event })) };
  });
  const path = [...new Set(key_events.path ?? [])];
  return {
    name: "Our customers' journey",
    personas: [{ key, name: "Everybody" }],
    cells: cells.filter(isWritten),
    ...(path.length > 0 && { ideal: { loops: true, steps: path.map((event) => ({ event })) } }),
  };
}
