import { addDays } from "@/shared/range/range";

/** A week as the picker lists it. */
export type WeekChoice = { value: string; label: string };

/** The Monday of a day's week. */
function mondayOf(day: string): string {
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
  return addDays(day, -((weekday + 6) % 7));
}

/** The ISO 8601 name of the week that begins on a Monday: its Thursday's year, and how many Thursdays that year has had. */
export function weekName(monday: string): string {
  const thursday = addDays(monday, 3);
  const year = Number(thursday.slice(0, 4));
  const day = (Date.parse(`${thursday}T00:00:00Z`) - Date.UTC(year, 0, 1)) / 86_400_000;
  return `${year}-W${String(Math.floor(day / 7) + 1).padStart(2, "0")}`;
}

/** This week and those before it, the latest first. */
export function latestWeeks(today: string, many: number): WeekChoice[] {
  const monday = mondayOf(today);
  return Array.from({ length: many }, (_, ago) => {
    const from = addDays(monday, -7 * ago);
    return { value: weekName(from), label: ago === 0 ? "This week so far" : ago === 1 ? "Last week" : spanInWords(from) };
  });
}

function spanInWords(from: string): string {
  const shown = (day: string) => new Date(`${day}T12:00:00Z`).toLocaleDateString(undefined, { day: "numeric", month: "short", timeZone: "UTC" });
  return `${shown(from)} to ${shown(addDays(from, 6))}`;
}

/** A week's name as it stands in the address, or nothing. */
export function readWeek(text: string | undefined): string | undefined {
  return text !== undefined && /^\d{4}-W\d{2}$/.test(text) ? text : undefined;
}
