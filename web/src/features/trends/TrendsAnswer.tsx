import { useMediaQuery } from "@mantine/hooks";
import { useCallback, useMemo, useState } from "react";
import { useCurrency, useZone } from "@/shared/api/me";
import { Chart, type Ink, type Pick } from "@/shared/chart/Chart";
import { Figure } from "@/shared/figure/Figure";
import { useFigureFrame } from "@/shared/figure/frame";
import { count } from "@/shared/format/format";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import { usePeople } from "@/shared/people/usePeople";
import { Empty, TooLittle } from "@/shared/states/States";
import { againstWords, sentence, showNumber, tooLittle } from "./facts";
import { KeyNumbers } from "./KeyNumbers";
import { hasAny, type Line, pictureOf } from "./lines";
import { heightOf, nearestLine, panelsOf, trendOption } from "./option";
import { peopleOf } from "./people";
import type { Trend } from "./queries";
import { tableOf } from "./table";

/** What the lines say: their main numbers, their picture and their table. */
export function TrendsAnswer({ trend, settled }: { trend: Trend; /** Whether it answers what is asked now. */ settled: boolean }) {
  const zone = useZone();
  const currency = useCurrency();
  const card = useFigureFrame();
  const phone = useMediaQuery("(max-width: 620px)") ?? false;
  const narrow = phone || card?.narrow === true;
  const [toPng, setToPng] = useState<(() => string) | undefined>();
  const { question, interval, bounds } = trend;
  const picture = useMemo(() => pictureOf(trend), [trend]);
  const panels = useMemo(() => panelsOf(picture.shown), [picture]);
  const option = useCallback((ink: Ink) => trendOption({ picture, panels, interval, zone, currency, narrow }, ink), [picture, panels, interval, zone, currency, narrow]);
  const ready = useCallback((make: () => string) => setToPng(() => make), []);

  const open = usePeople();
  const behind = (line: Line, value: number | null | undefined, time?: string) => peopleOf(trend, { line, value, time }, { zone, currency });
  const pick = ({ grid, index, value }: Pick) => {
    const at = picture.drawn[index];
    const line = at === undefined ? undefined : nearestLine(panels[grid]?.lines ?? [], at, value);
    if (settled && line && at !== undefined) open(behind(line, line.values[at], picture.buckets[at]?.time));
  };

  if (!picture.lines.some(hasAny)) {
    return (
      <div className="sheet">
        <Empty title="Nothing of this happened in these days" height={360}>
          Choose a longer range of days, an event that happens more often, or fewer conditions.
        </Empty>
      </div>
    );
  }
  const { columns, rows } = tableOf(picture, interval, zone, (line, row) => {
    const value = line.values[row.at];
    return <PeopleNumber people={settled ? behind(line, value, row.bucket.time) : undefined} value={value}>{showNumber(value, line.series, currency)}</PeopleNumber>;
  });
  const little = tooLittle(picture, interval);
  const hidden = picture.lines.filter(hasAny).length - picture.shown.filter(hasAny).length;
  return (
    <Figure title="Over time" sentence={sentence(picture, { question, interval, bounds, currency })} rows={rows} columns={columns} rowKey={(row) => row.bucket.time} toPng={toPng}
      headline={<KeyNumbers picture={picture} interval={interval} currency={currency} against={againstWords(picture.covered, bounds)} behind={settled ? behind : undefined} />}>
      <Chart option={option} height={heightOf(panels.length, narrow)} onReady={ready} onPick={settled ? pick : undefined} />
      {hidden > 0 && <p className="soft">The most frequent are drawn; {hidden === 1 ? "one more stands" : `${count(hidden)} more stand`} in the table.</p>}
      {little && <TooLittle>{little}</TooLittle>}
    </Figure>
  );
}
