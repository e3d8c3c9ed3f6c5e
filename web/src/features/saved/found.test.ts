import { expect, test } from "vitest";
import type { SavedQuery } from "@/shared/saved/question";
import { found } from "./found";

const query = (name: string, analysis: string, description?: string): SavedQuery => ({ id: name, name, analysis, question: {}, created: "", updated: "", created_by: "", ...(description ? { description } : {}) });

test("every word is looked for in the name, the description and the kind", () => {
  const all = [query("Orders by day", "trend"), query("To the till", "funnel", "mobile orders"), query("Ways", "paths")];
  const names = (search: string) => found(all, search).map(({ name }) => name);
  expect(names("")).toEqual(["Orders by day", "To the till", "Ways"]);
  expect(names("ORDERS")).toEqual(["Orders by day", "To the till"]);
  expect(names("orders  funnel")).toEqual(["To the till"]);
  expect(names("nothing")).toEqual([]);
});
