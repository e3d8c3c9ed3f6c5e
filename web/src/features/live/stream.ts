import { useQuery } from "@tanstack/react-query";
import { useEffect, useReducer, useRef } from "react";
import { answer, api, type Schemas } from "@/shared/api/client";
import { begin, type LiveEvent, reduce } from "./feed";

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

  const source = useRef<EventSource>(null);
  useEffect(() => {
    const stream = new EventSource("/api/v1/events/stream");
    source.current = stream;
    stream.addEventListener("open", () => dispatch({ kind: "connected" }));
    stream.addEventListener("error", () => dispatch({ kind: "lost" }));
    stream.addEventListener("event", (message) => dispatch({ kind: "event", event: JSON.parse(message.data) as LiveEvent }));
    stream.addEventListener("missed", (message) => dispatch({ kind: "missed", count: (JSON.parse(message.data) as Schemas["MissedEvents"]).count }));
    return () => stream.close();
  }, []);

  return { feed, error, loaded: data !== undefined, pause: () => dispatch({ kind: "pause" }), resume: () => dispatch({ kind: "resume" }) };
}
