import { Button, Menu } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useCurrency, useMay } from "@/shared/api/me";
import { ago, day, plural } from "@/shared/format/format";
import { notify } from "@/shared/states/notices";
import { ProblemNote } from "@/shared/states/States";
import { Check } from "./Check";
import classes from "./Opportunities.module.css";
import { Mended } from "./Mended";
import { Part } from "./Part";
import { decide, type Opportunity, opportunitiesQuery, type State } from "@/shared/opportunities/queries";
import { useSeeCustomers } from "@/shared/opportunities/useSeeCustomers";
import { Explain } from "@/shared/statistics/Explain";
import { Rate } from "@/shared/statistics/Rate";
import { sentences, states, weight, where, whom, worth } from "@/shared/opportunities/words";

/** One finding: what it costs, what gives it away, what could be done, and what was decided about it. */
export function OpportunityCard({ found, rank }: { found: Opportunity; rank: number }) {
  const currency = useCurrency();
  const { amount, interval, enough } = worth(found, currency);
  const [first, rest] = sentences(found.sentence);
  const evidence = found.evidence ?? [];
  const suggestions = found.suggestions ?? [];
  return (
    <article className={`sheet ${classes.card}`} aria-labelledby={`opportunity-${rank}`}>
      <div className={classes.cost}>
        <p className={classes.amount}>{amount}</p>
        <p className={classes.interval}>lost in 30 days{enough ? `, ${interval} with 95% certainty` : `; ${interval}`}</p>
        <p className={classes.effort}>{weight(found, enough)}</p>
      </div>
      <div className={classes.body}>
        <h2 id={`opportunity-${rank}`} className={classes.sentence}>{first}</h2>
        {rest && <p>{rest}</p>}
        <p className="soft">{whom(found)}; {where(found)}.{!found.current && " It is not found any more; these are the numbers of when it was decided about."}</p>
        {found.attempts > 0 && <GoingOn found={found} />}
        <Part title="What gives it away" explain="trace" />
        {evidence.length > 0 ? <ul className={classes.list}>{evidence.map((text) => <li key={text}>{text}</li>)}</ul>
          : <p className="soft">Nothing that was recorded: no error, slow page or abandoned field is more frequent in these visits than in others, beyond chance. It may lie in who these people are, so it counts half.</p>}
        {suggestions.length > 0 && <><Part title="What could help" /><ul className={classes.list}>{suggestions.map((text) => <li key={text}>{text}</li>)}</ul></>}
        {found.check && <Check check={found.check} />}
        {found.state !== "open" && <p className="soft">{states.find(({ value }) => value === found.state)?.label}{found.changed ? `, ${ago(found.changed)}` : ""}{found.changed_by ? ` by ${found.changed_by}` : ""}{found.note ? `: ${found.note}` : ""}</p>}
        <Decide found={found} />
      </div>
    </article>
  );
}

/** How many went on, and how many of people alike did. */
function GoingOn({ found: { attempts, rate, rate_elsewhere } }: { found: Opportunity }) {
  return (
    <div className={classes.headed}>
      <p>Of {plural(attempts, "customer")} <Rate rate={rate.value} interval={rate} digits={0} /> went on, of people alike elsewhere <Rate rate={rate_elsewhere.value} interval={rate_elsewhere} digits={0} />.</p>
      <Explain about="who went on" of={["going_on"]} />
    </div>
  );
}

function Decide({ found }: { found: Opportunity }) {
  const client = useQueryClient();
  const seeCustomers = useSeeCustomers(found);
  const may = useMay("edit_analyses");
  const again = () => client.invalidateQueries({ queryKey: opportunitiesQuery.queryKey });
  const change = useMutation({
    mutationFn: ({ state, at }: { state: State; at?: string }) => decide(found.id, state, found.note, at),
    onSuccess: async (_, { state, at }) => {
      const told = at ? `It is checked from ${day(at)} on.` : `It is ${states.find(({ value }) => value === state)?.label.toLowerCase()} now.`;
      notify(told, async () => {
        await decide(found.id, found.state, found.note, found.state === "open" ? undefined : found.changed ?? undefined);
        await again();
      });
      await again();
    },
  });
  const step = found.where.steps ?? (found.where.after ? [{ event: found.where.after }, { event: found.where.step }] : [{ event: found.where.step }]);
  const where = (found.segment ?? []).filter(({ property }) => !property.startsWith("traits."));
  return (
    <div className={classes.tools}>
      {seeCustomers && <Button size="sm" onClick={seeCustomers}>See the customers</Button>}
      <Link to="/understand/funnel" search={{ q: { steps: step, ...(found.segment?.[0] && { breakdown: { property: found.segment[0].property } }), ...(where.length > 1 && { where: where.slice(1) }) } }} className="plain-link">Look at the step</Link>
      {may && found.state === "fixed" && found.changed && <Mended since={found.changed} onChange={(at) => change.mutate({ state: "fixed", at })} />}
      {may && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target><Button variant="default" size="sm" loading={change.isPending}>Decide</Button></Menu.Target>
          <Menu.Dropdown>
            {states.filter(({ value }) => value !== found.state).map(({ value, label, title }) => (
              <Menu.Item key={value} onClick={() => change.mutate({ state: value })}><span className={classes.choice}>{label}</span><span className={classes.hint}>{title}</span></Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {change.error && <ProblemNote error={change.error} />}
    </div>
  );
}
