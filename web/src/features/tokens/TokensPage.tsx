import { Button, Group, TextInput } from "@mantine/core";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answer, api, type Schemas } from "@/shared/api/client";
import { Code } from "@/shared/figure/Code";
import { Page } from "@/shared/figure/Page";
import { ago, day } from "@/shared/format/format";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { DataTable } from "@/shared/table/DataTable";

const tokensQuery = queryOptions({
  queryKey: ["tokens"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/tokens", { signal })),
});

/** Tokens with which programs read from Wend. */
export default function TokensPage() {
  const client = useQueryClient();
  const { data, error } = useQuery(tokensQuery);
  const [name, setName] = useState("");
  const again = () => client.invalidateQueries({ queryKey: tokensQuery.queryKey });
  const create = useMutation({
    mutationFn: (body: Schemas["TokenRequestBody"]) => answer(api.POST("/api/v1/tokens", { body })),
    onSuccess: () => {
      setName("");
      return again();
    },
  });
  const retire = useMutation({
    mutationFn: (id: string) => answer(api.DELETE("/api/v1/tokens/{id}", { params: { path: { id } } })),
    onSuccess: again,
  });
  return (
    <Page title="API tokens" lead={<>Programs of your own read customers and journeys with a token, as <code>Authorization: Bearer</code>. The whole API is described in <a className="plain-link" href="/api/openapi.json">openapi.json</a>.</>}>
      <form
        className="sheet"
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate({ name });
        }}
      >
        <Group align="flex-end" gap="sm">
          <TextInput style={{ flex: "1 1 14rem" }} label="A new token for" placeholder="The program that will use it" required maxLength={200} value={name} onChange={(e) => setName(e.currentTarget.value)} />
          <Button type="submit" loading={create.isPending}>Make a token</Button>
        </Group>
        {create.error && <ProblemNote error={create.error} />}
        {create.data?.token && (
          <div style={{ marginTop: "1rem" }} role="status">
            <p style={{ margin: "0 0 0.4rem" }}>Copy the token for <strong>{create.data.name}</strong> now: it is shown only this once.</p>
            <Code label="the new token">{create.data.token}</Code>
          </div>
        )}
      </form>
      {error && <ProblemNote error={error} />}
      {!data && !error && <Loading label="Looking up tokens" />}
      {data && (data.items?.length ?? 0) === 0 && <Empty title="No token yet" height={180}>Make one for each program, so that one can be retired without the others.</Empty>}
      {data && (data.items?.length ?? 0) > 0 && (
        <div className="sheet">
          <DataTable
            caption="API tokens"
            rows={data.items ?? []}
            rowKey={(token) => token.id}
            columns={[
              { name: "Program", cell: (token) => token.name },
              { name: "Made", cell: (token) => day(token.created) },
              { name: "Last used", cell: (token) => (token.last_used ? ago(token.last_used) : "never") },
              { name: "", cell: (token) => <Button size="compact-sm" variant="subtle" onClick={() => retire.mutate(token.id)} aria-label={`Retire the token ${token.name}`}>Retire</Button>, numeric: true },
            ]}
          />
        </div>
      )}
    </Page>
  );
}
