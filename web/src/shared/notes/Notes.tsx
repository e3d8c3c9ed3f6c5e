import { ActionIcon, Button } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useMay } from "@/shared/api/me";
import { useFigureFrame } from "@/shared/figure/frame";
import { day } from "@/shared/format/format";
import classes from "./Notes.module.css";
import type { Note } from "./notes";
import { useNoteChanges } from "./queries";

const NoteDialog = lazy(() => import("./NoteDialog"));

type Props = {
  notes: Note[];
  /** The note that somebody points at, so that the picture can show where it stands. */
  onPoint?: (id: string | null) => void;
};

/** What happened on the days of a chart, in words, with the way to add to it. */
export function Notes({ notes, onPoint }: Props) {
  const card = useFigureFrame();
  const may = useMay("edit_analyses") && !card;
  const { remove } = useNoteChanges();
  const [open, setOpen] = useState<Note | "new" | null>(null);
  const point = (id: string) => ({ onMouseEnter: () => onPoint?.(id), onMouseLeave: () => onPoint?.(null), onFocus: () => onPoint?.(id), onBlur: () => onPoint?.(null) });
  if (notes.length === 0 && !may) return null;
  return (
    <div className={classes.notes}>
      {notes.length > 0 && (
        <ol className={classes.list} aria-label="Notes on these days">
          {notes.map((note, i) => (
            <li key={note.id} className={classes.note} {...point(note.id)}>
              <span className={classes.mark} aria-hidden="true">{i + 1}</span>
              <span className={classes.text}><time dateTime={note.day} className={classes.day}>{day(`${note.day}T12:00:00Z`, "UTC")}</time> {note.text}</span>
              {may && (
                <span className={classes.tools}>
                  <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`Change the note ${note.text}`} onClick={() => setOpen(note)}><svg width="14" height="14" viewBox="0 0 16 16" aria-hidden="true"><path d="M3 13l.6-2.9 7.6-7.6 2.3 2.3-7.6 7.6z" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" /></svg></ActionIcon>
                  <ActionIcon variant="subtle" color="gray" size="sm" aria-label={`Delete the note ${note.text}`} onClick={() => remove.mutate(note)}>×</ActionIcon>
                </span>
              )}
            </li>
          ))}
        </ol>
      )}
      {may && <Button variant="subtle" size="compact-sm" className={classes.add} onClick={() => setOpen("new")}>Add a note on a day</Button>}
      {open && <Suspense><NoteDialog {...(open === "new" ? {} : { note: open })} onClose={() => setOpen(null)} /></Suspense>}
    </div>
  );
}
