import { Button } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/shared/api/client";
import { useMay } from "@/shared/api/me";
import { Code } from "@/shared/figure/Code";
import { Page } from "@/shared/figure/Page";
import { count, moment } from "@/shared/format/format";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import classes from "./QuarantinePage.module.css";
import { pretty } from "./pretty";

type Quarantined = Schemas["Quarantined"];
const key = ["quarantine"];

/** Messages that could not be stored as events: why, and trying them again. */
export default function QuarantinePage() {
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ signal, pageParam }) => answer(api.GET("/api/v1/quarantine", { signal, params: { query: { limit: 25, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const items = data?.pages.flatMap((page) => page.items ?? []) ?? [];
  const dropped = data?.pages[0]?.dropped ?? 0;
  return (
    <Page title="Quarantine" lead="Nothing that is sent to Wend is thrown away silently. What could not be stored as an event waits here with the reason.">
      {error && <ProblemNote error={error} />}
      {!data && !error && <Loading label="Looking into the quarantine" />}
      {data && items.length === 0 && <Empty title="Everything that was sent could be used">When a message is broken, it appears here with the reason, and can be tried again.</Empty>}
      {dropped > 0 && <p className="soft">The quarantine was full: {count(dropped)} of the oldest messages were given up.</p>}
      <ul className={classes.list}>{items.map((item) => <Item key={item.id} item={item} />)}</ul>
      {hasNextPage && <div><Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>Show older messages</Button></div>}
    </Page>
  );
}

function Item({ item }: { item: Quarantined }) {
  const client = useQueryClient();
  const may = useMay("manage_sources");
  const again = () => client.invalidateQueries({ queryKey: key });
  const replay = useMutation({
    mutationFn: () => answer(api.POST("/api/v1/quarantine/{id}/replay", { params: { path: { id: item.id } } })),
    onSuccess: (result) => (result.accepted ? again() : undefined),
  });
  const remove = useMutation({
    mutationFn: () => answer(api.DELETE("/api/v1/quarantine/{id}", { params: { path: { id: item.id } } })),
    onSuccess: again,
  });
  return (
    <li className="sheet">
      <div className={classes.head}>
        <p className={classes.reason}>{item.reason}</p>
        <span className="soft">{moment(item.received)}</span>
      </div>
      <Code label="the message">{pretty(item.message)}</Code>
      <div className={classes.tools}>
        {item.replayed ? <span className="soft">Stored after all, {moment(item.replayed)}.</span> : may && <Button size="xs" variant="light" loading={replay.isPending} onClick={() => replay.mutate()}>Try again</Button>}
        {may && <Button size="xs" variant="subtle" color="gray" c="var(--ink-soft)" loading={remove.isPending} onClick={() => remove.mutate()}>Throw away</Button>}
        <span role="status">{replay.data && !replay.data.accepted ? `Still refused: ${replay.data.reason ?? ""}` : ""}</span>
      </div>
      {(replay.error ?? remove.error) && <ProblemNote error={replay.error ?? remove.error} />}
    </li>
  );
}
