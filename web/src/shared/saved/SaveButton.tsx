import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useMay } from "@/shared/api/me";
import { notify } from "@/shared/states/notices";
import { useRange } from "@/shared/range/useRange";
import { queryBody, savedQueriesQuery, useSaved } from "./queries";
import { type SavedQuestion, type Whose, whoseOf } from "./question";

const SaveDialog = lazy(() => import("./SaveDialog"));

type Props = {
  /** What would be saved: the question as it stands in the address, and its days. */
  question: SavedQuestion;
  /** What it would be called. */
  name: string;
  /** The form that the screen itself would give a question: what was saved by a program may be written otherwise. */
  normal: (question: unknown) => unknown;
};

/** Keeps the question of this screen. One that was opened from the saved ones can be changed in place. */
export function SaveButton({ question: asked, name, normal }: Props) {
  const { segment, counting } = useRange().bounds;
  const question = withWhose(asked, { ...(segment && { segment }), ...(counting && { counting }) });
  const may = useMay("edit_analyses");
  const id = useSearch({ strict: false }).saved;
  const { data } = useQuery({ ...savedQueriesQuery, enabled: id !== undefined });
  const { putQuery } = useSaved();
  const [open, setOpen] = useState(false);
  if (!may) return null;
  const opened = data?.find((query) => query.id === id);
  const changed = opened && JSON.stringify(canonical(withWhose({ ...opened, question: normal(opened.question) as SavedQuestion["question"] }, whoseOf(opened.question)))) !== JSON.stringify(canonical(question));
  const saveChanges = () => {
    if (!opened) return;
    const before = queryBody(opened);
    putQuery.mutate({ id: opened.id, body: { ...before, ...question } }, {
      onSuccess: () => notify(`“${opened.name}” now asks this.`, () => putQuery.mutateAsync({ id: opened.id, body: before })),
      onError: (error) => notify(error.message),
    });
  };
  return (
    <>
      {changed && <Button size="sm" loading={putQuery.isPending} onClick={saveChanges}>Save the changes</Button>}
      <Button variant="default" size="sm" onClick={() => setOpen(true)}>{opened ? "Save as another" : "Save"}</Button>
      {open && <Suspense><SaveDialog question={question} name={opened ? `${opened.name} (copy)` : name} onClose={() => setOpen(false)} /></Suspense>}
    </>
  );
}

function withWhose(asked: SavedQuestion, whose: Whose): SavedQuestion {
  return { ...asked, question: { ...(asked.question as object), ...whose } };
}

/** What makes two questions the same, in one order. */
function canonical({ analysis, question, range = "30d", from, to }: SavedQuestion) {
  return [analysis, sorted(question), range, from, to];
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
}
