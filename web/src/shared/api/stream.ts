import { ProblemError, type Schemas } from "./client";

/** How far the work is, and what is being looked at. */
export interface Progress {
  done: number;
  doing: string;
}

type Asked = { signal?: AbortSignal; hear: (progress: Progress) => void };

/** An answer that takes a while with much data, with how far it is meanwhile. Giving the signal up ends the work on the server. */
export async function answerWithProgress<T>(path: string, { signal, hear }: Asked): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, { headers: { Accept: "text/event-stream" }, credentials: "same-origin", signal });
  } catch (cause) {
    throw lost(cause);
  }
  if (!response.ok || !response.body) throw failed((await response.json().catch(() => ({}))) as Partial<Schemas["Problem"]>, response.status);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => Promise.reject(lost(cause)));
    if (done) throw lost(undefined);
    const events = (waiting + value).split("\n\n");
    waiting = events.pop() ?? "";
    for (const event of events) {
      const { name, data } = read(event);
      if (name === "progress") hear(JSON.parse(data) as Progress);
      if (name === "answer") return JSON.parse(data) as T;
      if (name === "problem") throw failed(JSON.parse(data) as Partial<Schemas["Problem"]>, 500);
    }
  }
}

/** One server-sent event: its name and its lines of data. */
function read(event: string): { name: string; data: string } {
  const lines = event.split("\n");
  const of = (field: string) => lines.filter((line) => line.startsWith(`${field}: `)).map((line) => line.slice(field.length + 2));
  return { name: of("event")[0] ?? "", data: of("data").join("\n") };
}

const failed = (problem: Partial<Schemas["Problem"]>, status: number) =>
  new ProblemError(problem.status ?? status, problem.detail ?? `The server answered ${status}.`, problem.errors ?? []);

/** Who gave up knows it; anything else is a connection that broke. */
function lost(cause: unknown): Error {
  if (cause instanceof DOMException && cause.name === "AbortError") return cause;
  return new ProblemError(0, "Wend cannot be reached. Is it running, and are you connected to it?");
}
