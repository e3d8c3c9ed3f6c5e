import { expect, test } from "vitest";
import { goalOf } from "./useGoal";

test("a business's goal is the first of its goals that ever came", () => {
  const key = { goal: "Booking Completed", also: ["Order Completed", "Membership Started"] };
  expect(goalOf(key, ["Page Viewed", "Booking Completed", "Order Completed"])).toBe("Booking Completed");
  expect(goalOf(key, ["Page Viewed", "Membership Started", "Order Completed"])).toBe("Order Completed");
  expect(goalOf(key, [])).toBe("Booking Completed");
  expect(goalOf({ goal: "Deal Won" }, [])).toBe("Deal Won");
  expect(goalOf({ goal: "" }, [])).toBe("Order Completed");
});
