import { addDays, type Bounds, dayOf } from "@/shared/range/range";

/** Something that happened on a day, as every chart over time shows it. */
export type Note = { id: string; day: string; text: string };

/** The notes on the days of a range. */
export function notesIn<N extends Note>(notes: N[], bounds: Bounds, zone: string): N[] {
  const first = dayOf(new Date(bounds.from), zone);
  const end = addDays(dayOf(new Date(Date.parse(bounds.to) - 1), zone), 1);
  return notes.filter(({ day }) => day >= first && day < end);
}

/**
 * Where notes stand on a time axis: the place of the time whose day, week or
 * month holds the note's day. Times begin with their local day, in order; a
 * note before the first of them stands nowhere.
 */
export function placeOf(note: Note, times: string[]): number | undefined {
  const first = times.findIndex((time) => time.slice(0, 10) === note.day);
  if (first >= 0) return first;
  const place = times.findLastIndex((time) => time.slice(0, 10) <= note.day);
  return place >= 0 ? place : undefined;
}
