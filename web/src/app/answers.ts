import { type ComponentType, lazy } from "react";
import type { AnswerProps } from "@/shared/saved/answers";

/** Which feature answers which analysis on a card. */
export const answers: Record<string, ComponentType<AnswerProps>> = {
  trend: lazy(() => import("@/features/trends/TrendCard")),
  funnel: lazy(() => import("@/features/funnel/FunnelCard")),
  paths: lazy(() => import("@/features/paths/PathsCard")),
  retention: lazy(() => import("@/features/retention/RetentionCard")),
  rfm: lazy(() => import("@/features/rfm/RfmCard")),
  compare: lazy(() => import("@/features/compare/CompareCard")),
  profile: lazy(() => import("@/features/compare/IdealCard")),
  attribution: lazy(() => import("@/features/attribution/AttributionCard")),
  sources: lazy(() => import("@/features/visits/SourcesCard")),
  landing: lazy(() => import("@/features/visits/LandingCard")),
  voices: lazy(() => import("@/features/voices/VoicesCard")),
  insights: lazy(() => import("@/features/insights/InsightsCard")),
  stages: lazy(() => import("@/features/journeys/StagesCard")),
};
