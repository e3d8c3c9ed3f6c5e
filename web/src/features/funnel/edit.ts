import type { FunnelQuestion } from "./question";

/** Puts a step one place up or down. */
export function moveStep(question: FunnelQuestion, index: number, by: -1 | 1): FunnelQuestion {
  const target = index + by;
  if (target < 0 || target >= question.steps.length) return question;
  const steps = [...question.steps];
  const [step] = steps.splice(index, 1);
  if (step) steps.splice(target, 0, step);
  return { ...question, steps };
}

/** Takes a step out; what pointed at steps that are no more is put right. */
export function removeStep(question: FunnelQuestion, index: number): FunnelQuestion {
  if (question.steps.length < 2) return question;
  const steps = question.steps.filter((_, i) => i !== index);
  const exclude = question.exclude.map((item) => {
    if (!item.between) return item;
    const [from, to] = item.between.map((n) => (n > index + 1 ? n - 1 : Math.min(n, steps.length))) as [number, number];
    return { ...item, between: from < to ? ([from, to] as [number, number]) : undefined };
  });
  const at = Number(/^step:(\d+)$/.exec(question.breakdown?.at ?? "")?.[1] ?? 0);
  const breakdown = question.breakdown && at > steps.length ? { ...question.breakdown, at: "last" } : question.breakdown;
  return { ...question, steps, exclude, breakdown };
}
