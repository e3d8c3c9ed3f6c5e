import { QueryClient } from "@tanstack/react-query";
import { ProblemError } from "@/shared/api/client";

/** Server state. What the user did wrong is not tried again; what broke is, once. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 1 && !(error instanceof ProblemError && error.status >= 400 && error.status < 500),
    },
  },
});
