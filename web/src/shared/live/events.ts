import { useEffect, useRef } from "react";
import type { Schemas } from "@/shared/api/client";
import type { LiveEvent } from "./board";

type Listener = { onEvent: (event: LiveEvent) => void; onState?: (state: "connected" | "lost") => void; onMissed?: (count: number) => void };

/** Every event as it comes in, while the screen is open. The browser connects again by itself. */
export function useEventStream(listener: Listener): void {
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => {
    const stream = new EventSource("/api/v1/events/stream");
    stream.addEventListener("open", () => latest.current.onState?.("connected"));
    stream.addEventListener("error", () => latest.current.onState?.("lost"));
    stream.addEventListener("event", (message) => latest.current.onEvent(JSON.parse(message.data) as LiveEvent));
    stream.addEventListener("missed", (message) => latest.current.onMissed?.((JSON.parse(message.data) as Schemas["MissedEvents"]).count));
    return () => stream.close();
  }, []);
}
