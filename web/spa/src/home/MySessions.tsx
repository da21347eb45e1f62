/** The user's sessions. A viewer has none and sees the readable sessions instead. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { keys } from "~/api/keys";
import { fetchReadable } from "~/api/sessions";
import type { AiSession } from "~/api/types";
import { classes } from "~/lib/classes";
import { headline, ticketTag } from "~/lib/text";
import { useIsViewer, useLogin } from "~/login/LoginProvider";
import { useSessions } from "~/shell/SessionList";
import { sessionState } from "~/shell/sessionState";
import { EmptyState } from "~/ui/EmptyState";
import { ErrorState } from "~/ui/ErrorState";
import kit from "~/ui/kit.module.css";
import { Pill } from "~/ui/Pill";
import { RelativeTime } from "~/ui/RelativeTime";
import { Skeleton } from "~/ui/Skeleton";
import css from "./home.module.css";
import { Section } from "./Section";

const MAX_ROWS = 8;

export function MySessions() {
  return useIsViewer() ? <Readable /> : <Mine />;
}

function Mine() {
  const { user } = useLogin();
  const sessions = useSessions("");
  const rows = sessions.data?.pages.flatMap((page) => page.items);
  const open = rows?.filter((row) => sessionState(row, user.id).group !== "Done");
  return (
    <List
      title="My sessions"
      rows={open}
      isWhole={!sessions.hasNextPage}
      error={sessions.error}
      onRetry={sessions.refetch}
      none={
        <p className={classes(kit.secondary, kit.muted)}>
          You have no open session. Describe a problem above, and the copilot starts working on it.
        </p>
      }
    />
  );
}

function Readable() {
  const sessions = useInfiniteQuery({
    queryKey: keys.readableSessions,
    queryFn: ({ pageParam }) => fetchReadable(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  return (
    <List
      title="Sessions to read"
      rows={sessions.data?.pages.flatMap((page) => page.items)}
      isWhole={!sessions.hasNextPage}
      error={sessions.error}
      onRetry={sessions.refetch}
      none={
        <EmptyState
          fact="No session to read."
          hint="Sessions that wait for help appear here until somebody picks them up."
        />
      }
    />
  );
}

interface ListProps {
  title: string;
  rows: AiSession[] | undefined;
  isWhole: boolean;
  error: Error | null;
  onRetry: () => void;
  none: React.ReactNode;
}

function List({ title, rows, isWhole, error, onRetry, none }: ListProps) {
  return (
    <Section title={title} count={isWhole ? rows?.length : undefined}>
      {!rows && !error && <Skeleton heights={[48, 48, 48]} label="Loading the sessions" />}
      {!rows && error && (
        <ErrorState
          inline
          what="The sessions could not be loaded."
          error={error}
          onRetry={onRetry}
        />
      )}
      {rows?.length === 0 && none}
      <ul className={css.flat}>
        {rows?.slice(0, MAX_ROWS).map((row) => (
          <Row key={row.id} aiSession={row} />
        ))}
      </ul>
    </Section>
  );
}

function Row({ aiSession }: { aiSession: AiSession }) {
  const { user } = useLogin();
  const state = sessionState(aiSession, user.id);
  const isClaimed = aiSession.handler?.id === user.id && aiSession.user.id !== user.id;
  const word = state.word ?? (isClaimed ? "Claimed" : "Working");
  const Icon = state.icon;
  return (
    <li>
      <Link to={`/pilot/${aiSession.id}`} className={kit.row} data-row>
        <Icon size={16} strokeWidth={1.5} className={css.quiet} aria-hidden="true" />
        <div className={kit.grow}>
          <p className={classes(kit.rowTitle, kit.cut)} dir="auto">
            {headline(aiSession)}
          </p>
          <p className={classes(kit.meta, kit.cut, kit.dots)}>
            {aiSession.client_name && <span dir="auto">{aiSession.client_name}</span>}
            {aiSession.psa_ticket_id && <span>{ticketTag(aiSession.psa_ticket_id)}</span>}
          </p>
        </div>
        <Pill tone={state.word === null && isClaimed ? "accent" : state.tone}>{word}</Pill>
        <span className={classes(kit.meta, css.rowAge)}>
          <RelativeTime at={aiSession.last_activity_at} bare />
        </span>
      </Link>
    </li>
  );
}
