import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useZone } from "@/shared/api/me";
import { clock } from "@/shared/format/format";
import { type Board, moveInWords, movesInShort } from "./board";
import classes from "./MoveLog.module.css";

type Named = { key: string; name: string };

/** The latest moves, in words. */
export function MoveLog({ board, stages, most = 12 }: { board: Board; stages: Named[]; most?: number }) {
  const zone = useZone();
  if (board.moves.length === 0) return <p className="soft">Nobody has moved since this was opened. The first move will stand here.</p>;
  return (
    <ol className={classes.log} aria-label="The latest moves, the newest first">
      {board.moves.slice(0, most).map((move) => (
        <li key={move.key} className={classes.move}>
          <time className={classes.time} dateTime={new Date(move.at).toISOString()}>{clock(new Date(move.at), zone)}</time>
          <span><Link to="/customers/$id" params={{ id: move.id }} className="plain-link">{move.name}</Link>{moveInWords(move, stages).slice(move.name.length)} <span className="soft">· {move.event}</span></span>
        </li>
      ))}
    </ol>
  );
}

/** Those who listen are told of moves together, at most so often. */
const breath = 12_000;

/** Says the moves to those who cannot see them, in one breath now and then. */
export function MoveSpeech({ board, stages }: { board: Board; stages: Named[] }) {
  const [said, setSaid] = useState("");
  const latest = useRef({ board, stages });
  latest.current = { board, stages };
  useEffect(() => {
    let told = latest.current.board.moved;
    const timer = setInterval(() => {
      const { board: now, stages: named } = latest.current;
      const fresh = now.moves.slice(0, now.moved - told);
      told = now.moved;
      if (fresh.length > 0) setSaid(movesInShort(fresh, named));
    }, breath);
    return () => clearInterval(timer);
  }, []);
  return <p className="visually-hidden" aria-live="polite">{said}</p>;
}
