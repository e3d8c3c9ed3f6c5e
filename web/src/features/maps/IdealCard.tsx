import { ActionIcon, Checkbox, Select, Switch } from "@mantine/core";
import { useIsMutating, useQuery } from "@tanstack/react-query";
import { useCurrency } from "@/shared/api/me";
import type { Schemas } from "@/shared/api/client";
import { Figure } from "@/shared/figure/Figure";
import { EventPicker } from "@/shared/filters/EventPicker";
import { count, money, percent } from "@/shared/format/format";
import { PeopleNumber } from "@/shared/people/PeopleNumber";
import { TooFew } from "@/shared/statistics/Rate";
import { fewest } from "@/shared/statistics/rate";
import { Loading, ProblemNote, TooLittle } from "@/shared/states/States";
import classes from "./IdealCard.module.css";
import type { Ideal } from "./map";
import { conformanceQuery } from "./queries";
import { type Departure, departed, inAll, inShort, instead, lasting } from "./words";

type Step = Schemas["ConformanceStep"];
const spans = ["", "30m", "1d", "7d", "30d"];
const choices = spans.map((value) => ({ value, label: lasting(value) }));

/** The ideal journey, drawn as a list, beside what really happens. */
export function IdealCard({ ideal, question, onChange }: { ideal: Ideal | undefined; question: Schemas["ConformanceDefinition"]; onChange?: (ideal: Ideal | undefined) => void }) {
  return (
    <div className={classes.card} data-undrawn={ideal ? undefined : true}>
      <section className="sheet" aria-label="The ideal journey">
        <h2 className={classes.title}>The ideal journey</h2>
        <Steps ideal={ideal ?? { steps: [], loops: true }} onChange={onChange} />
      </section>
      {ideal ? <Actual question={question} /> : (
        <section className="sheet"><p className={classes.hint}>Name the steps of the journey as it should be, and see here how many follow it, where the others leave it, what they do instead and what that goes with.</p></section>
      )}
    </div>
  );
}

function Steps({ ideal, onChange }: { ideal: Ideal; onChange?: (ideal: Ideal | undefined) => void }) {
  const steps = ideal.steps ?? [];
  const put = (next: Step[]) => onChange?.(next.some((s) => !s.optional) ? { ...ideal, steps: next } : undefined);
  const replace = (index: number, step: Step) => put(steps.map((old, i) => (i === index ? step : old)));
  const move = (from: number, to: number) => {
    const next = [...steps];
    next.splice(to, 0, ...next.splice(from, 1));
    put(next);
  };
  const requiredLeft = (index: number) => steps.some((s, i) => i !== index && !s.optional);
  return (
    <>
      <ol className={classes.steps}>
        {steps.map((step, i) => {
          const name = step.name || step.event || step.events?.join(" or ") || "any event";
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: steps have no identity of their own
            <li key={i} className={classes.step}>
              <span className={classes.number} aria-hidden="true">{i + 1}</span>
              <div className={classes.what}>
                <span className={classes.name}>{name}</span>
                {onChange && (
                  <span className={classes.rules}>
                    <Checkbox size="xs" label="Optional" aria-label={`${name} is optional`} checked={step.optional ?? false} disabled={!step.optional && !requiredLeft(i)} onChange={(e) => replace(i, { ...step, optional: e.currentTarget.checked })} />
                    {i > 0 && <Select size="xs" w={128} aria-label={`Longest time until ${name}`} allowDeselect={false} value={step.within ?? ""} onChange={(within) => { const { within: _, ...rest } = step; replace(i, within ? { ...rest, within } : rest); }} data={spans.includes(step.within ?? "") ? choices : [...choices, { value: step.within ?? "", label: lasting(step.within ?? "") }]} />}
                  </span>
                )}
                <span className={onChange ? classes.said : "soft"}>{[step.optional && "optional", step.within && lasting(step.within)].filter(Boolean).join(", ")}</span>
              </div>
              {onChange && (
                <div className={classes.moves}>
                  <ActionIcon variant="subtle" color="gray" disabled={i === 0} aria-label={`Move ${name} up`} onClick={() => move(i, i - 1)}>↑</ActionIcon>
                  <ActionIcon variant="subtle" color="gray" disabled={i === steps.length - 1} aria-label={`Move ${name} down`} onClick={() => move(i, i + 1)}>↓</ActionIcon>
                  <ActionIcon variant="subtle" color="gray" aria-label={`Remove ${name}`} onClick={() => put(steps.filter((_, k) => k !== i))}>×</ActionIcon>
                </div>
              )}
            </li>
          );
        })}
      </ol>
      {steps.length > 0 && <p className={onChange ? classes.said : classes.hint}>{ideal.loops ? "Customers may repeat steps and go back." : "Each step is done once, in this order."}</p>}
      {onChange && (
        <div className={classes.tools}>
          {steps.length < 20 && <EventPicker label="Add a step" hideLabel placeholder="+ Add a step" value={null} onChange={(event) => event && put([...steps, { event }])} />}
          {steps.length > 0 && <Switch label="Customers may repeat steps and go back" checked={ideal.loops ?? false} onChange={(e) => onChange({ ...ideal, loops: e.currentTarget.checked })} />}
        </div>
      )}
    </>
  );
}

