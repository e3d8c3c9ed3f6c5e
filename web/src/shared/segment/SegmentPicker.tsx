import { Button } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import type { SegmentRule } from "./rule";
import classes from "./SegmentPicker.module.css";
import { useSegment } from "./useSegment";

const Words = lazy(() => import("./SegmentWords"));
const SegmentDialog = lazy(() => import("./SegmentDialog"));

type Props = {
  /** Whom the screen looks at while the address says nothing. */
  own?: SegmentRule;
  /** What that is called, where it is not everybody. */
  unset?: string;
};

/** Chooses which customers the screen looks at; it stands beside the dates everywhere. */
export function SegmentPicker({ own, unset = "All customers" }: Props) {
  const { segment, named } = useSegment();
  const [open, setOpen] = useState(false);
  const rule = named ? segment : own;
  const plain = named ? "All customers" : unset;
  return (
    <>
      <Button variant={rule ? "light" : "default"} className={classes.button} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <span className="visually-hidden">Which customers: </span>
        <span className={classes.words}>{rule ? <Suspense fallback="Some customers"><Words rule={rule} /></Suspense> : plain}</span>
      </Button>
      {open && <Suspense><SegmentDialog {...(own && { own })} onClose={() => setOpen(false)} /></Suspense>}
    </>
  );
}
