import { useMediaQuery } from "@mantine/hooks";
import { useCallback, useMemo, useState } from "react";
import { useCurrency, useZone } from "@/shared/api/me";
import { Chart, type Ink, type Pick } from "@/shared/chart/Chart";
import { Figure } from "@/shared/figure/Figure";
import { useFigureFrame } from "@/shared/figure/frame";
import { count } from "@/shared/format/format";
import { Notes } from "@/shared/notes/Notes";
import { placeOf } from "@/shared/notes/notes";
import { useNotes } from "@/shared/notes/queries";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import { usePeople } from "@/shared/people/usePeople";
import { Empty, TooLittle } from "@/shared/states/States";
import { againstWords, sentence, showNumber, tooLittle } from "./facts";
import { KeyNumbers } from "./KeyNumbers";
import { hasAny, type Line, pictureOf } from "./lines";
import { type Mark, nearestLine, panelHeight, panelsOf, trendOption } from "./option";
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
  const each = panelHeight(panels.length, narrow, card !== null);
  const { notes } = useNotes(bounds);
  const [pointed, setPointed] = useState<string | null>(null);
  const marks = useMemo(() => notes.flatMap((note, i): Mark[] => {
    const place = placeOf(note, picture.drawn.map((at) => picture.buckets[at]?.time ?? ""));
    return place === undefined ? [] : [{ place, label: String(i + 1), text: note.text, pointed: note.id === pointed }];
  }), [notes, picture, pointed]);
  const option = useCallback((ink: Ink) => trendOption({ picture, panels, interval, zone, currency, narrow, each, notes: marks }, ink), [picture, panels, interval, zone, currency, narrow, each, marks]);
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
  // On a card the picture of many lines says more than as many numbers.
  const numbers = !card || card.show === "number" || picture.shown.length <= 3;
  const little = tooLittle(picture, interval);
  const hidden = picture.lines.filter(hasAny).length - picture.shown.filter(hasAny).length;
  return (
    <Figure title="Over time" explain={["trend_number", "change"]} sentence={sentence(picture, { question, interval, bounds, currency })} rows={rows} columns={columns} rowKey={(row) => row.bucket.time} toPng={toPng}
      headline={numbers && <KeyNumbers picture={picture} interval={interval} currency={currency} against={againstWords(picture.covered, bounds)} behind={settled ? behind : undefined} bare={card !== null && picture.shown.length === 1} />}
      foot={<Notes notes={notes} onPoint={setPointed} />}>
      <Chart option={option} height={each * panels.length} onReady={ready} onPick={settled ? pick : undefined} />
      {hidden > 0 && <p className="soft">The most frequent are drawn; {hidden === 1 ? "one more stands" : `${count(hidden)} more stand`} in the table.</p>}
      {little && <TooLittle>{little}</TooLittle>}
    </Figure>
  );
}
