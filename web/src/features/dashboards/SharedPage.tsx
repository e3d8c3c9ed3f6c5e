import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { ProblemError, type Schemas } from "@/shared/api/client";
import { PublicWorkspaceProvider } from "@/shared/api/me";
import { day, moment } from "@/shared/format/format";
import { Logo } from "@/shared/motif/Logo";
import { GivenNotesProvider } from "@/shared/notes/queries";
import { defaultRange, label } from "@/shared/range/range";
import { rangeOf } from "@/shared/saved/question";
import { describeRule } from "@/shared/segment/describe";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { AnswerCard } from "./AnswerCard";
import classes from "./Dashboard.module.css";
import page from "./SharedPage.module.css";
import { sharedQuery } from "./shares";

/** What a public link shows: a dashboard's numbers, to people without an account. */
export default function SharedPage() {
  const { token } = useParams({ strict: false });
  const { data, error, refetch } = useQuery(sharedQuery(token ?? ""));
  useNoIndex();
  const ended = error instanceof ProblemError && (error.status === 404 || error.status === 410);
  return (
    <div className={page.page}>
      <header className={page.bar}><Logo />{data && <span>{data.business}</span>}</header>
      <main id="main" className={page.main}>
        {ended ? (
          <>
            <h1 className="visually-hidden">A shared dashboard</h1>
            <div className="sheet"><Empty title="This link shows nothing any more" height={360}>{error.message}</Empty></div>
          </>
        ) : error ? <><h1 className="visually-hidden">A shared dashboard</h1><ProblemNote error={error} retry={() => void refetch()} /></> : !data ? <><h1 className="visually-hidden">A shared dashboard</h1><Loading label="Counting" height={480} /></> : <Shown shared={data} />}
      </main>
    </div>
  );
}

function Shown({ shared }: { shared: Schemas["SharedPage"] }) {
  return (
    <PublicWorkspaceProvider value={{ timezone: shared.timezone, currency: shared.currency }}>
      <GivenNotesProvider value={shared.notes ?? []}>
        <div>
          <h1 className={page.title}>{shared.name}</h1>
          {shared.description && <p className={page.lead}>{shared.description}</p>}
          {shared.segment && <p className={page.lead}>{describeRule(shared.segment).replace(/^Customers/, "Only customers")}.</p>}
        </div>
        <ul className={classes.cards} aria-label="Cards">
          {(shared.cards ?? []).map((card) => (
            <li key={card.id} className={`sheet ${classes.card}`} data-width={card.width}>
              <SharedCard card={card} answered={shared.answered} />
            </li>
          ))}
        </ul>
        <p className={page.foot}>
          Counted {moment(shared.answered, shared.timezone)} ({shared.timezone}).{shared.expires && ` The link works until ${day(shared.expires, shared.timezone)}.`}
        </p>
      </GivenNotesProvider>
    </PublicWorkspaceProvider>
  );
}

function SharedCard({ card, answered }: { card: Schemas["SharedCard"]; answered: string }) {
  const asked = card.problem || card.answer === undefined ? (card.problem ?? "There is no answer.") : {
    analysis: card.analysis,
    question: card.question,
    bounds: { from: card.begin, to: card.end },
    given: { answer: card.answer, now: Date.parse(answered) },
  };
  return (
    <>
      <AnswerCard title={card.title || "Card"} width={oneOf(card.width, ["third", "half", "full"], "half")} show={oneOf(card.show, ["number", "chart", "table"], "chart")} asked={asked} />
      {typeof asked !== "string" && <p className={page.days}>{label(rangeOf(card) ?? defaultRange)}</p>}
    </>
  );
}

function oneOf<T extends string>(text: string, known: T[], otherwise: T): T {
  return known.find((one) => one === text) ?? otherwise;
}

/** Search engines shall not list the page, whichever way they came to it. */
function useNoIndex() {
  useEffect(() => {
    const tag = document.createElement("meta");
    tag.name = "robots";
    tag.content = "noindex, nofollow";
    document.head.append(tag);
    return () => tag.remove();
  }, []);
}
