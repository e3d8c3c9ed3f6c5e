import { useNavigate } from "@tanstack/react-router";
import { useCallback } from "react";
import type { People } from "./people";

/** Opens the list of the customers behind a number. It stands in the address, so that going back closes it and a link opens it. */
export function usePeople(): (people: People) => void {
  const navigate = useNavigate();
  return useCallback((people) => void navigate({ to: ".", search: (before) => ({ ...before, people }), resetScroll: false }), [navigate]);
}
