import { Button } from "@mantine/core";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Allowed } from "@/shared/access/Allowed";
import { answer, api, type Schemas } from "@/shared/api/client";
import { Page } from "@/shared/figure/Page";
import { ago, day } from "@/shared/format/format";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { DataTable } from "@/shared/table/DataTable";
import { NewToken } from "./NewToken";
import classes from "./Tokens.module.css";

const tokensQuery = queryOptions({
  queryKey: ["tokens"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/tokens", { signal })),
});

/** Tokens with which programs use Wend. */
export default function TokensPage() {
  return (
    <Page title="API tokens" lead={<>Programs of your own use Wend with a token, as <code>Authorization: Bearer</code>. The whole API is described in <a className="plain-link" href="/api/openapi.json">openapi.json</a>.</>}>
      <Allowed to="make_tokens"><Tokens /></Allowed>
    </Page>
  );
}

function Tokens() {
  const client = useQueryClient();
  const { data, error } = useQuery(tokensQuery);
  const again = () => client.invalidateQueries({ queryKey: tokensQuery.queryKey });
  const retire = useMutation({
    mutationFn: (id: string) => answer(api.DELETE("/api/v1/tokens/{id}", { params: { path: { id } } })),
    onSuccess: again,
  });
  const failed = error ?? retire.error;
  return (
    <>
      <NewToken onMade={() => void again()} />
      {failed && <ProblemNote error={failed} />}
      {!data && !error && <Loading label="Looking up tokens" />}
      {data && (data.items?.length ?? 0) === 0 && <div className="sheet"><Empty title="No token yet" height={180}>Make one for each program, so that one can be retired without the others.</Empty></div>}
      {data && (data.items?.length ?? 0) > 0 && (
        <div className="sheet">
          <DataTable
            caption="API tokens"
            rows={data.items ?? []}
            rowKey={(token) => token.id}
            columns={[
              { name: "Program", cell: (token) => token.name },
              { name: "May", cell: (token) => <div className={classes.may}>{rights(token)}</div> },
              { name: "Made by", cell: (token) => token.maker ?? "configuration" },
              { name: "Ends", cell: (token) => ends(token) },
              { name: "Last used", cell: (token) => (token.last_used ? ago(token.last_used) : "never") },
              { name: "", cell: (token) => <Button size="compact-sm" variant="subtle" onClick={() => retire.mutate(token.id)} aria-label={`Retire the token ${token.name}`}>Retire</Button>, numeric: true },
            ]}
          />
        </div>
      )}
    </>
  );
}

function rights(token: Schemas["Token"]): string {
  if (token.everything) return "whatever its maker may";
  const list = (token.permissions ?? []).map((p) => p.replaceAll("_", " "));
  return list.join(", ") || "nothing any more: its maker lost the rights";
}

function ends(token: Schemas["Token"]): string {
  if (!token.expires) return "never";
  return Date.parse(token.expires) < Date.now() ? "has ended" : day(token.expires);
}
