import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { Popup } from "@/shared/popup/Popup";
import classes from "./Explain.module.css";
import { explanations, type Statistic } from "./explanations";

type Props = {
  /** What the numbers are of: the name of their card or figure. */
  about: string;
  of: readonly Statistic[];
  /** Where the words of the screens are explained can be gone to; not on a public page. */
  linked?: boolean;
};

/** How the numbers beside it are counted: the one way to ask, on every screen. */
export function Explain({ about, of, linked = true }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <Popup
      open={open}
      onChange={setOpen}
      position="bottom"
      width={340}
      shadow="md"
      padded
      button={(does) => (
        <button type="button" className={classes.button} aria-label={`How ${about} is counted`} title="How is this counted?" {...does}>
          <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6.6" fill="none" stroke="currentColor" strokeWidth="1.4" /><path d="M8 7.2v4" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" /><circle cx="8" cy="4.7" r="0.95" fill="currentColor" /></svg>
        </button>
      )}
    >
      <dl className={classes.list}>
        {of.map((key) => <div key={key}><dt>{explanations[key].name}</dt><dd>{explanations[key].sentence}</dd></div>)}
      </dl>
      {linked && <p className={classes.more}><Link to="/glossary" className="plain-link">All words explained</Link></p>}
    </Popup>
  );
}
