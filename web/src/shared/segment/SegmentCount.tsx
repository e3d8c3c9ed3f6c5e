import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { answer, api } from "@/shared/api/client";
import { count, percent, plural } from "@/shared/format/format";
import classes from "./SegmentBuilder.module.css";
import type { SegmentRule } from "./rule";

/** How many customers a rule means at this moment, and a few of them. */
export const previewQuery = (rule: SegmentRule | null) =>
  queryOptions({
    queryKey: ["segment preview", rule],
    queryFn: ({ signal }) => answer(api.POST("/api/v1/segments/preview", { body: { rule: rule ?? { all: [] } }, signal })),
    staleTime: 30_000,
    retry: false,
  });

/** The live count under a rule that is being made. */
export function SegmentCount({ rule, missing = 0, required = false }: { rule: SegmentRule | null; missing?: number; required?: boolean }) {
  const [settled] = useDebouncedValue(rule, 350);
  const { data, error, isPlaceholderData } = useQuery({ ...previewQuery(settled), placeholderData: keepPreviousData });
  if (rule === null && required) return <p className={classes.count} role="status">Add a condition that says which customers are meant.</p>;
  return (
    <p className={classes.count} role="status" data-waiting={isPlaceholderData || settled !== rule || undefined}>
      {error ? <span className={classes.wrong}>{error.message}</span> : data ? (
        <>
          <strong>{count(data.customers)}</strong> {rule === null ? `${plural(data.customers, "customer").replace(/^\S+ /, "")}: everybody` : `of ${plural(data.of, "customer")} ${data.customers === 1 ? "matches" : "match"}${data.of > 0 ? ` (${percent(data.customers / data.of, data.customers * 10 < data.of ? 1 : 0)})` : ""}`}
          {missing > 0 && <span className={classes.missing}>{missing === 1 ? "One condition is not complete yet and is left out." : `${missing} conditions are not complete yet and are left out.`}</span>}
        </>
      ) : "Counting…"}
    </p>
  );
}
