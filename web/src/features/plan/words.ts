/** The plan in words. All functions are pure. */
import { count, plural } from "@/shared/format/format";
import type { PlannedEvent, Property, Row } from "./queries";

export const stateWords: Record<Row["state"], string> = { received: "received", not_yet: "not yet", misspelt: "misspelt?" };

/** The whole list in a sentence. */
export function summary(rows: Row[]): string {
  const needed = rows.filter(({ required }) => required);
  const come = (list: Row[]) => list.filter(({ state }) => state === "received").length;
  const misspelt = rows.filter(({ lookalikes }) => (lookalikes ?? []).length > 0).length;
  const first =
    needed.length === 0
      ? `${count(come(rows))} of ${plural(rows.length, "event")} arrive.`
      : come(needed) === needed.length
        ? `${needed.length === 1 ? "The needed event arrives" : `All ${count(needed.length)} needed events arrive`}${others(come(rows) - needed.length, rows.length - needed.length)}.`
        : `${count(come(needed))} of ${plural(needed.length, "needed event")} arrive.`;
  return misspelt === 0 ? first : `${first} ${misspelt === 1 ? "One seems" : `${count(misspelt)} seem`} to come under another name.`;
}

function others(come: number, all: number): string {
  if (all === 0) return "";
  return come === 0 ? `, and none of the other ${count(all)} yet` : `, and ${count(come)} of the other ${count(all)}`;
}

type Lookalike = NonNullable<Row["lookalikes"]>[number];

const differs: Record<Lookalike["differs"], string> = {
  writing: "the same words, written differently",
  order: "the same words in another form",
  spelling: "a letter or two are different",
  word: "another word for the same thing",
};

/** "order_completed" came 12 times: the same words, written differently. */
export function misspelling({ name, count: n, differs: how }: Lookalike): string {
  return `“${name}” came ${n === 1 ? "once" : `${count(n)} times`}: ${differs[how]}.`;
}

/** What came of a property, in a few words. */
export function received({ state, share, type, received_type, required }: Property, any: boolean): string {
  if (!any) return required ? "needed" : "";
  if (state === "missing") return required ? "missing" : "not sent";
  const part = share >= 0.995 ? "always" : `in ${Math.round(share * 100)}% of the calls`;
  return state === "wrong_type" ? `comes as ${received_type ?? "something else"}, should be ${type}` : part;
}

/** Whether a property is something to see to. */
export function wrong({ state, required }: Property, any: boolean): boolean {
  return any && (state === "wrong_type" || (state === "missing" && required === true));
}

/** What the plan keeps of a checked row. */
export function planned(row: Row): PlannedEvent {
  return {
    event: row.event,
    when: row.when,
    ...(row.type ? { type: row.type } : {}),
    ...(row.required ? { required: true } : {}),
    properties: (row.properties ?? []).map(({ name, type, required, what, example }) => ({
      name, type, ...(required ? { required } : {}), ...(what ? { what } : {}), ...(example === undefined ? {} : { example }),
    })),
  };
}

/** The code with this server's address and key in it. */
export function filled(code: string, base: string, key: string | undefined): string {
  return code.replaceAll("BASE_URL", base).replaceAll("WRITE_KEY", key ?? "YOUR-WRITE-KEY");
}
