import { Button, SegmentedControl } from "@mantine/core";
import { useState } from "react";
import type { Schemas } from "@/shared/api/client";
import { useCurrency } from "@/shared/api/me";
import { Figure } from "@/shared/figure/Figure";
import { useFigureFrame } from "@/shared/figure/frame";
import { count, percent, plural } from "@/shared/format/format";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import { TooLittle } from "@/shared/states/States";
import classes from "./Compare.module.css";
import { DifferenceRows } from "./DifferenceRows";
import type { Behind } from "./people";
import { atBegin } from "./question";
import { differenceOf, type Kind, kinds, middle, sorted, spanOf, valued } from "./words";

type Row = Schemas["CompareRow"];
type Props = { answer: Schemas["CompareAnswer"]; behind?: Behind };

/** How many differences are shown before more are asked for; on a card that is all. */
const first = 15;
const onCard = 8;

/** What is different between two groups, the greatest difference first. */
export function CompareAnswer({ answer, behind }: Props) {
  const currency = useCurrency();
  const card = useFigureFrame();
  const rows = answer.rows ?? [];
  const { beyond } = sorted(rows);
  const names: [string, string] = [answer.a.name, answer.b.name];
  const side = (group: "a" | "b", i: number) => ({
    name: atBegin(names[i] ?? ""), numeric: true,
    cell: (row: Row) => <PeopleNumber people={behind?.({ group, ...row.of }, `${row.name}, ${names[i]}`)} value={row[group].with ?? row[group].customers}>{valued(row.unit, row[group].value, currency)}</PeopleNumber>,
    text: (row: Row) => row[group].value,
  });
  return (
    <Figure
      title="What is different"
      explain={["group_comparison", "group_median"]}
      sentence={sentenceOf(answer, beyond)}
      headline={<Sizes answer={answer} {...(behind && { behind })} />}
      rows={rows}
      rowKey={(row) => JSON.stringify(row.of)}
      columns={[
        { name: "What", cell: (row) => row.name, text: (row) => row.name },
        side("a", 0),
        side("b", 1),
        ...names.map((name, i) => {
          const middleOf = (row: Row) => row[i === 0 ? "a" : "b"].median;
          return { name: `Half of ${name} at most`, numeric: true, cell: (row: Row) => { const median = middleOf(row); return median ? middle(row.unit, median, currency) : "–"; }, text: (row: Row) => middleOf(row)?.value ?? null };
        }),
        { name: "Difference", numeric: true, cell: (row) => (row.difference === null ? "–" : differenceOf(row.unit, row.difference, currency)), text: (row) => row.difference },
        { name: "95% interval", numeric: true, cell: (row) => (row.interval ? spanOf(row.unit, row.interval, currency) : "–"), text: (row) => row.interval && `${row.interval.low} to ${row.interval.high}` },
        { name: "Effect", numeric: true, cell: (row) => row.effect?.toFixed(2).replace("-", "−") ?? "–", text: (row) => row.effect },
        { name: "What can be said", cell: verdict, text: verdict },
      ]}
    >
      {!answer.enough ? <TooLittle>There are {count(answer.a.customers)} and {plural(answer.b.customers, "customer")}: with fewer than 30 in a group every difference may be chance. Choose a longer range or wider groups.</TooLittle> : <Lists rows={rows} names={names} card={Boolean(card)} {...(behind && { behind })} />}
    </Figure>
  );
}

function sentenceOf(answer: Schemas["CompareAnswer"], beyond: Row[]): string {
  if (!answer.enough) return "There are too few customers to compare.";
  const best = beyond[0];
  const found = best ? `${count(beyond.length)} of ${plural(answer.tested, "comparison")} show a difference beyond chance. Greatest: ${best.sentence}` : `None of ${plural(answer.tested, "comparison")} shows a difference beyond chance: as far as can be told, the groups are alike.`;
  return answer.both > 0 ? `${found} ${plural(answer.both, "customer is", "customers are")} in both groups and counted in neither.` : found;
}

function verdict(row: Row): string {
  if (row.defining) return "differs as the groups were chosen";
  if (!row.enough) return "too few to compare";
  return row.beyond_chance ? "beyond chance" : "may be chance";
}

/** How many there are of each. */
function Sizes({ answer, behind }: Props) {
  const whole = answer.a.customers + answer.b.customers + answer.both + answer.neither;
  return (
    <div className={classes.sizes}>
      {(["a", "b"] as const).map((group) => (
        <p key={group} className={classes.size} data-group={group}>
          <strong><PeopleNumber people={behind?.({ group }, answer[group].name)} value={answer[group].customers}>{count(answer[group].customers)}</PeopleNumber></strong>
          <span>{atBegin(answer[group].name)}{whole > 0 && `, ${percent(answer[group].customers / whole, 0)} of all`}</span>
        </p>
      ))}
      {answer.both > 0 && <p className={classes.size}><strong><PeopleNumber people={behind?.({ group: "both" }, "In both groups")} value={answer.both}>{count(answer.both)}</PeopleNumber></strong><span>in both, left out</span></p>}
    </div>
  );
}

function Lists({ rows, names, card, behind }: { rows: Row[]; names: [string, string]; card: boolean; behind?: Behind }) {
  const [kind, setKind] = useState<Kind>("all");
  const [all, setAll] = useState(false);
  const { beyond, chance, few, defining } = sorted(rows.filter((row) => kind === "all" || row.kind === kind));
  const shown = beyond.slice(0, card ? onCard : all ? undefined : first);
  const more = behind && { behind };
  if (card) return <DifferenceRows rows={shown} names={names} label="Differences" {...more} />;
  return (
    <>
      <div className={classes.choice}><SegmentedControl size="xs" value={kind} onChange={(value) => { setKind(value as Kind); setAll(false); }} aria-label="What is compared" data={kinds.map(({ value, label }) => ({ value, label }))} /></div>
      {beyond.length === 0 ? <p className="soft">Nothing here is different beyond chance.</p> : (
        <>
          <DifferenceRows rows={shown} names={names} label="Beyond chance" {...more} />
          {shown.length < beyond.length && <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>Show all {count(beyond.length)}</Button>}
        </>
      )}
      <Rest title={`${plural(chance.length, "comparison")} that may be chance`} rows={chance} names={names} {...more} />
      <Rest title={`${plural(few.length, "comparison")} with too few customers`} rows={few} names={names} {...more} />
      <Rest title={`${plural(defining.length, "difference")} by which the groups were chosen`} rows={defining} names={names} {...more} />
      <p className={classes.note}>Each customer counts once. A bar is as long as the difference is great beside the spread among customers (Cohen's h for shares, the standardised difference for means), so that all can be compared; its thin line is where it lies with 95% confidence, and the order goes by the end nearer to none. Among all that is called beyond chance at most one in twenty is expected to be chance (Benjamini and Yekutieli). A difference is no cause.</p>
    </>
  );
}

function Rest({ title, rows, names, behind }: { title: string; rows: Row[]; names: [string, string]; behind?: Behind }) {
  const [open, setOpen] = useState(false);
  if (rows.length === 0) return null;
  return (
    <details className={classes.rest} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{title}</summary>
      {open && <DifferenceRows rows={rows} names={names} label={title} {...(behind && { behind })} />}
    </details>
  );
}