function Actual({ question }: { question: Schemas["ConformanceDefinition"] }) {
  // The question names the map as the server has it: before a change is stored there is no answer to it yet, or an old one.
  const storing = useIsMutating({ mutationKey: ["maps", question.map] }) > 0;
  const { data, error, refetch } = useQuery({ ...conformanceQuery(question), enabled: !storing });
  const currency = useCurrency();
  if (error) return <section className="sheet"><ProblemNote error={error} retry={() => void refetch()} /></section>;
  if (!data) return <section className="sheet"><Loading label="Holding the journeys against it" height={260} /></section>;
  const steps = data.steps ?? [];
  const departures = data.departures ?? [];
  const behind = (of: Schemas["ConformanceWho"], title: string) => ({ analysis: "conformance" as const, question, of, title });
  const many = data.deviated.customers >= fewest;
  return (
    <Figure<Departure>
      title="Ideal against actual"
      explain={["ideal", "departure"]}
      sentence={inShort(data, currency)}
      rows={departures}
      rowKey={(d) => `${d.step} ${d.how}`}
      columns={[
        { name: "Where it was left", cell: (d) => departed(d, steps), text: (d) => departed(d, steps) },
        { name: "Customers", cell: (d) => <PeopleNumber value={d.customers} people={behind({ did: d.how, step: d.step }, `Customers who ${departed(d, steps)}`)}>{count(d.customers)}</PeopleNumber>, text: (d) => d.customers, numeric: true },
        { name: "Share of those who left", cell: (d) => (many ? percent(d.share, 0) : <TooFew />), text: (d) => (many ? d.share : ""), numeric: true },
        { name: "Next they did", cell: (d) => instead(d) ?? "–", text: (d) => instead(d) ?? "" },
        { name: "Value each", cell: (d) => (d.value !== null && d.customers >= fewest ? money(d.value, currency) : <TooFew />), text: (d) => (d.customers >= fewest ? d.value : ""), numeric: true },
      ]}
      headline={
        <p className={classes.headline}>
          <strong>{data.rate === null ? count(data.followed.customers) : percent(data.rate, 0)}</strong>{" "}
          <span>follow it: <PeopleNumber value={data.followed.customers} people={behind({ did: "followed" }, "Customers who followed the ideal journey")}>{count(data.followed.customers)}</PeopleNumber> of {count(data.customers)}{data.interval && `; with 95% confidence between ${percent(data.interval.low, 0)} and ${percent(data.interval.high, 0)}`}</span>
        </p>
      }
      foot={
        <>
          {data.underway > 0 && <p className={classes.hint}><PeopleNumber value={data.underway} people={behind({ did: "underway" }, "Customers who are under way")}>{count(data.underway)}</PeopleNumber> more are still under way and in no share.</p>}
          {data.cost ? <p className={classes.hint}>All <PeopleNumber value={data.deviated.customers} people={behind({ did: "deviated" }, "Customers who left the ideal journey")}>{count(data.deviated.customers)}</PeopleNumber> who left {inAll(data.cost, currency)} This is an association, not a cause: those who follow may differ in more than this.</p> : data.customers > 0 && <TooLittle>With fewer than 30 customers on either side, what leaving costs cannot be said.</TooLittle>}
        </>
      }
    >
      <ul className={classes.departures}>
        {departures.slice(0, 6).map((d) => (
          <li key={`${d.step} ${d.how}`}>
            <span className={classes.where}>{departed(d, steps)}</span>
            <span className={classes.bar} aria-hidden="true"><span style={{ width: `${100 * d.share}%` }} /></span>
            <span className={classes.many}><PeopleNumber value={d.customers} people={behind({ did: d.how, step: d.step }, `Customers who ${departed(d, steps)}`)}>{count(d.customers)}</PeopleNumber></span>
            {instead(d) && <span className={classes.next}>next: {instead(d)}</span>}
          </li>
        ))}
      </ul>
    </Figure>
  );
}
