import { describe, expect, test } from "vitest";
import { decodePeople } from "./people";

describe("the people that an address names", () => {
  const said = { analysis: "trend", question: { series: [{ event: "A" }] }, of: { series: 0, value: null }, title: "Buyers", note: "4 orders" };
  test("are read as they were written", () => {
    expect(decodePeople(JSON.parse(JSON.stringify(said)))).toEqual(said);
  });
  test("are nobody where it names none", () => {
    for (const raw of [undefined, null, "x", 3, [], {}, { ...said, analysis: "salaries" }, { ...said, of: null }, { ...said, question: [] }]) expect(decodePeople(raw)).toBeUndefined();
  });
  test("have a title of bearable length", () => {
    expect(decodePeople({ ...said, title: "x".repeat(9999), note: 7 })?.title.length).toBe(200);
    expect(decodePeople({ ...said, title: " ", note: undefined })).toMatchObject({ title: "Customers" });
  });
});
