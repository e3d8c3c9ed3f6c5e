import { ActionIcon, Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "@/shared/api/me";
import { Page } from "@/shared/figure/Page";
import { day } from "@/shared/format/format";
import NoteDialog from "@/shared/notes/NoteDialog";
import type { Note } from "@/shared/notes/notes";
import { notesQuery, useNoteChanges } from "@/shared/notes/queries";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { type Column, DataTable } from "@/shared/table/DataTable";

/** Everything that was noted on a day, the latest first. */
export default function NotesPage() {
  const may = useMay("edit_analyses");
  const { data, error, refetch } = useQuery(notesQuery);
  const { remove } = useNoteChanges();
  const [open, setOpen] = useState<Note | "new" | null>(null);
  const rows = [...(data ?? [])].reverse();
  const columns: Column<(typeof rows)[number]>[] = [
    { name: "Day", cell: (note) => <span style={{ whiteSpace: "nowrap" }}>{day(`${note.day}T12:00:00Z`, "UTC")}</span>, text: (note) => note.day },
    { name: "What happened", cell: (note) => note.text, text: (note) => note.text },
    { name: "By", cell: (note) => note.created_by, text: (note) => note.created_by },
    ...(may ? [{
      name: "Change",
      cell: (note: Note) => (
        <span style={{ display: "inline-flex", gap: "0.4rem" }}>
          <Button size="compact-sm" variant="default" aria-label={`Change the note ${note.text}`} onClick={() => setOpen(note)}>Change</Button>
          <ActionIcon variant="subtle" color="gray" aria-label={`Delete the note ${note.text}`} onClick={() => remove.mutate(note)}>×</ActionIcon>
        </span>
      ),
    }] : []),
  ];
  return (
    <Page title="Notes" lead="What happened when: every chart over time shows it, so that nobody has to remember why the line moved." tools={may ? <Button onClick={() => setOpen("new")}>Add a note</Button> : undefined}>
      {error ? <ProblemNote error={error} retry={() => void refetch()} /> : !data ? <Loading label="Reading the notes" height={280} /> : (
        <div className="sheet">
          {rows.length === 0 ? (
            <Empty title="No notes yet" height={320}>A new checkout, a sale, a day on which the site was down: note it here or below any chart over time, and the line explains itself later.</Empty>
          ) : <DataTable caption="Notes" columns={columns} rows={rows} rowKey={(note) => note.id} />}
        </div>
      )}
      {open && <NoteDialog {...(open === "new" ? {} : { note: open })} onClose={() => setOpen(null)} />}
    </Page>
  );
}
