import { Button, SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useMay, useZone } from "@/shared/api/me";
import { settingsQuery } from "@/shared/api/settings";
import { Page } from "@/shared/figure/Page";
import { day } from "@/shared/format/format";
import { useRange } from "@/shared/range/useRange";
import { RenameDialog } from "@/shared/saved/RenameDialog";
import { describeRule } from "@/shared/segment/describe";
import type { SegmentRule } from "@/shared/segment/rule";
import { notify } from "@/shared/states/notices";
import { Loading, ProblemNote } from "@/shared/states/States";
import { download } from "@/shared/table/csv";
import { Curve } from "./Curve";
import { IdealCard } from "./IdealCard";
import { MapGrid } from "./MapGrid";
import classes from "./MapPage.module.css";
import { keyFor, type LiveMap, type MapBody, withCell, withMoved } from "./map";
import { PersonaDialog } from "./PersonaDialog";
import { useMap } from "./queries";
import { StagesDialog } from "./StagesDialog";

/** One journey map, edited where it stands. */
export default function MapPage() {
  const { id } = useParams({ strict: false });
  const { bounds } = useRange();
  const { map, error, refetch, change } = useMap(id ?? "", bounds);
  if (error && !map) return <Page title="Journey map" lead={<Link to="/journeys/maps" className="plain-link">All journey maps</Link>}><ProblemNote error={error} retry={() => void refetch()} /></Page>;
  if (!map) return <Page title="Journey map" range><Loading label="Reading the map" height={480} /></Page>;
  return <Editor map={map} change={change} />;
}

