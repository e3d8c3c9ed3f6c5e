import { Button, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { useCurrency } from "@/shared/api/me";
import type { Schemas } from "@/shared/api/client";
import { Figure } from "@/shared/figure/Figure";
import { useFigureFrame } from "@/shared/figure/frame";
import { between, count, duration, money, percent } from "@/shared/format/format";
import { TooFew } from "@/shared/statistics/Rate";
import { fewest } from "@/shared/statistics/rate";
import { TooLittle } from "@/shared/states/States";
import { type Behind, inOneSentence, type Line, lineName, type Measure, measures, type Rate } from "./lines";
import classes from "./Visits.module.css";
import { VisitsTable } from "./VisitsTable";

/** So many lines are shown at first. */
const shownFirst = 15;

type Props = { title: string; what: string; none: string; answer: Schemas["VisitsAnswer"]; behind?: Behind };

const rateColumns = (name: string, of: (line: Line) => Rate | null) => [
  { name, numeric: true, cell: (line: Line) => (of(line) ? percent(of(line)?.rate ?? 0) : <TooFew />), text: (line: Line) => of(line)?.rate ?? null },
  { name: `${name} lies between`, numeric: true, cell: (line: Line) => { const rate = of(line); return rate ? `${percent(rate.low)} – ${percent(rate.high)}` : "–"; }, text: (line: Line) => { const rate = of(line); return rate ? `${rate.low} ${rate.high}` : null; } },
];

/** Landing pages or traffic sources beside the whole site. */
export function VisitsAnswer({ title, what, none, answer, behind }: Props) {
  const [measure, setMeasure] = useState<Measure>("conversion");
  const [all, setAll] = useState(false);
  const currency = useCurrency();
  const card = useFigureFrame();
  const lines = answer.lines ?? [];
  const site = measures[measure].of(answer.site);
  const most = card ? 8 : all ? lines.length : shownFirst;
  return (
    <Figure
      title={title}
      explain={["conversion_rate", "engagement_rate", "bounce_rate", "site_difference", "visit_length", "revenue"]}
      sentence={inOneSentence(answer, measure, none)}
      rows={lines}
      rowKey={(line) => String(line.name)}
      columns={[
        { name: what, cell: (line) => lineName(line, none), text: (line) => lineName(line, none) },
        { name: "Visits", numeric: true, cell: (line) => count(line.sessions), text: (line) => line.sessions },
        ...rateColumns("Bounce rate", (line) => line.bounce_rate),
        ...rateColumns("Engagement rate", (line) => line.engagement_rate),
        ...rateColumns("Conversion rate", (line) => line.conversion_rate),
        { name: "Typical length", numeric: true, cell: (line) => duration(line.duration?.median_seconds), text: (line) => line.duration?.median_seconds ?? null },
        { name: "Conversions", numeric: true, cell: (line) => count(line.conversions), text: (line) => line.conversions },
        { name: "Value", numeric: true, cell: (line) => money(line.value, currency), text: (line) => line.value },
      ]}
      {...(site ? { number: { value: percent(site.rate), words: measures[measure].words } } : {})}
    >
      {!site ? <TooLittle>Only {count(answer.site.sessions)} visits: rates need {fewest} to mean anything. Choose a longer range.</TooLittle> : (
        <>
          <p className={classes.headline}><strong>{percent(site.rate)}</strong> <span>{measures[measure].words}, {between(site)}</span></p>
          {!card && (
            <div className={classes.choice}>
              Compare by
              <SegmentedControl size="sm" aria-label="Compare by" value={measure} onChange={(next) => setMeasure(next as Measure)} data={Object.entries(measures).map(([value, { name }]) => ({ value, label: name }))} />
            </div>
          )}
          <VisitsTable site={answer.site} lines={lines.slice(0, most)} measure={measure} what={what} none={none} bare={card?.narrow === true} {...(behind && { behind })} />
          {!card && lines.length > shownFirst && <Button variant="default" size="xs" mt="sm" onClick={() => setAll(!all)}>{all ? "Show fewer" : `Show all ${lines.length}`}</Button>}
          {!card && (
            <p className={classes.note}>
              The dot is the difference from the whole site, the line where it lies with 95% confidence (Newcombe's interval). Coloured are those whose line does not touch the middle: there the difference is hardly chance. A visit bounces when nothing follows its first touchpoint; it is engaged when it lasts ten seconds, sees two pages or converts. Fewer than 30 visits say too little.
            </p>
          )}
        </>
      )}
    </Figure>
  );
}
