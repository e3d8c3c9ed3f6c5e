import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ownActs } from "@/shared/filters/filters";
import { count, percent, plural } from "@/shared/format/format";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import type { People } from "@/shared/people/people";
import type { Bounds } from "@/shared/range/range";
import { useRange } from "@/shared/range/useRange";
import { Explain } from "@/shared/statistics/Explain";
import { fewest } from "@/shared/statistics/rate";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import { type Channel, topChannels } from "./channels";
import type { TrendQuestion } from "./figures";
import classes from "./home.module.css";
import { channelsQuery, channelsQuestion } from "./queries";

const all: TrendQuestion = { series: [{ measure: "sessions", where: [ownActs] }], breakdown: "channel" };

/** Where sessions come from. */
export function TopChannels() {
  const { range, bounds } = useRange();
  const answer = useQuery(channelsQuery(bounds));
  return (
    <section className="sheet" aria-labelledby="channels">
      <div className={classes.head}>
        <span className={classes.named}><h2 id="channels" className={classes.title}>How they come</h2><Explain about="how they come" of={["visits"]} /></span>
        <Link to="/understand/trends" search={{ range, q: all }} className="plain-link">See over time</Link>
      </div>
      {answer.isPending ? (
        <Loading label="Counting sessions" height={420} />
      ) : answer.isError ? (
        <ProblemNote error={answer.error} retry={() => void answer.refetch()} />
      ) : (
        <Bars {...topChannels(answer.data)} range={range} bounds={bounds} />
      )}
    </section>
  );
}

function Bars({ channels, rest, total, range, bounds }: ReturnType<typeof topChannels> & { range: string; bounds: Bounds }) {
  const most = channels[0]?.sessions ?? 0;
  if (most === 0) return <Empty title="No sessions in this range">Choose a longer one to see where customers come from.</Empty>;
  return (
    <>
      <p className={classes.sentence}>{channels[0]?.name ?? "Unknown"} brought {total < fewest ? count(channels[0]?.sessions ?? 0) : percent(channels[0]?.share ?? 0, 0)} of {count(total)} sessions.</p>
      <ul className={classes.bars}>
        {channels.map((channel) => (
          <Bar key={channel.name ?? ""} channel={channel} most={most} shares={total >= fewest} people={peopleOf(channel, bounds)}>
            <Link to="/understand/trends" search={{ range, q: only(channel.name) }} className={classes.barName}>{channel.name ?? "Unknown"}</Link>
          </Bar>
        ))}
        {rest && <Bar channel={rest} most={most} shares={total >= fewest}><span className={classes.barName}>{rest.name}</span></Bar>}
      </ul>
    </>
  );
}

function Bar({ channel, most, shares, people, children }: { channel: Channel; most: number; /** Whether there are enough for shares. */ shares: boolean; people?: People; children: React.ReactNode }) {
  const shown = count(channel.sessions);
  return (
    <li className={classes.bar}>
      {children}
      <span className={classes.barNumber}>{people ? <PeopleNumber people={people} value={channel.sessions}>{shown}</PeopleNumber> : shown}{shares && <span className="soft"> {percent(channel.share, channel.share < 0.1 ? 1 : 0)}</span>}</span>
      <span className={classes.track} aria-hidden="true"><span style={{ width: `${(100 * channel.sessions) / most}%` }} /></span>
    </li>
  );
}

/** The customers who came by a channel. */
function peopleOf({ name, sessions }: Channel, bounds: Bounds): People {
  return { analysis: "trend", question: channelsQuestion(bounds), of: { series: 0, value: name }, title: `Customers who came by ${name ?? "an unknown channel"}`, note: plural(sessions, "visit") };
}

function only(channel: string | null): TrendQuestion {
  const where = channel === null ? { property: "channel", op: "not_exists" } : { property: "channel", op: "eq", value: channel };
  return { series: [{ measure: "sessions", where: [ownActs, where] }] };
}
