import { Button, Radio, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { ProblemNote } from "@/shared/states/States";
import { type Source, useCreateSource } from "./queries";
import { kinds } from "./snippets";

/** Names a source and says what kind of sender it is. */
export function NewSource({ onMade }: { onMade: (source: Source) => void }) {
  const [name, setName] = useState("Website");
  const [kind, setKind] = useState("browser");
  const create = useCreateSource();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({ name, kind }, { onSuccess: onMade });
      }}
    >
      <Stack>
        <Radio.Group label="What sends the events?" value={kind} onChange={(value) => {
          setKind(value);
          setName(kinds.find((k) => k.value === value)?.label ?? name);
        }}>
          <Stack gap="sm" mt="xs">
            {kinds.filter((k) => k.value !== "import").map((k) => <Radio key={k.value} value={k.value} label={k.label} description={k.text} />)}
          </Stack>
        </Radio.Group>
        <TextInput label="Name" description="What you call it" value={name} required maxLength={200} onChange={(e) => setName(e.currentTarget.value)} />
        {create.error && <ProblemNote error={create.error} />}
        <Button type="submit" loading={create.isPending}>Add and show the write key</Button>
      </Stack>
    </form>
  );
}
