import { consentsInWords } from "./RowList";
import { describe, expect, it } from "vitest";
import { choices, label } from "./meanings";
import type { Run } from "./queries";
import { outcome, progressOf, size, undoing } from "./words";

const run: Run = {
  id: "imp_1", filename: "orders.csv", kind: "orders", shape: null, person: "Ada", state: "done", created: "2025-01-01T00:00:00Z", started: null, finished: null, error: null,
  rows: 12, stored: 9, duplicates: 0, rejected: 1, joined: 2, changes: 0, bytes_read: 50, bytes_total: 200, undoable: true,
};

describe("imports in words", () => {
  it("says what a run came to", () => {
    expect(outcome(run)).toBe("9 orders stored, 1 row left out.");
    expect(outcome({ ...run, stored: 1, duplicates: 1200, rejected: 0 })).toBe("1 order stored, 1,200 there already.");
  });
  it("says what became of orders", () => {
    expect(outcome({ ...run, stored: 0, duplicates: 4, rejected: 0, changes: 1 })).toBe("0 orders stored, 1 refund or cancellation, 4 there already.");
    expect(undoing({ ...run, changes: 2 })).toContain("the 9 orders and 2 refunds and cancellations that this file brought");
  });
  it("says what undoing removes", () => {
    expect(undoing(run)).toContain("the 9 orders that this file brought");
    expect(undoing({ ...run, kind: "costs", stored: 2 })).toContain("2 cost lines");
  });
  it("shows how far a run is", () => {
    expect(progressOf(run)).toBe(25);
    expect(progressOf({ ...run, bytes_total: 0 })).toBe(0);
    expect(size(900)).toBe("1 kB");
    expect(size(12_400_000)).toBe("12 MB");
  });
  it("offers what a known export brought beside the usual meanings", () => {
    expect(choices("orders", "email")[0]?.group).toBe("The order");
    expect(choices("orders", "id:shopify_customer_id")[0]?.items[0]?.label).toBe("Shopify customer id");
    expect(label("trait:city")).toBe("City");
    expect(label("property:payment_method")).toBe("payment method");
  });
});

it("what somebody agreed to and refused is said in words", () => {
  expect(consentsInWords({ email_marketing: true, push: false })).toBe("email marketing, not to push");
  expect(consentsInWords({})).toBe("–");
});
