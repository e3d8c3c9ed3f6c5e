import { useMemo } from "react";
import { useZone } from "@/shared/api/me";
import type { Schemas } from "@/shared/api/client";
import { Figure } from "@/shared/figure/Figure";
import { useFigureFrame } from "@/shared/figure/frame";
import { between, count, percent } from "@/shared/format/format";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import { fewest } from "@/shared/statistics/rate";
import { TooLittle } from "@/shared/states/States";
import { type Behind, CohortTable } from "./CohortTable";
import type { RetentionQuestion } from "./question";
import classes from "./Retention.module.css";
import { ReturnCurve } from "./ReturnCurve";
import { cohortName, inOneSentence, periodName, toTriangle } from "./table";

export function RetentionAnswer({ answer, question, behind }: { answer: Schemas["RetentionAnswer"]; question: RetentionQuestion; behind?: Behind }) {
  const triangle = useMemo(() => toTriangle(answer), [answer]);
  const zone = useZone();
  const card = useFigureFrame();
  const { period, entry } = question;
  const next = triangle.averages.find((average) => average.period === 1);
  const enough = triangle.members >= fewest;
  return (
    <Figure
      title="Who comes back"
      explain={["return_rate", "cohort"]}
      sentence={inOneSentence(triangle, period, entry)}
      rows={triangle.rows}
      rowKey={(row) => row.start}
      columns={[
        { name: "Began", cell: (row) => cohortName(row.start, period, zone), text: (row) => row.start },
        { name: "Customers", numeric: true, cell: (row) => <PeopleNumber people={behind?.({ cohort: row.start }, `Began ${cohortName(row.start, period, zone)}`)} value={row.size}>{count(row.size)}</PeopleNumber>, text: (row) => row.size },
        ...Array.from({ length: triangle.periods }, (_, later) => ({
          name: periodName(period, later),
          numeric: true,
          cell: (row: (typeof triangle.rows)[number]) => (row.cells[later] ? count(row.cells[later].came) : "–"),
          text: (row: (typeof triangle.rows)[number]) => row.cells[later]?.came ?? null,
        })),
      ]}
      {...(next && enough ? { number: { value: percent(next.rate), words: `came back in the ${period} after` } } : {})}
    >
      {!enough ? <TooLittle>Only {count(triangle.members)} customers began in these days. Shares need {fewest} to mean anything: choose a longer range.</TooLittle> : (
        <>
          {next && (
            <>
              <p className={classes.headline}><strong>{percent(next.rate)}</strong> <span>come back in the {period} after, {between(next)}</span></p>
              <ReturnCurve averages={triangle.averages} period={period} />
            </>
          )}
          {!card?.narrow && (
            <>
              {!card && <h3 className={classes.part}>By when they began</h3>}
              <CohortTable triangle={triangle} period={period} {...(behind && { behind })} />
              <p className={classes.note}>
                The darker, the more came back. “{periodName(period, 0)}” counts those who came back in the very {period} in which they began. What is hatched is still going on. The line above is the average of all cohorts; in its band the true share lies with 95% confidence (Wilson's interval).
                {triangle.rows.some(({ size }) => size < fewest) && ` Cohorts of fewer than ${fewest} customers show how many came back: shares of so few are mostly chance.`}
              </p>
            </>
          )}
        </>
      )}
    </Figure>
  );
}
