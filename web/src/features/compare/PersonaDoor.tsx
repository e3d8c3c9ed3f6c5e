import { Button, Group, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { answer, api, type Schemas } from "@/shared/api/client";
import { useMay } from "@/shared/api/me";
import { Dialog } from "@/shared/dialog/Dialog";
import { notify } from "@/shared/states/notices";
import { ProblemNote } from "@/shared/states/States";
import { freeKey } from "./ideal";

const mostMaps = 200;
const mostPersonas = 6;
const newMap = "new";

/** Makes the profile a persona on a journey map. */
export function PersonaDoor({ persona }: { persona: Schemas["ComparePersona"] }) {
  const may = useMay("edit_analyses");
  const [open, setOpen] = useState(false);
  if (!may) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>Make it a persona on a map</Button>
      {open && <PersonaForm persona={persona} onClose={() => setOpen(false)} />}
    </>
  );
}

function PersonaForm({ persona, onClose }: { persona: Schemas["ComparePersona"]; onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState(persona.name);
  const [note, setNote] = useState(persona.note);
  const [chosen, setChosen] = useState<string | null>(null);
  const { data: maps, error } = useQuery({
    queryKey: ["maps"],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/journey-maps", { params: { query: { limit: mostMaps } }, signal })).then(({ items }) => items ?? []),
  });
  const room = (maps ?? []).filter(({ personas }) => (personas?.length ?? 0) < mostPersonas);
  const id = chosen ?? room[0]?.id ?? newMap;
  const save = useMutation({
    mutationFn: () => {
      const map = room.find((one) => one.id === id);
      const personas = map?.personas ?? [];
      const added = { key: freeKey(name, personas.map(({ key }) => key)), name: name.trim(), note: note.trim(), segment: persona.segment };
      if (!map) return answer(api.POST("/api/v1/journey-maps", { body: { name: "Journey of the ideal customer", personas: [added], cells: [] } }));
      const { id: _id, created: _created, updated: _updated, created_by: _by, ...body } = map;
      return answer(api.PUT("/api/v1/journey-maps/{id}", { params: { path: { id: map.id } }, body: { ...body, personas: [...personas, added] } }));
    },
    onSuccess: async (map) => {
      await client.invalidateQueries({ queryKey: ["maps"] });
      notify(`“${name.trim()}” is a persona of “${map.name}”.`);
      await navigate({ to: "/journeys/maps/$id", params: { id: map.id } });
    },
  });
  return (
    <Dialog title="A persona on a map" onClose={onClose}>
      <form onSubmit={(e) => { e.preventDefault(); save.mutate(); }}>
        <Stack gap="md">
          <TextInput label="Name" required data-autofocus maxLength={100} value={name} onChange={(e) => setName(e.currentTarget.value)} />
          <Textarea label="Who they are and what they want" autosize minRows={3} maxRows={8} maxLength={2000} value={note} onChange={(e) => setNote(e.currentTarget.value)} />
          <Select label="Journey map" allowDeselect={false} value={id} onChange={setChosen} data={[...room.map((map) => ({ value: map.id, label: map.name })), { value: newMap, label: "A new map" }]} comboboxProps={{ withinPortal: true }} />
          {(error ?? save.error) && <ProblemNote error={error ?? save.error} />}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>Cancel</Button>
            <Button type="submit" disabled={!name.trim() || !maps} loading={save.isPending}>Add the persona</Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
