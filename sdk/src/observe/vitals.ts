// How fast a page was, by the definitions of web.dev/vitals.
import type { Part, Tell } from "./part";

interface Shift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
}
interface Interaction extends PerformanceEntry {
  interactionId?: number;
}

const longestKept = 10; // interactions

export function vitals(tell: Tell): Part {
  const observers: Array<() => void> = [];
  const known = window.PerformanceObserver?.supportedEntryTypes ?? [];
  const watch = (type: string, each: (entry: any) => void): void => {
    if (!known.includes(type)) return;
    const observer = new PerformanceObserver((list) => list.getEntries().forEach(each));
    observer.observe({ type, buffered: true, durationThreshold: 40 } as PerformanceObserverInit);
    observers.push(() => observer.takeRecords().forEach(each));
  };
  const now = (): number => performance.now();
  const counted = (): number => (performance as { interactionCount?: number }).interactionCount ?? ids.size;

  const [navigation] = performance.getEntriesByType?.("navigation") ?? [];
  const { activationStart = 0, responseStart = 0 } = (navigation ?? {}) as { activationStart?: number; responseStart?: number };
  // what was painted while nobody looked was not slow to anybody
  const hidden = (performance.getEntriesByType?.("visibility-state") ?? []).find(({ name }) => name === "hidden");
  const firstHidden = hidden?.startTime ?? (document.visibilityState === "hidden" ? 0 : Infinity);
  const since = (entry: PerformanceEntry): number | undefined =>
    entry.startTime < firstHidden ? Math.max(entry.startTime - activationStart, 0) : undefined;

  let loaded = true; // the view is the one that the page was loaded for
  let told = false;
  let began = 0;
  let fcp: number | undefined;
  let lcp: number | undefined;
  watch("paint", (entry) => {
    if (entry.name === "first-contentful-paint") fcp = since(entry);
  });
  watch("largest-contentful-paint", (entry) => (lcp = since(entry) ?? lcp));

  // CLS: the worst window of shifts that follow each other within 1 s and last 5 s at most
  let cls: number | undefined = known.includes("layout-shift") ? 0 : undefined;
  let sum = 0;
  let from = 0;
  let last = -Infinity;
  watch("layout-shift", ({ startTime, value, hadRecentInput }: Shift) => {
    if (hadRecentInput || startTime < began) return;
    if (startTime - last >= 1000 || startTime - from >= 5000) {
      sum = 0;
      from = startTime;
    }
    last = startTime;
    sum += value;
    cls = Math.max(cls ?? 0, sum);
  });

  // INP: the longest interaction, leaving one out for every 50
  const ids = new Set<number>();
  let before = 0; // interactions of the views before
  let longest = new Map<number, number>();
  const interaction = ({ interactionId, entryType, startTime, duration }: Interaction): void => {
    const id = interactionId || (entryType === "first-input" ? -1 : 0);
    if (!id || startTime < began || (id < 0 && longest.size)) return;
    ids.add(id);
    longest.set(id, Math.max(longest.get(id) ?? 0, duration));
    if (longest.size > longestKept) {
      const [shortest] = [...longest].sort((a, b) => a[1] - b[1])[0] as [number, number];
      longest.delete(shortest);
    }
  };
  watch("event", interaction);
  watch("first-input", interaction);
  const inp = (): number | undefined => {
    const durations = [...longest.values()].sort((a, b) => b - a);
    return durations[Math.min(durations.length - 1, Math.floor((counted() - before) / 50))];
  };

  const whole = (value: number | undefined): number | undefined => (value === undefined ? undefined : Math.round(value));
  return {
    end() {
      observers.forEach((take) => take());
      const slowest = inp();
      if (told || (document as { prerendering?: boolean }).prerendering || (!loaded && slowest === undefined && !cls)) return;
      told = true;
      const measured = {
        ...(loaded ? { lcp: whole(lcp), fcp: whole(fcp), ttfb: responseStart ? whole(Math.max(responseStart - activationStart, 0)) : undefined } : {}),
        cls: cls === undefined ? undefined : Math.round(cls * 1e4) / 1e4,
        inp: whole(slowest),
      };
      if (Object.values(measured).some((value) => value !== undefined)) tell("Web Vitals", measured);
    },
    begin() {
      observers.forEach((take) => take()); // they belong to the view before
      loaded = told = false;
      began = now();
      before = counted();
      longest = new Map();
      sum = 0;
      last = -Infinity;
      if (cls) cls = 0;
    },
  };
}
