import { useQuery } from "@tanstack/react-query";
import { Loading, ProblemNote } from "@/shared/states/States";
import classes from "./KitCards.module.css";
import { kitsQuery } from "./queries";

type Props = { value: string | null; onChange: (key: string) => void; legend: string };

/** The kits as cards, of which one is chosen. Each shows the stages that come with it. */
export function KitCards({ value, onChange, legend }: Props) {
  const kits = useQuery(kitsQuery);
  if (kits.error) return <ProblemNote error={kits.error} retry={() => void kits.refetch()} />;
  if (!kits.data) return <Loading label="Opening the starter kits" height={320} />;
  return (
    <fieldset className={classes.kits}>
      <legend className={classes.legend}>{legend}</legend>
      {(kits.data.items ?? []).map((kit) => (
        <label key={kit.key} className={classes.kit} data-chosen={kit.key === value || undefined}>
          <input type="radio" name="kit" value={kit.key} checked={kit.key === value} onChange={() => onChange(kit.key)} className={classes.radio} />
          <span className={classes.name}>{kit.name}{kit.current && <span className={classes.current}>in use</span>}</span>
          <span className={classes.for}>{kit.for}</span>
          <span className={classes.stages}>{(kit.stages ?? []).join(" → ")}</span>
        </label>
      ))}
    </fieldset>
  );
}
