import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "@/shared/api/client";

export const sessionsQuery = queryOptions({ queryKey: ["sessions"], queryFn: ({ signal }) => answer(api.GET("/api/v1/account/sessions", { signal })) });
export const twoFactorQuery = queryOptions({ queryKey: ["two-factor"], queryFn: ({ signal }) => answer(api.GET("/api/v1/account/two-factor", { signal })) });
