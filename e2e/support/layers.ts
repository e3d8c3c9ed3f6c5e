// Everything that opens above a screen: dialogs, drawers, menus. tests/layers.test.ts opens each with the keyboard, lets
// axe-core look at it, walks it and leaves it; tests/routes.test.ts fails where one of the app is missing here.
import type { Locator, Page } from "playwright-core";
import { type Screen, screens } from "./screens";
import { spenders } from "./spenders";

export interface Layer {
  /** Where it is written, under web/src. */
  file: string;
  kind: "dialog" | "menu";
  on: Pick<Screen, "address" | "heading">;
  /** What opens it with Enter; a text is a key that opens it from anywhere. */
  opener: ((page: Page) => Locator) | string;
  /** What comes before. */
  first?: (page: Page) => Promise<void>;
  /** Only where the screen is narrow. */
  phone?: true;
}

const button = (name: string | RegExp) => (page: Page) => page.getByRole("button", { name, ...(typeof name === "string" && { exact: true }) }).locator("visible=true").first();
const at = (route: string): Screen => {
  const screen = screens.find((one) => one.route === route);
  if (!screen) throw new Error(`there is no screen ${route}`);
  return screen;
};

export const layers: Layer[] = [
  { file: "app/frame/Frame.tsx", kind: "dialog", on: at("/"), opener: button("Open the navigation"), phone: true },
  { file: "app/frame/AccountMenu.tsx", kind: "menu", on: at("/"), opener: button(/account and appearance/) },
  { file: "app/frame/WorldMenu.tsx", kind: "menu", on: at("/"), opener: button(/a simulated business/) },
  { file: "app/palette/Palette.tsx", kind: "dialog", on: at("/"), opener: "Control+k" },
  { file: "app/palette/Shortcuts.tsx", kind: "dialog", on: at("/"), opener: "?" },
  { file: "shared/statistics/Explain.tsx", kind: "dialog", on: at("/understand/funnel"), opener: button("How Funnel is counted") },
  { file: "shared/range/RangePicker.tsx", kind: "dialog", on: at("/journeys"), opener: button(/^Date range/) },
  { file: "shared/segment/SegmentDialog.tsx", kind: "dialog", on: at("/journeys"), opener: button(/^Which customers/) },
  { file: "shared/people/PeopleDrawer.tsx", kind: "dialog", on: at("/journeys"), opener: button(/customers, .* silent: see them/) },
  { file: "shared/figure/FigureMenu.tsx", kind: "menu", on: at("/understand/trends"), opener: button(/^Download or share/) },
  { file: "shared/saved/SaveDialog.tsx", kind: "dialog", on: at("/understand/trends"), opener: button("Save") },
  { file: "shared/saved/RenameDialog.tsx", kind: "dialog", on: at("/dashboards"), opener: button("New dashboard") },
  { file: "shared/notes/NoteDialog.tsx", kind: "dialog", on: at("/settings/notes"), opener: button("Add a note") },
  { file: "shared/kit/KitDialog.tsx", kind: "dialog", on: at("/plan"), opener: button(/^Starter kit/) },
  { file: "features/dashboards/DashboardsPage.tsx", kind: "menu", on: at("/dashboards"), opener: button(/^What to do with/) },
  { file: "features/dashboards/ShareDialog.tsx", kind: "dialog", on: at("/dashboards/$id"), opener: button("Share") },
  { file: "features/dashboards/AddCard.tsx", kind: "dialog", on: at("/dashboards/$id"), opener: button("Add a card") },
  { file: "features/dashboards/CardTools.tsx", kind: "dialog", on: at("/dashboards/$id"), first: (page) => page.getByRole("button", { name: "Arrange" }).press("Enter"), opener: button(/^Change /) },
  { file: "features/saved/SavedItem.tsx", kind: "menu", on: { ...at("/saved"), address: async (wend) => {
    await wend.api("POST", "/saved-queries", { name: "Orders", analysis: "trend", question: { series: [{ event: "Order Completed" }] } });
    return "/saved";
  } }, opener: button("What to do with Orders") },
  { file: "features/opportunities/OpportunityCard.tsx", kind: "menu", on: at("/opportunities"), opener: button("Decide") },
  { file: "features/sources/SourcesPage.tsx", kind: "dialog", on: at("/settings/sources"), opener: button("Add a source") },
  { file: "features/compare/PersonaDoor.tsx", kind: "dialog", on: { ...at("/ideal-customer"), address: async (wend) => (await spenders(wend)).ideal }, opener: button("Make it a persona on a map") },
  { file: "features/maps/PersonaDialog.tsx", kind: "dialog", on: at("/journeys/maps/$id"), opener: button("Edit the persona") },
  { file: "features/maps/StagesDialog.tsx", kind: "dialog", on: at("/journeys/maps/$id"), opener: button("Stages") },
  { file: "features/maps/TouchpointMenu.tsx", kind: "menu", on: at("/journeys/maps/$id"), opener: button("What to do with Home page in Awareness") },
];
