import { SegmentedControl } from "@mantine/core";
import { useState } from "react";
import { Figure } from "@/shared/figure/Figure";
import { useFigureFrame } from "@/shared/figure/frame";
import { count } from "@/shared/format/format";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import { TooLittle } from "@/shared/states/States";
import { ToneBar } from "./MoodLine";
import type { Behind } from "./people";
import type { Facet, VoicesQuestion } from "./question";
import { Sentences } from "./Sentences";
import { type Answer, inOneSentence, type Line, mood, type Order, ordered, reach, score, unreadInWords } from "./words";
import { VoiceTable } from "./VoiceTable";
import classes from "./Voices.module.css";

type Props = { answer: Answer; question: VoicesQuestion; behind?: Behind; onChoose?: (facet: Facet, key: string | undefined) => void };
type Row = Line & { of: string };

/** How it sounds, about what, at which stage, and in whose words. */
export function VoicesAnswer({ answer, question, behind, onChoose }: Props) {
  const [order, setOrder] = useState<Order>("worst");
  const card = useFigureFrame();
  const { overall } = answer;
  const lists = [["Topic", answer.topics ?? []], ["Stage", answer.stages ?? []], ["Source", answer.sources ?? []]] as const;
  const rows: Row[] = lists.flatMap(([of, lines]) => ordered([...lines], order).map((line) => ({ ...line, of })));
  // A public page shows numbers, and nothing that anybody wrote.
  const quoted = overall.negative + overall.positive === 0 || (overall.worst ?? []).length + (overall.best ?? []).length > 0;
  const unread = unreadInWords(answer.unread);
  const tables = <>
    <VoiceTable title="What it is about" what="Topic" facet="topic" lines={[...(answer.topics ?? [])]} order={order} chosen={question.topic} {...(onChoose && { onChoose: (key) => onChoose("topic", key) })} {...(behind && { behind })} />
    {!card && <VoiceTable title="Where on the way it is said" what="Stage" facet="stage" lines={[...(answer.stages ?? [])]} order={order} chosen={question.stage} {...(onChoose && { onChoose: (key) => onChoose("stage", key) })} {...(behind && { behind })} />}
  </>;
  return (
    <Figure
      title="What customers write"
      explain={["sentiment", "carrying"]}
      sentence={inOneSentence(answer)}
      rows={rows}
      rowKey={({ of, key }) => `${of} ${key}`}
      columns={[
        { name: "By", cell: ({ of }) => of, text: ({ of }) => of },
        { name: "Name", cell: ({ name }) => name, text: ({ name }) => name },
        { name: "Texts", numeric: true, cell: ({ texts }) => count(texts), text: ({ texts }) => texts },
        { name: "Customers", numeric: true, cell: ({ customers }) => count(customers), text: ({ customers }) => customers },
        { name: "Mood", numeric: true, cell: ({ mean }) => (mean === null ? mood(null) : score(mean)), text: ({ mean }) => mean },
        { name: "95% range", numeric: true, cell: ({ interval }) => (interval ? reach(interval) : "–"), text: ({ interval }) => (interval ? reach(interval) : "") },
        { name: "Negative", numeric: true, cell: ({ negative }) => count(negative), text: ({ negative }) => negative },
        { name: "Neutral", numeric: true, cell: ({ neutral }) => count(neutral), text: ({ neutral }) => neutral },
        { name: "Positive", numeric: true, cell: ({ positive }) => count(positive), text: ({ positive }) => positive },
      ]}
      {...(overall.mean !== null && { number: { value: score(overall.mean), words: `${mood(overall.mean)}, from −1 to +1` } })}
      foot={<p className={classes.note}>Scored by VADER, a published lexicon of English words and rules; the mood is the mean of all texts, from −1 (very negative) to +1 (very positive). Only English is read. {unread}</p>}
    >
      {overall.mean === null || !overall.interval ? <TooLittle>Only {count(overall.customers)} {overall.customers === 1 ? "customer" : "customers"} wrote something that can be read. A mood needs ten: choose a longer range, or ask for less.</TooLittle> : (
        <p className={classes.headline}>
          <strong>{score(overall.mean)}</strong>
          <span>{mood(overall.mean)}, between {score(overall.interval.low)} and {score(overall.interval.high)} · {count(overall.texts)} texts of <PeopleNumber people={behind?.({}, "Everybody who wrote")} value={overall.customers}>{count(overall.customers)} customers</PeopleNumber></span>
        </p>
      )}
      <div className={classes.all}><ToneBar voices={overall} />
        <span className={classes.legend}>
          <span><PeopleNumber people={behind?.({ tone: "negative" }, "Wrote something negative")} value={overall.negative}>{count(overall.negative)} negative</PeopleNumber></span>
          <span><PeopleNumber people={behind?.({ tone: "neutral" }, "Wrote something neutral")} value={overall.neutral}>{count(overall.neutral)} neutral</PeopleNumber></span>
          <span><PeopleNumber people={behind?.({ tone: "positive" }, "Wrote something positive")} value={overall.positive}>{count(overall.positive)} positive</PeopleNumber></span>
        </span>
      </div>
      {!card?.narrow && (
        <>
          {quoted && <div className={classes.sides}>
            <Sentences title="What drags it down" sentences={[...(overall.worst ?? [])].slice(0, card ? 3 : 8)} none="Nothing negative was written." {...(behind && { behind })} />
            <Sentences title="What lifts it" sentences={[...(overall.best ?? [])].slice(0, card ? 3 : 8)} none="Nothing positive was written." {...(behind && { behind })} />
          </div>}
          {!card && <div className={classes.order}><span id="voices-order">First comes the</span> <SegmentedControl size="xs" aria-labelledby="voices-order" value={order} onChange={(next) => setOrder(next as Order)} data={[{ value: "worst", label: "Most negative" }, { value: "most", label: "Most talked about" }]} /></div>}
          {tables}
        </>
      )}
    </Figure>
  );
}
