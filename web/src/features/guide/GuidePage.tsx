import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { kitsQuery } from "@/shared/kit/queries";
import { Logo } from "@/shared/motif/Logo";
import { Loading, ProblemNote } from "@/shared/states/States";
import { Business } from "./Business";
import { Connect } from "./Connect";
import { FirstJourney } from "./FirstJourney";
import classes from "./GuidePage.module.css";
import { Listen } from "./Listen";
import { arrivalsQuery, sourcesQuery } from "./queries";
import { firstCustomer, type Step, stepOf, steps, titles } from "./steps";

/** How an owner gets from an empty installation to the first journey. It can be left and taken up again at any time. */
export default function GuidePage({ journey }: { journey: (customer: string) => ReactNode }) {
  const { tab } = useSearch({ strict: false });
  const navigate = useNavigate();
  const kits = useQuery(kitsQuery);
  const sources = useQuery(sourcesQuery);
  const arrivals = useQuery({ ...arrivalsQuery, refetchInterval: 1500 });
  const error = kits.error ?? sources.error ?? arrivals.error;
  const loaded = kits.data && sources.data && arrivals.data;
  const website = sources.data?.items?.find(({ kind, write_key }) => kind === "browser" && !write_key.includes("•"));
  // The first one stays, whoever else comes by meanwhile.
  const [first, keep] = useState<ReturnType<typeof firstCustomer>>(null);
  const found = first ?? firstCustomer(arrivals.data?.items ?? []);
  if (found !== first) keep(found);
  const step = stepOf(tab, { kit: (kits.data?.items ?? []).some(({ current }) => current), source: website !== undefined, events: found !== null });
  const go = (next: Step) => void navigate({ to: ".", search: { tab: next } });
  return (
    <div className={classes.page}>
      <header className={classes.bar}>
        <Logo />
        <Link to="/" className="plain-link">{step === "journey" ? "Go to the home page" : "Skip for now"}</Link>
      </header>
      <main id="main" className={classes.main}>
        {error && <ProblemNote error={error} retry={() => void Promise.all([kits.refetch(), sources.refetch(), arrivals.refetch()])} />}
        {!loaded && !error && <Loading label="Opening the guide" height={420} />}
        {loaded && (
          <>
            <Progress step={step} onGo={go} reachable={found !== null} />
            <Focused key={step}>
              {step === "business" && <Business hasWebsite={website !== undefined} onDone={() => go("connect")} />}
              {step === "connect" && <Connect website={website} onDone={() => go("listen")} />}
              {step === "listen" && <Listen website={website} arrivals={arrivals.data?.items ?? []} strangers={sources.data?.unknown_keys.calls ?? 0} onBack={() => go("connect")} />}
              {step === "journey" && found && <FirstJourney first={found} journey={journey} />}
            </Focused>
          </>
        )}
      </main>
    </div>
  );
}

/** A new step takes the focus, so that it is read from its beginning. */
function Focused({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, []);
  return <div ref={box} tabIndex={-1} className={classes.step}>{children}</div>;
}

function Progress({ step, onGo, reachable }: { step: Step; onGo: (step: Step) => void; reachable: boolean }) {
  const here = steps.indexOf(step);
  return (
    <nav aria-label="Steps of the guide">
      <ol className={classes.steps}>
        {steps.map((one, i) => (
          <li key={one} data-here={one === step || undefined} data-passed={i < here || undefined}>
            <button type="button" onClick={() => onGo(one)} disabled={one === "journey" && !reachable} aria-current={one === step ? "step" : undefined}>
              <span className={classes.number}>{i + 1}</span> {titles[one]}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
