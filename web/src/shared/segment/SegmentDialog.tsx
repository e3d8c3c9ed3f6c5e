import { Button, Group, Stack } from "@mantine/core";
import { useState } from "react";
import { Dialog } from "@/shared/dialog/Dialog";
import type { SegmentRule } from "./rule";
import { SegmentBuilder } from "./SegmentBuilder";
import { useSegment } from "./useSegment";
import { everybody } from "./whom";

/** Says by a rule which customers the screen looks at. */
export default function SegmentDialog({ own, onClose }: { own?: SegmentRule; onClose: () => void }) {
  const { segment, named, setSegment } = useSegment();
  const [rule, setRule] = useState<SegmentRule | null>((named ? segment : own) ?? null);
  const choose = (next: Parameters<typeof setSegment>[0]) => {
    setSegment(next);
    onClose();
  };
  return (
    <Dialog onClose={onClose} size="60rem" title="Which customers">
      <form onSubmit={(event) => { event.preventDefault(); choose(rule ?? (own ? everybody : undefined)); }}>
        <Stack gap="md">
          <p style={{ margin: 0 }}>Everything on this screen is then about these customers alone: those for whom it holds at the end of the days that are shown.</p>
          <SegmentBuilder value={rule} onChange={setRule} />
          <Group justify="space-between" gap="sm">
            {own && named ? <Button variant="subtle" color="gray" onClick={() => choose(undefined)}>As the dashboard has it</Button> : <span />}
            <Group gap="sm">
              <Button variant="default" onClick={onClose}>Cancel</Button>
              <Button type="submit">{rule ? "Look at these customers" : "Look at all customers"}</Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
