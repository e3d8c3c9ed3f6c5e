import { ProblemError, type Schemas } from "@/shared/api/client";

/** The fields that an answer blames. */
export function blamed(error: unknown): Schemas["Field"][] {
  return error instanceof ProblemError ? error.fields : [];
}

/** What is said about a field or about a part of it, by JSON pointer. */
export function saidAbout(fields: Schemas["Field"][], pointer: string): string | undefined {
  const found = fields.find((field) => field.pointer === pointer || field.pointer.startsWith(`${pointer}/`));
  return found?.detail;
}
