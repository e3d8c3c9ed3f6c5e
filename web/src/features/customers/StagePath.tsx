import { useQuery } from "@tanstack/react-query";
import { settingsQuery } from "@/shared/api/settings";
import { stageColour, stageName } from "@/shared/stage/stage";
import classes from "./StagePath.module.css";

/** The stages as a path that bends from one to the next, and where on it the customer stands. */
export function StagePath({ stage }: { stage: string | null }) {
  const stages = useQuery(settingsQuery).data?.stages ?? [];
  const here = stages.findIndex(({ key }) => key === stage);
  return (
    <div className={classes.box}>
      <p className={classes.words}>
        {here < 0 ? "In no stage yet" : <>In the stage <strong>{stageName(stage, stages)}</strong>, {here + 1} of {stages.length}</>}
      </p>
      <ol className={classes.path} style={{ "--stages": Math.max(stages.length, 1) } as React.CSSProperties} aria-hidden="true">
        {stages.map(({ key, name }, place) => (
          <li key={key} data-passed={place < here || undefined} data-here={place === here || undefined} style={{ "--stage": stageColour(key, stages) } as React.CSSProperties}>
            {place < stages.length - 1 && (
              <svg className={classes.bend} aria-hidden="true" viewBox="0 0 100 24" preserveAspectRatio="none">
                <path d={place % 2 === 0 ? "M0 18C38 18 62 6 100 6" : "M0 6C38 6 62 18 100 18"} fill="none" strokeWidth="2.5" vectorEffect="non-scaling-stroke" />
              </svg>
            )}
            <span className={classes.dot} style={{ top: place % 2 === 0 ? 18 : 6 }} />
            <span className={classes.name}>{name}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
