import { Link } from "@tanstack/react-router";
import { ago } from "@/shared/format/format";
import type { Mark } from "./board";
import classes from "./MarkCard.module.css";
import type { Place } from "./places";

/** As long as this something counts as just now. */
const fresh = 6_000;

/** A customer on the board: who, and what they did last. */
export function MarkCard({ mark, place, at, colour, stage }: { mark: Mark; place: Place; at: number; colour: string; stage: string }) {
  return (
    <li className={classes.mark} style={{ transform: `translate(${place.x}px, ${place.y}px)`, width: place.width, "--stage": colour } as React.CSSProperties} data-fresh={at - mark.at < fresh || undefined}>
      <Link to="/customers/$id" params={{ id: mark.id }} className={classes.card}>
        <span className={classes.name} data-named={mark.named || undefined}>{mark.name}</span>
        <span className={classes.event}>{mark.event}</span>
        <span className="visually-hidden">, {ago(new Date(mark.at), Math.max(at, mark.at))}, in {stage}</span>
      </Link>
    </li>
  );
}
