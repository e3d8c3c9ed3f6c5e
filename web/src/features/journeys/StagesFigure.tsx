import { Figure } from "@/shared/figure/Figure";
import { count, duration } from "@/shared/format/format";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import { Rate } from "@/shared/statistics/Rate";
import { fewest } from "@/shared/statistics/rate";
import { TooLittle } from "@/shared/states/States";
import { type Behind, moved } from "./people";
import type { StagesAnswer } from "./queries";
import { StageMap } from "./StageMap";
import { inShort, namer } from "./words";

/** How many customers stand somewhere in the model. */
export function totalOf(answer: StagesAnswer): number {
  return (answer.stages ?? []).reduce((sum, stage) => sum + stage.customers, 0);
}

/** The stage map with its sentence and its table. */
export function StagesFigure({ answer, behind }: { answer: StagesAnswer; behind?: Behind }) {
  const name = namer(answer.stages ?? []);
  const total = totalOf(answer);
  return (
    <Figure
      title="The stage map"
      explain={["stage_now", "entered", "stay", "silent", "move"]}
      sentence={inShort(answer)}
      rows={answer.transitions ?? []}
      rowKey={(move) => `${move.from}>${move.to}`}
      columns={[
        { name: "From", cell: (m) => (m.from === "start" ? "Start" : name(m.from)), text: (m) => m.from },
        { name: "To", cell: (m) => (m.to === "lapsed" ? "Silence" : name(m.to)), text: (m) => m.to },
        { name: "Customers", cell: (m) => <PeopleNumber people={behind?.(moved(m, name))} value={m.customers}>{count(m.customers)}</PeopleNumber>, text: (m) => m.customers, numeric: true },
        { name: "Share", cell: (m) => <Rate rate={m.rate} interval={m.interval} />, text: (m) => (m.interval ? m.rate : null), numeric: true },
        { name: "Typical time", cell: (m) => duration(m.median_seconds), text: (m) => m.median_seconds, numeric: true },
      ]}
      number={{ value: count(total), words: "customers on their way" }}
      foot={total < fewest && <TooLittle>These are the moves of only {count(total)} customers: read them as stories, not as shares.</TooLittle>}
    >
      <StageMap answer={answer} behind={behind} />
    </Figure>
  );
}
