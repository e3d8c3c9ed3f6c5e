import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import type { Schemas } from "@/shared/api/client";
import { useMay } from "@/shared/api/me";
import { settingsQuery } from "@/shared/api/settings";
import { Page } from "@/shared/figure/Page";
import { plural } from "@/shared/format/format";
import { notify } from "@/shared/states/notices";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import classes from "./Maps.module.css";
import { firstMap } from "./map";
import { mapsQuery, useMaps } from "./queries";

/** The journey maps of the workspace. */
export default function MapsPage() {
  const may = useMay("edit_analyses");
  const { data, error, refetch } = useQuery(mapsQuery);
  const settings = useQuery(settingsQuery);
  const { create } = useMaps();
  const navigate = useNavigate();
  const make = () => {
    if (!settings.data) return;
    create.mutateAsync({ ...firstMap(settings.data), ...(data?.length && { name: `Journey map ${data.length + 1}` }) })
      .then(({ id }) => navigate({ to: "/journeys/maps/$id", params: { id } }), (problem: Error) => notify(problem.message));
  };
  const button = may && <Button onClick={make} disabled={!settings.data} loading={create.isPending}>{data?.length ? "New map" : "Make the first map"}</Button>;
  return (
    <Page title="Journey maps" lead="What customers do, think and feel at each stage, beside what really happens there." tools={data?.length ? button : undefined}>
      {error ? <ProblemNote error={error} retry={() => void refetch()} /> : !data ? <Loading label="Looking for journey maps" height={320} /> : data.length === 0 ? (
        <div className="sheet">
          <Empty title="No journey map yet" height={380} action={button}>
            A journey map puts what you know of your customers beside the numbers: a column for each stage, rows for actions, thoughts, feelings, pains and delights. The first one is made of your stages and your way to the goal; write into it what you hear.
          </Empty>
        </div>
      ) : (
        <ul className={classes.list} aria-label="Journey maps">{data.map((map) => <Item key={map.id} map={map} may={may} />)}</ul>
      )}
    </Page>
  );
}

function Item({ map, may }: { map: Schemas["JourneyMap"]; may: boolean }) {
  const { remove } = useMaps();
  const personas = map.personas ?? [];
  return (
    <li className={`sheet ${classes.item}`}>
      <h2 className={classes.name}><Link to="/journeys/maps/$id" params={{ id: map.id }} search={({ range }) => (range ? { range } : {})}>{map.name}</Link></h2>
      {map.note && <p className="soft">{map.note}</p>}
      <p className={classes.facts}>
        {personas.length === 1 ? personas[0]?.name : plural(personas.length, "persona")}{map.ideal ? `, ideal of ${plural(map.ideal.steps?.length ?? 0, "step")}` : ""}{map.created_by && `, by ${map.created_by}`}
      </p>
      {may && <Button className={classes.remove} variant="subtle" color="gray" size="compact-sm" aria-label={`Delete ${map.name}`} onClick={() => remove.mutate(map)}>Delete</Button>}
    </li>
  );
}
