import { Button, Progress } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { answer, api } from "@/shared/api/client";
import { ago, count, moment } from "@/shared/format/format";
import { ProblemNote } from "@/shared/states/States";
import classes from "./Imports.module.css";
import { isActive, type Run, runsQuery } from "./queries";
import { outcome, progressOf, undoing } from "./words";

const states: Record<Run["state"], string> = {
  uploading: "Coming in", waiting: "Waiting for its turn", running: "Importing", done: "Imported", failed: "Stopped", cancelled: "Cancelled", undoing: "Being taken back", undone: "Taken back",
};

/** One import: how far it is, what it came to, and the way back. */
export function RunItem({ run }: { run: Run }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const again = () => client.invalidateQueries({ queryKey: runsQuery.queryKey });
  const cancel = useMutation({ mutationFn: () => answer(api.POST("/api/v1/imports/{id}/cancel", { params: { path: { id: run.id } } })), onSuccess: again });
  const undo = useMutation({
    mutationFn: () => answer(api.POST("/api/v1/imports/{id}/undo", { params: { path: { id: run.id } } })),
    onSuccess: () => {
      setAsking(false);
      return again();
    },
  });
  const finished = !isActive(run);
  useEffect(() => {
    if (finished) void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "imports" && query.queryKey[0] !== "import-preview" && query.queryKey[0] !== "me" });
  }, [finished, client]);
  const error = cancel.error ?? undo.error;
  return (
    <li className="sheet">
      <div className={classes.runHead}>
        <strong className={classes.filename}>{run.filename}</strong>
        <span className={classes.state} data-state={run.state}>{states[run.state]}</span>
        <time className="soft" dateTime={run.created} title={moment(run.created)}>{ago(run.created)}</time>
      </div>
      {run.shape && <p className="soft">Recognised as {run.shape}.</p>}
      {run.state === "running" && (
        <div className={classes.progress}>
          <Progress value={progressOf(run)} aria-label={`${run.filename}: share that is read`} color="var(--accent)" />
          <span role="status" className="soft">{count(run.rows)} rows read</span>
        </div>
      )}
      {run.state !== "undone" && run.rows > 0 && <p className={classes.outcome}>{outcome(run)}</p>}
      {run.error && <p className={classes.left}>{run.error}</p>}
      <div className={classes.tools}>
        {run.rejected > 0 && <a className="plain-link" href={`/api/v1/imports/${run.id}/rejected`} download={`${run.filename}.rejected.ndjson`}>Download the rows left out, with reasons</a>}
        {(run.state === "running" || run.state === "waiting") && <Button size="xs" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>Cancel</Button>}
        {run.undoable && !asking && <Button size="xs" variant="default" onClick={() => setAsking(true)}>Take back…</Button>}
      </div>
      {asking && (
        <div className={classes.asking}>
          <p>{undoing(run)}</p>
          <div className={classes.tools}>
            <Button size="xs" loading={undo.isPending} onClick={() => undo.mutate()}>Take it back</Button>
            <Button size="xs" variant="default" onClick={() => setAsking(false)}>Keep it</Button>
          </div>
        </div>
      )}
      {error && <ProblemNote error={error} />}
    </li>
  );
}
