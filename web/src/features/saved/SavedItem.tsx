import { ActionIcon, Menu } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useMay } from "@/shared/api/me";
import { day } from "@/shared/format/format";
import { defaultRange, label } from "@/shared/range/range";
import { type Dashboard, queryBody, useSaved } from "@/shared/saved/queries";
import { addressOf, rangeOf, type SavedQuery, screens } from "@/shared/saved/question";
import { notify } from "@/shared/states/notices";
import { RenameDialog } from "@/shared/saved/RenameDialog";
import classes from "./SavedPage.module.css";

/** One saved question: where it leads, and what can be done with it. */
export function SavedItem({ query, on }: { query: SavedQuery; on: Dashboard[] }) {
  const may = useMay("edit_analyses");
  const { createQuery, putQuery, deleteQuery } = useSaved();
  const [renaming, setRenaming] = useState(false);
  const address = addressOf(query, undefined, query.id);
  const failed = (error: Error) => notify(error.message);
  const duplicate = () => createQuery.mutate({ ...queryBody(query), name: `${query.name} (copy)`.slice(0, 120) }, {
    onSuccess: ({ name }) => notify(`“${name}” is saved.`),
    onError: failed,
  });
  return (
    <li className={classes.item}>
      <div className={classes.text}>
        <h2 className={classes.name}>{address ? <Link to={address.to} search={() => address.search}>{query.name}</Link> : query.name}</h2>
        {query.description && <p className={classes.description}>{query.description}</p>}
        <p className={classes.facts}>
          <span className={classes.kind}>{screens[query.analysis]?.name ?? query.analysis}</span>
          <span>{label(rangeOf(query) ?? defaultRange)}</span>
          <span>{query.created_by ? `by ${query.created_by}, ` : ""}{day(query.created)}</span>
          {on.length > 0 && <span>on {on.map((dashboard, i) => <span key={dashboard.id}>{i > 0 && ", "}<Link to="/dashboards/$id" params={{ id: dashboard.id }} className="plain-link">{dashboard.name}</Link></span>)}</span>}
        </p>
      </div>
      {may && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon variant="default" size="lg" aria-label={`What to do with ${query.name}`}>
              <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" fill="currentColor"><circle cx="3" cy="8" r="1.4" /><circle cx="8" cy="8" r="1.4" /><circle cx="13" cy="8" r="1.4" /></svg>
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setRenaming(true)}>Rename</Menu.Item>
            <Menu.Item onClick={duplicate}>Duplicate</Menu.Item>
            <Menu.Item onClick={() => deleteQuery.mutate(query, { onError: failed })}>Delete</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {renaming && (
        <RenameDialog what={query} onClose={() => setRenaming(false)} rename={(text) => putQuery.mutateAsync({ id: query.id, body: { ...queryBody(query), ...text } })} />
      )}
    </li>
  );
}
