import { useZone } from "@/shared/api/me";
import { exact } from "@/shared/format/format";
import { identifierText } from "./identity";
import { MergeItem } from "./MergeItem";
import type { Merge, Profile } from "./queries";
import type { Split } from "./SplitResult";
import classes from "./WhyOnePerson.module.css";

/** The evidence that all this is one person, each piece of which can be refused. */
export function WhyOnePerson({ profile, onSplit }: { profile: Profile; onSplit: (split: Split) => void }) {
  const merges = profile.merges ?? [];
  const vetoed = profile.vetoed ?? [];
  return (
    <section className="sheet" aria-labelledby="why-one">
      <h2 id="why-one" className={classes.title}>Why is this one person?</h2>
      {merges.length === 0 ? (
        <p className={classes.lead}>There is a single identifier, and nothing was joined to it. As soon as they sign in or leave their mail address, what they did before comes along.</p>
      ) : (
        <>
          <p className={classes.lead}>Each of these was seen in one and the same call, the latest first. Where that is a mistake, such as a shared tablet, take it apart.</p>
          <ol className={classes.list}>
            {merges.map((merge) => <MergeItem key={merge.id} profile={profile} merge={merge} onSplit={onSplit} />)}
          </ol>
        </>
      )}
      {vetoed.length > 0 && (
        <>
          <h3 className={classes.subtitle}>Seen together and kept apart</h3>
          <p className={classes.lead}>These came in one call, but joining them would have made one person of two accounts. So they were not joined.</p>
          <ul className={classes.list}>{vetoed.map((merge) => <Vetoed key={merge.id || merge.message_id} merge={merge} />)}</ul>
        </>
      )}
    </section>
  );
}

function Vetoed({ merge }: { merge: Merge }) {
  const zone = useZone();
  return (
    <li className={classes.item}>
      <p className={classes.ends}>{(merge.identifiers ?? []).map(identifierText).join(" and ")}</p>
      <p className={classes.cause}>In one {merge.cause} call, <time dateTime={merge.time}>{exact(merge.time, zone)}</time></p>
    </li>
  );
}
