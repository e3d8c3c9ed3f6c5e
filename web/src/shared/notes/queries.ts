import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useMemo } from "react";
import { answer, api, type Schemas } from "@/shared/api/client";
import { useZone } from "@/shared/api/me";
import type { Bounds } from "@/shared/range/range";
import { notify } from "@/shared/states/notices";
import { type Note, notesIn } from "./notes";

export const notesQuery = queryOptions({
  queryKey: ["notes"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/notes", { signal })).then(({ items }) => items ?? []),
  staleTime: 60_000,
});

const Given = createContext<Note[] | null>(null);

/** Notes for charts on a page that may ask nothing by itself. */
export const GivenNotesProvider = Given.Provider;

/** The notes on the days of a range. While they are not known, or cannot be read, charts stand without them. */
export function useNotes(bounds: Bounds): { notes: Note[]; own: boolean } {
  const zone = useZone();
  const given = useContext(Given);
  const { data } = useQuery({ ...notesQuery, enabled: given === null });
  const notes = useMemo(() => notesIn<Note>(given ?? data ?? [], bounds, zone), [given, data, bounds, zone]);
  return { notes, own: given === null };
}

/** The notes from one day to another, both included; none where there are no days. */
export function useNotesOn(days: { from: string; to: string } | undefined): Note[] {
  const given = useContext(Given);
  const { data } = useQuery({ ...notesQuery, enabled: given === null });
  const { from, to } = days ?? {};
  return useMemo(() => (from && to ? (given ?? data ?? []).filter(({ day }) => day >= from && day <= to) : []), [given, data, from, to]);
}

/** Changes to notes. Every chart shows them at once. */
export function useNoteChanges() {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: notesQuery.queryKey });
  const create = useMutation({ mutationFn: (body: Schemas["SavedNoteBody"]) => answer(api.POST("/api/v1/notes", { body })), onSuccess });
  const put = useMutation({ mutationFn: ({ id, body }: { id: string; body: Schemas["SavedNoteBody"] }) => answer(api.PUT("/api/v1/notes/{id}", { params: { path: { id } }, body })), onSuccess });
  const remove = useMutation({
    mutationFn: ({ id }: Note) => answer(api.DELETE("/api/v1/notes/{id}", { params: { path: { id } } })),
    onSuccess: (_, { id }) => {
      notify("The note is deleted.", () => answer(api.POST("/api/v1/notes/{id}/restore", { params: { path: { id } } })).then(onSuccess));
      return onSuccess();
    },
    onError: (error) => notify(error.message),
  });
  return { create, put, remove };
}
