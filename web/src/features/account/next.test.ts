import { expect, test } from "vitest";
import { nextAddress } from "./next";

test("after signing in one goes to addresses of the app only", () => {
  expect(nextAddress("/customers?search=ada")).toBe("/customers?search=ada");
  for (const other of [undefined, "", "https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "/sign-in"]) expect(nextAddress(other)).toBe("/");
});
