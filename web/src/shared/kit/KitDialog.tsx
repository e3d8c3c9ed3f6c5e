import { Button, Checkbox, Drawer, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Loading, ProblemNote } from "@/shared/states/States";
import { notify } from "@/shared/states/notices";
import { KitCards } from "./KitCards";
import classes from "./KitDialog.module.css";
import { type Effect, effectsQuery, useApplyKit } from "./queries";

/** Chooses a kit, after saying what it will change. */
export function KitDialog({ opened, current, onClose }: { opened: boolean; current: string | null; onClose: () => void }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const key = chosen ?? current;
  return (
    <Drawer opened={opened} onClose={onClose} position="right" size="lg" title="Starter kit" closeButtonProps={{ "aria-label": "Close" }}>
      <Stack>
        <KitCards legend="What kind of business is it?" value={key} onChange={setChosen} />
        {key && <Effects key={key} kit={key} onDone={onClose} />}
      </Stack>
    </Drawer>
  );
}

function Effects({ kit, onDone }: { kit: string; onDone: () => void }) {
  const effects = useQuery(effectsQuery(kit));
  const [overwrite, setOverwrite] = useState<Effect["part"][]>([]);
  const apply = useApplyKit();
  if (effects.error) return <ProblemNote error={effects.error} retry={() => void effects.refetch()} />;
  if (!effects.data) return <Loading label="Looking what it would change" height={160} />;
  const list = effects.data.changes ?? [];
  const nothing = list.every(({ action }) => action === "same");
  return (
    <section aria-label="What it changes">
      <h3 className={classes.title}>{nothing ? "It is in use, and nothing would change" : "What it changes"}</h3>
      <ul className={classes.list}>
        {list.map(({ part, action, detail }) => (
          <li key={part} data-same={action === "same" || undefined}>
            {detail}
            {action === "kept" && (
              <Checkbox
                mt={4}
                label="Replace it by the kit's"
                checked={overwrite.includes(part)}
                onChange={(e) => setOverwrite(e.currentTarget.checked ? [...overwrite, part] : overwrite.filter((p) => p !== part))}
              />
            )}
          </li>
        ))}
      </ul>
      {apply.error && <ProblemNote error={apply.error} />}
      <Button
        mt="sm"
        disabled={nothing}
        loading={apply.isPending}
        onClick={() => apply.mutate({ key: kit, overwrite }, { onSuccess: () => { notify("The starter kit is in."); onDone(); } })}
      >
        Put it in
      </Button>
    </section>
  );
}
