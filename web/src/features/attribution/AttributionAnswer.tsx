import { Select } from "@mantine/core";
import { useMemo, useState } from "react";
import { useCurrency } from "@/shared/api/me";
import type { Schemas } from "@/shared/api/client";
import { Figure } from "@/shared/figure/Figure";
import { useFigureFrame } from "@/shared/figure/frame";
import { count, money, percent } from "@/shared/format/format";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import { TooFew } from "@/shared/statistics/Rate";
import { TooLittle } from "@/shared/states/States";
import classes from "./Attribution.module.css";
import { answered, inOneSentence, type Row, toRows } from "./credit";
import { CreditMatrix } from "./CreditMatrix";
import { Disagreements } from "./Disagreements";
import { type Model, modelName, models } from "./models";
import { PathTable } from "./PathTable";
import type { Behind } from "./people";
import { type AttributionQuestion, touchName } from "./question";
import { RemovalEffects } from "./RemovalEffects";
import { WShapedQuestion } from "./WShapedQuestion";

/** On a narrow card only so many models fit. */
const onCards: Model[] = ["last", "first", "linear", "markov"];

type Props = {
  answer: Schemas["AttributionAnswer"];
  question: AttributionQuestion;
  behind?: Behind;
  /** What is being filled in, and how it is changed, where the question can be. */
  draft?: AttributionQuestion;
  onChange?: (question: AttributionQuestion) => void;
};

/** The credit by every model, where they lie apart, what would be missing, and the ways themselves. */
export function AttributionAnswer({ answer, question, behind, draft, onChange }: Props) {
  const all = useMemo(() => answered(answer), [answer]);
  const [chosen, setChosen] = useState<Model>("markov");
  const judge = [chosen, "markov" as const].find((model) => all.includes(model)) ?? all[0] ?? "last";
  const rows = useMemo(() => toRows(answer, judge), [answer, judge]);
  const currency = useCurrency();
  const judges: Model[] = all.includes("w_shaped") || !onChange ? all : [...all, "w_shaped"];
  const asks = chosen === "w_shaped" && !all.includes(chosen);
  const card = useFigureFrame();
  const few = all.filter((model) => onCards.includes(model));
  const shown = card?.narrow && few.length > 0 ? few : all;
  const event = question.conversion.events.join(" or ");
  const foreign = answer.foreign_costs ?? [];
  return (
    <div className={classes.page}>
      <Figure
        title="What brings conversions"
        explain={["credit", "times", "revenue", "return_on_cost", "removal"]}
        sentence={inOneSentence(answer, rows, judge, event)}
        rows={rows}
        rowKey={(row) => row.key}
        columns={[
          { name: touchName(question.touch).one, cell: (row) => row.name, text: (row) => row.name },
          ...all.map((model) => ({ name: modelName(model), numeric: true, cell: (row: Row) => (row.by[model]?.conversions ?? 0).toFixed(1), text: (row: Row) => row.by[model]?.conversions ?? 0 })),
          { name: `Value by ${modelName(judge)}`, numeric: true, cell: (row) => money(row.by[judge]?.value ?? 0, currency), text: (row) => row.by[judge]?.value ?? 0 },
          { name: "Cost", numeric: true, cell: (row) => (row.cost === null ? "–" : money(row.cost, currency)), text: (row) => row.cost },
          { name: `Return by ${modelName(judge)}`, numeric: true, cell: (row) => { const roi = row.by[judge]?.roi; return !answer.enough ? <TooFew /> : roi === null || roi === undefined ? "–" : percent(roi, 0); }, text: (row) => (answer.enough ? (row.by[judge]?.roi ?? null) : null) },
        ]}
        number={{ value: count(answer.conversions), words: "conversions" }}
      >
        <p className={classes.headline}><strong><PeopleNumber people={behind?.({}, "Everybody who converted", `${count(answer.conversions)} conversions`)} value={answer.conversions}>{count(answer.conversions)}</PeopleNumber></strong> <span>conversions, worth {money(answer.value, currency)}</span></p>
        {!answer.enough ? <TooLittle>Shares of only {count(answer.conversions)} conversions say little: 30 are needed. Choose a longer range.</TooLittle> : (
          <>
            {!card && (
              <div className={classes.choice}>
                Judge by
                <Select aria-label="Judge by" size="sm" w={190} allowDeselect={false} value={asks ? chosen : judge} onChange={(next) => next && setChosen(next as Model)} data={judges.map((value) => ({ value, label: modelName(value) }))} comboboxProps={{ withinPortal: true }} />
                <span>{models.find(({ key }) => key === (asks ? chosen : judge))?.sentence}</span>
              </div>
            )}
            {!card && asks && draft && onChange && <div className={classes.asked}><WShapedQuestion question={draft} onChange={onChange} /></div>}
            <CreditMatrix rows={card ? rows.slice(0, 8) : rows} shown={shown} judge={judge} bare={card?.narrow === true} what={touchName(question.touch).one} {...(behind && { behind })} />
            {!card?.narrow && foreign.length > 0 && <p className={classes.note}>Costs in {foreign.join(", ")} are left out: they cannot be compared with values in {currency}.</p>}
            {!card && (
              <details className={classes.explained}>
                <summary>What each model does</summary>
                <dl>{models.map(({ key, name, sentence }) => <div key={key} style={{ display: "contents" }}><dt>{name}</dt><dd>{sentence}{key === "w_shaped" && !all.includes(key) && " Choose it above to name the two events."}</dd></div>)}</dl>
                <p className={classes.note}>These are exact counts of what happened; none of the models proves what would happen if you spent otherwise. For that, hold a part of your customers out.</p>
              </details>
            )}
          </>
        )}
      </Figure>
      {!card && answer.enough && (
        <>
          <div className={classes.pair}>
            <Disagreements answer={answer} />
            {(answer.removal_effects ?? []).length > 0 && <RemovalEffects effects={answer.removal_effects ?? []} />}
          </div>
          <PathTable answer={answer} {...(behind && { behind })} />
        </>
      )}
    </div>
  );
}
