import { describe, expect, it } from "vitest";
import { detailLines } from "./detail";

describe("what an entry of the audit log tells", () => {
  it("shows what changed as before and after", () => {
    expect(detailLines({ before: { role: "read_only" }, after: { role: "owner" } })).toEqual(["role: read only → owner"]);
  });
  it("shows what is gone", () => {
    expect(detailLines({ before: { name: "Eve", role: "support" }, after: {} })).toEqual(["name: Eve", "role: support"]);
  });
  it("shows what was asked for, and counts what is long", () => {
    expect(detailLines({ name: "Cron", permissions: ["see_numbers", "export"], expires: null, stages: [{ key: "a" }, { key: "b" }], required: true })).toEqual([
      "name: Cron",
      "permissions: see numbers, export",
      "stages: 2 entries",
      "required: yes",
    ]);
  });
  it("has nothing to say of what is no object", () => {
    expect([undefined, null, "text", [1]].map(detailLines)).toEqual([[], [], [], []]);
  });
});
