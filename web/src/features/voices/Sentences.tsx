import type { Schemas } from "@/shared/api/client";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import type { Behind } from "./people";
import { score } from "./words";
import classes from "./Voices.module.css";

type Sentence = Schemas["EmotionSentence"];

/** A sentence with the words that carry it: underlined, and with a sign, so that it needs no colour. */
export function Marked({ sentence }: { sentence: Sentence }) {
  return (
    <q className={classes.quote}>
      {(sentence.parts ?? []).map(({ text, weight }, i) => {
        // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
        if (weight === 0) return <span key={i}>{text}</span>;
        const tone = weight < 0 ? "negative" : "positive";
        // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
        return <mark key={i} data-tone={tone}>{text}<sup aria-hidden="true">{weight < 0 ? "−" : "+"}</sup><span className="visually-hidden"> ({tone})</span></mark>;
      })}
    </q>
  );
}

/** The sentences that carry the worst texts, or the best. */
export function Sentences({ title, sentences, none, behind }: { title: string; sentences: Sentence[]; none: string; behind?: Behind }) {
  return (
    <section className={classes.side} aria-label={title}>
      <h3 className={classes.part}>{title}</h3>
      {sentences.length === 0 ? <p className="soft">{none}</p> : (
        <ul className={classes.sentences}>
          {sentences.map((sentence) => (
            <li key={sentence.text}>
              <Marked sentence={sentence} />
              <span className={classes.by}>{score(sentence.score)}{behind && <> · <PeopleNumber people={behind({ sentence: sentence.text }, "Who said it")} value={1}>who said it</PeopleNumber></>}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
