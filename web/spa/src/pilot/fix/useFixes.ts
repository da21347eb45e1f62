/** The fixes of a session and the two acts on them. A change shows at once; a refusal takes back that one fix and says why in the banner. */
import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { messageOf } from "~/api/errors";
import { applyFix, fetchFixes, type OutcomeReport, recordOutcome } from "~/api/fixes";
import { keys } from "~/api/keys";
import type { Fix } from "~/api/types";
import { newKey } from "~/lib/ids";

export function useFixes(sessionId: string, enabled: boolean) {
  return useQuery({
    queryKey: keys.fixes(sessionId),
    queryFn: () => fetchFixes(sessionId),
    enabled,
  });
}

export interface FixActs {
  apply(fix: Fix): Promise<boolean>;
  /** Resolves to whether it is recorded. */
  report(fix: Fix, report: OutcomeReport): Promise<boolean>;
  /** Why the last act did not hold. */
  refusal: string | null;
  isBusy: boolean;
}

interface Act {
  fix: Fix;
  key: string;
  report: OutcomeReport | null;
}

export function useFixActs(): FixActs {
  const queries = useQueryClient();
  const act = useMutation({
    mutationFn: ({ fix, key, report }: Act) =>
      report ? recordOutcome(fix, report, key) : applyFix(fix, key),
    onMutate: ({ fix, report }) => showAtOnce(queries, fix, report),
    onSuccess: (fresh) => putFix(queries, fresh),
    onError: (_error, { fix }) => putFix(queries, fix),
    onSettled: (_data, _error, { fix }) => rereadAfter(queries, fix),
  });
  const run = (fix: Fix, report: OutcomeReport | null) =>
    act.mutateAsync({ fix, report, key: newKey() }).then(
      () => true,
      () => false,
    );
  return {
    apply: (fix) => run(fix, null),
    report: run,
    refusal: act.error ? messageOf(act.error) : null,
    isBusy: act.isPending,
  };
}

async function showAtOnce(queries: QueryClient, fix: Fix, report: OutcomeReport | null) {
  await queries.cancelQueries({ queryKey: keys.fixes(fix.session_id) });
  putFix(queries, report ? withOutcome(fix, report) : { ...fix, applied_at: nowText() });
}

/** What the API will make of it, by the rules of the fix's life. */
function withOutcome(fix: Fix, { outcome, notes }: OutcomeReport): Fix {
  const applied_at = outcome === "dismissed" ? fix.applied_at : (fix.applied_at ?? nowText());
  const isVerified = outcome !== "dismissed" && outcome !== "applied_pending";
  const next: Fix = {
    ...fix,
    status: outcome,
    applied_at,
    verified_at: isVerified ? nowText() : outcome === "dismissed" ? fix.verified_at : null,
  };
  const words = notes?.trim() || null;
  if (outcome === "applied_pending") next.pending_reason = words;
  if (outcome === "applied_partial") next.partial_notes = words;
  if (outcome === "applied_failed") next.failure_reason = words;
  return next;
}

function nowText(): string {
  return new Date().toISOString();
}

/** Only this fix: others may have changed live meanwhile. */
function putFix(queries: QueryClient, fix: Fix): void {
  queries.setQueryData<Fix[]>(keys.fixes(fix.session_id), (fixes) =>
    fixes?.map((other) => (other.id === fix.id ? fix : other)),
  );
}

/** Its steps, attempts and state have moved too. */
function rereadAfter(queries: QueryClient, fix: Fix): void {
  void queries.invalidateQueries({ queryKey: keys.session(fix.session_id) });
}
