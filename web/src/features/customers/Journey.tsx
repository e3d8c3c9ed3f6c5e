import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { settingsQuery } from "@/shared/api/settings";
import { count, plural } from "@/shared/format/format";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import classes from "./Journey.module.css";
import { gap, isCut, joinPages, stageMoves } from "./journey";
import { accountJourneyQuery, journeyQuery, type Session } from "./queries";
import { type People, SessionPart } from "./SessionPart";

type Of = { id: string; touchpoints: number };
type Page = { items: Session[] | null; next: string | null };
type Read = { data: { pages: Page[] } | undefined; error: unknown; isPending: boolean; isError: boolean; hasNextPage: boolean; isFetchingNextPage: boolean; refetch: () => unknown; fetchNextPage: () => unknown };

/** A customer's journey. */
export function Journey({ customer }: { customer: Of }) {
  return <Line journey={useInfiniteQuery(journeyQuery(customer.id))} touchpoints={customer.touchpoints} />;
}

/** The journey of an account: what its people did, with who did it. */
export function AccountJourney({ account, people }: { account: Of; people: People }) {
  return <Line journey={useInfiniteQuery(accountJourneyQuery(account.id))} touchpoints={account.touchpoints} people={people} />;
}

/** The journey as one line from today back to the first visit, which bends where a session ends. */
function Line({ journey, touchpoints, people }: { journey: Read; touchpoints: number; people?: People }) {
  const stages = useQuery(settingsQuery).data?.stages;
  const sessions = useMemo(() => joinPages(journey.data?.pages ?? []), [journey.data]);
  const complete = !journey.hasNextPage;
  const moves = useMemo(() => stageMoves(sessions, (stages ?? []).map(({ key }) => key), complete), [sessions, stages, complete]);
  const shown = sessions.reduce((sum, session) => sum + (session.touchpoints?.length ?? 0), 0);
  return (
    <section className={`sheet ${classes.journey}`} aria-labelledby="journey-title">
      <h2 id="journey-title" className={classes.title}>The journey</h2>
      {journey.isPending ? (
        <Loading label="Reading the journey" height={420} />
      ) : journey.isError ? (
        <ProblemNote error={journey.error} retry={() => void journey.refetch()} />
      ) : sessions.length === 0 ? (
        <Empty title="No steps yet">They are known, from an import or a sign-up, but were not yet seen doing anything.</Empty>
      ) : (
        <>
          <p className={classes.lead}>The latest visit stands first; within a visit, read downwards. An event opens to show its details.</p>
          <div className={classes.path}>
            {sessions.map((session, i) => {
              const later = sessions[i - 1];
              return (
                <SessionPart
                  key={session.id}
                  session={session}
                  lane={i % 2 === 0 ? 0 : 1}
                  gap={later ? gap(session, later) : null}
                  moves={moves}
                  stages={stages ?? []}
                  first={complete && i === sessions.length - 1}
                  cut={isCut(session)}
                  {...(people && { people })}
                />
              );
            })}
          </div>
          {journey.hasNextPage && (
            <p className={classes.more}>
              <Button variant="default" size="sm" loading={journey.isFetchingNextPage} onClick={() => void journey.fetchNextPage()}>Show earlier</Button>
              <span className="soft" aria-live="polite">{count(shown)} of {plural(Math.max(touchpoints, shown), "touchpoint")}</span>
            </p>
          )}
        </>
      )}
    </section>
  );
}
