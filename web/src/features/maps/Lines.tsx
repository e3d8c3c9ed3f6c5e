import { useState } from "react";
import classes from "./MapGrid.module.css";

type Props = { label: string; ask: string; lines: string[]; onChange?: (lines: string[]) => void };

/** Some lines that are edited where they stand: a click or Enter opens them, leaving stores them, Escape does not. */
export function Lines({ label, ask, lines, onChange }: Props) {
  const [text, setText] = useState<string>();
  if (!onChange) return <List lines={lines} />;
  if (text === undefined) {
    return (
      <button type="button" className={classes.lines} onClick={() => setText(lines.join("\n"))}>
        <span className="visually-hidden">{label}: </span>
        {lines.length ? <List lines={lines} /> : <span className={classes.ask}>{ask}</span>}
        <span className="visually-hidden">{lines.length ? " Edit" : " Write"}</span>
      </button>
    );
  }
  const close = (store: boolean) => {
    const next = text.split("\n").map((line) => line.trim().slice(0, 300)).filter(Boolean).slice(0, 20);
    setText(undefined);
    if (store && next.join("\n") !== lines.join("\n")) onChange(next);
  };
  return (
    <textarea
      className={classes.input}
      aria-label={`${label}, one a line`}
      placeholder={ask}
      // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was pressed
      autoFocus
      rows={Math.max(3, text.split("\n").length + 1)}
      value={text}
      onChange={(e) => setText(e.currentTarget.value)}
      onBlur={() => close(true)}
      onKeyDown={(e) => {
        if (e.key === "Escape") close(false);
        if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) close(true);
      }}
    />
  );
}

function List({ lines }: { lines: string[] }) {
  return (
    <span className={classes.list}>
      {lines.map((line) => <span key={line} className={classes.item}>{line}</span>)}
    </span>
  );
}
