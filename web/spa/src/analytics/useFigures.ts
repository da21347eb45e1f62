/** The figures of a period. They change slowly, so an answer stays fresh for some minutes. */
import { useQuery } from "@tanstack/react-query";
import {
  fetchEscalationFigures,
  fetchFixFigures,
  fetchSessionFigures,
  type Period,
} from "~/api/analytics";
import { keys } from "~/api/keys";

const FRESH_MS = 5 * 60_000;

/** Viewers may not read these. */
export function useEscalationFigures(period: Period, isAllowed = true) {
  return useQuery({
    queryKey: keys.escalationFigures(period),
    queryFn: () => fetchEscalationFigures(period),
    staleTime: FRESH_MS,
    enabled: isAllowed,
  });
}

export function useSessionFigures(period: Period) {
  return useQuery({
    queryKey: keys.sessionFigures(period),
    queryFn: () => fetchSessionFigures(period),
    staleTime: FRESH_MS,
  });
}

export function useFixFigures(period: Period) {
  return useQuery({
    queryKey: keys.fixFigures(period),
    queryFn: () => fetchFixFigures(period),
    staleTime: FRESH_MS,
  });
}
