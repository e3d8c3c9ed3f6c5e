import { Link } from "@tanstack/react-router";
import { plural } from "@/shared/format/format";
import { LiveState } from "@/shared/live/LiveState";
import { MoveLog, MoveSpeech } from "@/shared/live/MoveLog";
import { StageBoard } from "@/shared/live/StageBoard";
import { useBoard } from "@/shared/live/useBoard";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import classes from "./StagesTab.module.css";

/** Customers as they move through the stages, this moment. */
export function StagesTab({ paused }: { paused: boolean }) {
  const { board, state, now, counts, error, retry, loaded } = useBoard(paused);
  if (error) return <ProblemNote error={error} retry={retry} />;
  if (!counts || !loaded) return <Loading label="Listening" height={560} />;
  if (counts.stages.length === 0) {
    return (
      <div className="sheet">
        <Empty title="There are no stages yet" action={<Link to="/settings/stages" className="plain-link">Describe the stages</Link>}>
          Stages say how far a customer has come, from first hearing of you to recommending you. Describe them, and this picture fills by itself.
        </Empty>
      </div>
    );
  }
  const here = board.marks.length;
  return (
    <>
      <section className="sheet" aria-labelledby="moving">
        <div className={classes.head}>
          <h2 id="moving" className={classes.title}>{here === 0 ? "Nobody is here right now" : `${plural(here, "customer")} ${here === 1 ? "is" : "are"} on the way right now`}</h2>
          <LiveState state={state} paused={paused} />
        </div>
        <p className="soft" style={{ marginTop: 0 }}>
          {here === 0 ? "As soon as somebody does something, they appear in the lane of their stage, and move on from there." : "Who did something in the last quarter of an hour, in the stage that it led them to. In and on: who came into the stage and went on from it within the last hour."}
        </p>
        <StageBoard now={counts} marks={board.marks} at={now} />
      </section>
      <section className="sheet" aria-labelledby="log">
        <h2 id="log" className={classes.title}>The latest moves</h2>
        <MoveLog board={board} stages={counts.stages} />
      </section>
      <MoveSpeech board={board} stages={counts.stages} />
    </>
  );
}
