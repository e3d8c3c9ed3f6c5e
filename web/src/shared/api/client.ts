import createClient from "openapi-fetch";
import type { components, paths } from "@/api/schema.gen";

/** The shapes of the API, by their names in the OpenAPI document. */
export type Schemas = components["schemas"];

/** An answer that is no success, with the sentence that says what to do. */
export class ProblemError extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly fields: Schemas["Field"][] = [],
  ) {
    super(detail);
    this.name = "ProblemError";
  }
}

const client = createClient<paths>({ baseUrl: "/", credentials: "same-origin" });

/** The typed client. Use it through `answer`, which turns problems into errors. */
export const api = client;

type Result<T> = { data?: T; error?: unknown; response: Response };

/** The answer of a request, or a ProblemError. */
export async function answer<T>(request: Promise<Result<T>>): Promise<T> {
  let result: Result<T>;
  try {
    result = await request;
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new ProblemError(0, "Wend cannot be reached. Is it running, and are you connected to it?");
  }
  if (result.response.ok) return result.data as T;
  const problem = result.error as Partial<Schemas["Problem"]> | undefined;
  throw new ProblemError(result.response.status, problem?.detail ?? `The server answered ${result.response.status}.`, problem?.errors ?? []);
}
