import { useEffect, useState } from "react";

/** When the dialog that calls this is gone, the focus is where it was before. */
export function useFocusBack(): void {
  // Asked while the dialog is drawn for the first time: a moment later it has the focus itself.
  const [before] = useState(() => document.activeElement);
  useEffect(() => () => {
    requestAnimationFrame(() => {
      const taken = document.activeElement !== null && document.activeElement !== document.body;
      if (!taken && (before instanceof HTMLElement || before instanceof SVGElement) && before.isConnected) before.focus({ preventScroll: true });
    });
  }, [before]);
}
