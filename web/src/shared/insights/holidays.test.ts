import { expect, test } from "vitest";
import { holidaysInWords } from "./holidays";

test("says whose holidays were counted in, and what that rests on", () => {
  expect(holidaysInWords({ country: "IE", country_guessed: false, holidays_known: true })).toBe("Public holidays are those of Ireland.");
  expect(holidaysInWords({ country: "CH", country_guessed: true, holidays_known: true })).toBe("Public holidays are those of Switzerland, as the time zone suggests.");
  expect(holidaysInWords({ country: "JP", country_guessed: false, holidays_known: false })).toMatch(/^The public holidays of Japan are not known;/);
  expect(holidaysInWords({ country: "", country_guessed: false, holidays_known: false })).toMatch(/^No country's public holidays are counted in/);
});
