import { Button, Drawer } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "@/shared/api/me";
import { Page } from "@/shared/figure/Page";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { NewSource } from "./NewSource";
import { type Source, sourcesQuery } from "./queries";
import { SourceCard } from "./SourceCard";

/** Where events come from, their write keys, and whether anything has arrived. */
export default function SourcesPage() {
  const { data, error, refetch } = useQuery(sourcesQuery);
  const may = useMay("manage_sources");
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<Source | null>(null);
  return (
    <Page title="Sources" lead="Where events come from. Each source has a write key; give it to the website, shop or till that sends." tools={may && <Button onClick={() => setAdding(true)}>Add a source</Button>}>
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading label="Looking up sources" />}
      {data && data.items?.length === 0 && (
        <div className="sheet">
          <Empty title="No source yet" action={may && <Button onClick={() => setAdding(true)}>Add your website</Button>}>
            Add your website, paste one line into its pages, and the first journey appears a moment later.
          </Empty>
        </div>
      )}
      {data?.items?.map((source) => <SourceCard key={source.id} source={source} secret={made?.id === source.id ? made.write_key : undefined} />)}
      <Drawer opened={adding} onClose={() => setAdding(false)} position="right" title="Add a source" size="md" closeButtonProps={{ "aria-label": "Close" }}>
        <NewSource
          onMade={(source) => {
            setMade(source);
            setAdding(false);
          }}
        />
      </Drawer>
    </Page>
  );
}
