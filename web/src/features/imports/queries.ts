import { infiniteQueryOptions } from "@tanstack/react-query";
import { answer, api, ProblemError, type Schemas } from "@/shared/api/client";

export type Run = Schemas["ImportRun"];
export type Preview = Schemas["PreviewResponseBody"];
export type Mapping = Preview["mapping"];

/** How much of a file is looked at before it is imported. */
const looked = 1 << 20;

const active = new Set(["uploading", "waiting", "running", "undoing"]);

/** Whether something is still being done with a run. */
export function isActive(run: Run): boolean {
  return active.has(run.state);
}

/** All runs, the newest first; looked at again while one is at work. */
export const runsQuery = infiniteQueryOptions({
  queryKey: ["imports"],
  queryFn: ({ signal, pageParam }) => answer(api.GET("/api/v1/imports", { signal, params: { query: { limit: 20, cursor: pageParam } } })),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
  refetchInterval: (query) => (query.state.data?.pages.some((page) => page.items?.some(isActive)) ? 700 : false),
});

/** What Wend understands of a file's beginning. */
export async function preview(file: File, kind: string, mapping?: Mapping): Promise<Preview> {
  const start = file.slice(0, looked);
  return answer(
    api.POST("/api/v1/imports/preview", {
      params: { query: { filename: file.name, kind, mapping: mapping && JSON.stringify(mapping) } },
      headers: { "Content-Type": "application/octet-stream" },
      body: "",
      bodySerializer: () => start,
    }),
  );
}

/** Hands a whole file over. `progress` is told the share that is sent. */
export function upload(file: File, kind: string, mapping: Mapping | undefined, progress: (share: number) => void): Promise<void> {
  const query = new URLSearchParams({ filename: file.name, kind });
  if (mapping?.columns) query.set("mapping", JSON.stringify(mapping));
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // fetch does not tell how much is sent
    request.open("POST", `/api/v1/imports?${query}`);
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && progress(event.loaded / event.total);
    request.onerror = () => reject(new ProblemError(0, "The file could not be sent. Is Wend running, and are you connected to it?"));
    request.onload = () => {
      if (request.status === 201) return resolve();
      const detail: unknown = request.response?.detail;
      reject(new ProblemError(request.status, typeof detail === "string" ? detail : `The server answered ${request.status}.`));
    };
    request.send(file);
  });
}
