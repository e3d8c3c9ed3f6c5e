import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { plural } from "@/shared/format/format";
import { LiveState } from "./LiveState";
import classes from "./RightNow.module.css";
import { StageBoard } from "./StageBoard";
import { useBoard } from "./useBoard";

/** The live view in small, beside what is known of longer times. Quiet where it has nothing to show. */
export function RightNow() {
  const [paused, setPaused] = useState(false);
  const { board, state, now, counts, error } = useBoard(paused);
  if (error || !counts || counts.stages.length === 0) return null;
  const here = board.marks.length;
  return (
    <section className="sheet" aria-labelledby="right-now">
      <div className={classes.head}>
        <div>
          <h2 id="right-now" className={classes.title}>Right now</h2>
          <p className={classes.lead}>{here === 0 ? "Nobody did anything in the last quarter of an hour." : `${plural(here, "customer")} did something in the last quarter of an hour.`} <Link to="/live" className="plain-link">Watch them live</Link></p>
        </div>
        <div className={classes.tools}>
          <LiveState state={state} paused={paused} />
          <Button size="xs" variant="default" aria-pressed={paused} onClick={() => setPaused(!paused)}>{paused ? "Resume" : "Pause"}</Button>
        </div>
      </div>
      <StageBoard now={counts} marks={board.marks} at={now} compact />
    </section>
  );
}
