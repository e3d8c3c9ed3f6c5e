import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from "@tanstack/react-router";
import { AnswersProvider } from "@/shared/saved/answers";
import { answer, api, ProblemError } from "@/shared/api/client";
import { meQuery } from "@/shared/api/me";
import { isRange } from "@/shared/range/range";
import { Loading, ProblemNote } from "@/shared/states/States";
import { answers } from "./answers";
import { Frame } from "./frame/Frame";
import { NotFound } from "./NotFound";
import { queryClient } from "./queryClient";

/**
 * What the address may say. Every analysis keeps its whole question in `q`, as
 * an object; the screen's own pure functions read and check it.
 */
export type Search = { range?: string; q?: unknown; people?: unknown; token?: string; next?: string; tab?: string; search?: string; saved?: string; week?: string; counting?: "accounts"; segment?: unknown };

function readSearch(raw: Record<string, unknown>): Search {
  const text = (key: string) => (typeof raw[key] === "string" ? (raw[key] as string) : undefined);
  const search: Search = { q: raw.q, people: raw.people, segment: raw.segment, token: text("token"), next: text("next"), tab: text("tab"), search: text("search"), saved: text("saved"), week: text("week") };
  if (isRange(raw.range)) search.range = raw.range;
  if (raw.counting === "accounts") search.counting = "accounts";
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}

const root = createRootRouteWithContext<{ queryClient: typeof queryClient }>()({
  component: () => <AnswersProvider value={answers}><Outlet /></AnswersProvider>,
  validateSearch: readSearch,
  notFoundComponent: NotFound,
});

/** Asks who is signed in; nobody is sent to sign in, or to make the first account. */
async function signedIn({ location }: { location: { href: string; pathname: string } }) {
  try {
    const me = await queryClient.ensureQueryData(meQuery);
    // An owner asks for two-factor codes: until they are set up, the server refuses everything else.
    if (me.must_enrol && location.pathname !== "/settings/security") throw redirect({ to: "/settings/security" });
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status !== 401) throw error;
    const { needed } = await answer(api.GET("/api/v1/setup"));
    throw redirect({ to: needed ? "/setup" : "/sign-in", search: needed ? {} : { next: location.href } });
  }
}

/** Everything behind the sign-in. */
const framed = createRoute({ getParentRoute: () => root, id: "framed", component: Frame, beforeLoad: signedIn });

const screen = <P extends string>(path: P, load: () => Promise<{ default: () => React.ReactNode }>) =>
  createRoute({ getParentRoute: () => framed, path, component: lazyRouteComponent(load) });

