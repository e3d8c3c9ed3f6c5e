import { ActionIcon, Button, Menu } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useMay } from "@/shared/api/me";
import { schemaQuery } from "@/shared/api/schema";
import { Page } from "@/shared/figure/Page";
import { plural } from "@/shared/format/format";
import { type Dashboard, type DashboardBody, dashboardBody, dashboardsQuery, useSaved } from "@/shared/saved/queries";
import { RenameDialog } from "@/shared/saved/RenameDialog";
import { notify } from "@/shared/states/notices";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import classes from "./Dashboard.module.css";
import { firstDashboard } from "./ready";

/** The pages of answers that people put together. */
export default function DashboardsPage() {
  const may = useMay("edit_analyses");
  const { data, error, refetch } = useQuery(dashboardsQuery);
  const { createDashboard } = useSaved();
  const navigate = useNavigate();
  const [naming, setNaming] = useState(false);
  const create = async (body: DashboardBody) => {
    const { id } = await createDashboard.mutateAsync(body);
    await navigate({ to: "/dashboards/$id", params: { id } });
  };
  return (
    <Page title="Dashboards" lead="The numbers that you look at again and again, side by side." tools={may && data && data.length > 0 ? <Button onClick={() => setNaming(true)}>New dashboard</Button> : undefined}>
      {error ? <ProblemNote error={error} retry={() => void refetch()} /> : !data ? <Loading label="Looking for dashboards" height={320} /> : data.length === 0 ? (
        <NothingYet create={may ? create : undefined} onName={() => setNaming(true)} />
      ) : (
        <ul className={classes.list} aria-label="Dashboards">
          {data.map((dashboard) => <Item key={dashboard.id} dashboard={dashboard} />)}
        </ul>
      )}
      {naming && <RenameDialog title="New dashboard" action="Make it" what={{ name: "" }} onClose={() => setNaming(false)} rename={(text) => create({ ...text, cards: [] })} />}
    </Page>
  );
}

function NothingYet({ create, onName }: { create?: (body: DashboardBody) => Promise<void>; onName: () => void }) {
  const schema = useQuery(schemaQuery);
  const start = () => create?.(firstDashboard(schema.data?.events ?? [])).catch((error: Error) => notify(error.message));
  return (
    <div className="sheet">
      <Empty title="No dashboard yet" height={380} action={create && (
        <div className={classes.foot}>
          <Button onClick={() => void start()} disabled={!schema.data}>Make a first one</Button>
          <Button variant="default" onClick={onName}>Begin with an empty one</Button>
        </div>
      )}>
        A dashboard is a page of answers: numbers, pictures and tables of trends, funnels, paths and journeys. The first one can be made of what your business sends already; everything on it can be changed.
      </Empty>
    </div>
  );
}

function Item({ dashboard }: { dashboard: Dashboard }) {
  const may = useMay("edit_analyses");
  const { createDashboard, deleteDashboard } = useSaved();
  const failed = (error: Error) => notify(error.message);
  const cards = dashboard.cards ?? [];
  return (
    <li className={`sheet ${classes.item}`} data-linked>
      <div className={classes.itemHead}>
        <h2 className={classes.name}><Link to="/dashboards/$id" params={{ id: dashboard.id }} search={({ range }) => (range ? { range } : {})}>{dashboard.name}</Link></h2>
        {may && (
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <ActionIcon variant="default" aria-label={`What to do with ${dashboard.name}`}>
                <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" fill="currentColor"><circle cx="3" cy="8" r="1.4" /><circle cx="8" cy="8" r="1.4" /><circle cx="13" cy="8" r="1.4" /></svg>
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => createDashboard.mutate({ ...dashboardBody(dashboard), name: `${dashboard.name} (copy)`.slice(0, 120) }, { onSuccess: ({ name }) => notify(`“${name}” is made.`), onError: failed })}>Duplicate</Menu.Item>
              <Menu.Item onClick={() => deleteDashboard.mutate(dashboard, { onError: failed })}>Delete</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {dashboard.description && <p className={classes.description}>{dashboard.description}</p>}
      <div className={classes.plan} aria-hidden="true">{cards.slice(0, 12).map((card) => <span key={card.id} data-width={card.width} />)}</div>
      <p className={classes.facts}>{cards.length === 0 ? "Empty" : plural(cards.length, "card")}{dashboard.created_by && `, by ${dashboard.created_by}`}</p>
    </li>
  );
}
