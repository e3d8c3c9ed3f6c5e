import { useQuery } from "@tanstack/react-query";
import { useEffect, useReducer } from "react";
import { answer, api } from "@/shared/api/client";
import { useEventStream } from "@/shared/live/events";
import { begin, reduce } from "./feed";

/** The latest events, and every one that comes in while the screen is open. */
export function useLiveFeed() {
  const [feed, dispatch] = useReducer(reduce, begin);
  const { data, error } = useQuery({
    queryKey: ["events", "latest"],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/events", { signal, params: { query: { limit: 50 } } })),
    staleTime: 0,
    gcTime: 0,
  });
  useEffect(() => {
    if (data) dispatch({ kind: "latest", events: data.items ?? [] });
  }, [data]);
  useEventStream({
    onEvent: (event) => dispatch({ kind: "event", event }),
    onState: (state) => dispatch({ kind: state }),
    onMissed: (count) => dispatch({ kind: "missed", count }),
  });
  return { feed, error, loaded: data !== undefined, pause: () => dispatch({ kind: "pause" }), resume: () => dispatch({ kind: "resume" }) };
}
