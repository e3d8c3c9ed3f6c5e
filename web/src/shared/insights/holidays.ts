import { queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "@/shared/api/client";

export type Calendar = Pick<Schemas["HolidaysResponseBody"], "country" | "country_guessed" | "holidays_known">;

/** Whose public holidays count, and of which countries they are known. */
export const holidaysQuery = queryOptions({
  queryKey: ["holidays"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/holidays", { signal })),
});

export function countryName(code: string): string {
  return new Intl.DisplayNames(undefined, { type: "region", fallback: "code" }).of(code) ?? code;
}

/** Whose public holidays were no surprise, in a sentence. */
export function holidaysInWords({ country, country_guessed, holidays_known }: Calendar): string {
  if (country === "") return "No country's public holidays are counted in, for your time zone does not tell where you are; only days that are unusual everywhere, such as New Year's Day.";
  if (!holidays_known) return `The public holidays of ${countryName(country)} are not known; only days that are unusual everywhere, such as New Year's Day, are counted in.`;
  return `Public holidays are those of ${countryName(country)}${country_guessed ? ", as the time zone suggests" : ""}.`;
}
