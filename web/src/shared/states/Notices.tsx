import { Button, CloseButton } from "@mantine/core";
import { dismiss, hold, notify, release, useNotice } from "./notices";
import classes from "./Notices.module.css";

/** What was just done, with its undo. Stands once, around every screen. */
export function Notices() {
  const notice = useNotice();
  const undo = () => {
    dismiss();
    void notice?.undo?.().catch((error: unknown) => notify(error instanceof Error ? error.message : "That could not be undone."));
  };
  return (
    <div role="status" aria-live="polite" className={classes.place}>
      {notice && (
        // biome-ignore lint/a11y/noStaticElementInteractions: pointing at it only keeps it from going
        <div key={notice.id} className={classes.notice} onMouseEnter={hold} onMouseLeave={release} onFocus={hold} onBlur={release}>
          <span>{notice.text}</span>
          {notice.undo && <Button size="compact-sm" variant="subtle" onClick={undo}>Undo</Button>}
          <CloseButton size="sm" aria-label="Close this notice" onClick={dismiss} />
        </div>
      )}
    </div>
  );
}