const home = screen("/", () => import("@/features/home/HomePage"));
const journeys = screen("/journeys", () => import("@/features/journeys/JourneysPage"));
const maps = screen("/journeys/maps", () => import("@/features/maps/MapsPage"));
const map = screen("/journeys/maps/$id", () => import("@/features/maps/MapPage"));
const funnel = screen("/understand/funnel", () => import("@/features/funnel/FunnelPage"));
const paths = screen("/understand/paths", () => import("@/features/paths/PathsPage"));
const trends = screen("/understand/trends", () => import("@/features/trends/TrendsPage"));
const retention = screen("/understand/retention", () => import("@/features/retention/RetentionPage"));
const rfm = screen("/understand/rfm", () => import("@/features/rfm/RfmPage"));
const compare = screen("/compare", () => import("@/features/compare/ComparePage"));
const idealCustomer = screen("/ideal-customer", () => import("@/features/compare/IdealPage"));
const attribution = screen("/understand/attribution", () => import("@/features/attribution/AttributionPage"));
const trafficSources = screen("/understand/sources", () => import("@/features/visits/TrafficSourcesPage"));
const landing = screen("/understand/landing", () => import("@/features/visits/LandingPage"));
const insights = screen("/understand/insights", () => import("@/features/insights/InsightsPage"));
const voices = screen("/understand/voices", () => import("@/features/voices/VoicesPage"));
const digest = screen("/digest", () => import("@/features/digest/DigestPage"));
const customers = screen("/customers", () => import("@/features/customers/CustomersPage"));
const customer = screen("/customers/$id", () => import("@/features/customers/CustomerPage"));
const accounts = screen("/accounts", () => import("@/features/customers/AccountsPage"));
const account = screen("/accounts/$id", () => import("@/features/customers/AccountPage"));
const dashboards = screen("/dashboards", () => import("@/features/dashboards/DashboardsPage"));
const dashboard = screen("/dashboards/$id", () => import("@/features/dashboards/DashboardPage"));
const saved = screen("/saved", () => import("@/features/saved/SavedPage"));
const notes = screen("/settings/notes", () => import("@/features/notes/NotesPage"));
const opportunities = screen("/opportunities", () => import("@/features/opportunities/OpportunitiesPage"));
const live = screen("/live", () => import("@/features/live/LivePage"));
const sources = screen("/settings/sources", () => import("@/features/sources/SourcesPage"));
const stages = screen("/settings/stages", () => import("@/features/stages/StagesPage"));
const events = screen("/settings/events", () => import("@/features/events/EventsPage"));
const identity = screen("/settings/identity", () => import("@/features/identity/IdentityPage"));
const imports = screen("/settings/imports", () => import("@/features/imports/ImportsPage"));
const quarantine = screen("/settings/quarantine", () => import("@/features/quarantine/QuarantinePage"));
const people = screen("/settings/people", () => import("@/features/people/PeoplePage"));
const security = screen("/settings/security", () => import("@/features/security/SecurityPage"));
const audit = screen("/settings/audit", () => import("@/features/audit/AuditPage"));
const tokens = screen("/settings/tokens", () => import("@/features/tokens/TokensPage"));
const plan = screen("/plan", () => import("@/features/plan/PlanPage"));
const glossary = screen("/glossary", () => import("@/features/glossary/GlossaryPage"));
const general = screen("/settings/general", () => import("@/features/general/GeneralPage"));

const shared = createRoute({ getParentRoute: () => root, path: "/shared/$token", component: lazyRouteComponent(() => import("@/features/dashboards/SharedPage")) });
const join = createRoute({ getParentRoute: () => root, path: "/join", component: lazyRouteComponent(() => import("@/features/account/JoinPage")) });
const unsubscribe = createRoute({ getParentRoute: () => root, path: "/unsubscribe", component: lazyRouteComponent(() => import("@/features/digest/UnsubscribePage")) });
const signIn = createRoute({ getParentRoute: () => root, path: "/sign-in", component: lazyRouteComponent(() => import("@/features/account/SignInPage")) });
const setUp = createRoute({ getParentRoute: () => root, path: "/setup", component: lazyRouteComponent(() => import("@/features/account/SetupPage")) });

const welcome = createRoute({ getParentRoute: () => root, path: "/welcome", component: lazyRouteComponent(() => import("./WelcomePage")), beforeLoad: signedIn });

const tree = root.addChildren([
  framed.addChildren([home, journeys, maps, map, funnel, paths, trends, insights, voices, digest, retention, rfm, compare, idealCustomer, attribution, trafficSources, landing, dashboards, dashboard, saved, notes, customers, customer, accounts, account, opportunities, live, sources, stages, events, identity, imports, quarantine, tokens, general, plan, glossary, people, security, audit]),
  join,
  unsubscribe,
  signIn,
  shared,
  setUp,
  welcome,
]);

export const router = createRouter({
  routeTree: tree,
  context: { queryClient },
  defaultPreload: "intent",
  scrollRestoration: true,
  defaultPendingMs: 150,
  defaultPendingComponent: () => <Loading label="Opening" height={400} />,
  defaultErrorComponent: ({ error }) => (
    <main style={{ padding: "2rem", maxWidth: 640 }}>
      <ProblemNote error={error} retry={() => window.location.reload()} />
    </main>
  ),
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
