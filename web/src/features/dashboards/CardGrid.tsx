import { type DragEvent, useMemo, useState } from "react";
import { useZone } from "@/shared/api/me";
import { bounds } from "@/shared/range/range";
import type { Card, DashboardBody } from "@/shared/saved/queries";
import { addressOf, type SavedQuery, screens, whoseOf } from "@/shared/saved/question";
import type { SegmentRule } from "@/shared/segment/rule";
import { both } from "@/shared/segment/whom";
import { AnswerCard } from "./AnswerCard";
import { CardTools } from "./CardTools";
import { daysOf, moved, questionOf } from "./cards";
import classes from "./Dashboard.module.css";

type Props = {
  cards: Card[];
  queries: SavedQuery[];
  /** Days for all cards; each card's own where there are none. */
  range: string | undefined;
  /** Customers for all cards, beside each card's own. */
  segment: SegmentRule | undefined;
  editing: boolean;
  change: (alter: (body: DashboardBody) => DashboardBody, said?: string) => void;
};

/** The cards in their order. In edit mode they can be moved by pointer and by keyboard. */
export function CardGrid({ cards, queries, range, segment, editing, change }: Props) {
  const zone = useZone();
  const [now] = useState(() => new Date());
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const [said, setSaid] = useState("");

  const move = (id: string | undefined, to: number, announce: boolean) => {
    change((body) => {
      const list = body.cards ?? [];
      return { ...body, cards: moved(list, list.findIndex((card) => card.id === id), to) };
    }, announce ? "The card is moved." : undefined);
    if (!announce) setSaid(`Place ${Math.max(0, Math.min(cards.length - 1, to)) + 1} of ${cards.length}`);
  };
  const dropOn = (card: Card, place: number) => ({
    onDragOver: (event: DragEvent) => {
      if (!dragged) return;
      event.preventDefault();
      setOver(card.id ?? null);
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      if (dragged && dragged !== card.id) move(dragged, place, true);
      setDragged(null);
      setOver(null);
    },
  });

  return (
    <>
      <ul className={classes.cards} aria-label="Cards">
        {cards.map((card, place) => (
          <li key={card.id} className={`sheet ${classes.card}`} data-width={card.width ?? "half"} data-dragged={dragged === card.id || undefined} data-over={(dragged !== card.id && over === card.id) || undefined} {...(editing ? dropOn(card, place) : {})}>
            <OneCard card={card} queries={queries} range={range} segment={segment} zone={zone} now={now} tools={editing && (
              <CardTools
                card={card}
                title={titleOf(card, queries)}
                place={place}
                of={cards.length}
                onMove={(to) => move(card.id, to, false)}
                onDrag={(on) => { setDragged(on ? (card.id ?? null) : null); setOver(null); }}
                onChange={(next, words) => change((body) => ({ ...body, cards: (body.cards ?? []).map((one) => (one.id === card.id ? next : one)) }), words)}
                onRemove={() => change((body) => ({ ...body, cards: (body.cards ?? []).filter((one) => one.id !== card.id) }), `“${titleOf(card, queries)}” is taken off.`)}
              />
            )} />
          </li>
        ))}
      </ul>
      <p className="visually-hidden" role="status">{said}</p>
    </>
  );
}

function titleOf(card: Card, queries: SavedQuery[]): string {
  const question = questionOf(card, queries);
  return card.title || question?.name || (question && screens[question.analysis]?.name) || "Card";
}

type One = { card: Card; queries: SavedQuery[]; range: string | undefined; segment: SegmentRule | undefined; zone: string; now: Date; tools: React.ReactNode };

function OneCard({ card, queries, range, segment, zone, now, tools }: One) {
  const question = questionOf(card, queries);
  const days = question && daysOf(question, range);
  const whose = useMemo(() => {
    const own = whoseOf(question?.question);
    const rule = both(own.segment, segment);
    return { ...own, ...(rule && { segment: rule }) };
  }, [question, segment]);
  const asked = useMemo(() => (question && days ? { analysis: question.analysis, question: question.question, bounds: { ...bounds(days, zone, now), ...whose } } : "The saved question that stood here was deleted. Restore it, or take this card off."), [question, days, zone, now, whose]);
  const link = useMemo(() => question && addressOf(question, days, question.saved, whose), [question, days, whose]);
  return <AnswerCard title={titleOf(card, queries)} width={card.width ?? "half"} show={card.show ?? "chart"} asked={asked} tools={tools} {...(link ? { link } : {})} />;
}
