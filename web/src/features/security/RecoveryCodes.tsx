import { Button, CopyButton } from "@mantine/core";
import classes from "./Security.module.css";

/** The spare codes for a lost phone, shown once. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  return (
    <div>
      <p className={classes.lead}>These recovery codes are shown only now. Each lets you in once without your phone: keep them where you would look for them without it.</p>
      <ul className={classes.codes} aria-label="Recovery codes">
        {codes.map((code) => <li key={code}>{code}</li>)}
      </ul>
      <div className={classes.row}>
        <CopyButton value={codes.join("\n")}>{({ copied, copy }) => <Button variant="default" onClick={copy}><span aria-live="polite">{copied ? "Copied" : "Copy all"}</span></Button>}</CopyButton>
        <Button onClick={onDone}>I have kept them</Button>
      </div>
    </div>
  );
}
