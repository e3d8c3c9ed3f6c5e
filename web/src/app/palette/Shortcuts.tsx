import { Dialog } from "@/shared/dialog/Dialog";
import classes from "./Palette.module.css";
import { ways } from "./shortcuts";

/** The keys that work everywhere. */
export default function Shortcuts({ onClose }: { onClose: () => void }) {
  return (
    <Dialog onClose={onClose} title="Keyboard shortcuts">
      <dl className={classes.keys}>
        <dt><kbd>Ctrl</kbd> <kbd>K</kbd> or <kbd>/</kbd></dt><dd>Search everything</dd>
        <dt><kbd>?</kbd></dt><dd>This list</dd>
        {ways.map(({ key, label }) => <Way key={key} letter={key} label={label} />)}
      </dl>
    </Dialog>
  );
}

function Way({ letter, label }: { letter: string; label: string }) {
  return (
    <>
      <dt><kbd>g</kbd> then <kbd>{letter}</kbd></dt>
      <dd>{label}</dd>
    </>
  );
}
