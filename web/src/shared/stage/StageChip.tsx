import { useQuery } from "@tanstack/react-query";
import { settingsQuery } from "@/shared/api/settings";
import classes from "./StageChip.module.css";
import { stageColour, stageName } from "./stage";

/** The stage that somebody is in, in its colour. The name carries the meaning, the colour repeats it. */
export function StageChip({ stage }: { stage: string | null }) {
  const stages = useQuery(settingsQuery).data?.stages;
  return (
    <span className={classes.chip} style={{ "--stage": stageColour(stage, stages) } as React.CSSProperties}>
      {stageName(stage, stages)}
    </span>
  );
}
