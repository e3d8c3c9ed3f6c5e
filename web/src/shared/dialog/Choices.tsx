import classes from "./Choices.module.css";

type Choice = { key: string; label: string; chosen: boolean; onChoose: () => void };

/** A few things of which one is chosen, below a title. For what opens above a screen and holds fields too, as no menu may. */
export function Choices({ title, choices }: { title?: string; choices: Choice[] }) {
  return (
    <>
      {title && <p className={classes.title} aria-hidden="true">{title}</p>}
      <ul className={classes.list} {...(title && { "aria-label": title })}>
        {choices.map(({ key, label, chosen, onChoose }) => (
          <li key={key}><button type="button" className={classes.choice} aria-pressed={chosen} onClick={onChoose}>{label}</button></li>
        ))}
      </ul>
    </>
  );
}

/** What can be done there beside choosing. */
export function Deeds({ deeds }: { deeds: { label: string; disabled?: boolean; onDo: () => void }[] }) {
  return (
    <>
      <hr className={classes.line} />
      <ul className={classes.list}>
        {deeds.map(({ label, disabled, onDo }) => (
          <li key={label}><button type="button" className={classes.choice} disabled={disabled} onClick={onDo}>{label}</button></li>
        ))}
      </ul>
    </>
  );
}
