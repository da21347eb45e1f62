/** Fixes that wait for verification: what they wait for, since when, and the buttons for their outcome. */
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { Check, Hourglass } from "lucide-react";
import { Suspense, useState } from "react";
import { Link } from "react-router";
import { keys } from "~/api/keys";
import { fetchFollowUps } from "~/api/sessions";
import type { AiSession, Fix, Outcome } from "~/api/types";
import { useGuard } from "~/keyboard/useGuard";
import { classes } from "~/lib/classes";
import { headline } from "~/lib/text";
import { clockTime, useNow } from "~/lib/time";
import { useFixMutations } from "~/pilot/fix/useFixes";
import { Button } from "~/ui/Button";
import { ErrorState } from "~/ui/ErrorState";
import kit from "~/ui/kit.module.css";
import { lazyPart } from "~/ui/lazyPart";
import { RelativeTime } from "~/ui/RelativeTime";
import css from "./home.module.css";
import { Section } from "./Section";

const OutcomeMenu = lazyPart(() => import("./OutcomeMenu"));

interface FollowUp {
  aiSession: AiSession;
  fix: Fix;
}

export function FollowUps() {
  const waiting = useInfiniteQuery({
    queryKey: keys.followUps,
    queryFn: ({ pageParam }) => fetchFollowUps(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  const rows = waiting.data?.pages.flatMap((page) => page.items).flatMap(followUpOf) ?? [];
  if (waiting.error && !waiting.data) {
    return (
      <Section title="Waiting to verify">
        <ErrorState
          inline
          what="The fixes to verify could not be loaded."
          error={waiting.error}
          onRetry={waiting.refetch}
        />
      </Section>
    );
  }
  if (rows.length === 0) return null;
  return (
    <Section title="Waiting to verify" count={waiting.hasNextPage ? undefined : rows.length}>
      <ul className={classes(kit.card, kit.rows)}>
        {rows.map((row, position) => (
          <Row key={row.fix.id} row={row} position={position} />
        ))}
      </ul>
      {waiting.hasNextPage && (
        <Button look="ghost" small onClick={() => waiting.fetchNextPage()}>
          {waiting.isFetchingNextPage ? "Loading more…" : "Show more"}
        </Button>
      )}
    </Section>
  );
}

function followUpOf(aiSession: AiSession): FollowUp[] {
  const fix = aiSession.active_fix;
  return fix?.status === "applied_pending" ? [{ aiSession, fix }] : [];
}

function Row({ row, position }: { row: FollowUp; position: number }) {
  const { aiSession, fix } = row;
  const title = headline(aiSession);
  return (
    <li className={kit.row}>
      <Hourglass size={16} strokeWidth={1.5} className={css.info} aria-hidden="true" />
      <div className={kit.grow}>
        <Link to={`/pilot/${aiSession.id}`} className={css.title} data-row dir="auto">
          {title}
        </Link>
        <p className={classes(kit.meta, kit.cut, kit.dots)}>
          {aiSession.client_name && <span dir="auto">{aiSession.client_name}</span>}
          {fix.remind_at && <ReminderTime at={fix.remind_at} />}
          <span dir="auto" title={fix.pending_reason ?? undefined}>
            {fix.pending_reason ?? fix.title}
          </span>
        </p>
      </div>
      <span className={classes(kit.meta, css.wide)}>
        <RelativeTime at={fix.applied_at ?? aiSession.updated_at} bare />
      </span>
      <Outcomes row={row} title={title} position={position} />
    </li>
  );
}

/** When the engineer is reminded, in their own time zone; a time that has passed is due. */
function ReminderTime({ at }: { at: string }) {
  const now = useNow();
  const isDue = Date.parse(at) <= now;
  return (
    <time dateTime={at} className={isDue ? css.due : undefined}>
      {isDue ? "Due" : "Reminder"} {clockTime(at, now)}
    </time>
  );
}

/** The buttons are guarded after a row moves, because a click may have been meant for another row. */
function Outcomes({ row, title, position }: { row: FollowUp; title: string; position: number }) {
  const { aiSession, fix } = row;
  const queries = useQueryClient();
  const [isDone, setIsDone] = useState(false);
  const acts = useFixMutations();
  const guard = useGuard(position, { isThereAlready: true });
  const isHeld = acts.isBusy || isDone;
  const refusal = acts.refusalOf(fix);
  const record = async (outcome: Outcome) => {
    if (isHeld) return;
    // Until the list without this row is loaded, a second click must not record the outcome again.
    setIsDone(await acts.report(fix, { outcome }));
    await queries.invalidateQueries({ queryKey: keys.sessions });
    setIsDone(false);
  };
  return (
    <>
      {refusal && <span className={classes(kit.meta, css.refusal)}>{refusal}</span>}
      <Button
        small
        aria-label={`It worked: ${title}`}
        data-guarded={guard.isHolding || undefined}
        aria-disabled={isHeld || guard.isHolding}
        onClick={guard((_event) => void record("applied_success"))}
      >
        <Check size={14} strokeWidth={1.5} aria-hidden="true" /> It worked
      </Button>
      <Suspense fallback={<span className={css.more} />}>
        <OutcomeMenu
          title={title}
          sessionId={aiSession.id}
          onFailed={() => void record("applied_failed")}
        />
      </Suspense>
    </>
  );
}
