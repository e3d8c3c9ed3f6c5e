import { Button, Checkbox, Select, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { permissions } from "@/shared/access/roles";
import { answer, api, type Schemas } from "@/shared/api/client";
import { useMe } from "@/shared/api/me";
import { Code } from "@/shared/figure/Code";
import { ProblemNote } from "@/shared/states/States";
import classes from "./Tokens.module.css";

const lives = [
  { value: "30", label: "in 30 days" },
  { value: "90", label: "in 90 days" },
  { value: "365", label: "in a year" },
  { value: "", label: "never" },
];

/** What a program needs most often: looking, and nothing else. */
const looking = ["see_numbers", "see_customers"];

/** Makes a token for one program, with no more rights than it needs. */
export function NewToken({ onMade }: { onMade: () => void }) {
  const me = useMe();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState(looking.filter((p) => me.permissions?.includes(p)));
  const [days, setDays] = useState("");
  const create = useMutation({
    mutationFn: (body: Schemas["TokenRequestBody"]) => answer(api.POST("/api/v1/tokens", { body })),
    onSuccess: () => {
      setName("");
      onMade();
    },
  });
  const own = permissions.filter((p) => me.permissions?.includes(p.value));
  return (
    <form
      className="sheet"
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({ name, permissions: scopes, ...(days && { expires: new Date(Date.now() + Number(days) * 86_400_000).toISOString() }) });
      }}
    >
      <Stack gap="md">
        <div className={classes.fields}>
          <TextInput className={classes.name} label="A new token for" placeholder="The program that will use it" required maxLength={200} value={name} onChange={(e) => setName(e.currentTarget.value)} />
          <Select label="Ends" w={150} allowDeselect={false} data={lives} value={days} onChange={(value) => setDays(value ?? "")} />
        </div>
        <Checkbox.Group label="It may" description="Never more than you may yourself, also later on" value={scopes} onChange={setScopes}>
          <div className={classes.scopes}>{own.map((p) => <Checkbox key={p.value} value={p.value} label={p.text} />)}</div>
        </Checkbox.Group>
        {create.error && <ProblemNote error={create.error} />}
        <div><Button type="submit" loading={create.isPending} disabled={scopes.length === 0}>Make a token</Button></div>
      </Stack>
      {create.data?.token && (
        <div className={classes.made} role="status">
          <p>Copy the token for <strong>{create.data.name}</strong> now: it is shown only this once.</p>
          <Code label="the new token">{create.data.token}</Code>
        </div>
      )}
    </form>
  );
}
