import { kindName, sentence, shortIdentifier } from "@/shared/customer/customer";
import { consentRows } from "./identity";
import { propertyRows } from "./journey";
import classes from "./Known.module.css";
import type { Profile } from "./queries";

/** What is known: by what they are recognised, what they told, what they agreed to. */
export function Known({ profile }: { profile: Profile }) {
  const identifiers = profile.identifiers ?? [];
  const traits = propertyRows(profile.traits);
  return (
    <section className={`sheet ${classes.known}`} aria-label="What is known">
      <div>
        <h2 className={classes.title}>Recognised by</h2>
        <ul className={classes.rows}>
          {identifiers.map((identifier) => (
            <li key={`${identifier.kind} ${identifier.value}`}>
              <span className={classes.key}>{kindName(identifier.kind)}</span>
              <span className={classes.value} title={identifier.value}>{identifier.kind === "anonymous_id" ? <code>{identifier.value.slice(0, 8)}…</code> : shortIdentifier(identifier)}</span>
            </li>
          ))}
        </ul>
      </div>
      <div>
        <h2 className={classes.title}>What they told you</h2>
        {traits.length === 0 ? (
          <p className={classes.nothing}>Nothing so far. Details come with the forms that they fill in.</p>
        ) : (
          <dl className={classes.rows}>
            {traits.map(({ name, value }) => (
              <div key={name}><dt className={classes.key}>{sentence(name)}</dt><dd className={classes.value}>{value}</dd></div>
            ))}
          </dl>
        )}
      </div>
      <div>
        <h2 className={classes.title}>What they agreed to</h2>
        <dl className={classes.rows}>
          {consentRows(profile.consents).map(({ name, answer }) => (
            <div key={name}>
              <dt className={classes.key}>{name}</dt>
              <dd className={classes.value} data-answer={answer ?? "none"}>{answer === null ? "Never answered" : answer === "yes" ? "Yes" : "No"}</dd>
            </div>
          ))}
        </dl>
      </div>
    </section>
  );
}
