/** One's AI sessions, newest change first. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { NavLink, useNavigate } from "react-router";
import { keys } from "~/api/keys";
import { fetchSessions } from "~/api/sessions";
import type { AiSession } from "~/api/types";
import { headline } from "~/lib/words";
import { useIsViewer } from "~/login/LoginProvider";
import { READY_TO_TYPE } from "~/pilot/composer/useReadyToType";
import { Button } from "~/ui/Button";
import { ErrorState } from "~/ui/ErrorState";
import { RelativeTime } from "~/ui/RelativeTime";
import { ScrollBox } from "~/ui/ScrollBox";
import { Skeleton } from "~/ui/Skeleton";
import { SearchField } from "./SearchField";
import { StatusPill } from "./StatusPill";
import css from "./shell.module.css";

export function SessionList({ onGo }: { onGo?: () => void }) {
  const startNew = useStartNew();
  const isViewer = useIsViewer();
  const [words, setWords] = useState("");
  const start = () => {
    onGo?.();
    startNew();
  };
  return (
    <section aria-label="Sessions" data-region="sessions" className={css.sessions}>
      <div className={css.sessionsHead}>
        <h2>Sessions</h2>
        {!isViewer && (
          <Button small onClick={start}>
            <Plus size={16} strokeWidth={1.5} /> New
          </Button>
        )}
      </div>
      <SearchField onWords={setWords} />
      <Rows words={words} onGo={onGo} />
    </section>
  );
}

/** To the empty chat, ready to type. */
export function useStartNew(): () => void {
  const navigate = useNavigate();
  return () => void navigate("/pilot", { state: READY_TO_TYPE });
}

interface RowsProps {
  words: string;
  onGo: (() => void) | undefined;
}

function Rows({ words, onGo }: RowsProps) {
  const sessions = useInfiniteQuery({
    queryKey: words ? keys.sessionsWith(words) : keys.sessions,
    queryFn: ({ pageParam }) => fetchSessions(pageParam, words || undefined),
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
  const rows = sessions.data?.pages.flatMap((page) => page.items);
  return (
    <ScrollBox className={css.sessionList} label="Session list">
      {sessions.isPending && <Skeleton bones={[48, 48, 48]} label="Reading the sessions" />}
      {!rows && sessions.error && (
        <ErrorState
          inline
          what="The sessions could not be read."
          error={sessions.error}
          onRetry={sessions.refetch}
        />
      )}
      {rows?.length === 0 && (
        <p className={css.none}>{words ? `No session holds “${words}”.` : "No session yet."}</p>
      )}
      <ul className={css.sessionRows} data-rows>
        {rows?.map((aiSession) => (
          <Row key={aiSession.id} aiSession={aiSession} onGo={onGo} />
        ))}
      </ul>
      {sessions.hasNextPage && (
        <Button small look="ghost" onClick={() => sessions.fetchNextPage()}>
          {sessions.isFetchingNextPage ? "Reading more…" : "Show more"}
        </Button>
      )}
    </ScrollBox>
  );
}

function Row({ aiSession, onGo }: { aiSession: AiSession; onGo: (() => void) | undefined }) {
  const words = headline(aiSession);
  return (
    <li className={css.sessionRow}>
      <NavLink
        to={`/pilot/${aiSession.id}`}
        className={css.sessionLink}
        title={words}
        data-row
        onClick={onGo}
      >
        <span className={css.sessionTitle}>{words}</span>
        <span className={css.sessionMeta}>
          {aiSession.psa_ticket_id && <code>#{aiSession.psa_ticket_id}</code>}
          <StatusPill status={aiSession.status} />
          <span className={css.sessionAge}>
            <RelativeTime at={aiSession.updated_at} bare />
          </span>
        </span>
      </NavLink>
    </li>
  );
}
