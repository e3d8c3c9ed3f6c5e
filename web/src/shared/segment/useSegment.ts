import { useLocation, useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { readRule } from "./read";
import type { SegmentRule } from "./rule";
import { everybody, isNarrowable } from "./whom";

export type Whom = {
  /** The rule in the address. */
  segment: SegmentRule | undefined;
  /** Whether the address says whom: by a rule, or that everybody is meant. */
  named: boolean;
  setSegment: (next: SegmentRule | typeof everybody | undefined) => void;
};

/** Which customers the screen looks at, as the address says it. */
export function useSegment(): Whom {
  const narrowable = useLocation({ select: ({ pathname }) => isNarrowable(pathname) });
  const raw = useSearch({ strict: false }).segment;
  const navigate = useNavigate();
  const said = narrowable && raw !== undefined ? JSON.stringify(raw) : undefined;
  // The text stands for the object, which is a new one at each navigation.
  const segment = useMemo(() => (said === undefined ? undefined : readRule(JSON.parse(said))), [said]);
  const setSegment = useCallback<Whom["setSegment"]>((next) => void navigate({ to: ".", search: (before) => ({ ...before, segment: next }), resetScroll: false }), [navigate]);
  return { segment, named: segment !== undefined || (narrowable && raw === everybody), setSegment };
}
