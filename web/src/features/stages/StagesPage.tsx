import { Button } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Changeable } from "@/shared/access/Allowed";
import { answer, api, type Schemas } from "@/shared/api/client";
import { settingsQuery } from "@/shared/api/settings";
import { Page } from "@/shared/figure/Page";
import { Loading, ProblemNote } from "@/shared/states/States";
import { faults, keyFor, move, type Stage } from "./model";
import { StageEditor } from "./StageEditor";
import classes from "./StagesPage.module.css";

/** The stage model: what a customer goes through, in order, and what shows it. */
export default function StagesPage() {
  const { data, error } = useQuery(settingsQuery);
  return (
    <Page title="Stages" lead="What your customers go through, in order. A touchpoint that fits a stage's rules brings the customer there; the furthest stage that fits counts. Customers may skip stages and come back.">
      {error && <ProblemNote error={error} />}
      {!data && !error && <Loading label="Opening the stage model" />}
      {data && <Changeable by="edit_settings"><StageModel key={JSON.stringify(data.stages)} stored={data.stages ?? []} /></Changeable>}
    </Page>
  );
}

function StageModel({ stored }: { stored: Stage[] }) {
  const client = useQueryClient();
  const [stages, setStages] = useState(stored);
  const save = useMutation({
    mutationFn: (body: Schemas["Change"]) => answer(api.PUT("/api/v1/settings", { body })),
    onSuccess: (now) => {
      client.setQueryData(settingsQuery.queryKey, now);
      return client.invalidateQueries({ queryKey: ["stages"] });
    },
  });
  const wrong = faults(stages);
  const changed = JSON.stringify(stages) !== JSON.stringify(stored);
  const replace = (index: number, stage: Stage) => setStages(stages.map((old, i) => (i === index ? stage : old)));
  const add = () => setStages([...stages, { key: keyFor("New stage", stages.map((s) => s.key)), name: "New stage", patience: "30d", rules: [{ event: "" }] }]);
  return (
    <>
      <ol className={classes.list}>
        {stages.map((stage, index) => (
          <li key={stage.key}>
            <StageEditor
              stage={stage}
              place={index}
              last={index === stages.length - 1}
              fault={wrong.get(index)}
              onChange={(next) => replace(index, next)}
              onMove={(by) => setStages(move(stages, index, index + by))}
              onRemove={stages.length > 1 ? () => setStages(stages.filter((_, i) => i !== index)) : undefined}
            />
          </li>
        ))}
      </ol>
      <div><Button variant="default" onClick={add}>Add a stage</Button></div>
      {save.error && <ProblemNote error={save.error} />}
      <div className={classes.foot}>
        <Button disabled={!changed || wrong.size > 0} loading={save.isPending} onClick={() => save.mutate({ stages })}>Save the stage model</Button>
        {changed && <Button variant="subtle" onClick={() => setStages(stored)}>Undo the changes</Button>}
        <span role="status" className="soft">{changed ? "Every customer's journey is told anew when you save." : save.isSuccess ? "Saved." : ""}</span>
      </div>
    </>
  );
}