function Editor({ map, change }: { map: LiveMap; change: (alter: (body: MapBody) => MapBody, said?: string) => void }) {
  const may = useMay("edit_analyses");
  const { from, to } = useRange().bounds;
  const zone = useZone();
  const settings = useQuery(settingsQuery).data;
  const personas = map.personas ?? [];
  const [chosen, setChosen] = useState<string>();
  const [dialog, setDialog] = useState<"name" | "stages" | "persona" | "new">();
  const sheet = useRef<HTMLDivElement>(null);
  const persona = personas.find(({ key }) => key === chosen) ?? personas[0];
  if (!persona) return null;
  const segment = persona.segment ? { segment: persona.segment } : {};
  const savePng = async () => {
    if (!sheet.current) return;
    const { picturePng } = await import("@/shared/figure/picturePng");
    // All of it, also where it scrolls, with its name and without what only hands can use.
    const drawn = sheet.current;
    const wide = drawn.querySelector("table")?.offsetWidth ?? drawn.offsetWidth;
    drawn.dataset.picture = "";
    drawn.style.width = `${wide + 2}px`;
    const url = await picturePng(drawn).finally(() => {
      delete drawn.dataset.picture;
      drawn.style.width = "";
    });
    download(`${map.name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}.png`, new Blob([Uint8Array.from(atob(url.slice(url.indexOf(",") + 1)), (letter) => letter.charCodeAt(0))], { type: "image/png" }));
  };
  return (
    <div className={classes.paper}><Page
      title={map.name}
      explain={["entered", "touchpoints", "goes_on", "emotion"]}
      range
      accounts={false}
      lead={map.note || <Link to="/journeys/maps" className="plain-link">All journey maps</Link>}
      tools={
        <div className={classes.tools}>
          {may && <Button variant="default" onClick={() => setDialog("name")}>Rename</Button>}
          {may && settings && <Button variant="default" onClick={() => setDialog("stages")}>Stages</Button>}
          <Button variant="default" onClick={() => window.print()}>Print</Button>
          <Button variant="default" onClick={() => void savePng().catch(() => notify("This browser cannot make a picture of it: print it instead."))}>Download PNG</Button>
        </div>
      }
    >
      <div className={classes.personas}>
        {personas.length > 1 && <SegmentedControl aria-label="Persona" value={persona.key} onChange={setChosen} data={personas.map(({ key, name }) => ({ value: key, label: name }))} />}
        <p className={classes.who}><strong>{persona.name}</strong>{persona.note && `: ${persona.note}`} <span className="soft">{describeRule(persona.segment, settings?.stages)}</span></p>
        {may && <Button variant="subtle" size="compact-sm" onClick={() => setDialog("persona")}>Edit the persona</Button>}
        {may && personas.length < 6 && <Button variant="subtle" size="compact-sm" onClick={() => setDialog("new")}>+ Add a persona</Button>}
      </div>
      <div ref={sheet} className={classes.sheet}>
        <div className={classes.caption} aria-hidden="true">
          <p><strong>{map.name}</strong> {map.note}</p>
          <p>{persona.name}{persona.note && `: ${persona.note}`} ({describeRule(persona.segment, settings?.stages)}), {days(from, to, zone)}</p>
        </div>
        <MapGrid map={map} persona={persona} question={{ from, to, ...segment }} last={settings?.stages?.at(-1)?.key} curve={<Curve stages={map.stages ?? []} question={{ from, to, ...segment }} />} onChange={may ? (stage, alter) => change((body) => withCell(body, persona.key, stage, alter), "The map is changed.") : undefined} onMove={may ? (from, to) => change((body) => withMoved(body, persona.key, from, to), "The touchpoint is moved.") : undefined} />
      </div>
      <IdealCard
        ideal={map.ideal}
        question={{ from, to, map: map.id, persona: persona.key }}
        onChange={may ? (ideal) => change(({ ideal: _, ...body }) => (ideal ? { ...body, ideal } : body), "The ideal journey is changed.") : undefined}
      />
      {dialog === "name" && <RenameDialog title="Rename the map" what={{ name: map.name, description: map.note }} onClose={() => setDialog(undefined)} rename={async ({ name, description }) => change(({ note: _, ...body }) => ({ ...body, name, ...(description && { note: description }) }), "The map is renamed.")} />}
      {dialog === "stages" && <StagesDialog map={map} model={settings?.stages ?? []} onClose={() => setDialog(undefined)} onSave={(columns) => { setDialog(undefined); change(({ columns: _, ...body }) => ({ ...body, ...(columns.length > 0 && { columns }) }), "The map's stages are changed."); }} />}
      {dialog === "persona" && <PersonaDialog persona={persona} onClose={() => setDialog(undefined)} onSave={(text) => { setDialog(undefined); change((body) => withPersona(body, persona.key, text), "The persona is changed."); }} onRemove={personas.length > 1 ? () => { setDialog(undefined); change((body) => withoutPersona(body, persona.key), `“${persona.name}” is removed.`); } : undefined} />}
      {dialog === "new" && (
        <PersonaDialog onClose={() => setDialog(undefined)} onSave={(text) => {
          const key = keyFor(text.name, personas.map((p) => p.key));
          setDialog(undefined);
          setChosen(key);
          change((body) => withPersona({ ...body, personas: [...(body.personas ?? []), { key, name: text.name }] }, key, text), `“${text.name}” is added.`);
        }} />
      )}
    </Page></div>
  );
}

/** The days of a range in words; its end is exclusive. */
function days(from: string, to: string, zone: string): string {
  return `${day(from, zone)} to ${day(Date.parse(to) - 1, zone)}`;
}

function withPersona(body: MapBody, key: string, { name, note, segment }: { name: string; note: string; segment: SegmentRule | null }): MapBody {
  return { ...body, personas: (body.personas ?? []).map((p) => (p.key === key ? { key, name, ...(note && { note }), ...(segment && { segment }) } : p)) };
}

function withoutPersona(body: MapBody, key: string): MapBody {
  return { ...body, personas: (body.personas ?? []).filter((p) => p.key !== key), cells: (body.cells ?? []).filter((c) => c.persona !== key) };
}
