import type { Stage } from "@/shared/api/settings";

/** Each stage has one colour everywhere: that of its place in the model. */
export function stageColour(key: string | null | undefined, stages: Pick<Stage, "key">[] | null | undefined): string {
  const place = key ? (stages ?? []).findIndex((stage) => stage.key === key) : -1;
  return place < 0 ? "var(--stage-none)" : `var(--stage-${(place % 8) + 1})`;
}

/** What people call the stage; a key that the model no longer knows stands for itself. */
export function stageName(key: string | null | undefined, stages: Pick<Stage, "key" | "name">[] | null | undefined): string {
  if (!key) return "No stage yet";
  return (stages ?? []).find((stage) => stage.key === key)?.name ?? key;
}
