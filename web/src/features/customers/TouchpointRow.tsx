import type { Stage } from "@/shared/api/settings";
import { useCurrency, useZone } from "@/shared/api/me";
import { clock, exact, money } from "@/shared/format/format";
import { StageChip } from "@/shared/stage/StageChip";
import { stageColour } from "@/shared/stage/stage";
import classes from "./Journey.module.css";
import { earns, type Move, propertyRows, subject } from "./journey";
import type { Touchpoint } from "./queries";

const ways = { begins: "Begins in", forward: "On to", back: "Back to" };

/** One step of the journey; it opens to show what came with it. */
export function TouchpointRow({ touchpoint, move, stages, last, who }: { touchpoint: Touchpoint; move: Move | undefined; stages: Stage[]; last: boolean; who: string | undefined }) {
  const currency = useCurrency();
  const zone = useZone();
  const rows = propertyRows(touchpoint.properties);
  const about = subject(touchpoint);
  const { page, value } = touchpoint;
  return (
    <li className={classes.row} data-last={last || undefined}>
      <div className={classes.gutter} style={{ "--stage": stageColour(touchpoint.stage, stages) } as React.CSSProperties}>
        <span className={classes.dot} data-large={move || earns(touchpoint) ? true : undefined} />
      </div>
      <details className={classes.step}>
        <summary className={classes.summary}>
          <span className={classes.what}>
            {who && <span className={classes.doer}>{who}</span>}
            <span className={classes.event} data-quiet={touchpoint.type === "page" || undefined}>{touchpoint.event}</span>
            {about && <span className={classes.subject}>{about}</span>}
            {!about && page && <span className={classes.page}>{page}</span>}
            {move && <span className={classes.move}>{ways[move.way]} <StageChip stage={move.stage} /></span>}
          </span>
          {value !== null && <span className={classes.value} data-earned={earns(touchpoint) || undefined}>{money(value, currency)}</span>}
          <time className={classes.time} dateTime={touchpoint.time} title={exact(touchpoint.time, zone)}>{clock(touchpoint.time, zone)}</time>
        </summary>
        <div className={classes.details}>
          {rows.length === 0 ? (
            <p className="soft">Nothing more came with this event.</p>
          ) : (
            <dl>
              {page && about && <div><dt>page</dt><dd>{page}</dd></div>}
              {rows.map(({ name, value: text }) => <div key={name}><dt>{name}</dt><dd>{text}</dd></div>)}
            </dl>
          )}
        </div>
      </details>
    </li>
  );
}
