import { useCurrency } from "@/shared/api/me";
import type { Schemas } from "@/shared/api/client";
import { rfmSegments } from "@/shared/customer/rfm";
import { Figure } from "@/shared/figure/Figure";
import { useFigureFrame } from "@/shared/figure/frame";
import { count, money, percent, plural } from "@/shared/format/format";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import { TooFew } from "@/shared/statistics/Rate";
import { TooLittle } from "@/shared/states/States";
import { type Behind, RfmGrid } from "./RfmGrid";
import classes from "./Rfm.module.css";
import { SegmentCards } from "./SegmentCards";

/** The grid and the segments that marketers know. */
export function RfmAnswer({ answer, behind }: { answer: Schemas["RfmAnswer"]; behind?: Behind }) {
  const currency = useCurrency();
  const card = useFigureFrame();
  const segments = answer.segments ?? [];
  const best = segments.find(({ key }) => key === "champions");
  const away = segments.filter(({ key }) => key === "at_risk" || key === "cant_lose_them");
  const staying = away.reduce((sum, { value }) => sum + value, 0);
  const sentence = `${plural(answer.customers, "customer")} brought ${money(answer.value, currency)}; ${answer.enough && best && best.customers > 0 ? `${plural(best.customers, "champion")} of them ${percent(best.value / Math.max(1, answer.value))} of it, and ` : ""}${plural(away.reduce((sum, { customers }) => sum + customers, 0), "customer")} who spent much and stay away brought ${money(staying, currency)}.`;
  return (
    <>
      <Figure
        title="How lately, how often"
        explain={["rfm_group", "customers", "revenue"]}
        sentence={sentence}
        rows={segments}
        rowKey={(row) => row.key}
        columns={[
          { name: "Segment", cell: (row) => row.name, text: (row) => row.name },
          { name: "Customers", numeric: true, cell: (row) => <PeopleNumber people={behind?.({ segment: row.key }, row.name)} value={row.customers}>{count(row.customers)}</PeopleNumber>, text: (row) => row.customers },
          { name: "Share", numeric: true, cell: (row) => (answer.enough ? percent(row.customers / answer.customers) : <TooFew />), text: (row) => (answer.enough ? row.customers / answer.customers : null) },
          { name: "Value", numeric: true, cell: (row) => money(row.value, currency), text: (row) => row.value },
          { name: "What to do", cell: (row) => rfmSegments[row.key]?.advice ?? "", text: (row) => rfmSegments[row.key]?.advice ?? "" },
        ]}
        number={{ value: count(best?.customers ?? 0), words: "champions" }}
      >
        {!answer.enough ? <TooLittle>Only {plural(answer.customers, "customer")}: fifths of fewer than 30 mean nothing. Choose a longer range.</TooLittle> : (
          <>
            <RfmGrid answer={answer} {...(behind && { behind })} />
            {!card && <p className={classes.note}>Each customer is measured against all others: five groups of about the same size by how long ago they last ordered (lines), how often (columns) and for how much. Whoever has the same number stands in the same group, so that groups can differ in size, and where most ordered once there are fewer columns. Everybody is counted, nothing is estimated.</p>}
          </>
        )}
      </Figure>
      {!card && answer.enough && <SegmentCards answer={answer} {...(behind && { behind })} />}
    </>
  );
}
