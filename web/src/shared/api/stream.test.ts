import { afterEach, expect, test, vi } from "vitest";
import { ProblemError } from "./client";
import { answerWithProgress, type Progress } from "./stream";

afterEach(() => vi.unstubAllGlobals());

/** A server that answers with these pieces of a stream. */
function serve(pieces: string[], init: ResponseInit = {}): void {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(new TextEncoder().encode(piece));
      controller.close();
    },
  });
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(body, init)));
}

async function ask(): Promise<{ heard: Progress[]; answer?: unknown; error?: unknown }> {
  const heard: Progress[] = [];
  try {
    return { heard, answer: await answerWithProgress("/slow", { hear: (progress) => heard.push(progress) }) };
  } catch (error) {
    return { heard, error };
  }
}

test("hears progress and answers, however the stream is cut", async () => {
  serve(["event: progress\nda", 'ta: {"done":0.5,"doing":"Ordérs"}\n', "\n:\n\nevent: answer\ndata: {\"items\":", "[1]}\n\n"]);
  expect(await ask()).toEqual({ heard: [{ done: 0.5, doing: "Ordérs" }], answer: { items: [1] } });
});

test("passes problems on, told early or late", async () => {
  const problem = '{"status":422,"title":"","detail":"Name a goal.","errors":[]}';
  for (const [pieces, init] of [[[`event: problem\ndata: ${problem}\n\n`], {}], [[problem], { status: 422 }]] as const) {
    serve([...pieces], init);
    const { error } = await ask();
    expect(error).toBeInstanceOf(ProblemError);
    expect((error as ProblemError).message).toBe("Name a goal.");
  }
});

test("a stream that ends without an answer is a lost connection", async () => {
  serve(['event: progress\ndata: {"done":0.5,"doing":"x"}\n\n']);
  expect((await ask()).error).toMatchObject({ status: 0 });
});
