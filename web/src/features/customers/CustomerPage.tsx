import { SegmentedControl } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { ProblemError } from "@/shared/api/client";
import { customerName } from "@/shared/customer/customer";
import { Page } from "@/shared/figure/Page";
import { Empty, Loading, ProblemNote } from "@/shared/states/States";
import classes from "./CustomerPage.module.css";
import { Journey } from "./Journey";
import { KeyFacts } from "./KeyFacts";
import { Known } from "./Known";
import { type Customer, type Profile, profileQuery } from "./queries";
import { type Split, SplitResult } from "./SplitResult";
import { Standing } from "./Standing";
import { WhyOnePerson } from "./WhyOnePerson";

/** One customer: who they are, how we know that it is one person, and their whole journey. */
export default function CustomerPage() {
  const { id = "" } = useParams({ strict: false });
  const profile = useQuery(profileQuery(id));
  const navigate = useNavigate();
  const current = profile.data?.id;
  // An id that was merged away finds the customer under the one that stayed.
  useEffect(() => {
    if (current && current !== id) void navigate({ to: "/customers/$id", params: { id: current }, search: (before) => before, replace: true });
  }, [current, id, navigate]);

  if (profile.isPending) {
    return <Page title="Customer"><BackLink /><Loading label="Opening the customer" height={480} /></Page>;
  }
  if (profile.isError) {
    const unknown = profile.error instanceof ProblemError && profile.error.status === 404;
    return (
      <Page title={unknown ? "No such customer" : "Customer"}>
        <BackLink />
        {unknown ? (
          <div className="sheet">
            <Empty title="Nobody goes by this id" action={<Link to="/customers" className="plain-link">All customers</Link>}>
              The address may be mistyped, or the customer was erased at their own wish.
            </Empty>
          </div>
        ) : (
          <ProblemNote error={profile.error} retry={() => void profile.refetch()} />
        )}
      </Page>
    );
  }
  return <Shown key={profile.data.id} profile={profile.data} />;
}

const parts = ["journey", "about"] as const;
type Part = (typeof parts)[number];

function Shown({ profile }: { profile: Profile }) {
  const narrow = useMediaQuery("(max-width: 1020px)", undefined, { getInitialValueInEffect: false });
  const { tab } = useSearch({ strict: false });
  const navigate = useNavigate();
  const [split, setSplit] = useState<Split | null>(null);
  const part: Part = parts.find((name) => name === tab) ?? "journey";
  const journey = <Journey customer={profile} />;
  const about = (
    <div className={classes.about}>
      <Known profile={profile} />
      <WhyOnePerson profile={profile} onSplit={setSplit} />
    </div>
  );
  return (
    <Page title={customerName(profile)} lead={<BackLink />}>
      {split && <SplitResult split={split} onClose={() => setSplit(null)} />}
      <KeyFacts customer={profile as Customer} />
      <Standing profile={profile} />
      {narrow ? (
        <>
          <SegmentedControl
            fullWidth
            aria-label="Show"
            value={part}
            onChange={(next) => void navigate({ to: ".", search: (before) => ({ ...before, tab: next === "journey" ? undefined : next }), replace: true })}
            data={[{ value: "journey", label: "Journey" }, { value: "about", label: "About them" }]}
          />
          {part === "journey" ? journey : about}
        </>
      ) : (
        <div className={classes.columns}>
          {journey}
          {about}
        </div>
      )}
    </Page>
  );
}

function BackLink() {
  return <Link to="/customers" className="plain-link">All customers</Link>;
}
