import { Button, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { answer, api } from "@/shared/api/client";
import { useMay } from "@/shared/api/me";
import { notify } from "@/shared/states/notices";
import { Loading, ProblemNote } from "@/shared/states/States";
import classes from "./Identity.module.css";
import { blockedQuery } from "./queries";

/** Values that programs send in the place of an identifier, such as "guest". */
export function BlockedValues() {
  const client = useQueryClient();
  const may = useMay("handle_identity");
  const { data, error, refetch } = useQuery(blockedQuery);
  const [text, setText] = useState("");
  const put = useMutation({
    mutationFn: (values: string[]) => answer(api.PUT("/api/v1/identity/blocked", { body: { values } })),
    onSuccess: (answered) => client.setQueryData(blockedQuery.queryKey, answered),
  });
  const values = data?.values ?? [];
  const add = (event: FormEvent) => {
    event.preventDefault();
    const value = text.trim();
    if (value === "") return;
    put.mutate([...values, value], { onSuccess: () => setText("") });
  };
  const remove = (value: string) => put.mutate(values.filter((other) => other !== value), { onSuccess: () => notify(`“${value}” identifies people again.`, () => put.mutateAsync(values)) });
  return (
    <section className="sheet" aria-labelledby="blocked">
      <h2 id="blocked" className={classes.title}>Values that identify nobody</h2>
      <p className={classes.lead}>Programs send “guest” or “null” where they know nobody. Such values are left out, whatever their case. Empty values and those of zeros and dashes only always are.</p>
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {put.error && <ProblemNote error={put.error} />}
      {!data && !error && <Loading label="Looking up values" height={120} />}
      {data && (
        <>
          <ul className={classes.values} aria-label="Blocked values">
            {values.map((value) => (
              <li key={value} className={classes.blocked}>
                <code>{value}</code>
                {may && <button type="button" className={classes.remove} aria-label={`Take ${value} off the list`} disabled={put.isPending} onClick={() => remove(value)}>×</button>}
              </li>
            ))}
            {values.length === 0 && <li className="soft">No value is blocked but the empty ones.</li>}
          </ul>
          {may && (
            <form onSubmit={add} className={classes.form}>
              <TextInput label="Another value" placeholder="unknown" maxLength={200} value={text} onChange={(e) => setText(e.currentTarget.value)} />
              <Button type="submit" loading={put.isPending} disabled={text.trim() === ""}>Block it</Button>
            </form>
          )}
        </>
      )}
    </section>
  );
}
