import type { Stage } from "@/shared/api/settings";
import { useZone } from "@/shared/api/me";
import { duration, exact, plural } from "@/shared/format/format";
import { stageColour } from "@/shared/stage/stage";
import classes from "./Journey.module.css";
import { devices, lengthInSeconds, type Move, sessionTime } from "./journey";
import type { Session } from "./queries";
import { TouchpointRow } from "./TouchpointRow";

/** Names of an account's people, by customer id. */
export type People = Map<string, string>;

type Props = {
  session: Session;
  /** On which side of the path's gutter the session runs; neighbours differ, so the line bends between them. */
  lane: 0 | 1;
  gap: string | null;
  moves: Map<string, Move>;
  stages: Stage[];
  /** Whether the journey begins in this session. */
  first: boolean;
  /** Whether earlier touchpoints of it are still to be loaded. */
  cut: boolean;
  people?: People;
};

export function SessionPart({ session, lane, gap, moves, stages, first, cut, people }: Props) {
  const zone = useZone();
  const touchpoints = session.touchpoints ?? [];
  const seconds = lengthInSeconds(session);
  const facts = [session.channel, ...devices(session), seconds >= 1 ? duration(seconds) : null, cut ? null : plural(touchpoints.length, "touchpoint")];
  return (
    <section className={classes.session} data-lane={lane} aria-label={`${session.channel}, ${sessionTime(session.start, zone)}`}>
      {gap && (
        <div className={classes.gap}>
          <svg viewBox="0 0 100 64" preserveAspectRatio="none" aria-hidden="true">
            <path d={lane === 1 ? "M22 0C22 38 78 26 78 64" : "M78 0C78 38 22 26 22 64"} fill="none" stroke="var(--rule-strong)" strokeWidth="2" strokeDasharray="1 6" strokeLinecap="round" vectorEffect="non-scaling-stroke" />
          </svg>
          <span>{gap}</span>
        </div>
      )}
      <div className={classes.row}>
        <div className={classes.gutter} style={{ "--stage": stageColour(touchpoints[0]?.stage, stages) } as React.CSSProperties}><span className={classes.knot} /></div>
        <header className={classes.head}>
          <h3 className={classes.when}><time dateTime={session.start} title={exact(session.start, zone)}>{sessionTime(session.start, zone)}</time></h3>
          <p className={classes.facts}>{facts.filter(Boolean).join(" · ")}</p>
          {cut && <p className={classes.facts}>The beginning of this visit is not shown yet.</p>}
        </header>
      </div>
      <ol className={classes.touchpoints}>
        {touchpoints.map((touchpoint, i) => (
          <TouchpointRow key={touchpoint.message_id} touchpoint={touchpoint} move={moves.get(touchpoint.message_id)} stages={stages} last={first && i === touchpoints.length - 1} who={touchpoint.customer_id ? (people?.get(touchpoint.customer_id) ?? "Somebody") : undefined} />
        ))}
      </ol>
    </section>
  );
}
