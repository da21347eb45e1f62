/** The user's AI sessions, grouped by what they need and sorted by last activity; or search results in the API's order. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Plus, Search } from "lucide-react";
import { useRef, useState } from "react";
import { useNavigate } from "react-router";
import { keys } from "~/api/keys";
import { fetchSessions } from "~/api/sessions";
import type { AiSession } from "~/api/types";
import { useKeys } from "~/keyboard/useKeys";
import { useIsViewer, useLogin } from "~/login/LoginProvider";
import { READY_TO_TYPE } from "~/pilot/composer/useComposerFocus";
import { Button, IconButton } from "~/ui/Button";
import { ErrorState } from "~/ui/ErrorState";
import { ScrollBox } from "~/ui/ScrollBox";
import { Skeleton } from "~/ui/Skeleton";
import { SearchField } from "./SearchField";
import { SessionRow } from "./SessionRow";
import { GROUPS, sessionState } from "./sessionState";
import css from "./sessions.module.css";

export function SessionList({ onGo }: { onGo?: () => void }) {
  const isViewer = useIsViewer();
  const [isSearching, setIsSearching] = useState(false);
  const [words, setWords] = useState("");
  const searchButton = useRef<HTMLButtonElement>(null);
  const startNew = useStartNew();
  useKeys({ "/": () => setIsSearching(true) });
  const start = () => {
    onGo?.();
    startNew();
  };
  const endSearch = () => {
    setIsSearching(false);
    setWords("");
    // The button that opened the search is rendered again only in the next frame.
    requestAnimationFrame(() => searchButton.current?.focus());
  };
  return (
    <section aria-label="Sessions" data-region="sessions" className={css.sessions}>
      <div className={css.sessionsHead}>
        <h2>Sessions</h2>
        {!isSearching && (
          <IconButton
            ref={searchButton}
            label="Search sessions"
            small
            onClick={() => setIsSearching(true)}
          >
            <Search size={16} strokeWidth={1.5} />
          </IconButton>
        )}
        {!isViewer && (
          <IconButton label="New session" small onClick={start}>
            <Plus size={16} strokeWidth={1.5} />
          </IconButton>
        )}
      </div>
      {isSearching && <SearchField onWords={setWords} onClose={endSearch} />}
      <SearchResults words={words} onGo={onGo} />
    </section>
  );
}

/** Opens the empty chat with the focus in the composer. */
export function useStartNew(): () => void {
  const navigate = useNavigate();
  return () => void navigate("/pilot", { state: READY_TO_TYPE });
}

interface SearchResultsProps {
  words: string;
  onGo: (() => void) | undefined;
}

export function useSessions(words: string) {
  return useInfiniteQuery({
    queryKey: words ? keys.sessionsWith(words) : keys.sessions,
    queryFn: ({ pageParam }) => fetchSessions(pageParam, words || undefined),
    placeholderData: keepPreviousData,
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

function SearchResults({ words, onGo }: SearchResultsProps) {
  const sessions = useSessions(words);
  const rows = sessions.data?.pages.flatMap((page) => page.items);
  return (
    <ScrollBox className={css.sessionList} label="Session list">
      {sessions.isPending && <Skeleton heights={[48, 48, 48]} label="Loading the sessions" />}
      {!rows && sessions.error && (
        <ErrorState
          inline
          what="The sessions could not be loaded."
          error={sessions.error}
          onRetry={sessions.refetch}
        />
      )}
      {rows?.length === 0 && (
        <p className={css.none}>{words ? `No session contains “${words}”.` : "No session yet."}</p>
      )}
      <div data-rows>
        {words ? <Rows rows={rows ?? []} onGo={onGo} /> : <Groups rows={rows ?? []} onGo={onGo} />}
      </div>
      {sessions.hasNextPage && (
        <Button small look="ghost" onClick={() => sessions.fetchNextPage()}>
          {sessions.isFetchingNextPage ? "Loading more…" : "Show more"}
        </Button>
      )}
    </ScrollBox>
  );
}

interface RowsProps {
  rows: AiSession[];
  onGo: (() => void) | undefined;
}

function Groups({ rows, onGo }: RowsProps) {
  const { user } = useLogin();
  return GROUPS.map((group) => {
    const members = rows.filter((row) => sessionState(row, user.id).group === group);
    if (members.length === 0) return null;
    return (
      <div key={group}>
        <h3 className={css.group}>{group}</h3>
        <Rows rows={members} onGo={onGo} />
      </div>
    );
  });
}

function Rows({ rows, onGo }: RowsProps) {
  return (
    <ul className={css.rows}>
      {rows.map((row) => (
        <SessionRow key={row.id} aiSession={row} onGo={onGo} />
      ))}
    </ul>
  );
}
