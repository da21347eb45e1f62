/**
 * The fixes of a session and the actions on them. A change is optimistic; a refusal rolls back only that fix and shows the reason in the
 * banner.
 */
import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { messageOf } from "~/api/errors";
import {
  applyFix,
  decideOnScript,
  draftScript,
  fetchFixes,
  type OutcomeReport,
  recordOutcome,
  rejectProposal,
  undoOutcome,
} from "~/api/fixes";
import { keys } from "~/api/keys";
import type { Decision, Fix, ScriptParameter } from "~/api/types";
import { offerUndo } from "~/keyboard/undo";
import { newKey } from "~/lib/ids";
import { serverNowText } from "~/lib/serverTime";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { refetchWholeSession } from "~/live/sessionReader";
import { showToast } from "~/ui/toasts";
import { recordedText } from "./fixText";
import { withOutcome } from "./withOutcome";

export function useFixes(sessionId: string, enabled: boolean) {
  return useQuery({
    queryKey: keys.fixes(sessionId),
    queryFn: () => fetchFixes(sessionId),
    enabled,
  });
}

export interface FixMutations {
  apply(fix: Fix): Promise<boolean>;
  /** Resolves to whether the outcome was recorded. */
  report(fix: Fix, report: OutcomeReport): Promise<boolean>;
  /** Rejects the outcome that the copilot read in a message. */
  reject(fix: Fix): Promise<boolean>;
  /** Without `parameters`, the draft keeps its own. */
  draft(fix: Fix, script: string, parameters?: ScriptParameter[]): Promise<boolean>;
  /** `used`: the script of the library that was run, which also applies the fix. */
  decide(fix: Fix, decision: Decision, used?: { id: string; title: string }): Promise<boolean>;
  /** Why the last action on this fix was refused. */
  refusalOf(fix: Fix): string | null;
  isBusy: boolean;
}

interface Act {
  fix: Fix;
  /** Identifies the action for its idempotency key. */
  asked: unknown;
  /** The fix as it shows until the API has answered. */
  next: Fix;
  send: (key: string) => Promise<Fix>;
  canBeUndone?: boolean;
}

interface Running {
  asked: string;
  ended: Promise<boolean>;
}

export function useFixMutations(): FixMutations {
  const queries = useQueryClient();
  const send = useIdempotencyKey();
  const act = useMutation({
    mutationFn: ({ fix, asked, send: call }: Act) => send([fix.id, asked], call),
    onMutate: ({ next }) => showAtOnce(queries, next),
    onSuccess: (fresh, { fix, canBeUndone }) => {
      putFix(queries, fresh);
      if (canBeUndone) offerToUndo(queries, fix, fresh);
    },
    onError: (_error, { fix }) => putFix(queries, fix),
    // The session's steps, attempts and state have changed too.
    onSettled: (_data, _error, { fix }) => refetchWithLists(queries, fix),
  });
  const running = useRef<Running | null>(null);
  // The banner changes a moment after the click, so a double click presses the same button twice; the second press joins the first call.
  const run = (what: Act) => {
    const asked = JSON.stringify([what.fix.id, what.asked]);
    if (running.current?.asked === asked) return running.current.ended;
    const settle = (isRecorded: boolean) => {
      running.current = null;
      return isRecorded;
    };
    const ended = act.mutateAsync(what).then(
      () => settle(true),
      () => settle(false),
    );
    running.current = { asked, ended };
    return ended;
  };
  return {
    apply: (fix) => run(applying(fix)),
    report: (fix, report) => run(reporting(fix, report)),
    reject: (fix) => run(rejecting(fix)),
    draft: (fix, script, parameters) => run(drafting(fix, script, parameters)),
    decide: (fix, decision, used) => run(deciding(fix, decision, used)),
    refusalOf: ({ id }) =>
      act.error && act.variables?.fix.id === id ? messageOf(act.error) : null,
    isBusy: act.isPending,
  };
}

function applying(fix: Fix): Act {
  const next = { ...fix, applied_at: serverNowText() };
  return { fix, asked: null, next, send: (key) => applyFix(fix, key) };
}

function reporting(fix: Fix, report: OutcomeReport): Act {
  const send = (key: string) => recordOutcome(fix, report, key);
  return { fix, asked: report, next: withOutcome(fix, report), send, canBeUndone: true };
}

function rejecting(fix: Fix): Act {
  const asked = { reject: fix.ai_outcome_proposal?.created_at };
  const next = { ...fix, ai_outcome_proposal: null };
  return { fix, asked, next, send: (key) => rejectProposal(fix, key) };
}

function drafting(fix: Fix, script: string, parameters?: ScriptParameter[]): Act {
  const next = { ...fix, ai_drafted_script: script };
  const send = (key: string) => draftScript(fix, script, key, parameters);
  return { fix, asked: { script, parameters }, next, send };
}

function deciding(fix: Fix, decision: Decision, used?: { id: string; title: string }): Act {
  const script_id = used?.id ?? null;
  const send = (key: string) => decideOnScript(fix, decision, script_id, key);
  const applied_at = fix.applied_at ?? (used ? serverNowText() : null);
  const next = { ...fix, decision, script_id, script_title: used?.title ?? null, applied_at };
  return { fix, asked: { decision, script_id }, next, send };
}

/** The offer ends before the server's does, and with anything that follows the outcome. */
function offerToUndo(queries: QueryClient, before: Fix, recorded: Fix): void {
  const undo = () => void revert(queries, before, recorded);
  offerUndo(recordedText(recorded), { itemKey: before.id, undo });
}

async function revert(queries: QueryClient, before: Fix, recorded: Fix): Promise<void> {
  putFix(queries, before);
  try {
    putFix(queries, await undoOutcome(before, newKey()));
  } catch (error) {
    putFix(queries, recorded);
    showToast(`Not undone. ${messageOf(error)}`, { tone: "error", itemKey: before.id });
  }
  refetchWithLists(queries, before);
}

/** Also refetches the lists, because the fix decides whether its session waits for verification there. */
function refetchWithLists(queries: QueryClient, { session_id }: Fix): void {
  refetchWholeSession(queries, session_id);
  void queries.invalidateQueries({ queryKey: keys.followUps });
}

async function showAtOnce(queries: QueryClient, next: Fix) {
  await queries.cancelQueries({ queryKey: keys.fixes(next.session_id) });
  putFix(queries, next);
}

/** Changes only this fix, because others may have changed live in the meantime. */
function putFix(queries: QueryClient, fix: Fix): void {
  queries.setQueryData<Fix[]>(keys.fixes(fix.session_id), (fixes) =>
    fixes?.map((other) => (other.id === fix.id ? fix : other)),
  );
}
