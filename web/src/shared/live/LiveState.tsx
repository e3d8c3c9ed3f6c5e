import classes from "./LiveState.module.css";

const words = { connecting: "Connecting", connected: "Live", lost: "Connection lost, trying again" };

/** Whether what one sees is of this moment. */
export function LiveState({ state, paused, children }: { state: keyof typeof words; paused: boolean; children?: React.ReactNode }) {
  return (
    <p className={classes.state} data-state={paused ? "paused" : state} role="status">
      <span className={classes.dot} aria-hidden="true" />
      {paused && state === "connected" ? "Paused" : words[state]}
      {children}
    </p>
  );
}
