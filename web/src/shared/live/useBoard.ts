import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useReducer, useState } from "react";
import { useZone } from "@/shared/api/me";
import { type Board, begin, emptyBoard, type LiveEvent, recent, take } from "./board";
import { useEventStream } from "./events";
import { latestQuery, nowQuery } from "./queries";

type Change = { kind: "begin"; events: LiveEvent[] } | { kind: "event"; event: LiveEvent } | { kind: "tick"; now: number };

function reduce(board: Board, change: Change): Board {
  switch (change.kind) {
    case "begin":
      return change.events.length > 0 && board === emptyBoard ? { ...begin(change.events), moved: 0 } : board;
    case "event":
      return take(board, change.event);
    case "tick": {
      const marks = recent(board.marks, change.now);
      return marks.length === board.marks.length ? board : { ...board, marks };
    }
  }
}

/** The counts are asked for again at most so often. */
const calm = 3_000;

/** The board as it changes. While paused, it stands still and nothing is kept. */
export function useBoard(paused: boolean) {
  const zone = useZone();
  const client = useQueryClient();
  const [board, dispatch] = useReducer(reduce, emptyBoard);
  const [state, setState] = useState<"connecting" | "connected" | "lost">("connecting");
  const [now, setNow] = useState(() => Date.now());
  const counts = useQuery({ ...nowQuery(zone), enabled: !paused });
  const latest = useQuery(latestQuery);
  useEffect(() => {
    if (latest.data) dispatch({ kind: "begin", events: latest.data.items ?? [] });
  }, [latest.data]);
  useEventStream({ onEvent: (event) => !paused && dispatch({ kind: "event", event }), onState: setState });
  useEffect(() => {
    if (paused) return;
    const timer = setInterval(() => {
      setNow(Date.now());
      dispatch({ kind: "tick", now: Date.now() });
    }, 2_000);
    return () => clearInterval(timer);
  }, [paused]);
  // A move changes the counts; several within a moment are one question.
  const { moved } = board;
  useEffect(() => {
    if (moved === 0) return;
    const timer = setTimeout(() => void client.invalidateQueries({ queryKey: nowQuery(zone).queryKey }), calm);
    return () => clearTimeout(timer);
  }, [moved, client, zone]);
  return { board, state, now, counts: counts.data, error: counts.error ?? latest.error, retry: () => void Promise.all([counts.refetch(), latest.refetch()]), loaded: latest.data !== undefined };
}
