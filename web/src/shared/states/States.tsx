import { Button, Loader } from "@mantine/core";
import type { ReactNode } from "react";
import { ProblemError } from "@/shared/api/client";
import { BentPath } from "@/shared/motif/BentPath";
import classes from "./States.module.css";

/** Something is being counted. Keeps the room that the answer will take. */
export function Loading({ label, height = 240 }: { label: string; height?: number }) {
  return (
    <div role="status" className={classes.box} style={{ minHeight: height }}>
      <Loader size="sm" color="var(--accent)" />
      <span className="soft">{label}…</span>
    </div>
  );
}

/** There is nothing to show yet; says why, and what to do about it. */
export function Empty({ title, children, action, height = 240 }: { title: string; children?: ReactNode; action?: ReactNode; height?: number }) {
  return (
    <div className={classes.box} style={{ minHeight: height }}>
      <BentPath />
      <h3 className={classes.title}>{title}</h3>
      {children && <p className={classes.text}>{children}</p>}
      {action}
    </div>
  );
}

/** A request failed: the problem's own sentence, and the fields to blame. */
export function ProblemNote({ error, retry }: { error: unknown; retry?: () => void }) {
  const fields = error instanceof ProblemError ? error.fields : [];
  const text = error instanceof Error ? error.message : "Something went wrong.";
  return (
    <div role="alert" className={classes.problem}>
      <strong>{text}</strong>
      {fields.length > 1 && (
        <ul>
          {fields.map((field) => (
            <li key={field.pointer + field.detail}><code>{field.pointer}</code> {field.detail}</li>
          ))}
        </ul>
      )}
      {retry && <Button size="xs" variant="default" mt="xs" onClick={retry}>Try again</Button>}
    </div>
  );
}

/** The answer rests on too few customers to say anything. */
export function TooLittle({ children }: { children: ReactNode }) {
  return <p className={classes.little}>{children}</p>;
}
