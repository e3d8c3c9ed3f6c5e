import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useMe } from "@/shared/api/me";
import { Page } from "@/shared/figure/Page";
import { Explain } from "@/shared/statistics/Explain";
import { FirstSteps } from "./FirstSteps";
import classes from "./home.module.css";
import { KeyFigures } from "./KeyFigures";
import { LatestJourneys } from "./LatestJourneys";
import { latestQuery } from "./queries";
import { TopChannels } from "./TopChannels";

const BestOpportunities = lazy(() => import("./BestOpportunities"));
const WhatChanged = lazy(() => import("@/shared/insights/WhatChanged"));

/** How the business is doing, in one look. */
export default function HomePage() {
  const me = useMe();
  const latest = useQuery(latestQuery);
  if (latest.data && (latest.data.items ?? []).length === 0) {
    return (
      <Page title={`Welcome, ${me.name}`} lead={`As soon as ${me.workspace.name} sends its first event, this is where you see how the business is doing.`}>
        <FirstSteps />
      </Page>
    );
  }
  return (
    <Page title="How business is going" range>
      <KeyFigures />
      <section className={`sheet ${classes.changed}`} aria-labelledby="changed">
        <h2 id="changed" className={classes.title}>What changed, and why</h2>
        <Suspense fallback={null}><WhatChanged /></Suspense>
      </section>
      <section className={`sheet ${classes.better}`} aria-labelledby="better">
        <span className={classes.named}><h2 id="better" className={classes.title}>What could go better</h2><Explain about="what could go better" of={["lost"]} /></span>
        <Suspense fallback={null}><BestOpportunities /></Suspense>
      </section>
      <div className={classes.columns}>
        <LatestJourneys />
        <TopChannels />
      </div>
    </Page>
  );
}
