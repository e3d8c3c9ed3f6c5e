import { Button } from "@mantine/core";
import { useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { useFigureFrame } from "@/shared/figure/frame";
import { Figure } from "@/shared/figure/Figure";
import { between, count, duration, percent } from "@/shared/format/format";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import type { People } from "@/shared/people/people";
import { usePeople } from "@/shared/people/usePeople";
import { Rate, TooFew } from "@/shared/statistics/Rate";
import { fewest, gapRange, tooFew } from "@/shared/statistics/rate";
import { Empty, TooLittle } from "@/shared/states/States";
import type { Column } from "@/shared/table/DataTable";
import classes from "./FunnelAnswer.module.css";
import { FunnelDrawing } from "./FunnelDrawing";
import { type Card, people, points, type Row, sentence, splitSentence, toCards, toRows } from "./facts";
import type { Who } from "./people";
import { type FunnelQuestion, spanInWords } from "./question";
import { SplitCards } from "./SplitCards";

type Props = { answer: Schemas["FunnelAnswer"]; question: FunnelQuestion; behind?: (who: Who) => People };
type Behind = Props["behind"];

/** A number of the table that opens its customers, once the answer is the one that was asked for. */
function Counted({ who, behind }: { who: Who; behind: Behind }) {
  return <PeopleNumber people={behind?.(who)} value={who.count}>{count(who.count)}</PeopleNumber>;
}

const columnsOf = (behind: Behind): Column<Row>[] => [
  { name: "Step", cell: (row) => row.name, text: (row) => row.name },
  { name: "Came here", numeric: true, cell: (row) => <Counted who={{ step: row.number, left: false, count: row.count }} behind={behind} />, text: (row) => row.count },
  { name: "Of all", numeric: true, cell: (row) => (row.number === 1 ? percent(1) : <Rate rate={row.rate} interval={row.interval} />), text: (row) => (row.number === 1 || row.interval ? row.rate : null) },
  { name: "Of the step before", numeric: true, cell: (row) => (row.number === 1 ? "–" : <Rate rate={row.step_rate} interval={row.step_interval} />), text: (row) => (row.step_interval ? row.step_rate : null) },
  { name: "Median time since", numeric: true, cell: (row) => duration(row.median_seconds), text: (row) => row.median_seconds },
  { name: "Left here", numeric: true, cell: (row) => (row.left === null ? "–" : <Counted who={{ step: row.number, left: true, count: row.left }} behind={behind} />), text: (row) => row.left },
];

/** What the funnel says: its main number, its drawing, and each group's. */
export function FunnelAnswer({ answer, question, behind }: Props) {
  const open = usePeople();
  const onOpen = behind && ((who: Who) => open(behind(who)));
  const card = useFigureFrame();
  const rows = toRows(answer.steps ?? []);
  const [first, last] = [rows[0], rows[rows.length - 1]];
  const within = question.window ? spanInWords(question.window) : "";
  if (!first || !last || first.count === 0) {
    return (
      <div className="sheet">
        <Empty title={`Nobody came to ${first?.name ?? "the first step"} in these days`}>
          Choose a longer range of days, or a first step that more customers take, such as viewing a page.
        </Empty>
      </div>
    );
  }
  const cards = toCards(answer.steps ?? [], answer.breakdown ?? []);
  const split = cards.length > 0 && <Split cards={cards} names={rows.map((row) => row.name)} unit={question.unit} behind={behind} onOpen={onOpen} />;
  if (card?.show === "table" && split) return split; // a card has room for one table: the fuller one
  return (
    <>
      <Figure title="Funnel" explain={["conversion", "step_rate", "step_time", "left"]} sentence={sentence(rows, question.unit, within)} rows={rows} columns={columnsOf(behind)} rowKey={(row) => String(row.number)}
        headline={<p className={classes.headline}><strong>{last.interval ? percent(last.rate) : `${count(last.count)} of ${count(first.count)}`}</strong><span>{last.interval ? `${count(last.count)} of ${people(first.count, question.unit)} came to ${last.name}, ${between(last.interval)}` : `came to ${last.name}: ${tooFew} for a rate`}</span></p>}>
        <FunnelDrawing rows={rows} unordered={question.order === "unordered"} onOpen={onOpen} />
        {first.count < fewest && <TooLittle>This rests on {people(first.count, question.unit)}: too few to tell a habit from chance, which needs {fewest}.</TooLittle>}
      </Figure>
      {!card && split}
    </>
  );
}

const most = 12;

function Split({ cards, names, unit, behind, onOpen }: { cards: Card[]; names: string[]; unit: FunnelQuestion["unit"]; behind: Behind; onOpen?: (who: Who) => void }) {
  const [all, setAll] = useState(false);
  const table: Column<Card>[] = [
    { name: "Group", cell: (card) => card.label, text: (card) => card.label },
    ...names.flatMap((name, i): Column<Card>[] => [
      { name: `${i + 1} ${name}`, numeric: true, cell: (card) => <><Counted who={{ step: i + 1, left: false, count: card.rows[i]?.count ?? 0, group: { value: card.value, label: card.label } }} behind={behind} />{i > 0 && <span className="soft"> · <Rate rate={card.rows[i]?.step_rate ?? 0} interval={card.rows[i]?.step_interval} /></span>}</>, text: (card) => card.rows[i]?.count },
    ]),
    { name: "All the way", numeric: true, cell: (card) => <Rate rate={card.rows.at(-1)?.rate ?? 0} interval={card.rows.at(-1)?.interval} />, text: (card) => (card.rows.at(-1)?.interval ? card.rows.at(-1)?.rate : null) },
    { name: "To the others", numeric: true, cell: (card) => (card.difference ? `${points(card.difference.difference)} (${gapRange(card.difference)})` : <TooFew />), text: (card) => card.difference?.difference ?? null },
  ];
  return (
    <Figure title="Group by group" explain={["conversion", "step_rate", "group_difference"]} sentence={splitSentence(cards, names)} rows={cards} columns={table} rowKey={(card) => `${typeof card.value} ${card.label}`}>
      <SplitCards cards={all ? cards : cards.slice(0, most)} unit={unit === "session" ? "visits" : "customers"} onOpen={onOpen} />
      {!all && cards.length > most && <Button variant="default" mt="lg" onClick={() => setAll(true)}>Show all {count(cards.length)} groups</Button>}
    </Figure>
  );
}
