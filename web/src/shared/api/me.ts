import { queryOptions, useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { answer, api, type Schemas } from "./client";

export type Me = Schemas["Me"];

/** Who is signed in, and where. Routes behind the frame have loaded it. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/me", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});

export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

type Workspace = Pick<Me["workspace"], "timezone" | "currency">;

const PublicWorkspace = createContext<Workspace | null>(null);

/** What a page without a sign-in knows of the workspace. */
export const PublicWorkspaceProvider = PublicWorkspace.Provider;

/** Whether who is signed in may do something; the server decides, screens only leave out what it would refuse. */
export function useMay(permission: string): boolean {
  const known = useContext(PublicWorkspace);
  const { data } = useQuery({ ...meQuery, enabled: known === null });
  return known === null && (data?.permissions?.includes(permission) ?? false);
}

function useWorkspace(): Workspace {
  const known = useContext(PublicWorkspace);
  const me = useQuery({ ...meQuery, enabled: known === null }).data;
  const workspace = known ?? me?.workspace;
  if (!workspace) throw new Error("The screen was opened before it was known who is signed in.");
  return workspace;
}

export function useZone(): string {
  return useWorkspace().timezone;
}

export function useCurrency(): string {
  return useWorkspace().currency;
}
