import { count } from "@/shared/format/format";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import { DataTable } from "@/shared/table/DataTable";
import { MoodLine, ToneBar } from "./MoodLine";
import type { Behind } from "./people";
import type { Facet } from "./question";
import { Marked } from "./Sentences";
import { type Line, type Order, ordered } from "./words";
import classes from "./Voices.module.css";

type Props = { title: string; what: string; facet: Facet; lines: Line[]; order: Order; chosen?: string | undefined; onChoose?: (key: string | undefined) => void; behind?: Behind };

/** What is said by topic, or by stage: how much, how it sounds, and the sentence that carries it. */
export function VoiceTable({ title, what, facet, lines, order, chosen, onChoose, behind }: Props) {
  const rows = ordered(lines, order);
  return (
    <>
      <h3 className={classes.part}>{title}</h3>
      {rows.length === 0 ? <p className="soft">Nothing was said here.</p> : <DataTable
        caption={title}
        rows={rows}
        rowKey={({ key }) => key}
        columns={[
          { name: what, cell: ({ key, name }) => !onChoose ? name : <button type="button" className={classes.choose} aria-pressed={chosen === key} onClick={() => onChoose(chosen === key ? undefined : key)}>{name}{chosen === key && <span className="soft"> ✓</span>}</button> },
          { name: "Customers", numeric: true, cell: ({ key, name, customers }) => <PeopleNumber people={behind?.({}, `Spoke of it: ${name}`, { [facet]: key })} value={customers}>{count(customers)}</PeopleNumber> },
          { name: "Texts", numeric: true, cell: ({ texts }) => count(texts) },
          { name: "Mood", cell: (line) => <MoodLine voices={line} /> },
          { name: "Negative · positive", cell: (line) => <ToneBar voices={line} /> },
          ...(onChoose ? [{ name: "Carried by", cell: (line: Line) => <Carried line={line} /> }] : []),
        ]}
      />}
    </>
  );
}

/** The sentence on the side to which the line leans. */
function Carried({ line: { mean, negative, positive, worst, best } }: { line: Line }) {
  const bad = mean === null ? negative > positive : mean < 0;
  const sentence = (bad ? worst : best)?.[0] ?? worst?.[0] ?? best?.[0];
  return sentence ? <span className={classes.carried}><Marked sentence={sentence} /></span> : <span className="soft">–</span>;
}
