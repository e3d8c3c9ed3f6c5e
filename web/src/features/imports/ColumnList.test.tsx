import { MantineProvider } from "@mantine/core";
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { ColumnList } from "./ColumnList";

const columns = [
  { name: "order_id", meaning: "order_id", reason: "", samples: ["A1"] },
  { name: "date", meaning: "ignore", reason: "", samples: ["2026-10-01"] },
];
const show = (unread: boolean) => render(<MantineProvider><ColumnList columns={columns} kind="orders" recognised={false} unread={unread} choose={() => {}} /></MantineProvider>);

test("columns that are left out are there at once where the missing one may be among them", async () => {
  show(true);
  expect(screen.getByText("date")).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: "Hide the columns that are left out" }));
  expect(screen.queryByText("date")).toBeNull();
});

test("else they are one click away", async () => {
  show(false);
  expect(screen.queryByText("date")).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Show 1 column that is left out" }));
  expect(screen.getByText("date")).toBeTruthy();
});
