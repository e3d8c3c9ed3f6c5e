// No screen is forgotten: each route of the app, and each dialog, drawer and menu, is in the lists that tests walk through.
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { layers } from "../support/layers";
import { doors, firms, screens } from "../support/screens";

const source = resolve(import.meta.dirname, "../../web/src");

it("knows every route of the app", () => {
  const router = readFileSync(join(source, "app/router.tsx"), "utf8");
  const routes = [...router.matchAll(/\b(?:screen\(|path: )"([^"]+)"/g)].map(([, route]) => route ?? "");
  expect(routes.length).toBeGreaterThan(30);
  const walked = new Set([...screens, ...firms].map(({ route }) => route).concat(doors));
  expect(routes.filter((route) => !walked.has(route)), "routes that no test looks at: add them to support/screens.ts").toEqual([]);
  expect([...walked].filter((route) => !routes.includes(route)), "screens that are no more").toEqual([]);
});

it("knows everything that opens above a screen", () => {
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".tsx") && !file.endsWith(".test.tsx") && !["shared/dialog/Dialog.tsx", "shared/popup/Popup.tsx"].includes(file));
  const opening = files.filter((file) => /<(?:Dialog|Modal|Modal\.Root|Drawer|Menu|Popup|Popover|HoverCard)\b/.test(readFileSync(join(source, file), "utf8")));
  expect(opening.length).toBeGreaterThan(15);
  const walked = new Set(layers.map(({ file }) => file));
  expect(opening.filter((file) => !walked.has(file)), "dialogs, drawers and menus that no test looks at: add them to support/layers.ts").toEqual([]);
  expect([...walked].filter((file) => !opening.includes(file)), "what opens no more").toEqual([]);
});
