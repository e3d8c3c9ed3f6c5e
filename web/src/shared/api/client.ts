import createClient from "openapi-fetch";
import type { components, paths } from "@/api/schema.gen";
import { turns } from "./turns";

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

/** So many questions a page asks at a time: a dashboard of many cards shall not keep the server from all others. */
const mostQuestions = 4;
const inTurn = turns(mostQuestions);
const ask = (request: Request) => (new URL(request.url).pathname.startsWith("/api/v1/query/") ? inTurn(() => fetch(request), request.signal) : fetch(request));

const client = createClient<paths>({ baseUrl: "/", credentials: "same-origin", fetch: ask });

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
