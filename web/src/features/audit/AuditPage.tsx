import { Button, Select } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Allowed } from "@/shared/access/Allowed";
import { answer, api } from "@/shared/api/client";
import { Page } from "@/shared/figure/Page";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import classes from "./Audit.module.css";
import { AuditTable } from "./AuditTable";

/** Every change: who made it, when, to what. */
export default function AuditPage() {
  return (
    <Page title="Audit log" lead="Every change that somebody or some program made, every export, and every sign-in. Nothing here can be edited: each entry is sealed by the one after it, and wend doctor checks the seals.">
      <Allowed to="see_audit"><AuditLog /></Allowed>
    </Page>
  );
}

function AuditLog() {
  const [actor, setActor] = useState<string | null>(null);
  const [operation, setOperation] = useState<string | null>(null);
  const filter = { ...(actor && { actor }), ...(operation && { operation }) };
  const subjects = useQuery({ queryKey: ["audit", "subjects"], queryFn: ({ signal }) => answer(api.GET("/api/v1/audit/subjects", { signal })) });
  const log = useInfiniteQuery({
    queryKey: ["audit", "list", filter],
    queryFn: ({ pageParam, signal }) => answer(api.GET("/api/v1/audit", { params: { query: { ...filter, ...(pageParam && { cursor: pageParam }) } }, signal })),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const entries = log.data?.pages.flatMap((page) => page.items ?? []) ?? [];
  const actors = (subjects.data?.actors ?? []).flatMap((a) => (a.id ? [{ value: a.id, label: a.kind === "token" ? `${a.name} (token)` : a.name }] : []));
  const operations = (subjects.data?.operations ?? []).map((o) => ({ value: o.id, label: o.summary }));
  return (
    <>
      <div className={classes.filters}>
        <Select label="Who" placeholder="Everybody" clearable searchable data={actors} value={actor} onChange={setActor} className={classes.who} />
        <Select label="What" placeholder="Everything" clearable searchable data={operations} value={operation} onChange={setOperation} className={classes.what} />
        <Button component="a" variant="default" href={`/api/v1/audit/csv?${new URLSearchParams(filter)}`} download>Download as CSV</Button>
      </div>
      {log.error && <ProblemNote error={log.error} retry={() => void log.refetch()} />}
      {!log.data && !log.error && <Loading label="Reading the log" />}
      {log.data && entries.length === 0 && <Empty title="Nothing to tell yet">{actor || operation ? "Nobody did this so far. Choose somebody or something else." : "As soon as somebody changes something, it stands here."}</Empty>}
      {entries.length > 0 && <div className="sheet"><AuditTable entries={entries} /></div>}
      {log.hasNextPage && <div><Button variant="default" loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>Show older ones</Button></div>}
    </>
  );
}
