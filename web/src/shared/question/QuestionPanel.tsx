import { Button } from "@mantine/core";
import { type ReactNode, useId, useState } from "react";
import classes from "./QuestionPanel.module.css";

type Props = {
  /** The question in words, for when the panel is closed. */
  summary: ReactNode;
  /** Open from the start, where there is nothing to see yet. */
  open?: boolean;
  /** What can be done with the question as a whole. */
  tools?: ReactNode;
  children: ReactNode;
};

/** What is being asked: a line of words that opens into its builder. */
export function QuestionPanel({ summary, open = false, tools, children }: Props) {
  const [chosen, setChosen] = useState<boolean | null>(null);
  const shown = chosen ?? open;
  const id = useId();
  return (
    <section className={`sheet ${classes.panel}`} aria-label="The question">
      <div className={classes.head}>
        <div className={classes.summary}>{summary}</div>
        <div className={classes.tools}>
          {tools}
          <Button variant="default" size="sm" aria-expanded={shown} aria-controls={id} onClick={() => setChosen(!shown)}>
            {shown ? "Done" : "Change the question"}
          </Button>
        </div>
      </div>
      <div id={id} hidden={!shown} className={classes.body}>{shown && children}</div>
    </section>
  );
}

/** A part of a builder with its heading. */
export function QuestionPart({ title, hint, children }: { title: string; hint?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id} className={classes.part}>
      <h3 id={id} className={classes.title}>{title}</h3>
      {hint && <p className={classes.hint}>{hint}</p>}
      {children}
    </div>
  );
}

/** What is wrong with a field that cannot say it by itself. */
export function FieldProblem({ children }: { children: ReactNode }) {
  return children ? <p role="alert" className={classes.problem}>{children}</p> : null;
}
