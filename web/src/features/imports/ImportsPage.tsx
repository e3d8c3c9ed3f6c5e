import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useMay } from "@/shared/api/me";
import { Page } from "@/shared/figure/Page";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { DropFile } from "./DropFile";
import { Exports } from "./Exports";
import { FilePlan } from "./FilePlan";
import classes from "./Imports.module.css";
import { runsQuery } from "./queries";
import { RunItem } from "./RunItem";

/** Files in and out: hand one over, see what Wend makes of it, take it back, download what there is. */
export default function ImportsPage() {
  const [file, setFile] = useState<File | null>(null);
  const mayImport = useMay("import");
  const mayExport = useMay("export");
  return (
    <Page title="Imports & exports" lead="Bring in what your shop, till or newsletter knows already. Nothing is counted twice, and every import can be taken back.">
      {mayImport && (file ? <FilePlan key={`${file.name} ${file.lastModified}`} file={file} done={() => setFile(null)} /> : <DropFile take={setFile} />)}
      {mayImport && <Runs />}
      {mayExport && <Exports />}
      {!mayImport && !mayExport && <Empty title="Files are not yours to move">Ask an owner of this workspace for the role of a marketer or analyst.</Empty>}
    </Page>
  );
}

function Runs() {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(runsQuery);
  const runs = data?.pages.flatMap((page) => page.items ?? []) ?? [];
  return (
    <section aria-labelledby="runs" className={classes.section}>
      <h2 id="runs" className={classes.heading}>Past imports</h2>
      {error && <ProblemNote error={error} retry={() => void refetch()} />}
      {!data && !error && <Loading label="Looking up imports" height={120} />}
      {data && runs.length === 0 && <p className="soft">None yet. A year of orders is a good first file: it shows at once who your customers are and who comes back.</p>}
      <ul className={classes.runs}>{runs.map((run) => <RunItem key={run.id} run={run} />)}</ul>
      {hasNextPage && <div><Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>Show older imports</Button></div>}
    </section>
  );
}
