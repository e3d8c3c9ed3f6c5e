import { Button, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { schemaQuery } from "@/shared/api/schema";
import { Dialog } from "@/shared/dialog/Dialog";
import type { Card } from "@/shared/saved/queries";
import { type SavedQuery, screens } from "@/shared/saved/question";
import classes from "./AddCard.module.css";
import { readyCards } from "./ready";

type Props = { queries: SavedQuery[]; onAdd: (card: Card, title: string) => void; onClose: () => void };

/** Chooses what a new card shows. */
export function AddCard({ queries, onAdd, onClose }: Props) {
  const seen = useQuery(schemaQuery).data?.events ?? [];
  const [search, setSearch] = useState("");
  const fits = (text: string) => text.toLowerCase().includes(search.trim().toLowerCase());
  const saved = queries.filter(({ name, analysis }) => fits(`${name} ${analysis}`));
  const ready = readyCards(seen).filter(({ title, text }) => fits(`${title} ${text}`));
  const add = (card: Card, title: string) => {
    onAdd(card, title);
    onClose();
  };
  return (
    <Dialog onClose={onClose} title="Add a card" size="lg">
      <TextInput type="search" data-autofocus aria-label="Search cards" placeholder="Search" value={search} onChange={(e) => setSearch(e.currentTarget.value)} />
      <h3 className={classes.title}>What you saved</h3>
      {saved.length === 0 ? (
        <p className="soft">{queries.length === 0 ? <>Nothing yet. Ask something under <Link to="/understand/trends" className="plain-link">Trends</Link>, <Link to="/understand/funnel" className="plain-link">Funnel</Link> or <Link to="/understand/paths" className="plain-link">Paths</Link> and press Save.</> : "Nothing saved is called that."}</p>
      ) : (
        <ul className={classes.list}>
          {saved.map((query) => <Choice key={query.id} title={query.name} text={query.description || screens[query.analysis]?.name || query.analysis} onAdd={() => add({ query: query.id, width: "half", show: "chart" }, query.name)} />)}
        </ul>
      )}
      {ready.length > 0 && (
        <>
          <h3 className={classes.title}>Ready-made</h3>
          <ul className={classes.list}>
            {ready.map(({ title, text, card }) => <Choice key={title} title={title} text={text} onAdd={() => add(card, title)} />)}
          </ul>
        </>
      )}
    </Dialog>
  );
}

function Choice({ title, text, onAdd }: { title: string; text: string; onAdd: () => void }) {
  return (
    <li className={classes.choice}>
      <div className={classes.words}><strong>{title}</strong><span className="soft">{text}</span></div>
      <Button size="xs" variant="default" onClick={onAdd} aria-label={`Add ${title}`}>Add</Button>
    </li>
  );
}
