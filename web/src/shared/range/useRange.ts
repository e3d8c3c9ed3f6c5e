import { useLocation, useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { useZone } from "@/shared/api/me";
import { useSegment } from "@/shared/segment/useSegment";
import { bounds, type Bounds, isRange, usualRange } from "./range";

/** The date range in the URL, read and set. It stays when one goes to another screen. */
export function useRange(): { range: string; named: boolean; bounds: Bounds; setRange: (range: string | undefined) => void } {
  const zone = useZone();
  const search = useSearch({ strict: false });
  const navigate = useNavigate();
  const named = isRange(search.range);
  const usual = useLocation({ select: ({ pathname }) => usualRange(pathname) });
  const range = isRange(search.range) ? search.range : usual;
  const { counting } = search;
  const { segment } = useSegment();
  const current = useMemo<Bounds>(() => ({ ...bounds(range, zone), ...(counting && { counting }), ...(segment && { segment }) }), [range, zone, counting, segment]);
  const setRange = useCallback(
    (next: string | undefined) => void navigate({ to: ".", search: (before) => ({ ...before, range: next }) }),
    [navigate],
  );
  return { range, named, bounds: current, setRange };
}
