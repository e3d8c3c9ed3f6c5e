import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { isTyping, wishOf } from "./shortcuts";

const Palette = lazy(() => import("./Palette"));
const Shortcuts = lazy(() => import("./Shortcuts"));
const NoteDialog = lazy(() => import("@/shared/notes/NoteDialog"));

type Open = "search" | "shortcuts" | "note" | null;

/** How long the second key of two may take. */
const patience = 1200;

/** Listens for the keys that work everywhere, and opens the search. Stands once, around every screen. */
export function PaletteDoor({ asked, onAnswered }: { asked: boolean; onAnswered: () => void }) {
  const [open, setOpen] = useState<Open>(null);
  const navigate = useNavigate();
  const begun = useRef(0);
  const shown = asked ? "search" : open;
  const close = () => {
    setOpen(null);
    onAnswered();
  };

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const wish = wishOf(event, Date.now() - begun.current < patience, isTyping(event.target));
      begun.current = wish === "begin" ? Date.now() : 0;
      if (wish === undefined || wish === "begin") return;
      event.preventDefault();
      if (typeof wish === "string") setOpen(wish);
      else void navigate({ to: wish.to, search: ({ range }) => (range ? { range } : {}) });
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [navigate]);

  return (
    <Suspense fallback={null}>
      {shown === "search" && <Palette onClose={close} onNote={() => setOpen("note")} onShortcuts={() => setOpen("shortcuts")} />}
      {shown === "shortcuts" && <Shortcuts onClose={close} />}
      {shown === "note" && <NoteDialog onClose={close} />}
    </Suspense>
  );
}
