import { Button, CopyButton } from "@mantine/core";
import classes from "./Code.module.css";

/** A text to be copied: a snippet, a key. */
export function Code({ children, label }: { children: string; label: string }) {
  return (
    <div className={classes.box}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={classes.text} tabIndex={0} aria-label={label}><pre>{children}</pre></section>
      <CopyButton value={children}>
        {({ copied, copy }) => (
          <Button size="compact-sm" variant="default" onClick={copy} aria-label={`Copy ${label}`}>
            <span aria-live="polite">{copied ? "Copied" : "Copy"}</span>
          </Button>
        )}
      </CopyButton>
    </div>
  );
}
